//! Removes what nothing can call: exports that the glue does not use, and functions in the table. js-sys has methods that take
//! closures. Their descriptors put a function for each kind of closure into the table; wasm-bindgen removes the descriptors, and the
//! table keeps the functions, with the imports that they call.

use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};
use walrus::{ElementItems, FunctionBuilder, FunctionId, Module};

/// Parts of the names of functions that only a closure or a promise of Rust could call; the engine makes neither
/// (ADR 4).
const UNREACHED: [&str; 2] = ["::convert::closures::", "::futures::jspi::"];

/// Rewrites `engine_bg.wasm`, whose function names must still be there.
pub fn prune(glue: &Path) -> Result<()> {
    let wasm = glue.join("engine_bg.wasm");
    let mut module = Module::from_file(&wasm)?;
    let glue = fs::read_to_string(glue.join("engine_bg.js"))?;
    ensure!(
        !glue.contains("Closure(") && !glue.contains("new Promise"),
        "the engine makes closures, which need their functions in the table"
    );
    ensure!(
        module
            .exports
            .iter()
            .all(|export| export.name != "__wbindgen_start"),
        "the engine has a function that must run first, and nothing calls it"
    );
    let uncalled: Vec<_> = module
        .exports
        .iter()
        .filter(|export| !mentions(&glue, &export.name))
        .map(walrus::Export::id)
        .collect();
    uncalled
        .into_iter()
        .for_each(|id| module.exports.delete(id));
    let removed = clear_table(&mut module);
    ensure!(removed > 0, "no function in the table has such a name");
    walrus::passes::gc::run(&mut module);
    module.emit_wasm_file(&wasm)?;
    Ok(())
}

/// Whether the glue uses this export.
fn mentions(glue: &str, export: &str) -> bool {
    let name = format!("wasm.{export}");
    let is_whole = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    glue.split(&name).skip(1).any(is_whole)
}

/// Puts one function that traps in the place of each unreached one, because the others keep their places.
fn clear_table(module: &mut Module) -> usize {
    let mut trap = FunctionBuilder::new(&mut module.types, &[], &[]);
    trap.func_body().unreachable();
    let trap = trap.finish(Vec::new(), &mut module.funcs);
    let is_unreached = |id: FunctionId| {
        let name = module.funcs.get(id).name.as_deref().unwrap_or_default();
        UNREACHED.iter().any(|part| name.contains(part))
    };
    let mut removed = 0;
    for segment in module.elements.iter_mut() {
        if let ElementItems::Functions(items) = &mut segment.items {
            for item in items.iter_mut().filter(|item| is_unreached(**item)) {
                *item = trap;
                removed += 1;
            }
        }
    }
    removed
}

#[cfg(test)]
mod tests {
    use walrus::ElementKind;

    use super::*;

    #[test]
    fn an_export_is_used_where_the_glue_names_it_whole() {
        let glue = "wasm.__wbindgen_malloc2(1); wasm.memory.buffer";
        assert!(mentions(glue, "memory") && mentions(glue, "__wbindgen_malloc2"));
        assert!(!mentions(glue, "__wbindgen_malloc") && !mentions(glue, "buffer"));
    }

    #[test]
    fn a_function_that_only_a_closure_could_call_leaves_the_table() {
        let mut module = Module::default();
        let mut add = |name: &str| {
            let mut function = FunctionBuilder::new(&mut module.types, &[], &[]);
            function.name(name.into()).func_body().return_();
            function.finish(Vec::new(), &mut module.funcs)
        };
        let called = add("authrocket_wasm::domain::api::v1::V1");
        let unreached = add("wasm_bindgen::convert::closures::_::invoke");
        let items = ElementItems::Functions(vec![called, unreached]);
        module.elements.add(ElementKind::Declared, items);
        assert_eq!(clear_table(&mut module), 1);
        walrus::passes::gc::run(&mut module);
        let segment = module.elements.iter().next();
        let Some(ElementItems::Functions(items)) = segment.map(|segment| &segment.items) else {
            panic!("the segment is a list of functions");
        };
        assert_eq!(items[0], called);
        assert_ne!(items[1], unreached);
    }
}
