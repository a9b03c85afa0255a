//! How each sample is started.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context as _, Result, bail};
use authrocket_tests::process::Process;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Name and value of an environment variable, as `docs/app-servers/README.md` lists them.
pub type Setting = (&'static str, String);

/// A folder of `docs/app-servers`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sample {
    Express,
    Axum,
    Django,
    Php,
    Rails,
}

/// A sample that runs; dropping it ends it.
pub enum Started {
    /// A process of its own, and the folder with its files.
    Process { process: Process, _files: TempDir },
    /// A task of the test's own runtime.
    Task(tokio::task::JoinHandle<()>),
}

impl Sample {
    const ALL: [Self; 5] = [
        Self::Express,
        Self::Axum,
        Self::Django,
        Self::Php,
        Self::Rails,
    ];

    /// Those that run with every test run.
    pub const USUAL: [Self; 4] = [Self::Express, Self::Axum, Self::Django, Self::Php];

    pub fn name(self) -> &'static str {
        match self {
            Self::Express => "express",
            Self::Axum => "axum",
            Self::Django => "django",
            Self::Php => "php",
            Self::Rails => "rails",
        }
    }

    pub fn by_name(name: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|sample| sample.name() == name);
        found.with_context(|| format!("there is no sample {name:?}"))
    }

    fn folder(self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../docs/app-servers")
            .join(self.name())
    }

    pub fn start(self, settings: &[Setting], runtime: &Runtime) -> Result<Started> {
        if self == Self::Axum {
            return start_axum(settings, runtime);
        }
        static RUNS: AtomicU32 = AtomicU32::new(0);
        let files = tempfile::Builder::new().prefix("sample").tempdir()?;
        let mut settings = settings.to_vec();
        settings.push(("CACHE_FOLDER", files.path().display().to_string()));
        settings.push((
            "DATABASE_FILE",
            files.path().join("db.sqlite3").display().to_string(),
        ));
        let port = setting(&settings, "PORT")?;
        if self == Self::Django {
            self.finish(&["manage.py", "migrate", "--verbosity=0"], &settings)?;
        }
        let mut command = match self {
            Self::Express => self.command("node", &["server.js"]),
            Self::Django => self.command(
                ".venv/bin/python",
                &["manage.py", "runserver", "--noreload", port],
            ),
            Self::Php => self.command(
                "php",
                &[
                    "-S",
                    &format!("127.0.0.1:{port}"),
                    "-t",
                    "public",
                    "public/index.php",
                ],
            ),
            Self::Rails => self.command(
                "ruby",
                &["-S", "puma", "-b", &format!("tcp://127.0.0.1:{port}")],
            ),
            Self::Axum => bail!("axum runs in the test's own process"),
        };
        command.envs(settings.iter().map(|(name, value)| (name, value)));
        let run = RUNS.fetch_add(1, Ordering::Relaxed);
        let output = files.path().join(format!("output-{run}.log"));
        Ok(Started::Process {
            process: Process::start(&mut command, output, false)?,
            _files: files,
        })
    }

    fn command(self, program: &str, arguments: &[&str]) -> Command {
        let own = self.folder().join(program);
        let mut command = if own.exists() {
            Command::new(own)
        } else {
            Command::new(program)
        };
        command.args(arguments).current_dir(self.folder());
        command
    }

    /// Runs a Python command to its end.
    fn finish(self, arguments: &[&str], settings: &[Setting]) -> Result<()> {
        let mut command = self.command(".venv/bin/python", arguments);
        command.envs(settings.iter().map(|(name, value)| (name, value)));
        let output = command
            .output()
            .context("see the sample's README for what to install")?;
        if !output.status.success() {
            bail!("{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(())
    }
}

impl Started {
    pub fn last_output(&self) -> String {
        match self {
            Self::Process { process, .. } => shortened(&process.last_output()),
            Self::Task(_) => String::new(),
        }
    }
}

/// Lines without the length of their tokens.
fn shortened(text: &str) -> String {
    let short = |line: &str| line.chars().take(160).collect::<String>() + "\n";
    text.lines().map(short).collect()
}

impl Drop for Started {
    fn drop(&mut self) {
        if let Self::Task(task) = self {
            task.abort();
        }
    }
}

fn setting<'a>(settings: &'a [Setting], name: &str) -> Result<&'a str> {
    let found = settings.iter().find(|(known, _)| *known == name);
    found
        .map(|(_, value)| value.as_str())
        .with_context(|| format!("{name} is not set"))
}

fn start_axum(settings: &[Setting], runtime: &Runtime) -> Result<Started> {
    let lookup = |name: &str| setting(settings, name).ok().map(str::to_owned);
    let settings = app_server_axum::Settings::from_lookup(lookup).map_err(anyhow::Error::msg)?;
    let listener = runtime.block_on(tokio::net::TcpListener::bind(("127.0.0.1", settings.port)))?;
    Ok(Started::Task(runtime.spawn(async move {
        let app = app_server_axum::app(settings);
        if let Err(error) = axum::serve(listener, app).await {
            eprintln!("axum: {error}");
        }
    })))
}
