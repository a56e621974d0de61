//! `toetsklaar overview`: many providers in, one workbook, summary or report out.
#![expect(clippy::disallowed_methods, reason = "the door is where the terminal and the number of cores are known")]

use std::io::{self, IsTerminal, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use toetsklaar::assess::{self, AssessError, Input, Options};
use toetsklaar::calendar::Date;
use toetsklaar::edition::Edition;
use toetsklaar::overview::{Overview, Provider, SourceFile, Taken};
use toetsklaar::read::Limits;
use toetsklaar::rules::{RuleFiles, RuleSet};
use toetsklaar::sampling::Wish;
use toetsklaar::seal::{Sealing, sha256};
use toetsklaar::write::overview::{json, text};
use toetsklaar::write::workbook::{OverviewWorkbook, WorkbookError};

use super::arguments::{Format, OverviewArguments};
use super::child::InChild;
use super::outputs::Outputs;
use super::providers::{self, Source};
use super::{Failure, Outcome, files, judging, outputs, print, sample};

/// Providers that each core judges before what was found is written down: so many wait in memory, however many there are.
const WAITING: usize = 8;

/// Judges every provider.
///
/// # Errors
/// Whatever keeps all of them from being judged, or the output from being written. A provider of which the files cannot be
/// judged is no error: it has its place in the overview.
pub fn run(typed: &OverviewArguments) -> Result<Outcome, Failure> {
    let limits = typed.max_cells.map_or_else(Limits::default, Limits::of_cells);
    let job = Job {
        reference_date: judging::reference_date(typed.date.as_deref())?,
        rules: judging::rules(typed.rules.as_deref())?,
        settings: typed.settings.clone(),
        registers: files::inputs(&typed.register, &limits)?,
        wish: sample::wish(&typed.sample)?,
        limits,
    };
    if let Some(settings) = &job.settings {
        files::settings(Some(settings), Path::new(""))?;
    }
    let target = typed.output.as_deref().map(|output| outputs::place(output, &[], typed.force)).transpose()?;
    let sources = providers::find(&typed.paths, typed.output.as_deref())?;
    let set = RuleSet::load(&job.rules, job.reference_date)
        .map_err(|error| files::in_rules(typed.rules.as_deref(), &AssessError::Rules(error)))?;
    let registers = job.registers.iter();
    let registers = registers.map(|file| SourceFile { name: file.name.clone(), sha256: sha256(&file.bytes) });
    let mut overview = Overview::new(job.reference_date, set, registers.collect(), sources.passed_over);
    let with_sample = job.wish.is_some();
    let workbook = target.is_some().then(|| OverviewWorkbook::new(&overview, with_sample));
    let mut workbook = workbook.transpose().map_err(Failure::new)?;
    let mut told = Told::new(typed.format);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let progress = Progress::of(sources.providers.len());
    for chunk in sources.providers.chunks(cores * WAITING) {
        for (provider, mut taken) in side_by_side(chunk, cores, |source| job.judged(source)) {
            let provider = overview.add(provider, taken.as_mut());
            if let Some(workbook) = &mut workbook {
                workbook.add(&provider, taken.as_ref(), &overview.rules).map_err(Failure::new)?;
            }
            told.add(&provider, taken.as_ref(), &overview.rules);
            progress.tell(overview.providers.len());
        }
    }
    progress.end();
    if let Some(reason) = overview.nobody_judged() {
        return Err(Failure::new(reason));
    }
    let mut made = Outputs::new();
    if let (Some(target), Some(workbook)) = (&target, workbook) {
        made.add(target, |out| {
            let mut sealing = Sealing::new(out);
            workbook.finish(&overview, &mut sealing)?;
            Ok::<_, WorkbookError>(sealing.finish().map(drop)?)
        })?;
    }
    made.put()?;
    print(|out| match &told {
        Told::Json(report) => report.finish(&overview, out),
        Told::Text(summary) => {
            summary.finish(&overview, out)?;
            match &target {
                Some(target) => writeln!(out, "\nGeschreven\n  {}", target.shown()),
                None => Ok(()),
            }
        }
    })?;
    Ok(if overview.is_good() { Outcome::Good } else { Outcome::NotGood })
}

/// What is told on standard output.
enum Told {
    Text(text::Summary),
    Json(json::Report),
}

impl Told {
    fn new(format: Format) -> Told {
        match format {
            Format::Text => Told::Text(text::Summary::default()),
            Format::Json => Told::Json(json::Report::default()),
        }
    }

    fn add(&mut self, provider: &Provider, taken: Option<&Taken>, rules: &RuleSet) {
        match self {
            Told::Text(summary) => summary.add(provider),
            Told::Json(report) => report.add(provider, taken, rules),
        }
    }
}

/// What holds for every provider.
struct Job {
    reference_date: Date,
    rules: RuleFiles,
    settings: Option<PathBuf>,
    registers: Vec<Input>,
    wish: Option<Wish>,
    limits: Limits,
}

impl Job {
    /// A provider, judged or with the reason why not, and what is taken out of its assessment.
    fn judged(&self, source: &Source) -> (Provider, Option<Taken>) {
        let mut files = Vec::new();
        // One provider may not take the others with it, whatever its file makes of us.
        let done = catch_unwind(AssertUnwindSafe(|| self.taken(source, &mut files))).unwrap_or_else(|_| {
            Err(Failure::new("Bij dit bestand liep het programma vast. Meld dit bij de makers van toetsklaar."))
        });
        let passed_over = source.passed_over.clone();
        match done {
            Ok(taken) => {
                let name = taken.name.clone().unwrap_or_else(|| source.name.clone());
                let outcome = Ok(taken.figures.clone());
                (Provider { name, files: taken.files.clone(), passed_over, outcome }, Some(taken))
            }
            Err(Failure(reason)) => {
                (Provider { name: source.name.clone(), files, passed_over, outcome: Err(reason) }, None)
            }
        }
    }

    fn taken(&self, source: &Source, files: &mut Vec<SourceFile>) -> Result<Taken, Failure> {
        files.extend(source.files.iter().map(|file| SourceFile {
            name: file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned(),
            sha256: String::new(),
        }));
        let Some(first) = source.files.first() else {
            return Err(Failure::new(
                "In deze map staat geen bestand met personeel (xlsx, xlsm, xlsb, xls, ods of csv).",
            ));
        };
        let inputs = files::inputs(&source.files, &self.limits)?;
        for (file, input) in files.iter_mut().zip(&inputs) {
            file.sha256 = sha256(&input.bytes);
        }
        let options = Options {
            reference_date: self.reference_date,
            rules: self.rules.clone(),
            settings: files::settings(self.settings.as_deref(), first)?,
            columns: None,
            registers: self.registers.clone(),
            limits: self.limits.clone(),
        };
        let (mut assessment, _) = assess::assess(&inputs, options, &InChild).map_err(Failure::new)?;
        if let Some(wish) = &self.wish {
            let people = u32::try_from(assessment.staff.active().count()).unwrap_or(u32::MAX);
            sample::draw(&mut assessment, &wish.within(people))?;
        }
        Ok(Taken::of(&Edition::new(&assessment)))
    }
}

/// Does the same with all of these on so many cores, and gives the answers in order.
fn side_by_side<T: Sync, R: Send>(all: &[T], cores: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let take_turns = || {
        let turns = std::iter::from_fn(|| {
            let at = next.fetch_add(1, Ordering::Relaxed);
            all.get(at).map(|one| (at, one))
        });
        turns.map(|(at, one)| (at, work(one))).collect::<Vec<_>>()
    };
    let mut done: Vec<(usize, R)> = thread::scope(|scope| {
        let others: Vec<_> = (1..cores.min(all.len())).map(|_| scope.spawn(take_turns)).collect();
        let mine = take_turns();
        let others = others.into_iter().map(thread::ScopedJoinHandle::join);
        let others = others.flat_map(|other| other.unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        mine.into_iter().chain(others).collect()
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, one)| one).collect()
}

/// How far we are, for somebody who looks at a terminal.
struct Progress(Option<usize>);

impl Progress {
    fn of(all: usize) -> Progress {
        Progress(Some(all).filter(|all| *all > 1 && io::stderr().is_terminal()))
    }

    fn tell(&self, done: usize) {
        if let Some(all) = self.0 {
            // A terminal that takes no more is no reason to stop.
            let _ = write!(io::stderr(), "\r{done} van {all} aanbieders");
        }
    }

    fn end(&self) {
        if self.0.is_some() {
            let _ = write!(io::stderr(), "\r\u{1b}[K");
        }
    }
}
