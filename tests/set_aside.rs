//! A rule that is set aside makes its norm niet te beoordelen where it would have found something, never voldoende.
//!
//! All people here are made up.

use std::sync::Arc;

use toetsklaar::assess::{Assessment, Input, Options, assess};
use toetsklaar::calendar;
use toetsklaar::finding::{Norm, Verdict};
use toetsklaar::read::Here;
use toetsklaar::rules::RuleFiles;
use toetsklaar::settings::Settings;

const HEADER: &str =
    "Personeelsnummer;Naam;Functie;Groep;In dienst;SKJ-nummer;SKJ geldig tot;VOG afgiftedatum;Training mensenhandel\n";
const GOOD: &str = "1001;A. Voorbeeld;pedagogisch medewerker;Kube;1-5-2024;110001234;1-3-2029;1-4-2024;12-3-2025\n";

/// The built-in rules with some of them set aside before the reference date.
fn rules_without(codes: &[&str]) -> RuleFiles {
    let files = RuleFiles::embedded();
    let changed = files.iter().map(|(path, text)| {
        let aside = codes.iter().any(|code| path.ends_with(&format!("{code}.toml")));
        let text = if aside {
            text.replacen("title = ", "valid_until = \"2020-12-31\"\ntitle = ", 1)
        } else {
            text.to_owned()
        };
        (path.to_owned(), text)
    });
    RuleFiles::new(changed.collect())
}

fn assessed(rows: &str, codes: &[&str], settings: &str) -> Assessment {
    let input = Input { name: "personeel.csv".to_owned(), bytes: Arc::from(format!("{HEADER}{rows}").into_bytes()) };
    let options = Options {
        rules: rules_without(codes),
        settings: Settings::parse("toetsklaar.toml", settings).expect("settings"),
        ..Options::on(calendar::parse("23-11-2026").expect("a date"))
    };
    assess(&[input], options, &Here).unwrap_or_else(|error| panic!("{error}")).0
}

fn verdict(assessment: &Assessment, norm: Norm) -> Verdict {
    let verdicts = &assessment.judgement.provider_verdicts;
    verdicts.iter().find(|verdict| verdict.norm == norm).expect("every norm has a verdict").verdict
}

#[test]
fn what_no_rule_judges_is_undecided() {
    let one = |row: &str| format!("{GOOD}{row}\n");
    for (row, norm, codes, with) in [
        ("1002;B. Voorbeeld;kok;Kube;1-5-2024;;;;", Norm::Vog, &["VOG-01"][..], Verdict::Insufficient),
        ("1002;B. Voorbeeld;kok;Kube;1-5-2024;;;1-1-2020;", Norm::Vog, &["VOG-02"], Verdict::Insufficient),
        ("1002;B. Voorbeeld;kok;Kube;1-5-2024;;;ja;", Norm::Vog, &["VOG-03"], Verdict::Undecided),
        ("1002;B. Voorbeeld;kok;;1-5-2024;;;;", Norm::Vog, &["VOG-01"], Verdict::Insufficient),
        (
            "1002;B. Voorbeeld;groepsleider;Kube;1-5-2024;110001235;1-3-2029;1-4-2024;",
            Norm::Trained,
            &["SCH-01"],
            Verdict::Insufficient,
        ),
        (
            "1002;B. Voorbeeld;groepsleider;Kube;1-5-2024;110001235;1-3-2029;1-4-2024;ja",
            Norm::Trained,
            &["SCH-02"],
            Verdict::Undecided,
        ),
        (
            "1002;B. Voorbeeld;groepsleider;Asja;1-5-2024;;;1-4-2024;12-3-2025",
            Norm::Registered,
            &["SKJ-01", "SKJ-03"],
            Verdict::Insufficient,
        ),
        (
            "1002;B. Voorbeeld;groepsleider;Asja;1-5-2024;110001235;;1-4-2024;12-3-2025",
            Norm::Registered,
            &["SKJ-02", "SKJ-03"],
            Verdict::Undecided,
        ),
        (
            "1002;B. Voorbeeld;groepsleider;Kube;1-5-2024;;;1-4-2024;12-3-2025",
            Norm::Registered,
            &["SKJ-03"],
            Verdict::Undecided,
        ),
        (
            "1002;B. Voorbeeld;iets onbekends;Kube;1-5-2024;;;1-4-2024;12-3-2025",
            Norm::Registered,
            &["DAT-01"],
            Verdict::Undecided,
        ),
        (
            "1002;B. Voorbeeld;groepsleider;;1-5-2024;110001235;1-3-2029;1-4-2024;12-3-2025",
            Norm::Trained,
            &["DAT-02"],
            Verdict::Undecided,
        ),
    ] {
        assert_eq!(verdict(&assessed(&one(row), &[], ""), norm), with, "all rules: {row}");
        assert_eq!(verdict(&assessed(&one(row), codes, ""), norm), Verdict::Undecided, "without {codes:?}: {row}");
        assert_eq!(
            verdict(&assessed(GOOD, codes, ""), norm),
            Verdict::Sufficient,
            "without {codes:?}, nothing to find"
        );
    }
}

#[test]
fn a_share_that_no_rule_tests_decides_nothing() {
    let rows = format!("{GOOD}1002;B. Voorbeeld;groepsleider;Kube;1-5-2024;110001235;1-3-2029;1-4-2024;\n");
    let half = "minimum_share_trained = \"1/2\"\n";
    assert_eq!(verdict(&assessed(&rows, &[], half), Norm::Trained), Verdict::Sufficient);
    // Without SCH-04 nothing weighs the share: SCH-01 keeps its own effect.
    assert_eq!(verdict(&assessed(&rows, &["SCH-04"], half), Norm::Trained), Verdict::Insufficient);
    let all = "minimum_share_registered = \"100%\"\n";
    assert_eq!(verdict(&assessed(GOOD, &["SKJ-04"], all), Norm::Registered), Verdict::Undecided);
}
