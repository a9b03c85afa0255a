//! Counts of what test programs report.

use std::fmt;

/// The results of a layer, or of one program.
#[derive(Default, Debug)]
pub struct Tally {
    /// Tests that passed.
    pub passed: u32,
    /// Tests that failed, and everything else that makes the run fail.
    pub failed: u32,
    /// Tests that were not run.
    pub ignored: u32,
    /// How long it took.
    pub seconds: f64,
    /// Why it failed, beyond what the programs printed.
    reasons: Vec<String>,
}

impl Tally {
    /// Takes the counts out of a line such as `test result: ok. 9 passed; 0 failed; 1 ignored; …`.
    pub fn read(&mut self, line: &str) {
        let Some(rest) = line.strip_prefix("test result: ") else {
            return;
        };
        for part in rest.split(['.', ';']).map(str::trim) {
            let Some((count, what)) = part.split_once(' ') else {
                continue;
            };
            let Ok(count) = count.parse::<u32>() else {
                continue;
            };
            match what {
                "passed" => self.passed += count,
                "failed" => self.failed += count,
                "ignored" => self.ignored += count,
                _ => {}
            }
        }
    }

    /// Adds a failure that no test reported.
    pub fn fail(&mut self, reason: String) {
        println!("error: {reason}");
        self.failed += 1;
        self.reasons.push(reason);
    }

    /// Fails when fewer than `floor` tests ran.
    pub fn demand(&mut self, floor: u32) {
        let ran = self.passed + self.failed;
        if ran < floor.max(1) {
            self.fail(format!(
                "only {ran} tests ran, there should be at least {floor}"
            ));
        }
    }

    /// Adds the counts of a program.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.ignored += other.ignored;
        self.reasons.extend(other.reasons);
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{:>5} passed {:>4} failed {:>7.1} s",
            self.passed, self.failed, self.seconds
        )?;
        if self.ignored > 0 {
            write!(out, ", {} ignored", self.ignored)?;
        }
        self.reasons
            .iter()
            .try_for_each(|reason| write!(out, "\n         {reason}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_of_several_programs_add_up() {
        let mut tally = Tally::default();
        tally.read("test result: ok. 9 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.11s");
        tally.read("test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.00s");
        tally.read("running 9 tests");
        assert_eq!((tally.passed, tally.failed, tally.ignored), (10, 2, 1));
    }

    #[test]
    fn too_few_tests_are_a_failure() {
        let mut none = Tally::default();
        none.demand(0);
        assert_eq!(none.failed, 1);
        let mut enough = Tally {
            passed: 3,
            ..Tally::default()
        };
        enough.demand(3);
        assert_eq!(enough.failed, 0);
        enough.demand(4);
        assert_eq!(enough.failed, 1);
    }
}
