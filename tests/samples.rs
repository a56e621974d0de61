//! The samples give what `samples/LEESMIJ.md` promises. All people in them are made up.

use std::sync::Arc;

use serde_json::Value;
use toetsklaar::assess::{Assessment, Input, Options, assess};
use toetsklaar::edition::Edition;
use toetsklaar::finding::{Norm, Verdict};
use toetsklaar::read::{Here, Limits};
use toetsklaar::rules::RuleFiles;
use toetsklaar::settings::Settings;
use toetsklaar::write::json;

fn run(file: &str, date: &str) -> Assessment {
    let path = format!("{}/samples/{file}", env!("CARGO_MANIFEST_DIR"));
    #[expect(clippy::disallowed_methods, reason = "a test reads its own files")]
    let bytes = std::fs::read(path).expect("the sample is in the checkout");
    let options = Options {
        reference_date: date.parse().expect("a date"),
        rules: RuleFiles::embedded(),
        settings: Settings::default(),
        columns: None,
        limits: Limits::default(),
    };
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
