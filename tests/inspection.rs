//! The thirteen made-up providers of `samples/inspectie-2017/` give figures 6 and 7 of the inspectorate's report of 2018, each
//! for the reason that `samples/inspectie-2017/LEESMIJ.md` tells.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;
use toetsklaar::assess::{Assessment, Input, Options, assess};
use toetsklaar::edition::Edition;
use toetsklaar::expectations::Standing;
use toetsklaar::finding::{Norm, Verdict};
use toetsklaar::read::Here;
use toetsklaar::rules::RuleOfThumb;
use toetsklaar::write::json;

/// A code, the only group where it fires, how many findings there are, who is certain, possible and in all there, and words of the
/// first message.
type Failing = (&'static str, &'static str, usize, [u32; 3], &'static str);

/// What one provider must give.
struct Expected {
    provider: &'static str,
    active: usize,
    registered: Verdict,
    trained: Verdict,
    failing: &'static [Failing],
    /// What is undecided beside that, by code.
    undecided: &'static [(&'static str, usize)],
    /// Headings that mean nothing for the norms. Every other one must be understood.
    unused: &'static [&'static str],
}

/// Counted by hand in `examples/make_samples/data/inspectie-2017/`.
const EXPECTED: [Expected; 13] = {
    use Verdict::{Insufficient, Sufficient};
    const fn in_order(provider: &'static str, active: usize, unused: &'static [&'static str]) -> Expected {
        Expected { provider, active, registered: Sufficient, trained: Sufficient, failing: &[], undecided: &[], unused }
    }
    [
        in_order("Aanbieder 01", 35, &["Schaal"]),
        in_order("Aanbieder 02", 29, &["Kostenplaats"]),
        Expected {
            provider: "Aanbieder 03",
            active: 21,
            registered: Insufficient,
            trained: Insufficient,
            failing: &[
                ("SKJ-01", "Ooievaar", 1, [0, 0, 8], "(0 van 8). Wel geregistreerd: behandelcoördinator."),
                ("SCH-01", "Ooievaar", 10, [0, 0, 10], ""),
            ],
            undecided: &[("SKJ-03", 1)],
            unused: &[],
        },
        in_order("Aanbieder 04", 34, &["Salarisnr oud"]),
        Expected {
            provider: "Aanbieder 05",
            active: 24,
            registered: Insufficient,
            trained: Insufficient,
            failing: &[
                ("SKJ-01", "Vlierstruik", 1, [0, 0, 7], "(0 van 7). Wel geregistreerd: Ambulant hulpverlener."),
                ("SCH-01", "Vlierstruik", 6, [2, 5, 11], ""),
            ],
            undecided: &[("SCH-02", 3)],
            unused: &[],
        },
        in_order("Aanbieder 06", 38, &["Tel. intern"]),
        Expected {
            provider: "Aanbieder 07",
            active: 31,
            registered: Sufficient,
            trained: Insufficient,
            failing: &[("SCH-01", "Kluut", 10, [0, 0, 10], "")],
            undecided: &[],
            unused: &[],
        },
        in_order("Aanbieder 08", 23, &[]),
        Expected {
            provider: "Aanbieder 09",
            active: 19,
            registered: Insufficient,
            trained: Insufficient,
            failing: &[
                (
                    "SKJ-01",
                    "Klaproos",
                    1,
                    [0, 0, 6],
                    "(0 van 6). Wel geregistreerd: Ambulant begeleider, Behandelcoördinator.",
                ),
                ("SCH-01", "Klaproos", 8, [0, 0, 8], ""),
            ],
            undecided: &[],
            unused: &["E-mail werk"],
        },
        in_order("Aanbieder 10", 18, &["ID"]),
        Expected {
            provider: "Aanbieder 11",
            active: 21,
            registered: Insufficient,
            trained: Insufficient,
            failing: &[
                ("SKJ-01", "Kompas", 1, [0, 0, 9], "(0 van 9). Wel geregistreerd: Beh. coördinator."),
                ("SCH-01", "Kompas", 8, [1, 3, 11], ""),
            ],
            undecided: &[("SCH-02", 2)],
            unused: &["Aandachtspunt", "Aandachtspunt"],
        },
        Expected {
            provider: "Aanbieder 12",
            active: 22,
            registered: Sufficient,
            trained: Insufficient,
            failing: &[("SCH-01", "Stroom", 4, [3, 6, 10], "")],
            undecided: &[("SCH-02", 3)],
            unused: &["Nr", "Trede"],
        },
        in_order("Aanbieder 13", 54, &["Open / gesloten", "Reden contract"]),
    ]
};

#[expect(clippy::disallowed_methods, reason = "a test reads its own files")]
fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the samples are in the checkout")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths
}

