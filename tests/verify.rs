//! Receipts and `verify`: a report is held against a new run, and what differs is named. All people are made up.

use std::sync::Arc;

use serde_json::Value;
use toetsklaar::assess::pseudonyms::Pseudonymised;
use toetsklaar::assess::{Assessment, Input, Options, assess};
use toetsklaar::chance::Percent;
use toetsklaar::columns::ColumnMap;
use toetsklaar::edition::Edition;
use toetsklaar::read::Here;
use toetsklaar::rules::RuleFiles;
use toetsklaar::sampling::{Size, Wish};
use toetsklaar::settings::Settings;
use toetsklaar::write::json;
use toetsklaar::write::receipt::Receipt;
use toetsklaar::write::verification::{Claim, Verification, verify};

const STAFF: &str = "Personeelsnummer;Naam;Functie;Groep;In dienst;SKJ-nummer;SKJ geldig tot;VOG afgegeven\n\
    1001;Anna de Vries;pedagogisch medewerker;Kube;1-5-2024;110001234;1-3-2029;1-4-2024\n\
    1002;Bram Jansen;pedagogisch medewerker;Lima;1-5-2024;110001235;1-3-2029;1-4-2024\n";

fn input(name: &str, text: &str) -> Input {
    Input { name: name.to_owned(), bytes: Arc::from(text.as_bytes()) }
}

fn options() -> Options {
    let settings = Settings::parse("toetsklaar.toml", "provider = \"De Proef\"\nwarn_months = 3\n").expect("settings");
    Options { settings, ..Options::on("2026-11-23".parse().expect("a date")) }
}

fn run(text: &str, options: Options) -> Assessment {
    assess(&[input("personeel.csv", text)], options, &Here).unwrap_or_else(|error| panic!("{error}")).0
}

fn report(assessment: &Assessment) -> String {
    let mut bytes = Vec::new();
    json::report(&Edition::new(assessment), &mut bytes).expect("memory takes all");
    String::from_utf8(bytes).expect("JSON is UTF-8")
}

fn first() -> String {
    report(&run(STAFF, options()))
}

fn claim(text: &str) -> Claim {
    Claim::read("verslag.json", text).unwrap_or_else(|error| panic!("{error}"))
}

fn held(report: &str, assessment: &Assessment) -> Verification {
    verify(&claim(report), &Edition::new(assessment), None)
}

/// The details of what differs, by the name of the check.
fn different(verification: &Verification) -> Vec<(&'static str, Vec<String>)> {
    assert_eq!(verification.same, verification.checks.iter().all(|check| check.same));
    let differs = verification.checks.iter().filter(|check| !check.same);
    differs.map(|check| (check.check, check.details.clone())).collect()
}

fn changed(report: &str, change: impl FnOnce(&mut Value)) -> String {
    let mut value: Value = serde_json::from_str(report).expect("a report");
    change(&mut value);
    value.to_string()
}

#[test]
fn the_same_run_gives_the_same_report_whatever_its_layout() {
    let assessment = run(STAFF, options());
    let report = first();
    assert_eq!(different(&held(&report, &assessment)), []);
    assert_eq!(different(&held(&changed(&report, |_| {}), &assessment)), []);
    let receipt = Receipt::of(&Edition::new(&assessment)).text();
    let alone = held(&receipt, &assessment);
    assert_eq!(different(&alone), []);
    assert!(alone.checks.iter().all(|check| check.check != "contents"), "a receipt has no more to compare");
}

#[test]
fn a_receipt_names_nobody_and_no_group() {
    let assessment = run(STAFF, options());
    let text = Receipt::of(&Edition::new(&assessment)).text();
    for name in ["Anna", "Vries", "Jansen", "1001", "110001234", "Kube", "Lima", "De Proef"] {
        assert!(!text.contains(name), "{name}");
    }
}

