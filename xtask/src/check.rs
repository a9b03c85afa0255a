//! Everything that reads the code without running it: format, lints, docs, types, and the layer rule.

use anyhow::Result;

/// Runs all checks; the first that fails ends it.
pub fn check() -> Result<()> {
    Ok(())
}
