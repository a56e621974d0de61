//! The JSON report: its form, and what stands in it where a file is odd. All people are made up.

use std::sync::Arc;

use serde_json::{Value, json};
use toetsklaar::assess::{Input, Options, assess};
use toetsklaar::edition::Edition;
use toetsklaar::read::Here;
use toetsklaar::write::{json, text};

/// The report and the summary on csv files.
fn outputs(files: &[(&str, &str)]) -> (String, String) {
    let options = Options::on("2026-11-23".parse().expect("a date"));
    let inputs: Vec<Input> = files
        .iter()
        .map(|(name, text)| Input { name: (*name).to_owned(), bytes: Arc::from(text.as_bytes()) })
        .collect();
    let (assessment, _) = assess(&inputs, options, &Here).unwrap_or_else(|error| panic!("{error}"));
    let edition = Edition::new(&assessment);
    let mut report = Vec::new();
    json::report(&edition, &mut report).expect("in memory");
    let mut summary = Vec::new();
    text::summary(&edition, &mut summary).expect("in memory");
    (String::from_utf8(report).expect("UTF-8"), String::from_utf8(summary).expect("UTF-8"))
}

fn report(files: &[(&str, &str)]) -> Value {
    serde_json::from_str(&outputs(files).0).expect("JSON")
}

fn findings<'r>(report: &'r Value, rule: &str) -> Vec<&'r Value> {
    report["findings"].as_array().expect("a list").iter().filter(|finding| finding["rule"] == rule).collect()
}

const STAFF: &str =
    "Personeelsnummer;Naam;Functie;Groep;In dienst;SKJ-nummer;SKJ geldig tot;VOG datum;Training mensenhandel
1;A. Voorbeeld;pedagogisch medewerker;Kube;1-5-2024;110001234;1-3-2029;1-4-2024;6-10-2024
";

#[test]
fn the_population_is_told_in_the_order_of_the_contract() {
    let (text, _) = outputs(&[("staf.csv", STAFF)]);
    let keys = ["\"rows\"", "\"persons\"", "\"active\"", "\"left\"", "\"not_started\""];
    let places: Vec<usize> = keys.iter().map(|key| text.find(key).expect("the key is there")).collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn what_is_absent_is_null() {
    let report = report(&[("staf.csv", STAFF)]);
    let group = &report["verdicts"][0];
    assert_eq!((&group["group"], &group["location"]), (&json!("Kube"), &Value::Null));
    // No column for fte or hours: nobody's posts are known.
    assert_eq!((&group["fte"], &report["people"][0]["fte"]), (&Value::Null, &Value::Null));
}

#[test]
fn a_sheet_that_is_not_judged_is_named_by_what_stands_in_its_first_cell() {
    let report = report(&[("staf.csv", STAFF), ("memo.csv", "Beste lezer;\nDit is een brief;zonder tabel\n")]);
    let found = findings(&report, "DAT-14");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0]["cells"], json!([{"file": "memo.csv", "sheet": "memo", "cell": "A1", "value": "Beste lezer"}]));
}

#[test]
fn a_name_cannot_steer_the_sentence_around_it() {
    // U+202E turns the direction of what follows; U+009B begins a command to a terminal.
    let name = "\u{202e}dleebrooV .B\u{9b}31m";
    let staff = format!("{STAFF}2;\"{name}\";\"pedagogisch\nmedewerker\";Kube;1-5-2024;;;;\n");
    let (text, summary) = outputs(&[("staf.csv", &staff)]);
    let report: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(report["people"][1]["name"], name, "the name itself is kept");
    let missing = findings(&report, "VOG-01");
    let message = missing[0]["message"].as_str().expect("a sentence");
    assert!(message.contains("dleebrooV .B 31m"), "{message}");
    let steers = |c: &char| *c != '\n' && (c.is_control() || ('\u{202a}'..='\u{202e}').contains(c));
    assert_eq!(summary.chars().find(steers), None);
    for finding in report["findings"].as_array().expect("a list") {
        for sentence in [&finding["message"], &finding["remedy"]] {
            let sentence = sentence.as_str().expect("a sentence");
            assert_eq!(sentence.trim().chars().find(steers), None, "{sentence:?}");
        }
    }
}

#[test]
fn the_inspectorate_named_two_functions_as_not_enough() {
    let staff = |other: &str| {
        format!(
            "Personeelsnummer;Naam;Functie;Groep;In dienst;SKJ-nummer;SKJ geldig tot\n\
             1;A. Voorbeeld;pedagogisch medewerker;Kube;1-5-2024;;\n\
             2;B. Voorbeeld;{other};Kube;1-5-2024;110001235;1-3-2029\n"
        )
    };
    for (other, named) in
        [("behandelcoördinator", true), ("ambulant hulpverlener", true), ("gedragswetenschapper", false)]
    {
        let report = report(&[("staf.csv", &staff(other))]);
        let message = findings(&report, "SKJ-01")[0]["message"].as_str().expect("a sentence").to_owned();
        let told = message.contains(other) && message.ends_with("De inspectie vond dat in 2018 onvoldoende.");
        assert_eq!(told, named, "{message}");
    }
}

#[test]
fn a_list_is_about_what_its_rows_say() {
    let staff = "Personeelsnummer;Naam;Functie;Groep;In dienst\n\
                 1;A. Voorbeeld;pedagogisch medewerker;Kube;1-5-2024\n\
                 2;B. Voorbeeld;pedagogisch medewerker;Kube;1-5-2024\n";
    let list =
        |row: &str| format!("Personeelsnummer;Soort registratie;Registratienummer;Datum afgifte;Geldig tot\n1;{row}\n");
    for (row, registration, vog) in [
        ("SKJ;110001234;1-4-2024;1-3-2029", ["geregistreerd", "niet geregistreerd"], ["te verifiëren"; 2]),
        ("VOG;;1-4-2024;", ["te verifiëren"; 2], ["in orde", "ontbreekt"]),
        ("BHV;12;1-4-2024;1-3-2029", ["te verifiëren"; 2], ["te verifiëren"; 2]),
        // Of whom the file names another register, it says so; of the others it says nothing.
        ("NVO;12;1-4-2024;1-3-2029", ["niet geregistreerd", "te verifiëren"], ["te verifiëren"; 2]),
    ] {
        let report = report(&[("staf.csv", staff), ("registraties.csv", &list(row))]);
        let told = |key: &str| [&report["people"][0][key], &report["people"][1][key]].map(Value::clone);
        assert_eq!(told("registration"), registration, "{row}");
        assert_eq!(told("vog"), vog, "{row}");
    }
}
