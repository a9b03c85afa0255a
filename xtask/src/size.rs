//! Raw, gzip and brotli bytes of every shipped file, and the ceilings that later issues lower.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::process::root;

/// Brotli bytes a file may have, by its name in pkg/.
const CEILINGS: [(&str, usize); 3] = [
    ("authrocket.js", 26_000),
    ("authrocket.wasm", 19_000),
    ("comforts.js", 3_500),
];

/// Prints a table; fails when a file is over its ceiling, or a file with a ceiling is missing.
pub fn size() -> Result<()> {
    let pkg = root().join("pkg");
    let mut names = files(&pkg, "").context("pkg/ is missing: run `cargo xtask build`")?;
    names.sort_unstable();
    println!("{:<20}{:>10}{:>10}{:>10}", "file", "raw", "gzip", "brotli");
    let mut over = Vec::new();
    let mut measured = 0;
    for name in &names {
        let bytes = fs::read(pkg.join(name))?;
        let small = brotli_size(&bytes)?;
        print!(
            "{name:<20}{:>10}{:>10}{small:>10}",
            bytes.len(),
            gzip_size(&bytes)?
        );
        if let Some((_, ceiling)) = CEILINGS.iter().find(|(limited, _)| limited == name) {
            measured += 1;
            if small > *ceiling {
                print!("  {} over the ceiling of {ceiling}", small - ceiling);
                over.push(name.as_str());
            } else {
                print!("  {} under the ceiling of {ceiling}", ceiling - small);
            }
        }
        println!();
    }
    ensure!(
        measured == CEILINGS.len(),
        "a file with a ceiling is missing from pkg/"
    );
    ensure!(over.is_empty(), "over the ceiling: {}", over.join(", "));
    Ok(())
}

/// The names of a folder's files, with those of its folders.
fn files(folder: &Path, before: &str) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{before}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            names.extend(files(&entry.path(), &format!("{name}/"))?);
        } else {
            names.push(name);
        }
    }
    Ok(names)
}

fn gzip_size(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

fn brotli_size(bytes: &[u8]) -> Result<usize> {
    let mut small = Vec::new();
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*bytes, &mut small, &params)?;
    Ok(small.len())
}
