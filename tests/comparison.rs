//! Comparing two submissions: the cases in `tests/compare`, and what no case can say. All people are made up.
#![expect(clippy::disallowed_methods, reason = "the cases are files of this checkout")]

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;
use toetsklaar::assess::{Assessment, COMPARISON_SHEETS, Input, Options, assess};
use toetsklaar::comparison::{Comparison, compare};
use toetsklaar::read::{Book, Here, Limits};
use toetsklaar::settings::Settings;
use toetsklaar::write::comparison::{report, summary};
use toetsklaar::write::workbook::comparison_workbook;

/// What a case expects: lists by name; those that are not named are empty.
const LISTS: [&str; 12] = [
    "vragen",
    "twijfel",
    "weg",
    "nieuw",
    "andere_groep",
    "op_naam",
    "wijzigingen",
    "opgelost",
    "nieuwe_bevindingen",
    "vervallen",
    "onzeker",
    "niet_vergeleken",
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compare")
}

fn assessed(case: &Path, side: &str) -> Assessment {
    let mut files: Vec<PathBuf> =
        fs::read_dir(case).expect("a case is a folder").map(|entry| entry.expect("an entry").path()).collect();
    files.sort_unstable();
    let name = |path: &Path| path.file_name().expect("a file has a name").to_string_lossy().into_owned();
    files.retain(|path| name(path).starts_with(side));
    // The list of people first: its name is the provider's.
    files.sort_by_key(|path| name(path).len());
    let inputs: Vec<Input> = files
        .iter()
        .map(|path| Input { name: name(path), bytes: Arc::from(fs::read(path).expect("a file of the case")) })
        .collect();
    let mut options = Options::on("2026-11-23".parse().expect("a date"));
    if let Ok(text) = fs::read_to_string(case.join("instellingen.toml")) {
        options.settings = Settings::parse("instellingen.toml", &text).unwrap_or_else(|error| panic!("{error}"));
    }
    assess(&inputs, options, &Here).unwrap_or_else(|error| panic!("{}: {error}", case.display())).0
}

