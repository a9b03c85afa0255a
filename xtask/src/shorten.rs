//! Gives the wasm's imports and exports one-letter names, with a module that joins them to wasm-bindgen's glue by
//! their long ones: the long names carry hashes, which do not compress, and stand in both files.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::Result;

/// Rewrites `engine_bg.wasm` and writes `engine.js` beside it, which exports
/// `imports` (for instantiation), `bind(exports)`, and `exported`, the functions of src/wasm.
pub fn shorten(glue: &Path, functions: &[String]) -> Result<()> {
    let wasm = glue.join("engine_bg.wasm");
    let mut module = walrus::Module::from_file(&wasm)?;
    let mut list = String::new();
    let mut members = String::new();
    for (index, import) in module.imports.iter_mut().enumerate() {
        let short = short_name(index);
        writeln!(list, "  {} as {short}_,", import.name)?;
        write!(members, "{short}: {short}_, ")?;
        import.module = "a".into();
        import.name = short;
    }
    // Reached only from modules that use JavaScript promise integration; this one does not.
    let unused: Vec<_> = module
        .exports
        .iter()
        .filter(|e| e.name == "__wbg_jspi_task_poll")
        .map(|e| e.id())
        .collect();
    unused.into_iter().for_each(|id| module.exports.delete(id));
    let mut exports = String::new();
    let starts = module
        .exports
        .iter()
        .any(|export| export.name == "__wbindgen_start");
    let start = if starts {
        "  wasm.__wbindgen_start();\n"
    } else {
        ""
    };
    for (index, export) in module.exports.iter_mut().enumerate() {
        let short = short_name(index);
        write!(exports, "{}: e.{short}, ", export.name)?;
        export.name = short;
    }
    module.emit_wasm_file(&wasm)?;
    let joined = format!(
        "import {{\n{list}  __wbg_set_wasm, {functions},\n}} from './engine_bg.js';\n\
         export const exported = {{ {functions} }};\n\
         export const imports = {{ a: {{ {members}}} }};\n\
         export function bind(e) {{\n  const wasm = {{ {exports}}};\n  __wbg_set_wasm(wasm);\n{start}}}\n",
        functions = functions.join(", ")
    );
    fs::write(glue.join("engine.js"), joined)?;
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