#[test]
fn another_file_is_named_with_the_verdicts_that_it_changes() {
    let without = STAFF.replace("110001234;1-3-2029", ";");
    let found = different(&held(&first(), &run(&without, options())));
    let inputs = "personeel.csv is veranderd: het is een ander bestand dan bij het verslag";
    assert_eq!(found[0], ("inputs", vec![inputs.to_owned()]));
    let verdicts = &found.iter().find(|(check, _)| *check == "verdicts").expect("verdicts differ").1;
    assert!(verdicts.contains(&"5.2.1, Kube: was voldoende, is nu onvoldoende".to_owned()), "{verdicts:?}");
    assert!(!verdicts.iter().any(|line| line.contains("Lima") || line.contains("VOG")), "{verdicts:?}");
    // Another order of groups is another numbering, and no other verdict.
    let mut lines: Vec<&str> = STAFF.lines().collect();
    lines.swap(1, 2);
    let found = different(&held(&first(), &run(&(lines.join("\n") + "\n"), options())));
    assert_eq!(found.iter().map(|(check, _)| *check).collect::<Vec<_>>(), ["inputs"]);
    let more = format!("{STAFF}1003;Carla Bos;pedagogisch medewerker;Mike;1-5-2024;;;1-4-2024\n");
    let found = different(&held(&first(), &run(&more, options())));
    assert!(found[1].1.contains(&"5.2.1, Mike: is er nu bij, onvoldoende".to_owned()), "{found:?}");
}

#[test]
fn the_rule_that_differs_is_named() {
    let files = RuleFiles::embedded();
    let edited = files.iter().map(|(path, text)| {
        let text = if path.ends_with("SKJ-05.toml") {
            text.replacen("title = \"", "title = \"Anders: ", 1)
        } else {
            text.to_owned()
        };
        (path.to_owned(), text)
    });
    let rules = RuleFiles::new(edited.collect());
    let found = different(&held(&first(), &run(STAFF, Options { rules, ..options() })));
    assert_eq!(found, [("rules", vec!["regel SKJ-05 is anders".to_owned()])]);
    // Line ends of Windows are no other rules.
    let windows =
        RuleFiles::new(files.iter().map(|(path, text)| (path.to_owned(), text.replace('\n', "\r\n"))).collect());
    assert_eq!(different(&held(&first(), &run(STAFF, Options { rules: windows, ..options() }))), []);
    let other = changed(&first(), |report| {
        let rules = report["receipt"]["rules"].as_object_mut().expect("rules");
        rules.remove("VOG/VOG-07.toml");
        rules.insert("5.2.1/SKJ-99.toml".to_owned(), "00".into());
        rules.insert("lexicon/oud.toml".to_owned(), "00".into());
    });
    let found = different(&held(&other, &run(STAFF, options())));
    let told = ["regel SKJ-99 is weg", "lijst lexicon/oud is weg", "regel VOG-07 is nieuw"].map(str::to_owned).to_vec();
    assert_eq!(found, [("rules", told)]);
}

#[test]
fn settings_column_maps_and_extracts_that_differ_are_named() {
    let settings = Settings::parse("toetsklaar.toml", "warn_months = 9\nvog_renewal_months = 36\n").expect("settings");
    let found = different(&held(&first(), &run(STAFF, Options { settings, ..options() })));
    let told = ["de instelling warn_months was 3, is nu 9", "de instelling vog_renewal_months is nieuw: 36"];
    assert_eq!(found[0], ("settings", told.map(str::to_owned).to_vec()));

    let map = "[[sheet]]\nname = \"personeel\"\nrole = \"staff\"\n";
    let columns = || Some(ColumnMap::parse("kolommen.toml", map).expect("a map"));
    let mapped = run(STAFF, Options { columns: columns(), ..options() });
    let told = "bij het verslag is geen kolommenbestand gebruikt, en nu wel";
    assert_eq!(different(&held(&first(), &mapped)), [("columns", vec![told.to_owned()])]);
    let found = different(&held(&report(&mapped), &run(STAFF, options())));
    assert!(found[0].1[0].contains("--columns"), "{found:?}");
    assert_eq!(different(&held(&report(&mapped), &mapped)), []);

    let registers = vec![input("skj.csv", "Registratienummer;Naam\n110001234;A. de Vries\n110001235;B. Jansen\n")];
    let with = run(STAFF, Options { registers, ..options() });
    let found = different(&held(&report(&with), &run(STAFF, options())));
    assert_eq!(found[0], ("registers", vec!["skj.csv is nu niet meegegeven: doe dat met --register".to_owned()]));
    let found = different(&held(&first(), &with));
    assert_eq!(found[0], ("registers", vec!["skj.csv hoort niet bij het verslag".to_owned()]));
    assert_eq!(different(&held(&report(&with), &with)), []);
}

