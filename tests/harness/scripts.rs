//! Runs test files written in JavaScript inside the browsers, and reports each of their tests as a case of its own.
//!
//! Every `*.test.js` of the folder runs in a browser window as good as fresh, on the page that [`crate::site`] makes for it:
//! once on wasm and once on the JavaScript fallback, and a third time with an instance of AuthRocket 2; the layer lists the
//! files that run less or more often ([`crate::passes`]). Its tests are known only once the file has run, so files run first and
//! are reported afterwards, as `<browser>::<file>::<pass>::<test>`, or `<browser>::<file>::<test>` for a file that runs once.
//! Tested by `tests/browser/fake.test.js`, and by `tests/browser/main.rs` with files that must fail.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use fantoccini::Client;
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;

use crate::browsers::Browser;
use crate::drivers::{Driver, Scripting};
use crate::page::Page;
pub use crate::passes::Passes;
use crate::passes::{Pass, pass_name, stem};
use crate::site::Site;
use crate::{output, runner, script_page};

/// One test as it was reported by a page.
pub struct Outcome {
    /// `<browser>::<file>::<test>`.
    pub name: String,
    /// What went wrong.
    pub failure: Option<String>,
    /// False for a file or a browser that could not run at all: `name` is shorter then, and a filter may not match it.
    pub ran: bool,
}

/// Runs every test file of `folder` in every browser asked for; `floor` counts the tests of one browser.
#[must_use]
pub fn run(
    layer: &'static str,
    folder: &Path,
    bundle: &Path,
    passes: Passes<'_>,
    floor: usize,
) -> ExitCode {
    let arguments = Arguments::from_args();
    let (browsers, files) = match (Browser::from_environment(), files(folder)) {
        (Ok(browsers), Ok(files)) => (browsers, files),
        (Err(error), _) | (_, Err(error)) => {
            eprintln!("error: {error:#}");
            return ExitCode::from(101);
        }
    };
    runner::end_processes_when_stopped();
    let run = |browser: Browser| {
        let mut wanted: Vec<(&Path, Pass)> = Vec::new();
        for file in &files {
            let passes = passes
                .of(file)
                .into_iter()
                .map(|pass| (file.as_path(), pass));
            wanted
                .extend(passes.filter(|(file, pass)| is_wanted(&arguments, browser, file, *pass)));
        }
        in_browser(layer, browser, folder, bundle, &wanted)
    };
    let outcomes: Vec<Outcome> = std::thread::scope(|scope| {
        let threads: Vec<_> = browsers
            .iter()
            .map(|browser| scope.spawn(|| run(*browser)))
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| {
                thread
                    .join()
                    .unwrap_or_else(|_| vec![broken("runner", "panicked")])
            })
            .collect()
    });
    let filter = arguments.filter.clone().unwrap_or_default();
    let unseen: Vec<String> = outcomes
        .iter()
        .filter(|outcome| !outcome.ran && !outcome.name.contains(&filter))
        .map(|outcome| {
            format!(
                "{}: {}",
                outcome.name,
                outcome.failure.as_deref().unwrap_or_default()
            )
        })
        .collect();
    let trials = outcomes.into_iter().map(|outcome| {
        Trial::test(outcome.name, move || {
            outcome
                .failure
                .map_or(Ok(()), |failure| Err(Failed::from(failure)))
        })
    });
    let conclusion = libtest_mimic::run(&arguments, trials.collect());
    let code = runner::judge(&arguments, &conclusion, floor * browsers.len());
    if unseen.is_empty() {
        return code;
    }
    eprintln!("error: {}", unseen.join("\nerror: "));
    ExitCode::from(101)
}

fn broken(name: &str, failure: &str) -> Outcome {
    Outcome {
        name: name.to_owned(),
        failure: Some(failure.to_owned()),
        ran: false,
    }
}

/// The test files of a folder, in order of their names.
///
/// # Errors
/// When the folder cannot be read or holds none.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.to_string_lossy().ends_with(".test.js"));
    files.sort();
    ensure!(
        !files.is_empty(),
        "there is no test file in {}",
        folder.display()
    );
    Ok(files)
}

/// Whether a pass of a file can hold a test that the filter lets through: only what stands before the test's name is known yet.
fn is_wanted(arguments: &Arguments, browser: Browser, file: &Path, pass: Pass) -> bool {
    if arguments.list {
        return true;
    }
    let Some(filter) = &arguments.filter else {
        return true;
    };
    let name = format!("{}::", pass_name(browser, file, pass));
    match filter.split_once("::") {
        Some(_) => {
            name.starts_with(filter.as_str())
                || filter.starts_with(&name)
                || filter.starts_with(&format!("{}::", stem(file)))
        }
        None => true,
    }
}

