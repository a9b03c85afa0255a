//! Runs cases in every browser: browsers side by side, the cases of one browser one after another.
//!
//! Owns the names (`<browser>::<case>`), the deadline of a case, what is kept of a failure, and the floor: a run without a
//! filter that had fewer cases than it should have fails. A browser that does not start fails each of its cases. One that
//! stops answering is ended, and the case runs once more in a new one; nothing waits for a browser without a deadline.
//! `TEST_TIMES=1` prints how long each case took. Tested by `tests/e2e` and `tests/package`.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use libtest_mimic::{Arguments, Conclusion, Failed, Trial};
use tokio::runtime::Runtime;

use crate::browsers::Browser;
use crate::drivers::{Driver, NoSession, Visitor};
use crate::page::Page;
use crate::{output, process};

/// How long one case may take.
const CASE_DEADLINE: Duration = Duration::from_secs(60);

/// What the cases of one browser share: its driver, the servers, and the page of the case that runs now.
pub trait World: Sized {
    /// Starts everything once for a browser.
    fn start(driver: Driver) -> impl Future<Output = Result<Self>>;
    /// Brings everything to its first state, with a browser window as good as fresh, set up as the visitor has it.
    fn begin(&mut self, visitor: Visitor) -> impl Future<Output = Result<()>>;
    /// What must hold after every case that passed.
    fn check(&mut self) -> impl Future<Output = Result<()>>;
    /// The page of the case, for a picture of a failure.
    fn page(&self) -> Option<&Page>;
    /// Closes the browser window. What the driver and the servers said may go into the failure's message.
    fn end(&mut self) -> impl Future<Output = String>;
}

type Run<W> =
    Box<dyn for<'a> Fn(&'a mut W) -> Pin<Box<dyn Future<Output = Result<()>> + 'a>> + Send + Sync>;

/// One case, to be run in every browser; [`cases!`](crate::cases) makes lists of them.
pub struct Case<W> {
    name: &'static str,
    visitor: Visitor,
    run: Run<W>,
}

impl<W> Case<W> {
    /// A case by name.
    pub fn new(
        name: &'static str,
        run: impl for<'a> Fn(&'a mut W) -> Pin<Box<dyn Future<Output = Result<()>> + 'a>>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        Self {
            name,
            visitor: Visitor::default(),
            run: Box::new(run),
        }
    }

    /// Lets the case begin in the browser of a visitor who has set it up in another way.
    #[must_use]
    pub fn with(mut self, visitor: impl Into<Visitor>) -> Self {
        self.visitor = visitor.into();
        self
    }
}

/// A list of cases out of `async fn(&mut World) -> anyhow::Result<()>`, named after the module and the function.
#[macro_export]
macro_rules! cases {
    ($($function:ident),+ $(,)?) => {
        vec![$($crate::runner::Case::new(
            concat!(module_path!(), "::", stringify!($function)),
            |world| Box::pin($function(world)),
        )),+]
    };
}

struct Job<W> {
    case: Arc<Case<W>>,
    answer: Sender<Result<(), String>>,
}

/// Runs `cases` in every browser asked for, and `plain` trials that need none.
///
/// `floor` counts the cases of one browser, `plain_floor` the trials without one.
#[must_use]
pub fn run<W: World + 'static>(
    layer: &'static str,
    cases: Vec<Case<W>>,
    floor: usize,
    plain: Vec<Trial>,
    plain_floor: usize,
) -> ExitCode {
    let mut arguments = Arguments::from_args();
    let browsers = match Browser::from_environment() {
        Ok(browsers) => browsers,
        Err(error) => return fail(&error.to_string()),
    };
    end_processes_when_stopped();
    let cases: Vec<Arc<Case<W>>> = cases.into_iter().map(Arc::new).collect();
    let mut trials = plain;
    let mut workers = Vec::new();
    for browser in &browsers {
        let (jobs, queue) = channel::<Job<W>>();
        workers.push(std::thread::spawn({
            let browser = *browser;
            move || work(layer, browser, &queue)
        }));
        trials.extend(cases.iter().map(|case| trial(*browser, case, &jobs)));
    }
    // Every trial only waits for its browser's worker, so all of them may wait at once.
    arguments.test_threads.get_or_insert(trials.len().max(1));
    let conclusion = libtest_mimic::run(&arguments, trials);
    for worker in workers {
        let _ = worker.join();
    }
    judge(
        &arguments,
        &conclusion,
        floor * browsers.len() + plain_floor,
    )
}

/// The exit code of a run, with its floor applied when nothing was filtered out.
pub fn judge(arguments: &Arguments, conclusion: &Conclusion, floor: usize) -> ExitCode {
    let whole = arguments.filter.is_none() && arguments.skip.is_empty() && !arguments.list;
    let ran = usize::try_from(conclusion.num_passed + conclusion.num_failed).unwrap_or(usize::MAX);
    if whole && ran < floor {
        return fail(&format!(
            "only {ran} cases ran, there should be at least {floor}"
        ));
    }
    conclusion.exit_code()
}

fn fail(text: &str) -> ExitCode {
    eprintln!("error: {text}");
    ExitCode::from(101)
}

/// The name of a case without the crate's and file's part that all cases of a target share.
fn short(name: &str) -> &str {
    name.split_once("::").map_or(name, |(_, rest)| rest)
}

fn trial<W: World + 'static>(
    browser: Browser,
    case: &Arc<Case<W>>,
    jobs: &Sender<Job<W>>,
) -> Trial {
    let (case, jobs) = (Arc::clone(case), jobs.clone());
    Trial::test(
        format!("{}::{}", browser.name(), short(case.name)),
        move || {
            let (answer, answered) = channel();
            jobs.send(Job { case, answer })
                .map_err(|_| Failed::from("the browser's thread has ended"))?;
            drop(jobs);
            answered
                .recv()
                .map_err(|_| Failed::from("the browser's thread has ended"))?
                .map_err(Failed::from)
        },
    )
}

