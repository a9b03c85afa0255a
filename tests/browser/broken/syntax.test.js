// Does not parse: the run must fail.
test('never registered', () => {
