//! What JavaScript reads of the Rust side, generated beside the wasm so that no list stands in two languages: the exports with
//! their types (`engine.d.ts`), and the names of fields, kinds, deliveries and retryable errors (`names.js`).

use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use authrocket_wasm::domain::delivery::Way;
use authrocket_wasm::domain::error::Code;
use authrocket_wasm::domain::input::FIELDS;
use authrocket_wasm::domain::operation::Operation;

/// The functions that `src/wasm` exports, by the glue that wasm-bindgen wrote.
pub fn exported(glue: &Path) -> Result<Vec<String>> {
    let text = fs::read_to_string(glue.join("engine_bg.js"))?;
    let names: Vec<_> = text
        .lines()
        .filter_map(|line| line.strip_prefix("export function "))
        .filter_map(|rest| rest.split('(').next())
        .filter(|name| !name.starts_with("__wb"))
        .map(str::to_owned)
        .collect();
    ensure!(!names.is_empty(), "the glue exports nothing");
    Ok(names)
}

fn retryable() -> Vec<&'static str> {
    let codes = Code::ALL.into_iter().filter(|code| code.retryable());
    codes.map(Code::name).collect()
}

/// Writes `names.js`, and the declarations of `engine.js` and `names.js` in one file.
pub fn write(glue: &Path, functions: &[String]) -> Result<()> {
    let lists = [
        ("FIELDS", FIELDS.to_vec()),
        ("KINDS", Operation::kinds().collect()),
        ("DELIVERIES", Way::ALL.map(|(name, _)| name).to_vec()),
        ("RETRYABLE", retryable()),
    ];
    let names: String = lists
        .iter()
        .map(|(name, list)| format!("export const {name} = ['{}'];\n", list.join("', '")))
        .collect();
    fs::write(glue.join("names.js"), names)?;
    let bound = glue.join("engine.d.ts");
    let declared = fs::read_to_string(&bound).context("wasm-bindgen wrote no declarations")?;
    let mut text = String::from("declare module 'engine' {\n");
    for line in declared
        .lines()
        .filter(|line| !line.contains("eslint") && !line.contains("tslint"))
    {
        writeln!(text, "  {line}")?;
    }
    writeln!(text, "  export const imports: WebAssembly.Imports;")?;
    writeln!(
        text,
        "  export function bind(exports: WebAssembly.Exports): void;"
    )?;
    writeln!(text, "  export const exported: {{")?;
    for function in functions {
        writeln!(text, "    {function}: typeof {function};")?;
    }
    text.push_str("  };\n}\n\ndeclare module 'names' {\n");
    for (name, _) in lists {
        writeln!(text, "  export const {name}: string[];")?;
    }
    text.push_str("}\n");
    // Apart from wasm-bindgen's own file, which would be taken for a module.
    fs::write(glue.join("types.d.ts"), text)?;
    Ok(())
}
