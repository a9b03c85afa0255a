//! Checks of a page's accessibility that hold for any page: axe-core, a narrow window, motion, forced colours.
//!
//! The checks are scripts in `checks/`, which the driver runs in the page, past its Content-Security-Policy and Trusted
//! Types, so that the page under test is as its visitors get it. Each finding names the element. Owns no exception: a page
//! or a rule that is left out is left out by name, with a reason, in `tests/e2e/accessibility`. Tested by
//! `tests/e2e/accessibility_checks.rs`, which lets every check find something.

use anyhow::{Context as _, Result, ensure};
use fantoccini::key::Key;
use serde_json::Value;

use crate::browsers::root;
use crate::page::Page;

impl Page {
    /// What axe-core says against the page as it is now.
    ///
    /// # Errors
    /// When axe-core cannot run.
    pub async fn axe(&self) -> Result<Vec<String>> {
        let run = include_str!("checks/axe.js");
        let is_there = self.run("typeof window.axe === 'object'", &[]).await? == true;
        let script = if is_there {
            run.to_owned()
        } else {
            let path = root().join("node_modules/axe-core/axe.min.js");
            let source = std::fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}: run `npm ci`", path.display()))?;
            format!("{source}\n;{run}")
        };
        let answer = self.client().execute_async(&script, Vec::new()).await?;
        let findings = texts(&answer["findings"]);
        let nothing_checked = findings.is_empty() && answer["passes"] == 0;
        ensure!(!nothing_checked, "axe-core found nothing to check");
        Ok(findings)
    }

    /// What scrolls sideways, is cut, or cannot be reached, in the window as it is now.
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn cut_off(&self) -> Result<Vec<String>> {
        self.findings(include_str!("checks/narrow.js")).await
    }

    /// What moves, or would.
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn moving(&self) -> Result<Vec<String>> {
        self.findings(include_str!("checks/motion.js")).await
    }

    /// What looks alike once the visitor's own colours replace those of the page.
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn lost_in_forced_colours(&self) -> Result<Vec<String>> {
        self.press(Key::Tab).await?;
        self.findings(include_str!("checks/forced.js")).await
    }

    /// Whether the browser says yes to a media query.
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn media(&self, query: &str) -> Result<bool> {
        let script = "matchMedia(arguments[0]).matches";
        Ok(self.run(script, &[Value::from(query)]).await? == true)
    }

    async fn findings(&self, script: &str) -> Result<Vec<String>> {
        Ok(texts(&self.client().execute(script, Vec::new()).await?))
    }
}

fn texts(list: &Value) -> Vec<String> {
    let list = list.as_array().into_iter().flatten();
    list.filter_map(|each| each.as_str().map(str::to_owned))
        .collect()
}
