// Registers no test: the run must fail.
