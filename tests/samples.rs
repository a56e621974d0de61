//! The samples give what `samples/LEESMIJ.md` promises. All people in them are made up.

use std::sync::Arc;

use serde_json::Value;
use toetsklaar::assess::{Assessment, Input, Options, assess};
use toetsklaar::edition::Edition;
use toetsklaar::finding::{Norm, Verdict};
use toetsklaar::read::Here;
use toetsklaar::write::json;

fn run(file: &str, date: &str) -> Assessment {
    let path = format!("{}/samples/{file}", env!("CARGO_MANIFEST_DIR"));
    #[expect(clippy::disallowed_methods, reason = "a test reads its own files")]
    let bytes = std::fs::read(path).expect("the sample is in the checkout");
    let options = Options::on(date.parse().expect("a date"));
    assess(&[Input { name: file.to_owned(), bytes: Arc::from(bytes) }], options, &Here)
        .unwrap_or_else(|error| panic!("{error}"))
        .0
}

fn report(assessment: &Assessment) -> Value {
    let mut bytes = Vec::new();
    json::report(&Edition::new(assessment), &mut bytes).expect("in memory");
    serde_json::from_slice(&bytes).expect("JSON")
}

#[test]
fn one_missing_vog_is_one_finding_on_its_own_cell() {
    for date in ["2026-11-23", "2028-02-29", "2030-12-31"] {
        let report = report(&run("een-vog-ontbreekt.xlsx", date));
        let findings = report["findings"].as_array().expect("a list");
        assert_eq!(findings.len(), 1, "{findings:#?}");
        assert_eq!(findings[0]["rule"], "VOG-01");
        assert_eq!(findings[0]["effect"], "onvoldoende");
        assert_eq!(
            findings[0]["cells"],
            serde_json::json!([{"file": "een-vog-ontbreekt.xlsx", "sheet": "Personeel", "cell": "J16", "value": ""}])
        );
        assert_eq!(
            report["population"],
            serde_json::json!({"rows": 15, "persons": 15, "active": 15, "left": 0, "not_started": 0})
        );
        assert_eq!(report["rows_left_out"][0]["reason"], "totaalregel");
    }
}

/// The report without what may differ between formats: names of files and sheets, hashes, cells.
fn bare(value: Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(
            map.into_iter()
                .filter(|(key, _)| !matches!(key.as_str(), "file" | "sha256" | "cell"))
                .map(|(key, value)| (key, bare(value)))
                .collect(),
        ),
        Value::Array(list) => Value::Array(list.into_iter().map(bare).collect()),
        other => other,
    }
}

#[test]
fn the_same_table_gives_the_same_report_in_every_format() {
    let reports: Vec<Value> = ["xlsx", "xls", "xlsb", "ods", "csv"]
        .iter()
        .map(|format| bare(report(&run(&format!("klein-in-orde.{format}"), "2026-11-23"))))
        .collect();
    assert_eq!(reports[0]["people"].as_array().map(Vec::len), Some(8));
    for other in &reports[1..] {
        assert_eq!(other, &reports[0]);
    }
}

#[test]
fn the_small_provider_is_in_order() {
    let assessment = run("klein-in-orde.xlsx", "2026-11-23");
    assert!(assessment.judgement.findings.is_empty());
    for norm in Norm::JUDGED {
        let verdict =
            assessment.judgement.provider_verdicts.iter().find(|verdict| verdict.norm == norm).expect("a verdict");
        assert_eq!((verdict.verdict, verdict.groups), (Verdict::Sufficient, [2, 0, 0, 0]), "{norm}");
    }
}

/// What `samples/LEESMIJ.md` promises of the large sample, counted by hand in `examples/make_samples/data`: per group and norm
/// the verdict, and who is certain, possible and in all.
#[test]
fn the_provider_of_the_example_gets_the_verdicts_that_its_data_ask() {
    use Verdict::{Insufficient, NotApplicable, Sufficient, Undecided};
    let assessment = run("voorbeeld-instelling.xlsx", "2026-11-23");
    let edition = Edition::new(&assessment);
    // Registered: De Linde without Haddad and Idema; nobody of Het Anker but a behandelcoördinator and an ambulant worker;
    // De Wilg with five doubts; Het Kompas 5 of 8 where 75% was agreed; De Brug with a reason for the two who are not.
    // Trained: Het Anker misses Quist, Tahiri and Verhagen, De Brug misses Engels; De Wilg has four doubts.
    // VOG: Verhagen has none, Coenen's was a day too old, Overbeek's is only requested; Hendriks' and De Ruiter's are doubted.
    let expected = [
        ("De Linde", [(Sufficient, 8, 8, 10), (Sufficient, 12, 12, 12), (Sufficient, 15, 15, 15)]),
        ("Het Anker", [(Insufficient, 0, 0, 8), (Insufficient, 6, 7, 10), (Insufficient, 10, 10, 11)]),
        ("De Wilg", [(Undecided, 5, 10, 10), (Undecided, 8, 12, 12), (Undecided, 13, 14, 14)]),
        ("Het Kompas", [(Insufficient, 5, 5, 8), (Sufficient, 9, 9, 9), (Undecided, 9, 10, 10)]),
        ("De Brug", [(Sufficient, 4, 4, 6), (Insufficient, 6, 6, 7), (Insufficient, 8, 8, 9)]),
        ("'t Erf", [(NotApplicable, 2, 2, 4), (NotApplicable, 2, 2, 4), (Insufficient, 5, 5, 6)]),
    ];
    assert_eq!(assessment.staff.groups.len(), expected.len());
    for verdict in &assessment.judgement.group_verdicts {
        let (name, norms) =
            expected.iter().find(|(name, _)| *name == edition.group(verdict.group)).expect("a group of the sample");
        let at = Norm::JUDGED.iter().position(|norm| *norm == verdict.norm).expect("a judged norm");
        let tally = assessment.judgement.groups[verdict.group as usize].tally(verdict.norm);
        let found = (verdict.verdict, tally.low, tally.high, tally.total);
        assert_eq!(found, norms[at], "{name}, {}", verdict.norm);
    }
    assert_eq!(assessment.judgement.group_verdicts.len(), expected.len() * Norm::JUDGED.len());
    // Voldoende, onvoldoende, niet te beoordelen, niet van toepassing: the columns of the table above.
    for (norm, groups) in [(Norm::Registered, [2, 2, 1, 1]), (Norm::Trained, [2, 2, 1, 1]), (Norm::Vog, [1, 3, 2, 0])] {
        let verdict =
            assessment.judgement.provider_verdicts.iter().find(|verdict| verdict.norm == norm).expect("a verdict");
        assert_eq!((verdict.verdict, verdict.groups), (Insufficient, groups), "{norm}");
    }
}

#[test]
fn the_example_stays_as_promised_in_2027() {
    let assessment = run("voorbeeld-instelling.xlsx", "2027-12-31");
    for verdict in &assessment.judgement.provider_verdicts {
        assert_eq!(verdict.verdict, Verdict::Insufficient, "{}", verdict.norm);
    }
}