fn with_comparison<T>(name: &str, look: impl FnOnce(&Comparison<'_>) -> T) -> T {
    let case = folder().join(name);
    let (old, new) = (assessed(&case, "oud"), assessed(&case, "nieuw"));
    look(&compare(&old, &new))
}

fn json(comparison: &Comparison<'_>) -> Value {
    let mut text = Vec::new();
    report(comparison, &mut text).expect("in memory");
    serde_json::from_slice(&text).expect("JSON")
}

fn texts<'v>(list: &'v Value, say: impl Fn(&'v Value) -> String) -> Vec<String> {
    let mut texts: Vec<String> = list.as_array().expect("a list").iter().map(say).collect();
    texts.sort_unstable();
    texts
}

fn said(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Everything that the report of a comparison says, in the words of the cases.
fn found(report: &Value) -> BTreeMap<&'static str, Vec<String>> {
    let joined = |value: &Value| said(value).replace(' ', "_");
    let key = |value: &Value| joined(&value["key"]);
    let question = |question: &Value| {
        let person = ["new_person", "old_person"].into_iter().find(|side| !question[side].is_null());
        let about = person.map_or_else(|| joined(&question["group"]), |side| key(&question[side]));
        format!("{} {about}", said(&question["kind"]))
    };
    let of_fate = |fate: &str| {
        let findings = report["findings"].as_array().expect("a list").iter();
        let line = |finding: &Value| {
            let person = said(&finding["person"]);
            let key = person.rsplit_once('(').map_or(person.clone(), |(_, key)| key.trim_end_matches(')').to_owned());
            format!("{} {key}", said(&finding["rule"])).trim_end().to_owned()
        };
        let mut lines: Vec<String> = findings.filter(|finding| finding["fate"] == fate).map(line).collect();
        lines.sort_unstable();
        lines
    };
    let persons = &report["persons"];
    BTreeMap::from([
        ("vragen", texts(&report["questions"], question)),
        (
            "twijfel",
            texts(&report["doubts"], |pair| {
                format!("{} {} {}", said(&pair["reason"]), key(&pair["old_person"]), key(&pair["new_person"]))
            }),
        ),
        ("weg", texts(&persons["gone"], key)),
        ("nieuw", texts(&persons["came"], key)),
        ("andere_groep", texts(&persons["moved"], |moved| key(&moved["person"]))),
        ("op_naam", texts(&persons["by_name"], |person| said(&person["key"]))),
        (
            "wijzigingen",
            texts(&report["changes"], |change| format!("{} {}", key(&change["person"]), said(&change["field"]))),
        ),
        ("opgelost", of_fate("solved")),
        ("nieuwe_bevindingen", of_fate("new")),
        ("vervallen", of_fate("gone")),
        ("onzeker", of_fate("unsure")),
        ("niet_vergeleken", texts(&report["not_compared"], said)),
    ])
}

#[test]
fn every_case_says_what_it_should() {
    let mut wrong = Vec::new();
    let mut count = 0;
    let cases = fs::read_dir(folder()).expect("the cases are there").map(|entry| entry.expect("an entry").path());
    for case in cases.filter(|path| path.is_dir()) {
        count += 1;
        let name = case.file_name().expect("a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(case.join("verwacht.toml")).expect("what a case expects");
        let expected: toml::Table = text.parse().unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(
            expected.keys().all(|key| key == "uitleg" || LISTS.contains(&key.as_str())),
            "{name} names something else"
        );
        with_comparison(&name, |comparison| {
            let found = found(&json(comparison));
            for (list, found) in &found {
                let mut wanted: Vec<String> = expected
                    .get(*list)
                    .map(|list| list.as_array().expect("a list").iter())
                    .into_iter()
                    .flatten()
                    .map(|text| text.as_str().expect("a text").to_owned())
                    .collect();
                wanted.sort_unstable();
                if wanted != *found {
                    wrong.push(format!("{name}: {list}\n  verwacht {wanted:?}\n  gevonden {found:?}"));
                }
            }
            let empty = |list: &str| found[list].is_empty();
            let plain = empty("vragen") && empty("twijfel") && empty("niet_vergeleken");
            let worse = comparison.verdicts.iter().any(toetsklaar::comparison::VerdictChange::is_worse);
            assert_eq!(comparison.is_plain(), plain && !worse, "{name}");
        });
    }
    assert!(count > 25, "the cases are there");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_accusation_stands_nowhere() {
    let cases = fs::read_dir(folder()).expect("the cases are there").map(|entry| entry.expect("an entry").path());
    for case in cases.filter(|path| path.is_dir()) {
        let name = case.file_name().expect("a name").to_string_lossy().into_owned();
        with_comparison(&name, |comparison| {
            let mut text = Vec::new();
            summary(comparison, &mut text).expect("in memory");
            let text = String::from_utf8(text).expect("UTF-8").to_lowercase();
            for word in ["fraude", "vals", "verdacht", "gesjoemel", "vervalst", "opvallend", "gemanipuleerd"] {
                assert!(!text.contains(word), "{name}: {word}");
            }
        });
    }
}

#[test]
fn the_workbook_shows_every_question_with_both_cells_and_is_the_same_twice() {
    with_comparison("vog-datum-van-lang-geleden", |comparison| {
        let bytes = comparison_workbook(comparison).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(bytes, comparison_workbook(comparison).unwrap_or_else(|error| panic!("{error}")));
        let mut book =
            Book::open(Arc::from(bytes), "uit.xlsx", &Limits::default()).unwrap_or_else(|error| panic!("{error}"));
        let names: Vec<String> = book.sheets().iter().map(|info| info.name.clone()).collect();
        assert_eq!(names, COMPARISON_SHEETS);
        let mut rows: Vec<Vec<String>> = Vec::new();
        book.rows(1, &mut |row| {
            rows.push(row.cells.iter().map(|(_, value)| value.shown().into_owned()).collect());
            ControlFlow::Continue(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
        let question = rows.iter().find(|row| row.iter().any(|cell| cell == "Bram Bos")).expect("the question");
        for cell in ["1002", "VOG", "oud.csv:oud!J3", "(leeg)", "nieuw.csv:nieuw!J3", "15-1-2020"] {
            assert!(question.iter().any(|shown| shown == cell), "{cell}: {question:?}");
        }
    });
}

#[test]
fn old_and_new_turned_round_have_the_same_people_and_no_verdict_that_is_worse_both_ways() {
    let case = folder().join("functie-hernoemd");
    let (old, new) = (assessed(&case, "oud"), assessed(&case, "nieuw"));
    let (there, back) = (compare(&old, &new), compare(&new, &old));
    assert_eq!(there.people.matched.len(), back.people.matched.len());
    let worse = |comparison: &Comparison<'_>| comparison.verdicts.iter().filter(|change| change.is_worse()).count();
    assert_eq!((worse(&there), worse(&back) > 0), (0, true));
}
