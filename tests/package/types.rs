//! The package's types as consumers see them: by the compilers that they may have, and in an editor.

use std::path::PathBuf;
use std::process::Command;
use std::sync::{LazyLock, Mutex, PoisonError};

use anyhow::{Context as _, Result, ensure};
use authrocket_tests::browsers::root;
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};

use crate::installed::{output, project};

/// The oldest that is supported, one between, the project's own, and the newest, by their folder in node_modules.
const COMPILERS: [&str; 4] = [
    "typescript-5.0",
    "typescript-5.4",
    "typescript",
    "typescript-7.0",
];

/// Files of `types/`; in those called forbidden, each line under `@ts-expect-error` must be an error.
const FILES: [&str; 9] = [
    "allowed.ts",
    "entries.ts",
    "events.ts",
    "forbidden-loginrocket.ts",
    "forbidden-script.ts",
    "forbidden.ts",
    "loginrocket.ts",
    "results.ts",
    "script.ts",
];

/// Compilers are large: two of them beside three browsers are too many.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

pub fn trials() -> Vec<Trial> {
    let mut trials: Vec<Trial> = COMPILERS
        .into_iter()
        .map(|compiler| trial(format!("{compiler}_agrees"), move || agrees(compiler)))
        .collect();
    let others = [
        (
            "without_the_script_tag_there_is_no_global",
            without_the_script_tag_there_is_no_global as fn() -> Result<()>,
        ),
        ("every_name_has_a_comment", every_name_has_a_comment),
        (
            "every_function_has_an_example",
            every_function_has_an_example,
        ),
        (
            "comments_show_where_a_name_is_used",
            comments_show_where_a_name_is_used,
        ),
        (
            "declared_members_are_those_that_are_there",
            declared_members_are_those_that_are_there,
        ),
    ];
    trials.extend(others.map(|(name, run)| trial(name.to_owned(), run)));
    trials
}

fn trial(name: String, run: impl FnOnce() -> Result<()> + Send + 'static) -> Trial {
    Trial::test(format!("types::{name}"), move || {
        run().map_err(|error| Failed::from(format!("{error:#}")))
    })
}

/// The files of `types/`, in the folder of the consumer's project.
static SOURCES: LazyLock<Result<PathBuf, String>> =
    LazyLock::new(|| copy_sources().map_err(|error| format!("{error:#}")));

fn copy_sources() -> Result<PathBuf> {
    let folder = project()?.join("types");
    std::fs::create_dir_all(&folder)?;
    for entry in std::fs::read_dir(root().join("tests/package/types"))? {
        let entry = entry?;
        std::fs::copy(entry.path(), folder.join(entry.file_name()))?;
    }
    Ok(folder)
}

fn sources() -> Result<PathBuf> {
    SOURCES
        .clone()
        .map_err(|error| anyhow::anyhow!("the sources could not be copied: {error}"))
}

/// Compiles as a project of its own would, libraries' declarations included.
fn compile(compiler: &str, name: &str, options: &Value, files: &[&str]) -> Result<()> {
    let mut all = json!({
        "noEmit": true,
        "strict": true,
        "skipLibCheck": false,
        "target": "es2022",
        "lib": ["es2022", "dom", "dom.iterable"],
        "types": [],
    });
    if let (Some(all), Some(options)) = (all.as_object_mut(), options.as_object()) {
        all.extend(options.clone());
    }
    let config = sources()?.join(format!("tsconfig-{name}.json"));
    let text = json!({ "compilerOptions": all, "files": files }).to_string();
    std::fs::write(&config, text)?;
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let program = root().join("node_modules").join(compiler).join("bin/tsc");
    output(Command::new("node").arg(program).arg("-p").arg(&config))
        .with_context(|| format!("with {options}"))?;
    Ok(())
}