/// One browser's thread: starts it with the first job, so that listing the cases starts nothing.
fn work<W: World>(layer: &str, browser: Browser, queue: &Receiver<Job<W>>) {
    let mut world: Option<(Runtime, Result<W, String>)> = None;
    let (mut count, mut spent) = (0, Duration::ZERO);
    for job in queue {
        let begun = Instant::now();
        let result = in_world(
            &mut world,
            || start(browser),
            end,
            |(runtime, started)| match started {
                Ok(world) => one(layer, runtime, browser, world, &job.case),
                Err(error) => (Err(error.clone()), true),
            },
        );
        (count, spent) = (count + 1, spent + begun.elapsed());
        if times_are_wanted() {
            println!(
                "{}::{}: {} ms",
                browser.name(),
                short(job.case.name),
                begun.elapsed().as_millis()
            );
        }
        let _ = job.answer.send(result);
    }
    if count > 0 {
        println!("{}: {count} cases in {} s", browser.name(), spent.as_secs());
    }
    if let Some(world) = world {
        end(world);
    }
}

/// Runs a case in the world, which is started if there is none. The case also says whether its browser still answers: if
/// not, it runs once more in a new world.
fn in_world<W, T>(
    world: &mut Option<W>,
    start: impl Fn() -> W,
    end: impl Fn(W),
    case: impl Fn(&mut W) -> (T, bool),
) -> T {
    let (result, answers) = case(world.get_or_insert_with(&start));
    if answers {
        return result;
    }
    if let Some(old) = world.take() {
        end(old);
    }
    case(world.get_or_insert_with(&start)).0
}

fn end<W>((runtime, world): (Runtime, W)) {
    let _inside = runtime.enter();
    drop(world);
}

/// Whether the time of each case is to be printed.
pub fn times_are_wanted() -> bool {
    std::env::var_os("TEST_TIMES").is_some()
}

fn start<W: World>(browser: Browser) -> (Runtime, Result<W, String>) {
    let runtime = runtime();
    let world = runtime.block_on(async { W::start(Driver::start(browser).await?).await });
    (runtime, world.map_err(|error| format!("{error:#}")))
}

/// A runtime whose servers go on while no case runs.
#[expect(
    clippy::expect_used,
    reason = "without threads there is nothing to report to"
)]
#[must_use]
pub fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime")
}

fn one<W: World>(
    layer: &str,
    runtime: &Runtime,
    browser: Browser,
    world: &mut W,
    case: &Case<W>,
) -> (Result<(), String>, bool) {
    let ran = std::panic::catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            let whole = async {
                world.begin(case.visitor).await?;
                (case.run)(world).await?;
                world.check().await
            };
            tokio::time::timeout(CASE_DEADLINE, whole)
                .await
                .context("the case took too long")?
        })
    }));
    let result =
        ran.unwrap_or_else(|panic| Err(anyhow::anyhow!("panicked: {}", panic_text(&*panic))));
    let (kept, answers) = match &result {
        Ok(()) => (String::new(), true),
        Err(error) => runtime.block_on(async {
            match does_answer(world, error).await {
                true => (keep(layer, browser, world, case).await, true),
                false => (String::new(), false),
            }
        }),
    };
    let said = runtime.block_on(world.end());
    let result = result.map_err(|error| format!("{error:#}\n{kept}{said}"));
    if let (Err(error), false) = (&result, answers) {
        let name = format!("{}::{}", browser.name(), short(case.name));
        say_replaced(&name, error);
    }
    (result, answers)
}

/// Says that a browser is replaced, and what failed before.
pub(crate) fn say_replaced(name: &str, failure: &str) {
    println!("{name}: the browser does not answer. It is replaced; until then:\n{failure}");
}

/// Whether the browser answers after a failure. One that never opened does not.
async fn does_answer<W: World>(world: &W, error: &anyhow::Error) -> bool {
    match world.page() {
        Some(page) => page.answers().await,
        None => !error.is::<NoSession>(),
    }
}

async fn keep<W: World>(layer: &str, browser: Browser, world: &W, case: &Case<W>) -> String {
    let Some(page) = world.page() else {
        return String::new();
    };
    let Ok(stem) = output::file(layer, &format!("{}-{}", browser.name(), short(case.name))) else {
        return String::new();
    };
    let url = page.keep(&stem).await;
    format!(
        "address: {url}\nkept: {}.{{png,html}}\n",
        output::shown(&stem)
    )
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no text".to_owned())
}

/// Ends drivers and browsers when the run is interrupted, since their process groups do not hear of it.
pub fn end_processes_when_stopped() {
    std::thread::spawn(|| {
        use tokio::signal::unix::{SignalKind, signal};
        runtime().block_on(async {
            let (Ok(mut interrupt), Ok(mut terminate)) = (
                signal(SignalKind::interrupt()),
                signal(SignalKind::terminate()),
            ) else {
                return;
            };
            tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
            process::end_all();
            std::process::exit(130);
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_runs_once_more_in_a_new_world_when_its_browser_stops_answering() {
        let (started, ended) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
        let mut world = None;
        let mut run = |answering_from: i32| {
            in_world(
                &mut world,
                || {
                    started.set(started.get() + 1);
                    started.get()
                },
                |_| ended.set(ended.get() + 1),
                |number| (*number, *number >= answering_from),
            )
        };
        assert_eq!((run(1), started.get(), ended.get()), (1, 1, 0));
        assert_eq!((run(2), started.get(), ended.get()), (2, 2, 1));
        assert_eq!((run(9), started.get(), ended.get()), (3, 3, 2));
    }
}
