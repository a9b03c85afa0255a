import { expect } from '@playwright/test';
import { test } from './fixtures.js';

async function logIn(page, username, password) {
  await page.goto('/login');
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
}

test('a login becomes a session of the app', async ({ page, emulator }) => {
  await logIn(page, 'ada', 'analytical engine');
  await expect(page).toHaveURL('/account');
  await expect(page.getByText('Ada')).toBeVisible();
  expect(await emulator.sessions()).toHaveLength(1);
});

test('a wrong password is refused', async ({ page, emulator }) => {
  await logIn(page, 'ada', 'difference engine');
  await expect(page.getByText('Login failed')).toBeVisible();
  expect(await emulator.sessions()).toEqual([]);
});

test('a second factor', async ({ page, emulator }) => {
  await logIn(page, '2fa', 'any password');
  await page.locator('[name=code]').fill(await emulator.code('2fa'));
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page).toHaveURL('/account');
});

test('an outage is not shown as a wrong password', async ({ page, emulator }) => {
  await emulator.fault({ path: '/v1/login', fault: 'status', status: 503, times: 1 });
  await logIn(page, 'ada', 'analytical engine');
  await expect(page.getByRole('alert')).not.toBeEmpty();
  await expect(page.getByText('Login failed')).toHaveCount(0);
});
