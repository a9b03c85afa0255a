// Tests that must be reported as failed, each for its own reason.
test('an assertion', () => assert.equal({ a: 1 }, { a: 2 }));
test('a rejection', async () => { throw new Error('thrown'); });
test('an error on the page', async () => {
  const thrown = new Promise((resolve) => window.addEventListener('error', resolve, { once: true }));
  setTimeout(() => { throw new Error('elsewhere'); });
  await thrown;
});
