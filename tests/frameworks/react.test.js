import { bareCases, cases, renderedCases } from './cases.js';
import { entryCases, fieldsCases } from './entry-cases.js';
import { nothingElse, open } from './support.js';

cases('react');
entryCases('react');
fieldsCases('react');
cases('react', '?without');
bareCases('react');
renderedCases('react');

test('the latest onDone is called', async () => {
  const page = await open('react/index.html');
  for (const count of ['1', '2']) {
    page.click('#again');
    await waitUntil(() => page.$('#again').textContent === count);
  }
  page.logIn();
  await waitUntil(() => page.$('#token'));
  assert.equal(page.$('#token').getAttribute('data-at'), '2');
  await nothingElse(page);
});
