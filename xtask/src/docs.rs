//! Makes a static site of the documents, with search, by mdBook: `target/docs/site`.
//!
//! The Markdown files stay as they are, for readers of the repository; copies with links for the site are made first
//! (`docs/stage.rs`), and afterwards every link of the site is followed (`docs/visit.rs`).

mod stage;
mod visit;

use std::fs;
use std::process::Command;

use anyhow::Result;

use crate::process::{root, run};
use crate::setup;

/// Builds the site anew.
pub fn docs() -> Result<()> {
    let folder = root().join("target/docs");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    stage::stage(&root(), &folder)?;
    run(Command::new(setup::mdbook()?).arg("build").arg(&folder))?;
    let site = folder.join("site");
    let pages = visit::check(&site)?;
    println!(
        "docs: {pages} pages, all links work: {}",
        site.join("index.html").display()
    );
    Ok(())
}
