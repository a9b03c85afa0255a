//! The engine as JavaScript, for pages and browsers without WebAssembly: wasm2js, wrapped so that one file is a module
//! and a plain script.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::process::{npm_tool, run};

/// Where the file leaves its function; `src/js/engine/load.js` looks there.
const PLACE: &str = "globalThis[Symbol.for('authrocket.fallback')]";

/// The line of wasm2js that changes to a larger memory.
const GROWN: &str = "buffer = newBuffer;";

/// Writes `fallback.js` beside `engine_bg.wasm`: a function of the imports that gives the exports.
pub fn write(glue: &Path) -> Result<()> {
    let raw = glue.join("wasm2js.js");
    let mut tool = npm_tool("wasm2js");
    tool.arg("-Oz").arg(glue.join("engine_bg.wasm"));
    run(tool.arg("-o").arg(&raw))?;
    fs::write(glue.join("fallback.js"), wrap(&fs::read_to_string(raw)?)?)?;
    Ok(())
}

/// Takes the function out of the module that wasm2js wrote, which binds its imports by itself.
fn wrap(module: &str) -> Result<String> {
    let from = module
        .find("var bufferView;")
        .context("wasm2js begins in another way")?;
    let to = module
        .rfind("var retasmFunc = asmFunc(")
        .context("wasm2js ends in another way")?;
    let functions = &module[from..to];
    ensure!(
        functions.matches(GROWN).count() == 1,
        "wasm2js grows its memory in another way"
    );
    // The glue notices a memory that grew by its views, which are detached then; here nobody else does that.
    let detached = format!("new MessageChannel().port1.postMessage(0, [buffer]); {GROWN}");
    Ok(format!(
        "(() => {{\n{}\n{PLACE} = asmFunc;\n}})();\n",
        functions.replace(GROWN, &detached)
    ))
}

#[cfg(test)]
mod tests {
    use super::wrap;

    const MODULE: &str = "import * as a from 'a';\nvar bufferView;\nfunction asmFunc(imports) { buffer = newBuffer; }\n\
        var retasmFunc = asmFunc({ 'a': a });\nexport var b = retasmFunc.b;\n";

    #[test]
    fn only_the_function_is_left_and_a_grown_memory_is_detached() {
        let wrapped = wrap(MODULE).expect("it is as wasm2js writes it");
        assert!(!wrapped.contains("import ") && !wrapped.contains("export "));
        assert!(wrapped.contains("postMessage(0, [buffer]); buffer = newBuffer;"));
    }

    #[test]
    fn another_shape_is_refused() {
        assert!(wrap("function asmFunc(imports) {}").is_err());
        assert!(wrap(&MODULE.replace("buffer = newBuffer;", "")).is_err());
    }
}
