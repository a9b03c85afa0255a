//! What the bundlers wrote: the wasm as one file, each part that loads on demand in a file of its own, and nothing of
//! ours where nothing is used.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use libtest_mimic::{Failed, Trial};

use crate::app::App;
use crate::build::{built, package};

/// The first bytes of any wasm, as base64 has them.
const WASM_AS_DATA: &str = "AGFzbQ";

/// Named in every file of ours, and in no other.
pub const OURS: &str = "authrocket";

/// Files by their path in the folder, with `/`.
type Files = BTreeMap<String, Vec<u8>>;

pub fn trials() -> Vec<Trial> {
    let used = App::BUILT.into_iter().flat_map(|app| {
        [
            trial(app, "emits_the_wasm_once", emits_the_wasm_once),
            trial(
                app,
                "keeps_each_part_in_a_file_of_its_own",
                keeps_each_part_apart,
            ),
        ]
    });
    let unused = App::WITH_UNUSED
        .into_iter()
        .map(|app| trial(app, "leaves_nothing_of_an_unused_import", leaves_nothing));
    used.chain(unused).collect()
}

fn trial(app: App, name: &str, run: fn(App) -> Result<()>) -> Trial {
    Trial::test(format!("{}::{name}", app.name()), move || {
        run(app).map_err(|error| Failed::from(format!("{error:#}")))
    })
}

fn emits_the_wasm_once(app: App) -> Result<()> {
    let files = read(&built(app)?.join(app.output()))?;
    let wasm: Vec<_> = files.iter().filter(|(name, _)| is(name, "wasm")).collect();
    ensure!(wasm.len() == 1, "it wrote {:?}", names(&files));
    let ours = std::fs::read(package()?.join("pkg/authrocket.wasm"))?;
    ensure!(*wasm[0].1 == ours, "{} is not our wasm", wasm[0].0);
    for (name, bytes) in &files {
        ensure!(
            is(name, "map") || !text(bytes).contains(WASM_AS_DATA),
            "{name} has a wasm as data"
        );
    }
    let scripts: usize = files
        .iter()
        .filter(|(name, bytes)| is(name, "js") && text(bytes).contains(OURS))
        .map(|(_, bytes)| bytes.len())
        .sum();
    let room = bytes_of_the_module()?;
    ensure!(
        app == App::Next || scripts < room,
        "{scripts} bytes of scripts are too many for {room}: is the wasm in them?"
    );
    Ok(())
}

/// The bytes that a build of the module can have at most: without the file that has the wasm inside.
fn bytes_of_the_module() -> Result<usize> {
    let pkg = package()?.join("pkg");
    let size = |name: &str| std::fs::metadata(pkg.join(name)).map_or(0, |data| data.len());
    let languages: u64 = read(&pkg.join("lang"))?
        .values()
        .map(|it| it.len() as u64)
        .sum();
    let parts = ["comforts.js", "fallback.js", "hints.js", "strength.js"].map(size);
    let ours = parts.iter().sum::<u64>() + size("module.js") + languages;
    // A bundler adds its own runtime, and may write other letters than ASCII as escapes.
    Ok(usize::try_from(ours + size("authrocket.wasm") / 2)?)
}

fn keeps_each_part_apart(app: App) -> Result<()> {
    let files = read(&built(app)?.join(app.output()))?;
    let scripts: Vec<_> = files.iter().filter(|(name, _)| is(name, "js")).collect();
    for (part, marker) in parts()? {
        let holders: Vec<_> = scripts
            .iter()
            .filter(|(_, bytes)| text(bytes).contains(&marker))
            .map(|(name, _)| name)
            .collect();
        ensure!(holders.len() == 1, "{part} is in {holders:?}");
        let others = parts()?.into_iter().filter(|(other, _)| *other != part);
        for (other, marker) in others {
            ensure!(
                !text(&files[holders[0].as_str()]).contains(&marker),
                "{part} and {other} are in one file"
            );
        }
    }
    Ok(())
}

fn leaves_nothing(app: App) -> Result<()> {
    let files = read(&built(app)?.join("dist-unused"))?;
    let mut reached = vec![app.unused_entry().to_owned()];
    let mut next = 0;
    while let Some(name) = reached.get(next).cloned() {
        let bytes = files
            .get(&name)
            .with_context(|| format!("{name} is not in {:?}", names(&files)))?;
        let said = text(bytes);
        ensure!(
            !said.to_lowercase().contains(OURS),
            "{name} has something of ours"
        );
        for other in files.keys() {
            let file = other.rsplit('/').next().unwrap_or(other);
            // A map names our files, and only a developer's tools load it.
            if said.contains(file) && !is(other, "map") && !reached.contains(other) {
                reached.push(other.clone());
            }
        }
        next += 1;
    }
    ensure!(
        reached.iter().any(|name| is(name, "js")),
        "no script was reached: {reached:?}"
    );
    let kinds = app.leftovers();
    let left = names(&files)
        .into_iter()
        .filter(|name| !reached.contains(name) && !is(name, "map"));
    for name in left {
        ensure!(kinds.iter().any(|kind| is(&name, kind)), "{name} is left");
    }
    Ok(())
}

/// The parts that load on demand, each with a text that only it holds. Without languages in other letters than ASCII, which
/// bundlers may write as escapes.
pub fn parts() -> Result<Vec<(&'static str, String)>> {
    let pkg = package()?.join("pkg");
    let read = |name: &str| std::fs::read_to_string(pkg.join(name)).unwrap_or_default();
    let all = [
        "module.js",
        "comforts.js",
        "fallback.js",
        "hints.js",
        "strength.js",
        "lang/de.js",
        "lang/es.js",
        "lang/fr.js",
        "lang/it.js",
        "lang/nl.js",
        "lang/pt.js",
    ];
    let texts: Vec<String> = all.iter().map(|name| read(name)).collect();
    // Shares texts with hints.js, and is in development builds only.
    let doctor = read("doctor.module.js");
    let mut parts = Vec::new();
    for (place, name) in all.iter().enumerate().skip(1) {
        ensure!(!texts[place].is_empty(), "{name} is missing");
        let marker = literals(&texts[place])
            .filter(|literal| {
                let others = texts
                    .iter()
                    .enumerate()
                    .filter(|(other, _)| *other != place);
                !doctor.contains(literal)
                    && others
                        .into_iter()
                        .all(|(_, other)| !other.contains(literal))
            })
            .max_by_key(|literal| literal.len());
        let marker = marker.with_context(|| format!("no text is in {name} only"))?;
        parts.push((*name, marker.chars().take(60).collect()));
    }
    Ok(parts)
}

/// What stands between quotes and that no bundler has a reason to write in another way.
fn literals(code: &str) -> impl Iterator<Item = &str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || " .,+/=".contains(c);
    let sentence = |part: &str| part.contains(' ') && part.len() >= 20;
    let data = |part: &str| !part.contains(['.', ',', ' ']) && part.len() >= 60;
    code.split(['"', '\'', '`'])
        .filter(move |part| part.chars().all(plain) && (sentence(part) || data(part)))
}

fn is(name: &str, kind: &str) -> bool {
    Path::new(name).extension().is_some_and(|it| it == kind)
}

fn text(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

fn names(files: &Files) -> Vec<String> {
    files.keys().cloned().collect()
}

fn read(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    collect(folder, "", &mut files).with_context(|| format!("reading {}", folder.display()))?;
    Ok(files)
}

fn collect(folder: &Path, before: &str, files: &mut Files) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{before}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.insert(name, std::fs::read(entry.path())?);
        }
    }
    Ok(())
}