fn agrees(compiler: &str) -> Result<()> {
    for (module, resolution) in [("node16", "node16"), ("esnext", "bundler")] {
        for exact in [true, false] {
            let options = json!({
                "module": module,
                "moduleResolution": resolution,
                "exactOptionalPropertyTypes": exact,
                "types": ["authrocket-wasm/authrocket.js"],
            });
            let mut files = FILES.to_vec();
            if module == "node16" {
                files.push("common.cts");
            }
            compile(
                compiler,
                &format!("{compiler}-{module}-{exact}"),
                &options,
                &files,
            )?;
        }
    }
    Ok(())
}

fn without_the_script_tag_there_is_no_global() -> Result<()> {
    let options = json!({ "module": "node16", "moduleResolution": "node16" });
    compile(
        "typescript",
        "without-script",
        &options,
        &["without-script.ts"],
    )
}

/// Where the pointer stands, at the mark in a text of `types/`, and what is to be seen then.
const USES: [(&str, &str); 13] = [
    ("client.|login(", "Logs in with"),
    ("client.|ready(", "Starts the engine"),
    ("client.|attach(form, how", "Attaches a form"),
    (
        "result.|retryable",
        "Whether the same call may succeed later.",
    ),
    ("|createClient(options", "Creates a client"),
    ("|AuthRocketError ?", "A programming mistake"),
    ("AuthRocket.|authenticateCode(", "the second factor"),
    ("AuthRocket.|ready", "when the engine runs"),
    ("event.detail.|retryAfter", "Seconds to wait"),
    ("|CODES[", "All codes"),
    ("loginRocket.|getSession(", "A fresh token"),
    ("waiting.|token", "second factor"),
    ("LoginRocket.|VERSION", "The version"),
];

/// What `types/editor.mjs` finds.
static EDITOR: LazyLock<Result<Value, String>> =
    LazyLock::new(|| ask_editor().map_err(|error| format!("{error:#}")));

fn ask_editor() -> Result<Value> {
    let script = sources()?.join("editor.mjs");
    let mut node = Command::new("node");
    let said = output(
        node.current_dir(project()?)
            .arg(script)
            .arg(root().join("node_modules/typescript/lib/typescript.js"))
            .args(USES.map(|(used, _)| used)),
    )?;
    Ok(serde_json::from_str(&said)?)
}

fn editor(member: &str) -> Result<&'static Value> {
    match &*EDITOR {
        Ok(value) => Ok(&value[member]),
        Err(error) => Err(anyhow::anyhow!("{error}")),
    }
}

fn every_name_has_a_comment() -> Result<()> {
    let names = editor("names")?.as_object().context("no names")?;
    ensure!(names.len() >= 170, "only {} names were found", names.len());
    let silent: Vec<_> = names
        .iter()
        .filter(|(_, shown)| shown.as_str().is_none_or(str::is_empty))
        .map(|(name, _)| name)
        .collect();
    ensure!(silent.is_empty(), "without a comment: {silent:?}");
    Ok(())
}

fn every_function_has_an_example() -> Result<()> {
    let found = editor("functions")?.as_object().context("no functions")?;
    ensure!(found.len() >= 45, "only {} were found", found.len());
    let bare: Vec<_> = found
        .iter()
        .filter(|(_, has_example)| **has_example != true)
        .map(|(name, _)| name)
        .collect();
    ensure!(bare.is_empty(), "without an example: {bare:?}");
    Ok(())
}

fn comments_show_where_a_name_is_used() -> Result<()> {
    for (used, wanted) in USES {
        let shown = editor("uses")?[used].as_str().unwrap_or_default();
        ensure!(
            shown.contains(wanted),
            "at {used:?} an editor shows {shown:?}"
        );
    }
    Ok(())
}

/// The names that a program can ask for are those that are declared, and the other way round.
fn declared_members_are_those_that_are_there() -> Result<()> {
    for what in ["client", "loginrocket", "texts"] {
        let pair = &editor("members")?[what];
        ensure!(
            pair["declared"] == pair["there"] && pair["there"][0].is_string(),
            "{what}: {pair:#}"
        );
    }
    Ok(())
}

/// The members that `window.AuthRocket` is declared to have.
pub fn declared_for_the_script() -> Result<&'static Value> {
    Ok(&editor("members")?["script"]["declared"])
}