/// The providers, each with its files.
fn providers() -> Vec<(String, Vec<Input>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/inspectie-2017");
    let named = |path: &Path| path.file_name().expect("a name").to_str().expect("UTF-8").to_owned();
    let mut providers = Vec::new();
    for path in entries(&folder).into_iter().filter(|path| path.extension().is_none_or(|kind| kind != "md")) {
        let files = if path.is_dir() { entries(&path) } else { vec![path.clone()] };
        #[expect(clippy::disallowed_methods, reason = "a test reads its own files")]
        let input =
            |path: &PathBuf| Input { name: named(path), bytes: Arc::from(std::fs::read(path).expect("a file")) };
        let name = path.file_stem().expect("a name").to_str().expect("UTF-8").to_owned();
        providers.push((name, files.iter().map(input).collect()));
    }
    providers
}

fn run(files: &[Input]) -> (Assessment, Value) {
    let options = Options::on("2017-10-01".parse().expect("a date"));
    let assessment = assess(files, options, &Here).unwrap_or_else(|error| panic!("{error}")).0;
    let mut bytes = Vec::new();
    json::report(&Edition::new(&assessment), &mut bytes).expect("in memory");
    let report = serde_json::from_slice(&bytes).expect("JSON");
    (assessment, report)
}

fn verdict(assessment: &Assessment, norm: Norm) -> Verdict {
    let mut verdicts = assessment.judgement.provider_verdicts.iter();
    verdicts.find(|verdict| verdict.norm == norm).expect("a verdict").verdict
}

fn list<'v>(value: &'v Value, key: &str) -> &'v Vec<Value> {
    value[key].as_array().unwrap_or_else(|| panic!("{key} is a list"))
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or("")
}

#[test]
fn the_thirteen_give_the_figures_of_the_report() {
    let providers = providers();
    assert_eq!(providers.len(), EXPECTED.len());
    let mut insufficient: [BTreeSet<&str>; 3] = Default::default();
    for ((name, files), expected) in providers.iter().zip(&EXPECTED) {
        assert_eq!(name, expected.provider);
        let (assessment, report) = run(files);
        let verdicts = Norm::JUDGED.map(|norm| verdict(&assessment, norm));
        assert_eq!(verdicts, [expected.registered, expected.trained, Verdict::Sufficient], "{name}");
        for (failing, verdict) in insufficient.iter_mut().zip(verdicts) {
            if verdict == Verdict::Insufficient {
                failing.insert(expected.provider);
            }
        }
        assert_eq!(report["population"]["active"], expected.active, "{name}");

        let of = |effect: &str| -> Vec<&Value> {
            list(&report, "findings").iter().filter(|finding| text(finding, "effect") == effect).collect()
        };
        for (rule, group, count, shares, words) in expected.failing {
            let found: Vec<_> =
                of("onvoldoende").into_iter().filter(|finding| text(finding, "rule") == *rule).collect();
            assert_eq!(found.len(), *count, "{name}, {rule}");
            assert!(text(found[0], "message").contains(words), "{name}: {}", found[0]["message"]);
            let bad: Vec<&Value> = list(&report, "verdicts")
                .iter()
                .filter(|verdict| {
                    verdict["scope"] == "group"
                        && verdict["norm"] == found[0]["norm"]
                        && verdict["verdict"] == "onvoldoende"
                })
                .collect();
            assert_eq!(
                bad.iter().map(|verdict| text(verdict, "group")).collect::<Vec<_>>(),
                [*group],
                "{name}, {rule}"
            );
            let [low, high, total] = shares;
            let persons = serde_json::json!({"low": low, "high": high, "total": total});
            assert_eq!(bad[0]["persons"], persons, "{name}, {rule}");
        }
        let failing: usize = expected.failing.iter().map(|(_, _, count, _, _)| count).sum();
        assert_eq!(of("onvoldoende").len(), failing, "{name}");
        let undecided = of("niet te beoordelen");
        for (rule, count) in expected.undecided {
            assert_eq!(
                undecided.iter().filter(|finding| text(finding, "rule") == *rule).count(),
                *count,
                "{name}, {rule}"
            );
        }
        assert_eq!(undecided.len(), expected.undecided.iter().map(|(_, count)| count).sum::<usize>(), "{name}");
    }
    let [registered, trained, vog] = insufficient;
    assert_eq!((registered.len(), trained.len(), vog.len()), (4, 6, 0));
    assert!(registered.is_subset(&trained));
}

