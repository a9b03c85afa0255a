//! Child processes that never outlive the tests: drivers and, for WebKit, the display they draw on.
//!
//! Owns starting (own process group, output into a file), ending by process id (the group and every descendant, since
//! a driver puts its browser into another group), and the clean-up when the tests themselves are stopped by a signal.
//! Tested by `tests/browser`, which cannot run without it, and by the unit tests below.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs::File;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;

use anyhow::{Context as _, Result, ensure};
use rustix::process::{Pid, Signal, kill_process, kill_process_group};

/// The processes alive now, for [`end_all`].
static ALIVE: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// A running child process; dropping it ends it and everything it started.
pub struct Process {
    child: Child,
    output: PathBuf,
}

impl Process {
    /// Starts `command` in its own process group. Standard error goes to the file `output`, standard output too unless
    /// the command has a pipe for it.
    ///
    /// # Errors
    /// When the program or the output file cannot be opened.
    pub fn start(command: &mut Command, output: PathBuf, pipe_stdout: bool) -> Result<Self> {
        let file =
            File::create(&output).with_context(|| format!("cannot write {}", output.display()))?;
        let stdout = if pipe_stdout {
            Stdio::piped()
        } else {
            Stdio::from(file.try_clone()?)
        };
        let child = command
            .stdin(Stdio::null())
            .stdout(stdout)
            .stderr(file)
            .process_group(0)
            .spawn()
            .with_context(|| format!("cannot start {:?}", command.get_program()))?;
        alive(|list| list.push(child.id()));
        Ok(Self { child, output })
    }

    /// The pipe asked for with `pipe_stdout`, once.
    pub fn stdout(&mut self) -> Option<std::process::ChildStdout> {
        self.child.stdout.take()
    }

    /// `Some` with the exit status when the process has ended by itself.
    pub fn ended(&mut self) -> Option<String> {
        match self.child.try_wait() {
            Ok(Some(status)) => Some(status.to_string()),
            Ok(None) => None,
            Err(error) => Some(error.to_string()),
        }
    }

    /// The last lines of what the process wrote, for a failure message.
    #[must_use]
    pub fn last_output(&self) -> String {
        tail(&self.output, 40)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        end(self.child.id());
        let _ = self.child.wait();
        alive(|list| list.retain(|id| *id != self.child.id()));
    }
}

/// Ends every process started here, by its id. For a test run that a signal stops.
pub fn end_all() {
    let mut ids = Vec::new();
    alive(|list| ids = std::mem::take(list));
    for id in ids {
        end(id);
    }
}

fn alive(change: impl FnOnce(&mut Vec<u32>)) {
    change(
        &mut ALIVE
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner),
    );
}

fn end(id: u32) {
    let ids = descendants(id);
    if let Some(group) = pid(id) {
        let _ = kill_process_group(group, Signal::KILL);
    }
    for each in ids.into_iter().filter_map(pid) {
        let _ = kill_process(each, Signal::KILL);
    }
}

fn pid(id: u32) -> Option<Pid> {
    i32::try_from(id).ok().and_then(Pid::from_raw)
}

/// Every process below `root`, read from `/proc`; empty where there is none.
fn descendants(root: u32) -> Vec<u32> {
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(id) = entry
            .file_name()
            .to_str()
            .and_then(|name| name.parse::<u32>().ok())
        else {
            continue;
        };
        if let Some(parent) = parent_of(&entry.path().join("stat")) {
            children.entry(parent).or_default().push(id);
        }
    }
    let mut found = Vec::new();
    let mut next = vec![root];
    while let Some(id) = next.pop() {
        for child in children.remove(&id).unwrap_or_default() {
            found.push(child);
            next.push(child);
        }
    }
    found
}

/// The parent id out of a `/proc/<id>/stat` line; the program's name in it may hold spaces and brackets.
fn parent_of(stat: &Path) -> Option<u32> {
    let text = std::fs::read_to_string(stat).ok()?;
    let (_, after_name) = text.rsplit_once(')')?;
    after_name.split_whitespace().nth(1)?.parse().ok()
}

/// The last `lines` lines of a text file, empty when it cannot be read.
#[must_use]
pub fn tail(file: &Path, lines: usize) -> String {
    let text = std::fs::read(file)
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .unwrap_or_default();
    let all: Vec<&str> = text.lines().collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}

/// A program of this workspace, which is built beside the tests.
///
/// # Errors
/// When it is not there.
pub fn built_program(name: &str) -> Result<PathBuf> {
    let test = std::env::current_exe()?;
    let program = test
        .ancestors()
        .nth(2)
        .context("no folder of programs")?
        .join(name);
    ensure!(
        program.is_file(),
        "{} is missing: cargo build -p {name}",
        program.display()
    );
    Ok(program)
}

/// The first of `names` that is a file on `PATH` or in `extra`.
#[must_use]
pub fn find_program(names: &[&str], extra: &[PathBuf]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path)
        .chain(extra.iter().cloned())
        .collect();
    names
        .iter()
        .flat_map(|name| {
            folders
                .iter()
                .map(move |folder| folder.join(OsStr::new(name)))
        })
        .find(|it| it.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ending_a_process_ends_what_it_started_in_another_group() {
        let folder = tempfile::tempdir().unwrap();
        let mut shell = Command::new("sh");
        shell.args(["-c", "set -m; sleep 600 & wait"]);
        let process = Process::start(&mut shell, folder.path().join("log"), false).unwrap();
        let grandchild = loop {
            if let Some(id) = descendants(process.child.id()).first() {
                break *id;
            }
            std::thread::yield_now();
        };
        let own = process.child.id();
        drop(process);
        let stat = PathBuf::from(format!("/proc/{grandchild}/stat"));
        while std::fs::read_to_string(&stat).is_ok_and(|text| !text.contains(") Z ")) {
            std::thread::yield_now();
        }
        assert!(!ALIVE.lock().unwrap().contains(&own));
    }

    #[test]
    fn output_is_kept_for_the_failure_message() {
        let folder = tempfile::tempdir().unwrap();
        let mut shell = Command::new("sh");
        shell.args(["-c", "echo out; echo err >&2; exit 3"]);
        let mut process = Process::start(&mut shell, folder.path().join("log"), false).unwrap();
        let status = loop {
            if let Some(status) = process.ended() {
                break status;
            }
            std::thread::yield_now();
        };
        assert!(status.contains('3'));
        assert_eq!(process.last_output(), "out\nerr");
    }
}
