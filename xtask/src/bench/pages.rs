//! `cargo xtask bench pages`: the library beside the clients that people use today, in Chromium. The program is
//! `bench/run.mjs`; here is its set-up.

use anyhow::Result;

use super::Options;
use crate::process::{command, run};
use crate::{build, setup};

pub fn bench(options: &Options) -> Result<()> {
    setup::setup_for(&["chromium".to_owned()])?;
    setup::packages_of(["bench"])?;
    build::build(build::Flavour::Release)?;
    let mut program = command("node");
    program.args(["bench/run.mjs", "--runs", &options.runs.to_string()]);
    for (name, list) in [("--only", &options.only), ("--peers", &options.peers)] {
        if let Some(list) = list {
            program.args([name, list]);
        }
    }
    if options.write {
        program.arg("--write");
    }
    run(&mut program)
}