fn in_browser(
    layer: &str,
    browser: Browser,
    folder: &Path,
    bundle: &Path,
    wanted: &[(&Path, Pass)],
) -> Vec<Outcome> {
    if wanted.is_empty() {
        return Vec::new();
    }
    runner::runtime().block_on(async {
        match Runner::start(layer, browser, folder, bundle).await {
            Ok(mut runner) => {
                let mut outcomes = Vec::new();
                for (file, pass) in wanted {
                    outcomes.extend(runner.one_file(file, *pass).await);
                }
                outcomes.extend(runner.broken_files_fail().await);
                outcomes
            }
            Err(error) => vec![broken(browser.name(), &format!("{error:#}"))],
        }
    })
}

/// One browser that runs files, one after another.
struct Runner<'a> {
    layer: &'a str,
    folder: &'a Path,
    browser: Browser,
    /// `None` after the browser stopped answering, until the next file.
    driver: Option<Driver>,
    site: Site,
    /// The window of a file that passed, as good as fresh.
    spare: Option<Client>,
}

impl<'a> Runner<'a> {
    async fn start(
        layer: &'a str,
        browser: Browser,
        folder: &'a Path,
        bundle: &Path,
    ) -> Result<Self> {
        Ok(Self {
            layer,
            folder,
            browser,
            driver: Some(Driver::start(browser).await?),
            site: Site::start(bundle, folder).await?,
            spare: None,
        })
    }

    /// The check on this harness itself: every test in `<folder>/broken` must be reported as failed, and say why.
    async fn broken_files_fail(&mut self) -> Option<Outcome> {
        let files = files(&self.folder.join("broken")).ok()?;
        let name = format!(
            "{}::broken::every test in this folder is reported as failed",
            self.browser.name()
        );
        self.layer = "broken";
        for file in files {
            for outcome in self.one_file(&file, None).await {
                if outcome.failure.is_none_or(|text| text.is_empty()) {
                    return Some(broken(
                        &name,
                        &format!("{} of {} passed", outcome.name, file.display()),
                    ));
                }
            }
        }
        Some(Outcome {
            name,
            failure: None,
            ran: true,
        })
    }

    /// Runs one file and answers its tests, or a single failed case named after the file. A browser that stops answering is
    /// replaced, and the file runs once more.
    async fn one_file(&mut self, file: &Path, pass: Pass) -> Vec<Outcome> {
        let begun = Instant::now();
        let name = pass_name(self.browser, file, pass);
        let outcomes = match self.try_file(&name, file, pass).await {
            Ok(outcomes) => outcomes,
            Err(error) => {
                runner::say_replaced(&name, &format!("{error:#}"));
                self.driver = None;
                let again = self.try_file(&name, file, pass).await;
                again.unwrap_or_else(|error| vec![broken(&name, &format!("{error:#}"))])
            }
        };
        if runner::times_are_wanted() {
            println!("{name}: {} ms", begun.elapsed().as_millis());
        }
        outcomes
    }

    /// Runs one file in a browser, which it starts if there is none.
    ///
    /// # Errors
    /// When the browser does not start, or stops answering before the tests are reported.
    async fn try_file(&mut self, name: &str, file: &Path, pass: Pass) -> Result<Vec<Outcome>> {
        let (engine, api) = pass.unwrap_or_default();
        self.site.run_on(engine, api);
        let query = if pass.is_some() { "?checked" } else { "" };
        let path = file.strip_prefix(self.folder)?.display();
        let url = format!("{}/browser/run/{path}{query}", self.site.origin());
        let spare = self.spare.take();
        let driver = match &mut self.driver {
            Some(driver) => driver,
            none => none.insert(Driver::start(self.browser).await?),
        };
        let client = match spare {
            Some(client) => client,
            None => driver.session(Scripting::On).await?,
        };
        let page = Page::new(client, self.browser);
        let outcomes: Vec<Outcome> = match script_page::run(&page, &url).await {
            Ok(tests) => tests.iter().map(|test| outcome(name, test)).collect(),
            Err(error) if page.answers().await => vec![broken(name, &format!("{error:#}"))],
            Err(error) => return Err(error),
        };
        if outcomes.iter().all(|outcome| outcome.failure.is_none()) {
            let plain = format!("{}/pkg/index.d.ts", self.site.origin());
            self.spare = page.renew(&plain).await.ok();
        } else {
            if self.layer != "broken"
                && let Ok(stem) = output::file(self.layer, name)
            {
                page.keep(&stem).await;
                eprintln!("kept: {}.{{png,html}}", output::shown(&stem));
            }
            page.close().await;
        }
        Ok(outcomes)
    }
}

fn outcome(name: &str, test: &Value) -> Outcome {
    if runner::times_are_wanted() {
        println!(
            "{name}::{}: {} ms",
            test["name"].as_str().unwrap_or_default(),
            test["milliseconds"]
        );
    }
    let failure = (test["passed"] != true).then(|| {
        test["error"]
            .as_str()
            .unwrap_or("failed without a word")
            .to_owned()
    });
    Outcome {
        name: format!("{name}::{}", test["name"].as_str().unwrap_or("unnamed")),
        failure,
        ran: true,
    }
}
