//! Gives the wasm's imports numbers and its exports one-letter names, in wasm-bindgen's glue too: the long names carry hashes, which
//! do not compress, and stand in both files.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::Result;

/// Rewrites `engine_bg.wasm` and its glue, and writes `engine.js` beside them, which exports
/// `imports` (for instantiation), `bind(exports)`, and `exported`, the functions of src/wasm.
pub fn shorten(glue: &Path, functions: &[String]) -> Result<()> {
    let wasm = glue.join("engine_bg.wasm");
    let mut module = walrus::Module::from_file(&wasm)?;
    let mut imported = String::new();
    for (index, import) in module.imports.iter_mut().enumerate() {
        write!(imported, "{}, ", import.name)?;
        import.module = "a".into();
        import.name = index.to_string();
    }
    let bound = glue.join("engine_bg.js");
    let mut text = fs::read_to_string(&bound)?;
    let mut exports: Vec<_> = module.exports.iter_mut().collect();
    // A name may begin with another one.
    exports.sort_by_key(|export| std::cmp::Reverse(export.name.len()));
    for (index, export) in exports.into_iter().enumerate() {
        let short = short_name(index);
        text = text.replace(&format!("wasm.{}", export.name), &format!("wasm.{short}"));
        export.name = short;
    }
    fs::write(bound, text)?;
    module.emit_wasm_file(&wasm)?;
    let functions = functions.join(", ");
    fs::write(
        glue.join("engine.js"),
        format!(
            "import {{ {imported}__wbg_set_wasm, {functions} }} from './engine_bg.js';\n\
             export const exported = {{ {functions} }};\n\
             export const imports = {{ a: [{imported}] }};\n\
             export const bind = __wbg_set_wasm;\n"
        ),
    )?;
    Ok(())
}

/// a … z, then ba, bb, …
fn short_name(mut index: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(b'a' + u8::try_from(index % 26).unwrap_or_default());
        index /= 26;
        if index == 0 {
            return letters
                .iter()
                .rev()
                .map(|letter| char::from(*letter))
                .collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::short_name;

    #[test]
    fn names_are_short_and_distinct() {
        let names: HashSet<_> = (0..2_000).map(short_name).collect();
        assert_eq!(names.len(), 2_000);
        assert_eq!(short_name(0), "a");
        assert!(names.iter().all(|name| name.len() <= 3));
    }
}
