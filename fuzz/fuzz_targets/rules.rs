//! Any text in the place of one of the rule files: loaded strictly, loaded for a date, and its examples run.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use toetsklaar::assess::Options;
use toetsklaar::examples;
use toetsklaar::rules::{RuleError, RuleFiles, RuleSet};
use toetsklaar_fuzz::{guard, sample};

/// The rules that are loaded beside a file that is no rule: a few, of different kinds, so that an input takes little time.
const RULES: [&str; 4] = ["VOG/VOG-06.toml", "5.2.1/SKJ-05.toml", "gegevens/DAT-12.toml", "privacy/PRV-01.toml"];

/// Path and text of every rule file.
static FILES: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| sample::RULES.iter().collect());

fuzz_target!(init: guard::install(), |text: &str| {
    let files = replaced(text);
    let strict = RuleSet::load_all(&files);
    let dated = RuleSet::load(&files, sample::options().reference_date);
    for error in [strict.as_ref().err(), dated.as_ref().err()].into_iter().flatten() {
        has_its_line(error, &files);
    }
    if strict.is_ok() {
        assert!(dated.is_ok(), "what loads strictly loads for a date: {:?}", dated.err());
        guard::guarded(|| examples::run(&files).map(|outcomes| outcomes.iter().map(ToString::to_string).count()).ok());
    } else if dated.is_ok() {
        sample::staff_with(Options { rules: files, ..sample::options() });
    }
});

/// The rule files with the text in the place of the one that it begins like. So any rule file can serve as a seed.
fn replaced(text: &str) -> RuleFiles {
    let alike = |other: &str| text.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let place = FILES.iter().max_by_key(|(_, other)| alike(other)).expect("there are rule files").0;
    let is_rule = |path: &str| path.contains('/') && !path.starts_with("lexicon/") && !path.starts_with("status/");
    let wanted = |path: &str| if is_rule(place) { !is_rule(path) } else { !is_rule(path) || RULES.contains(&path) };
    let files = FILES.iter().filter(|(path, _)| *path != place && wanted(path));
    let files = files.map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    RuleFiles::new(files.chain([(place.to_owned(), text.to_owned())]).collect())
}

fn has_its_line(error: &RuleError, files: &RuleFiles) {
    if let Some(line) = error.line {
        let lines = files.text(&error.file).map_or(0, |text| text.matches('\n').count() + 1);
        assert!((1..=lines).contains(&line), "line {line} of {lines} stands in the file: {error}");
    }
}
