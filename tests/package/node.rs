//! The package without a browser: what is in it, and what Node can import.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, ensure};
use authrocket_tests::browsers::root;
use libtest_mimic::{Failed, Trial};

use crate::installed::{output, package, project};

pub fn trials() -> Vec<Trial> {
    [
        (
            "holds_these_files_and_no_others",
            holds_these_files_and_no_others as fn() -> Result<()>,
        ),
        (
            "the_readme_links_to_files_of_the_package",
            the_readme_links_to_files_of_the_package,
        ),
        (
            "comments_of_the_types_name_files_of_the_package",
            comments_of_the_types_name_files_of_the_package,
        ),
        ("import_in_node_does_nothing", import_in_node_does_nothing),
        (
            "exports_these_names_and_no_others",
            exports_these_names_and_no_others,
        ),
        (
            "a_client_is_made_without_loading_anything",
            a_client_is_made_without_loading_anything,
        ),
        (
            "a_refused_connection_is_unreachable",
            a_refused_connection_is_unreachable,
        ),
        (
            "inner_files_cannot_be_imported",
            inner_files_cannot_be_imported,
        ),
        (
            "the_inline_guard_is_a_text_with_its_hash",
            the_inline_guard_is_a_text_with_its_hash,
        ),
        (
            "only_development_builds_have_the_doctor",
            only_development_builds_have_the_doctor,
        ),
    ]
    .map(|(name, run)| {
        Trial::test(format!("node::{name}"), move || {
            run().map_err(|error| Failed::from(format!("{error:#}")))
        })
    })
    .into()
}

/// The one list, which `cargo xtask release` reads too. In a line, `*` stands for a part of a name without `/`.
const FILES: &str = include_str!("files.txt");

fn holds_these_files_and_no_others() -> Result<()> {
    let found = files()?;
    let unlisted: Vec<_> = found
        .iter()
        .filter(|file| !FILES.lines().any(|line| covers(line, file)))
        .collect();
    let missing: Vec<_> = FILES
        .lines()
        .filter(|line| !found.iter().any(|file| covers(line, file)))
        .collect();
    ensure!(
        unlisted.is_empty() && missing.is_empty(),
        "not listed: {unlisted:?}; missing: {missing:?}"
    );
    Ok(())
}

fn files() -> Result<Vec<String>> {
    let mut found = Vec::new();
    list(&package()?, "", &mut found)?;
    Ok(found)
}

fn covers(line: &str, file: &str) -> bool {
    let Some((before, after)) = line.split_once('*') else {
        return line == file;
    };
    file.strip_prefix(before).is_some_and(|rest| {
        let part = rest.find('/').unwrap_or(rest.len());
        (0..=part).any(|end| rest.get(end..).is_some_and(|rest| covers(after, rest)))
    })
}

/// Readers of the registry's page, or of `node_modules`, have no other files.
fn the_readme_links_to_files_of_the_package() -> Result<()> {
    let package = package()?;
    let readme = std::fs::read_to_string(package.join("README.md"))?;
    let targets: Vec<&str> = readme
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', '#']).next())
        .filter(|target| !target.is_empty() && !target.contains("://"))
        .collect();
    ensure!(targets.len() > 20, "links: {targets:?}");
    let dead: Vec<_> = targets
        .iter()
        .filter(|target| !package.join(target).exists())
        .collect();
    ensure!(dead.is_empty(), "not in the package: {dead:?}");
    Ok(())
}

fn comments_of_the_types_name_files_of_the_package() -> Result<()> {
    let package = package()?;
    let mut named = 0;
    for file in files()?.iter().filter(|file| file.ends_with(".d.ts")) {
        let text = std::fs::read_to_string(package.join(file))?;
        for rest in text.split("docs/").skip(1) {
            let end = rest.find(".md").map_or(0, |end| end + ".md".len());
            let name = format!("docs/{}", &rest[..end]);
            ensure!(package.join(&name).is_file(), "{file} names {name}");
            named += 1;
        }
    }
    ensure!(named > 0, "no comment names a document");
    Ok(())
}

fn list(folder: &Path, before: &str, found: &mut Vec<String>) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{before}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{name}/"), found)?;
        } else {
            found.push(name);
        }
    }
    Ok(())
}

/// What a module prints that Node runs in the consumer's project.
fn node(code: &str) -> Result<String> {
    let mut node = Command::new("node");
    let said = output(
        node.current_dir(project()?)
            .args(["--input-type=module", "--eval", code]),
    )?;
    Ok(said.trim().to_owned())
}