/// Messy files, understood: what is not read is what nobody needs, and is said.
#[test]
fn the_mess_of_the_thirteen_is_understood() {
    let told = ["DAT-07", "DAT-10", "DAT-11", "DAT-18", "DAT-20"];
    for ((name, files), expected) in providers().iter().zip(&EXPECTED) {
        let (_, report) = run(files);
        let sheets = || list(&report, "inputs").iter().flat_map(|input| list(input, "sheets"));
        for sheet in sheets() {
            assert!(sheet["role"].is_string(), "{name}: {sheet}");
        }
        let unused: Vec<&str> =
            sheets().flat_map(|sheet| list(sheet, "unrecognised")).map(|column| text(column, "header")).collect();
        assert_eq!(unused, expected.unused, "{name}");
        for finding in list(&report, "findings").iter().filter(|finding| text(finding, "rule").starts_with("DAT")) {
            // One training date says "voorjaar", on purpose.
            let spring = name == "Aanbieder 05" && finding["rule"] == "DAT-03";
            assert!(spring || told.contains(&text(finding, "rule")), "{name}: {}", finding["message"]);
        }
    }
}

/// Also those from before the Youth Act, on the day of the start and exactly three months before it, of people hired in, and
/// of somebody who works alone.
#[test]
fn the_vogs_of_the_thirteen_are_in_order_in_every_way() {
    let mut statuses = BTreeSet::new();
    let mut solistic = 0;
    for (name, files) in providers() {
        let (_, report) = run(&files);
        for person in list(&report, "people") {
            solistic += usize::from(person["facts"]["solistic"].is_array());
            let status = text(person, "vog").to_owned();
            assert!(["in orde", "oud regime"].contains(&status.as_str()), "{name}: {person}");
            statuses.insert(status);
        }
    }
    assert_eq!(statuses.len(), 2);
    assert_eq!(solistic, 1);
}

/// Voldoende and tested, what the rule of thumb says, and which numbered expectations are onvoldoende. Together figures 4 and 5:
/// four on 1.1.1, two on 2.1.2 and 2.2.1, nobody on another one about safety or on the position of clients.
#[test]
fn the_scorecards_of_the_thirteen_fit_the_report() {
    let expected = [
        ("Aanbieder 01", 40, 40, RuleOfThumb::Trust, &[][..]),
        // Exactly 75% is not more than that.
        ("Aanbieder 03", 30, 40, RuleOfThumb::Between, &["1.1.1", "2.1.2", "2.2.1", "5.2.1", "5.2.2"]),
        ("Aanbieder 05", 36, 40, RuleOfThumb::Trust, &["1.1.1", "5.2.1", "5.2.2"]),
        ("Aanbieder 09", 24, 33, RuleOfThumb::Between, &["1.1.1", "2.1.2", "2.2.1", "5.2.1", "5.2.2"]),
        ("Aanbieder 12", 20, 22, RuleOfThumb::Trust, &["1.1.1", "5.2.2"]),
        ("Aanbieder 13", 38, 40, RuleOfThumb::Trust, &[]),
    ];
    let mut found = Vec::new();
    for (name, files) in providers() {
        let Some(card) = run(&files).0.scorecard() else { continue };
        assert_eq!(card.themes[3].of(Standing::Sufficient), card.themes[3].tested(), "{name}");
        assert_eq!(card.score.framework.is_some(), name != "Aanbieder 12", "{name}");
        let failing = card.entries.iter().filter(|entry| entry.standing == Standing::Insufficient);
        let failing: Vec<String> = failing.filter_map(|entry| entry.number.clone()).collect();
        let counts = &card.score.counts;
        found.push((name, counts.of(Standing::Sufficient), counts.tested(), card.score.certain(), failing));
    }
    let told: Vec<_> = found
        .iter()
        .map(|(name, sufficient, tested, rule, failing)| {
            let failing: Vec<&str> = failing.iter().map(String::as_str).collect();
            (name.as_str(), *sufficient, *tested, *rule, failing)
        })
        .collect();
    let expected: Vec<_> = expected
        .into_iter()
        .map(|(name, sufficient, tested, rule, failing)| (name, sufficient, tested, Some(rule), failing.to_vec()))
        .collect();
    assert_eq!(told, expected);
}