#[test]
fn a_report_that_was_edited_is_told() {
    let assessment = run(&STAFF.replace("110001234;1-3-2029", ";"), options());
    let report = report(&assessment);
    let better = report.replace("\"verdict\": \"onvoldoende\"", "\"verdict\": \"voldoende\"");
    assert_ne!(better, report);
    let found = different(&held(&better, &assessment));
    assert_eq!(found.iter().map(|(check, _)| *check).collect::<Vec<_>>(), ["report", "verdicts"]);
    assert!(found[0].1[0].contains("met de hand veranderd"), "{found:?}");

    let only = changed(&report, |report| report["verdicts"][0]["persons"]["low"] = 1.into());
    let found = different(&held(&only, &assessment));
    assert_eq!(found, [("report", vec!["de oordelen in het verslag staan anders in het ontvangstbewijs: het verslag is met de hand veranderd, of beschadigd".to_owned()])]);

    for (path, part) in [("/findings/0/message", "de bevindingen"), ("/people/0/registration", "de personen")] {
        let edited = changed(&report, |report| *report.pointer_mut(path).expect("a part") = "iets".into());
        let found = different(&held(&edited, &assessment));
        assert_eq!((found.len(), found[0].0), (1, "contents"), "{path}");
        assert!(found[0].1[0].contains(part), "{found:?}");
    }
}

const TRAININGS: &str = "Personeelsnummer;Training;Datum training\n1001;Training loverboys;1-6-2025\n";

/// The report on two files held against the files as somebody hands them over.
fn handed(report: &str, files: &[(&str, &str)]) -> Verification {
    let mut claim = claim(report);
    let inputs = claim.as_reported(files.iter().map(|(name, text)| input(name, text)).collect());
    let (assessment, _) = assess(&inputs, options(), &Here).unwrap_or_else(|error| panic!("{error}"));
    verify(&claim, &Edition::new(&assessment), None)
}

fn of_two() -> String {
    let inputs = [input("personeel.csv", STAFF), input("scholing.csv", TRAININGS)];
    report(&assess(&inputs, options(), &Here).unwrap_or_else(|error| panic!("{error}")).0)
}

#[test]
fn the_same_files_in_another_order_or_by_another_name_give_the_same_report() {
    let report = of_two();
    let details = |verification: &Verification| verification.checks[1].details.clone();
    let found = handed(&report, &[("personeel.csv", STAFF), ("scholing.csv", TRAININGS)]);
    assert_eq!((different(&found), details(&found)), (vec![], vec!["dezelfde inhoud".to_owned()]));
    let found = handed(&report, &[("scholing.csv", TRAININGS), ("personeel.csv", STAFF)]);
    assert_eq!((different(&found), found.checks.len()), (vec![], 9));
    let found = handed(&report, &[("personeel.csv", STAFF), ("cursussen.csv", TRAININGS)]);
    let told = ["dezelfde inhoud", "cursussen.csv heet in het verslag scholing.csv"].map(str::to_owned).to_vec();
    assert_eq!((different(&found), details(&found)), (vec![], told));
    // Names that changed places are still told by what is in the files.
    let found = handed(&report, &[("scholing.csv", STAFF), ("personeel.csv", TRAININGS)]);
    assert_eq!((different(&found), details(&found).len()), (vec![], 3));
}

#[test]
fn a_file_too_many_or_too_few_is_told_and_nobody_is_accused() {
    let report = of_two();
    let both = [("personeel.csv", STAFF), ("scholing.csv", TRAININGS)];
    let found = different(&handed(&report, &[both[0], both[1], ("kopie.csv", TRAININGS)]));
    let twin = "kopie.csv hoort niet bij het verslag: er staat hetzelfde in als in scholing.csv";
    assert_eq!(found[0], ("inputs", vec![twin.to_owned()]));
    assert!(!format!("{found:?}").contains("veranderd"), "{found:?}");
    let found = different(&handed(&report, &both[..1]));
    let lacks = "scholing.csv hoort bij het verslag en is nu niet meegegeven";
    assert_eq!(found[0], ("inputs", vec![lacks.to_owned()]));
    let changed = STAFF.replace("1-4-2024", "2-4-2024");
    let found = different(&handed(&report, &[both[1], ("personeel.csv", &changed)]));
    let other = "personeel.csv is veranderd: het is een ander bestand dan bij het verslag";
    assert_eq!(found[0], ("inputs", vec![other.to_owned()]));
    // Another name of the provider changes no verdict, but the report.
    let settings = Settings::parse("toetsklaar.toml", "provider = \"Anders\"\nwarn_months = 3\n").expect("settings");
    let assessment = run(STAFF, Options { settings: settings.clone(), ..options() });
    let found = different(&verify(&claim(&first()), &Edition::new(&assessment), Some(&settings)));
    let told = "de instelling provider was De Proef, is nu Anders";
    assert_eq!(found, [("settings", vec![told.to_owned()])]);
}