fn import_in_node_does_nothing() -> Result<()> {
    let said = node(
        "const before = Object.keys(globalThis).join();
         globalThis.fetch = () => { throw new Error('asked for something'); };
         await import('authrocket-wasm');
         await import('authrocket-wasm/doctor');
         await import('authrocket-wasm/loginrocket');
         console.log(Object.keys(globalThis).join() === before);",
    )?;
    ensure!(said == "true", "{said}");
    Ok(())
}

fn exports_these_names_and_no_others() -> Result<()> {
    let said = node("console.log(Object.keys(await import('authrocket-wasm')).sort().join())")?;
    ensure!(said == "AuthRocketError,createClient", "{said}");
    Ok(())
}

fn a_client_is_made_without_loading_anything() -> Result<()> {
    let said = node(
        "globalThis.fetch = () => { throw new Error('asked for something'); };
         const { createClient } = await import('authrocket-wasm');
         console.log(Object.keys(createClient({ url: 'https://demo.e1.loginrocket.com/' })).sort().join());",
    )?;
    ensure!(
        said == "attach,completeLogin,engine,forgotPassword,hostedUrl,login,logout,ready,requestInvitation,resetPassword,session,signup,socialUrl,\
             updatePassword,updateProfile,verifyEmail",
        "{said}"
    );
    Ok(())
}

/// Not an internal error: Node 20 has no `navigator`.
fn a_refused_connection_is_unreachable() -> Result<()> {
    let said = node(
        "const { createClient } = await import('authrocket-wasm');
         const client = createClient({ url: 'http://127.0.0.1:9/' });
         console.log((await client.login({ username: 'ada', password: 'p' })).code);",
    )?;
    ensure!(said == "unreachable", "{said}");
    Ok(())
}

fn inner_files_cannot_be_imported() -> Result<()> {
    let said = node(
        "const codes = [];
         for (const name of ['authrocket-wasm/pkg/module.js', 'authrocket-wasm/src/js/load.js']) {
           codes.push(await import(name).then(() => 'imported', (error) => error.code));
         }
         for (const name of ['authrocket-wasm/authrocket.js', 'authrocket-wasm/authrocket.wasm']) {
           codes.push(import.meta.resolve(name).split('/').pop());
         }
         console.log(codes.join());",
    )?;
    let wanted =
        "ERR_PACKAGE_PATH_NOT_EXPORTED,ERR_PACKAGE_PATH_NOT_EXPORTED,authrocket.js,authrocket.wasm";
    ensure!(said == wanted, "{said}");
    Ok(())
}

/// As `docs/markup.md` reads it.
fn the_inline_guard_is_a_text_with_its_hash() -> Result<()> {
    let said = node(
        "import { readFileSync } from 'node:fs';
         import { createRequire } from 'node:module';
         import { createHash } from 'node:crypto';
         const { resolve } = createRequire(import.meta.url);
         const guard = readFileSync(resolve('authrocket-wasm/guard.js'), 'utf8');
         const source = JSON.parse(readFileSync(resolve('authrocket-wasm/integrity.json'), 'utf8'))['guard.js#csp'];
         console.log(guard.includes('authrocket.guard'), source === `'sha256-${createHash('sha256').update(guard).digest('base64')}'`);",
    )?;
    ensure!(said == "true true", "{said}");
    Ok(())
}

/// The export condition `development`, which the development builds of bundlers ask for, leads to the entry with the doctor.
fn only_development_builds_have_the_doctor() -> Result<()> {
    let folder = project()?.join("conditions");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(
        folder.join("main.js"),
        "import { createClient } from 'authrocket-wasm'; console.log(createClient);",
    )?;
    for (condition, has_doctor) in [("development", true), ("production", false)] {
        let mut esbuild = Command::new(root().join("node_modules/.bin/esbuild"));
        esbuild.current_dir(&folder).args(["main.js", "--bundle"]);
        esbuild.args(["--splitting", "--format=esm", "--log-level=error"]);
        esbuild.arg(format!("--conditions={condition}"));
        output(esbuild.arg(format!("--outdir={condition}")))?;
        let mut found = Vec::new();
        list(&folder.join(condition), "", &mut found)?;
        let holders = found.iter().filter(|name| name.starts_with("doctor"));
        ensure!(
            (holders.count() > 0) == has_doctor,
            "{condition}: {found:?}"
        );
    }
    Ok(())
}
