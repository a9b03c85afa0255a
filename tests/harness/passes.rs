//! How often a test file runs: on both engines, once, or once more with AuthRocket 2. Tested by the runs of `tests/browser`,
//! whose last test of each file checks the engine and the API.

use std::path::Path;

use crate::browsers::Browser;
use crate::bundle::Engine;
use crate::site::Api;

/// Which files run how often. A file is named by the begin of `<stem>.`.
#[derive(Clone, Copy, Default)]
pub struct Passes<'a> {
    /// Run once, not on both engines.
    pub once: &'a [&'a str],
    /// Run once more, on wasm, with an instance of AuthRocket 2.
    pub both_apis: &'a [&'a str],
}

/// What a file runs on; `None` if it has no engine.
pub(crate) type Pass = Option<(Engine, Api)>;

impl Passes<'_> {
    /// The passes of a file.
    pub(crate) fn of(self, file: &Path) -> Vec<Pass> {
        let name = format!("{}.", stem(file));
        let has = |list: &[&str]| list.iter().any(|begin| name.starts_with(begin));
        if has(self.once) {
            return vec![None];
        }
        let mut passes = vec![(Engine::Wasm, Api::V1), (Engine::Javascript, Api::V1)];
        if has(self.both_apis) {
            passes.push((Engine::Wasm, Api::V2));
        }
        passes.into_iter().map(Some).collect()
    }
}

/// What the names of a file's tests begin with.
pub(crate) fn pass_name(browser: Browser, file: &Path, pass: Pass) -> String {
    let file = format!("{}::{}", browser.name(), stem(file));
    match pass {
        Some((_, api @ Api::V2)) => format!("{file}::{}", api.name()),
        Some((engine, _)) => format!("{file}::{}", engine.name()),
        None => file,
    }
}

/// The stem of a test file: `fake` of `fake.test.js`.
pub(crate) fn stem(file: &Path) -> String {
    file.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .trim_end_matches(".test.js")
        .to_owned()
}