#[test]
fn what_was_added_to_a_report_is_told() {
    let assessment = run(STAFF, options());
    let report = first();
    let added = changed(&report, |report| report["extra"] = "goedgekeurd".into());
    let found = different(&held(&added, &assessment));
    assert_eq!((found.len(), found[0].0), (1, "report"));
    assert!(found[0].1[0].starts_with("het onderdeel extra hoort niet in een verslag"), "{found:?}");
    for (place, path) in
        [("{\"verdicts\": [], ", "verdicts"), ("{\"receipt\": {\"schema\": \"x\", \"schema\": \"y\"}, ", "receipt")]
    {
        let twice = report.replacen('{', place, 1);
        let found = different(&held(&twice, &assessment));
        assert!(
            found[0].1.iter().any(|line| line.starts_with(&format!("het onderdeel {path} staat er twee keer in"))),
            "{found:?}"
        );
    }
    let twice = report.replacen("\"message\":", "\"message\": \"iets\", \"message\":", 1);
    if twice != report {
        let found = different(&held(&twice, &assessment));
        assert!(found[0].1[0].starts_with("het onderdeel findings.message staat er twee keer in"), "{found:?}");
    }
    let receipt = Receipt::of(&Edition::new(&assessment)).text();
    let more = changed(&receipt, |receipt| receipt["inputs"][0]["akkoord"] = true.into());
    let found = different(&held(&more, &assessment));
    assert!(found[0].1[0].starts_with("het onderdeel receipt.inputs.akkoord hoort niet in"), "{found:?}");
    // A report of which the people lost their names is no report that is held less strictly.
    let nameless = changed(&report, |report| {
        for person in report["people"].as_array_mut().expect("people") {
            person.as_object_mut().expect("a person").remove("name");
        }
    });
    assert_eq!(different(&held(&nameless, &assessment))[0].0, "contents");
}

#[test]
fn the_sample_in_a_report_is_drawn_again() {
    let wish = Wish { size: Size::Files(1), assurance: Percent::USUAL_ASSURANCE, seed: Some("4711".to_owned()) };
    let drawn = || {
        let mut assessment = run(STAFF, options());
        assessment.draw(&wish).expect("there are two people");
        assessment
    };
    let report = report(&drawn());
    assert_eq!(claim(&report).sample(), Some(wish.clone()));
    assert_eq!(claim(&first()).sample(), None);
    assert_eq!(different(&held(&report, &drawn())), []);
    let other = changed(&report, |report| report["sample"]["persons"][0]["key"] = "9999".into());
    let found = different(&held(&other, &drawn()));
    assert!(found[0].0 == "contents" && found[0].1[0].starts_with("de steekproef in het verslag"), "{found:?}");
}

#[test]
fn what_is_no_report_is_refused_with_the_reason() {
    let report = first();
    let cut: String = report.chars().take(report.len() / 2).collect();
    let old = changed(&report, |report| {
        report.as_object_mut().expect("an object").remove("receipt");
    });
    let broken = changed(&report, |report| report["receipt"]["verdicts"] = 3.into());
    let mut nobody = Vec::new();
    let unnamed = Pseudonymised::of(run(STAFF, options()), std::iter::once(STAFF.as_bytes()));
    json::report(&Edition::without_names(&unnamed), &mut nobody).expect("memory takes all");
    let nobody = String::from_utf8(nobody).expect("JSON is UTF-8");
    for (text, part) in [
        (cut.as_str(), "houdt halverwege op"),
        ("", "houdt halverwege op"),
        (STAFF, "geen verslag"),
        ("{\"a\": 1}", "geen verslag"),
        ("[1, 2]", "geen verslag"),
        ("{\"schema\": \"toetsklaar-report/2\"}", "andere versie"),
        (&old, "geen ontvangstbewijs"),
        (&broken, "niet te lezen"),
        (&nobody, "zonder namen"),
    ] {
        let error = Claim::read("verslag.json", text).err().unwrap_or_else(|| panic!("{text}"));
        assert!(error.contains("verslag.json") && error.contains(part), "{error}");
    }
}
