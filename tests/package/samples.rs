//! The samples in JavaScript and TypeScript of README and `docs/`: they compile against the package's types, and those for
//! Node run. `types/samples-around.d.ts` declares the names that samples take from the page around them.

use std::process::Command;

use anyhow::{Context as _, Result};
use authrocket_tests::browsers::root;
use authrocket_tests::samples::{Sample, samples};
use libtest_mimic::{Failed, Trial};
use serde_json::json;

use crate::installed::{output, project};

const LANGUAGES: [&str; 3] = ["js", "jsx", "ts"];

/// Declarations in `types/`.
const AROUND: [&str; 2] = ["samples-around.d.ts", "samples-node.d.ts"];

pub fn trials() -> Vec<Trial> {
    [
        ("compile", compile as fn() -> Result<()>),
        ("for_node_run", for_node_run),
    ]
    .map(|(name, run)| {
        Trial::test(format!("samples::{name}"), move || {
            run().map_err(|error| Failed::from(format!("{error:#}")))
        })
    })
    .into()
}

/// `docs/module.md:147` as `docs-module-147.ts`.
fn file(sample: &Sample) -> String {
    let name = sample.name.replace(".md:", "-").replace('/', "-");
    format!("{name}.{}", sample.language)
}

fn compile() -> Result<()> {
    let folder = project()?.join("samples");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    for name in AROUND {
        let declarations = root().join("tests/package/types").join(name);
        std::fs::copy(declarations, folder.join(name))?;
    }
    let mut files = AROUND.map(str::to_owned).to_vec();
    for sample in samples(&LANGUAGES)? {
        let name = file(&sample);
        // A module, so that two samples may use the same names.
        let text = format!("{}export {{}};\n", sample.text);
        std::fs::write(folder.join(&name), text)?;
        files.push(name);
    }
    let config = json!({
        "compilerOptions": {
            "noEmit": true,
            "strict": true,
            "allowJs": true,
            "checkJs": true,
            "jsx": "preserve",
            "target": "es2022",
            "lib": ["es2022", "dom", "dom.iterable"],
            "module": "esnext",
            "moduleResolution": "bundler",
            "types": ["authrocket-wasm/authrocket.js"],
        },
        "files": files,
    });
    let path = folder.join("tsconfig.json");
    std::fs::write(&path, config.to_string())?;
    let compiler = root().join("node_modules/typescript/bin/tsc");
    output(Command::new("node").arg(compiler).arg("-p").arg(&path))?;
    Ok(())
}

fn for_node_run() -> Result<()> {
    for sample in samples(&["js"])? {
        if sample.text.contains("from 'node:") {
            let script = project()?.join("sample.mjs");
            std::fs::write(&script, &sample.text)?;
            output(
                Command::new("node")
                    .current_dir(project()?)
                    .arg("sample.mjs"),
            )
            .with_context(|| sample.name)?;
        }
    }
    Ok(())
}
