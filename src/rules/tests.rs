//! Tests over the rule files that are built in, and one refusal per thing that can be wrong.

use std::collections::BTreeSet;

use super::*;
use crate::finding::{FactName, Weight};
use jiff::civil::date;

const TODAY: Date = date(2026, 11, 23);

fn everything() -> RuleSet {
    RuleSet::load_all(&RuleFiles::embedded()).unwrap_or_else(|error| panic!("{error}"))
}

fn today() -> RuleSet {
    RuleSet::load(&RuleFiles::embedded(), TODAY).unwrap_or_else(|error| panic!("{error}"))
}

/// The built-in files with one of them replaced, added or (with no text) left out.
fn files_with(path: &str, text: Option<&str>) -> RuleFiles {
    let own = |(path, text): (&str, &str)| (path.to_owned(), text.to_owned());
    let mut files: Vec<_> = RuleFiles::embedded().iter().map(own).filter(|(other, _)| other != path).collect();
    files.extend(text.map(|text| (path.to_owned(), text.to_owned())));
    RuleFiles::new(files)
}

/// A rule with nothing wrong with it.
const SOUND: &str = r#"code = "EIG-01"
norms = ["VOG"]
effect = "signaal"
weight = "methode"
title = "Titel"
explanation = "Uitleg."
message = "Van {person} is de VOG van {issued}."
remedy = "Doe iets."
[[citation]]
source = "methode"
confidence = "I"
[variant.empty]
message = "Leeg bij {person}."
[check.person-status]
subject = "vog"
statuses = ["ontbreekt"]
who = "active"

[[example]]
title = "wel"
met = true
staff = [{ name = "A" }]

[[example]]
title = "niet"
met = false
staff = [{ name = "A" }]
"#;

fn refusal(path: &str, text: &str) -> RuleError {
    RuleSet::load_all(&files_with(path, Some(text))).expect_err("the file should be refused")
}

#[test]
fn every_code_of_the_contract_is_there_with_its_effect_and_weight() {
    use Effect::{Insufficient, Signal, Undecided};
    use Weight::{Expectation, Field, Law, Method, Own};
    let set = everything();
    for (code, effect, weight) in [
        ("SKJ-01", Insufficient, Expectation),
        ("SKJ-02", Undecided, Expectation),
        ("SKJ-03", Undecided, Expectation),
        ("SKJ-04", Insufficient, Own),
        ("SKJ-05", Signal, Field),
        ("SKJ-06", Signal, Law),
        ("SKJ-07", Signal, Method),
        ("SKJ-08", Signal, Method),
        ("SKJ-09", Signal, Law),
        ("SKJ-10", Undecided, Expectation),
        ("SCH-01", Insufficient, Expectation),
        ("SCH-02", Undecided, Expectation),
        ("SCH-03", Insufficient, Own),
        ("SCH-04", Insufficient, Own),
        ("VOG-01", Insufficient, Law),
        ("VOG-02", Insufficient, Law),
        ("VOG-03", Undecided, Law),
        ("VOG-04", Insufficient, Law),
        ("VOG-05", Insufficient, Own),
        ("VOG-06", Signal, Law),
        ("VOG-07", Signal, Method),
        ("DAT-01", Undecided, Method),
        ("DAT-02", Undecided, Method),
        ("DAT-03", Signal, Method),
        ("DAT-19", Signal, Method),
        ("DAT-20", Signal, Method),
        ("DAT-21", Undecided, Method),
        ("DAT-22", Signal, Method),
        ("DAT-23", Signal, Method),
        ("DAT-24", Signal, Method),
        ("DAT-25", Signal, Method),
        ("PRV-01", Signal, Law),
    ] {
        let rule = set.rule(code).unwrap_or_else(|| panic!("{code} is missing"));
        assert_eq!((rule.effect, rule.weight), (effect, weight), "{code}");
    }
    assert_eq!(set.rules.len(), 47);
    assert!(set.rules.is_sorted_by(|a, b| a.code < b.code));
}

#[test]
fn a_set_without_one_of_the_codes_is_refused_with_its_files_and_the_way_out() {
    let error = RuleSet::load(&files_with("VOG/VOG-01.toml", None), TODAY).expect_err("VOG-01 is missing");
    assert!(error.message.contains("ontbreekt het bestand VOG/VOG-01.toml."), "{error}");
    assert!(error.message.contains("rules export") && error.message.contains("valid_until"), "{error}");
    let few: Vec<_> = RuleFiles::embedded()
        .iter()
        .filter(|(path, _)| !matches!(*path, "5.2.2/SCH-02.toml" | "gegevens/DAT-01.toml"))
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .collect();
    let error = RuleSet::load_all(&RuleFiles::new(few)).expect_err("two rules are missing");
    assert!(error.message.contains("ontbreken de bestanden 5.2.2/SCH-02.toml, gegevens/DAT-01.toml."), "{error}");
}

#[test]
fn every_built_in_rule_is_one_that_a_set_must_have() {
    for (path, _) in RuleFiles::embedded().iter().filter(|(path, _)| path.contains('-')) {
        assert!(RuleSet::load(&files_with(path, None), TODAY).is_err(), "{path} may be left out");
    }
}

#[test]
fn a_rule_that_is_set_aside_keeps_the_examples_of_its_time() {
    let aside = SOUND.replacen("weight = \"methode\"", "weight = \"methode\"\nvalid_until = \"2020-12-31\"", 1);
    let set = RuleSet::load_all(&files_with("EIG-01.toml", Some(&aside))).unwrap_or_else(|error| panic!("{error}"));
    let rule = set.rule("EIG-01").expect("it is loaded");
    assert!(rule.examples.iter().all(|example| rule.is_past(example)));
    // An example that names its day must lie in the time of the rule, and so must one before the rule begins.
    let dated = aside.replacen("title = \"niet\"\n", "title = \"niet\"\ndate = \"2021-01-01\"\n", 1);
    assert!(refusal("EIG-01.toml", &dated).message.contains("geldt de regel niet"));
    let later = SOUND.replacen("weight = \"methode\"", "weight = \"methode\"\nvalid_from = \"2030-01-01\"", 1);
    assert!(refusal("EIG-01.toml", &later).message.contains("geldt de regel niet"));
}

#[test]
fn every_data_problem_and_every_doubt_has_a_rule_and_a_text() {
    let set = everything();
    let told: BTreeSet<Reason> = set.rules.iter().flat_map(|rule| rule.check.reasons().iter().copied()).collect();
    let silent: Vec<_> = Reason::ALL.iter().filter(|reason| !told.contains(reason)).collect();
    assert!(silent.is_empty(), "no rule tells of {silent:?}");
    let twice: Vec<_> = Reason::ALL
        .iter()
        .filter(|reason| {
            set.rules
                .iter()
                .filter(|rule| matches!(&rule.check, Check::Problem { reasons } if reasons.contains(reason)))
                .count()
                > 1
        })
        .collect();
    assert!(twice.is_empty(), "two rules tell of {twice:?}");
    for reason in Reason::ALL {
        assert!(!set.label(*reason).is_empty(), "{reason}");
    }
    assert_eq!(set.label(Reason::NumberWithoutDate), "nummer zonder einddatum");
}

#[test]
fn messages_are_short_and_own_norms_say_so() {
    for rule in everything().rules {
        let texts = std::iter::once((&rule.message, &rule.remedy)).chain(rule.variants.values().map(|(m, r)| (m, r)));
        for (message, remedy) in texts {
            let shown = message.text();
            assert!(shown.chars().count() <= 200, "{}: {shown}", rule.code);
            assert!(remedy.text().chars().count() <= 250, "{}: {}", rule.code, remedy.text());
            assert!(shown.ends_with(['.', '?']) && remedy.text().ends_with(['.', '?']), "{}: {shown}", rule.code);
            if rule.weight == Weight::Own {
                assert!(shown.contains("eigen norm"), "{}: {shown}", rule.code);
            }
        }
        let wanted = if rule.weight == Weight::Own { "Dit is een eigen norm" } else { "Zo toetsen wij" };
        assert!(rule.explanation.contains(wanted), "{}", rule.code);
        assert!(!rule.explanation.contains("  ") && rule.explanation.contains('\n'), "{}", rule.code);
    }
}

#[test]
fn a_problem_without_a_person_has_a_text_without_a_person() {
    let set = everything();
    let nameless = [
        Reason::NoDateValue,
        Reason::ControlCharacters,
        Reason::Uncalculated,
        Reason::ErrorCell,
        Reason::NoPerson,
        Reason::Ragged,
        Reason::Roster,
    ];
    for rule in &set.rules {
        let Check::Problem { reasons } = &rule.check else { continue };
        for reason in reasons.iter().filter(|reason| nameless.contains(reason)) {
            let (message, remedy) = rule.texts(Some(*reason));
            assert!(
                !message.facts().chain(remedy.facts()).any(|fact| fact == FactName::Person),
                "{} {reason}",
                rule.code
            );
        }
    }
}

#[test]
fn the_rules_in_force_follow_the_date() {
    assert_eq!(today().rules.len(), 47);
    assert_eq!(today().later_or_past, []);
    let early = RuleSet::load(&RuleFiles::embedded(), date(2016, 6, 1)).expect("the built-in rules load");
    assert!(early.rule("VOG-02").is_some() && early.rule("SKJ-01").is_none());
    assert!(early.later_or_past.iter().any(|rule| rule.code == "SKJ-01" && rule.valid_from == Some(date(2017, 6, 1))));
    assert!(early.judged(Norm::Vog) && !early.judged(Norm::Registered) && !early.judged(Norm::Trained));
    let first = RuleSet::load(&RuleFiles::embedded(), date(2017, 6, 1)).expect("the built-in rules load");
    assert!(Norm::JUDGED.iter().all(|norm| first.judged(*norm)));
    assert!(!today().judged(Norm::Data) && !today().judged(Norm::Privacy));
}

#[test]
fn a_normal_load_leaves_examples_alone_and_a_full_one_reads_them() {
    assert!(today().rules.iter().all(|rule| rule.examples.is_empty()));
    let set = everything();
    let first = &set.rule("VOG-02").expect("VOG-02 exists").examples[0];
    let files = RuleFiles::embedded();
    let line = files.text("VOG/VOG-02.toml").and_then(|text| text.lines().nth(first.line - 1));
    assert_eq!(line, Some("[[example]]"));
    assert_eq!(first.date, TODAY);
    assert_eq!(first.staff[0]["vog_issued"], ExampleCell::Text("2024-02-01".to_owned()));
    let broken = format!("{}\n[[example]]\nwat = dit\n", SOUND.split("[[example]]").next().unwrap_or_default());
    assert!(RuleSet::load(&files_with("EIG-01.toml", Some(&broken)), TODAY).is_ok());
}

#[test]
fn examples_name_fields_that_exist() {
    let known: BTreeSet<&str> = crate::lexicon::Field::ALL.iter().map(|field| field.name()).collect();
    for rule in everything().rules {
        for example in &rule.examples {
            let tables =
                [&example.staff, &example.trainings, &example.registrations, &example.groups, &example.exemptions];
            let used = tables.iter().flat_map(|rows| rows.iter()).flat_map(|row| row.keys()).chain(&example.cells);
            // The cells of a table as it stands are named by their own headings.
            let as_it_stands =
                |heading: &str| example.register.iter().chain(&example.raw).any(|text| text.contains(heading));
            for field in used.filter(|field| !as_it_stands(field)) {
                assert!(known.contains(field.as_str()), "{}: {}: {field}", rule.code, example.title);
            }
        }
    }
}

#[test]
fn a_reason_without_a_text_of_its_own_falls_back() {
    let set = today();
    let rule = set.rule("VOG-03").expect("VOG-03 exists");
    assert!(rule.texts(Some(Reason::AfterStart)).0.text().contains("na de start"));
    let unknown = rule.texts(Some(Reason::Unknown));
    assert!(unknown.0.text().contains("‘{value}’"));
    assert_eq!(unknown.1, &rule.remedy, "a variant may give one of the two texts");
    assert_eq!(rule.texts(None), (&rule.message, &rule.remedy));
}

#[test]
fn a_source_line_names_law_article_and_paragraph() {
    let set = today();
    let line = |code: &str| set.rule(code).map(|rule| rule.source_line(&set)).unwrap_or_default();
    assert_eq!(line("VOG-04"), "Jeugdwet art. 4.1.6 lid 4");
    assert_eq!(line("SKJ-01"), "IGJ-rapport 2018, verwachting 5.2.1; Besluit Jeugdwet art. 5.1.1");
}

#[test]
fn the_terms_are_those_of_the_sources() {
    let set = today();
    let terms = &set.registration;
    assert_eq!((terms.skj_digits, terms.renewal_months, terms.big_digits), (9, 6, 11));
    for (code, day, counts) in [
        ("01", TODAY, true),
        ("16", TODAY, true),
        ("25", TODAY, true),
        ("30", TODAY, true),
        ("31", date(2020, 9, 30), false),
        ("31", date(2020, 10, 1), true),
        ("04", TODAY, false),
        ("94", TODAY, false),
        ("99", TODAY, false),
    ] {
        assert_eq!(terms.big_profession(code).map(|one| one.counts_on(day)), Some(counts), "{code} {day}");
    }
    assert!(terms.big_profession("05").is_none());
    let vog = &set.vog;
    assert_eq!((vog.months_before_start, vog.solistic_years, vog.law_from), (3, 3, date(2015, 1, 1)));
    let profile = set.rule("VOG-07").map(|rule| rule.check.clone());
    assert!(matches!(profile, Some(Check::Profile { expected, .. }) if expected == [vog.expected_profile.clone()]));
}

#[test]
fn a_sound_rule_of_somebody_else_loads() {
    let set =
        RuleSet::load_all(&files_with("eigen/EIG-01.toml", Some(SOUND))).unwrap_or_else(|error| panic!("{error}"));
    assert!(set.rule("EIG-01").is_some());
    assert_ne!(set.sha256, everything().sha256);
}

#[test]
fn what_is_wrong_with_a_rule_is_refused_with_its_line() {
    for (from, to, line, part) in [
        ("code = \"EIG-01\"", "code = \"eig1\"", 1, "drie hoofdletters"),
        ("code = \"EIG-01\"", "code = \"EIG-02\"", 1, "EIG-02.toml"),
        ("norms = [\"VOG\"]", "norms = []", 2, "ten minste één norm"),
        ("norms = [\"VOG\"]", "norms = [\"5.2.9\"]", 2, "`5.2.9` is hier niet bekend"),
        ("effect = \"signaal\"", "effect = \"signal\"", 3, "Bedoelt u `signaal`?"),
        ("effect = \"signaal\"", "effect = \"signaal", 3, "geen geldige TOML"),
        ("weight = \"methode\"", "weight = \"methode\"\nweight = \"wet\"", 5, "twee keer"),
        ("weight = \"methode\"", "weight = \"methode\"\nvalid_from = 2015-01-01", 5, "verkeerde soort"),
        ("weight = \"methode\"", "weight = \"methode\"\nvalid_from = \"1-1-2015\"", 5, "geen datum"),
        ("weight = \"methode\"", "weight = \"methode\"\nvalid_from = \"2015-02-30\"", 5, "geen datum"),
        (
            "weight = \"methode\"",
            "weight = \"methode\"\nvalid_from = \"2020-01-01\"\nvalid_until = \"2019-12-31\"",
            1,
            "ligt voor de eerste",
        ),
        ("title = \"Titel\"", "titel = \"Titel\"", 5, "Bedoelt u `title`?"),
        ("remedy = \"Doe iets.\"\n", "", 1, "ontbreekt `remedy`"),
        ("{issued}", "{title}", 7, "geen feit `title`"),
        ("{issued}", "{issued", 7, "niet gesloten"),
        ("{issued}", "{datum}", 7, "geen feit met de naam `datum`"),
        ("Leeg bij {person}", "Leeg bij {count|a}", 13, "enkelvoud"),
        ("source = \"methode\"", "source = \"wikipedia\"", 9, "`wikipedia` staat niet in sources.toml"),
        ("[[citation]]\nsource = \"methode\"\nconfidence = \"I\"\n", "", 1, "noemt geen bron"),
        ("[variant.empty]", "[variant.duplicate]", 12, "nooit de reden `duplicate`"),
        ("[variant.empty]", "[variant.leeg]", 12, "`leeg` is hier niet bekend"),
        ("[check.person-status]", "[check.person-state]", 14, "Bedoelt u `person-status`?"),
        ("statuses = [\"ontbreekt\"]", "statuses = [\"geregistreerd\"]", 14, "geen status van dit onderwerp"),
        ("statuses = [\"ontbreekt\"]", "reasons = [\"expired\"]", 14, "komt bij dit onderwerp niet voor"),
        ("statuses = [\"ontbreekt\"]\n", "", 14, "zonder die twee"),
        ("who = \"active\"", "who = \"active\"\nsignal_when = \"warn_months\"", 14, "instelling met een aandeel"),
        ("who = \"active\"", "who = \"iedereen\"", 17, "`iedereen` is hier niet bekend"),
        ("met = true\nstaff", "met = true\ncount = 1\nstaff", 19, "horen bij een bevinding"),
        (
            "title = \"niet\"\nmet = false\nstaff = [{ name = \"A\" }]",
            "title = \"niet\"\nmet = false",
            24,
            "geen rijen",
        ),
        (
            "title = \"niet\"\nmet = false",
            "title = \"niet\"\nmet = false\nreason = \"duplicate\"",
            24,
            "nooit de reden",
        ),
        ("title = \"niet\"\nmet = false", "title = \"niet\"\nmet = false\nraw = \"a;b\"", 24, "Kies één"),
    ] {
        assert!(SOUND.contains(from), "{from}");
        let error = refusal("EIG-01.toml", &SOUND.replacen(from, to, 1));
        assert!(error.message.contains(part), "{to}: {}", error.message);
        assert_eq!((error.file.as_str(), error.line), ("EIG-01.toml", Some(line)), "{to}: {error}");
        assert!(error.to_string().contains(&error.message) && error.to_string().contains("EIG-01.toml"), "{error}");
    }
}

#[test]
fn parameters_that_cannot_go_together_are_refused() {
    let person_status = "[check.person-status]\nsubject = \"vog\"\nstatuses = [\"ontbreekt\"]\nwho = \"active\"\n";
    let base =
        SOUND.replace("[variant.empty]\nmessage = \"Leeg bij {person}.\"\n", "").replace(" is de VOG van {issued}", "");
    for (check, part) in [
        ("[check.ends-within]\nsetting = \"minimum_share_trained\"\n", "geen aantal maanden"),
        ("[check.older-than]\nsubject = \"registration\"\nsetting = \"warn_months\"\n", "niet over registratie"),
        ("[check.profile]\nexpected = []\n", "leeg"),
        ("[check.problem]\nreasons = []\n", "leeg"),
        ("[check.profile]\nexpected = [\"45\"]\nextra = 1\n", "`extra` is hier niet bekend"),
    ] {
        let error = refusal("EIG-01.toml", &base.replace(person_status, check));
        assert!(error.message.contains(part), "{check}: {error}");
    }
    let group = base.replace("{person}", "{group}");
    for (setting, subject, part) in
        [("warn_months", "training", "geen aandeel"), ("minimum_share_trained", "vog", "niet over de VOG")]
    {
        let check = format!(
            "[check.share]\nsubject = \"{subject}\"\nsetting = \"{setting}\"\nagreed = false\nundecided = \"niet te beoordelen\"\n"
        );
        let error = refusal("EIG-01.toml", &group.replace(person_status, &check));
        assert!(error.message.contains(part), "{check}: {error}");
    }
}

#[test]
fn a_rule_without_both_kinds_of_example_is_refused() {
    let met = SOUND.find("[[example]]\ntitle = \"niet\"").map(|at| &SOUND[..at]).unwrap_or_default();
    assert!(refusal("EIG-01.toml", met).message.contains("geen voorbeeld met een bevinding"));
    let not_met = SOUND.replacen("met = true", "met = false", 1);
    assert!(refusal("EIG-01.toml", &not_met).message.contains("geen voorbeeld zonder bevinding"));
}

#[test]
fn one_code_twice_may_not_overlap() {
    let dated = |from: &str| SOUND.replace("weight = \"methode\"", &format!("weight = \"methode\"\n{from}"));
    let (until, after) = (dated("valid_until = \"2019-12-31\""), dated("valid_from = \"2020-01-01\""));
    let pair = |first: &str, second: &str| {
        let own = |(path, text): (&str, &str)| (path.to_owned(), text.to_owned());
        let mut files: Vec<_> = RuleFiles::embedded().iter().map(own).collect();
        files.push(("EIG-01.toml".to_owned(), first.to_owned()));
        files.push(("EIG-01.2020.toml".to_owned(), second.to_owned()));
        RuleFiles::new(files)
    };
    assert!(RuleSet::load(&pair(&until, &after), TODAY).is_ok());
    let later = RuleSet::load(&pair(&until, &after), date(2019, 12, 31)).expect("the two do not overlap");
    assert_eq!(later.later_or_past.iter().filter(|rule| rule.code == "EIG-01").count(), 1);
    let same_day = dated("valid_from = \"2019-12-31\"");
    for (first, second) in [(until.as_str(), same_day.as_str()), (SOUND, after.as_str()), (SOUND, SOUND)] {
        let error = RuleSet::load(&pair(first, second), TODAY).expect_err("the two overlap");
        assert!(error.message.contains("geldt op dezelfde dag"), "{error}");
    }
}

#[test]
fn what_is_wrong_with_the_other_files_is_refused() {
    let files = RuleFiles::embedded();
    for (path, from, to, part) in [
        ("set.toml", "version", "versie", "Bedoelt u `version`?"),
        ("sources.toml", "key = \"avg\"", "key = \"uavg\"", "twee keer"),
        ("status/registration.toml", "code = \"31\"", "code = \"30\"", "twee keer"),
        ("status/registration.toml", "code = \"31\"", "code = \"3\"", "twee cijfers"),
        ("status/registration.toml", "source = \"big-nvo\"", "source = \"nvo\"", "`nvo` staat niet in"),
        ("status/vog.toml", "source = \"jeugdwet\"", "source = \"wet\"", "`wet` staat niet in"),
        ("status/vog.toml", "\"2015-01-01\"", "\"2015\"", "geen datum"),
        ("status/reasons.toml", "no-column = \"geen kolom in het bestand\"\n", "", "`no-column` heeft nog geen tekst"),
        ("status/reasons.toml", "no-column =", "no-kolom =", "Bedoelt u `no-column`?"),
        ("steps/vog.toml", "kind = \"earlier-vog\"", "kind = \"show-vog\"", "staat er twee keer"),
        ("steps/vog.toml", "source = \"jeugdwet\"", "source = \"wet\"", "`wet` staat niet in"),
        ("steps/vog.toml", "{earliest}", "{valid_until}", "geen feit `valid_until`"),
        ("steps/training.toml", "cost = \"maanden\"", "cost = \"duur\"", "maanden"),
    ] {
        let text = files.text(path).unwrap_or_default();
        assert!(text.contains(from), "{path}: {from}");
        let error = refusal(path, &text.replacen(from, to, 1));
        assert!(error.message.contains(part), "{path}: {to}: {error}");
        assert_eq!(error.file, path);
    }
    let files_needed = [
        "set.toml",
        "sources.toml",
        "status/registration.toml",
        "status/vog.toml",
        "status/reasons.toml",
        "scorecard.toml",
    ];
    let steps = ["data", "levels", "registration", "training", "vog"].map(|name| format!("steps/{name}.toml"));
    for path in files_needed.into_iter().chain(steps.iter().map(String::as_str)) {
        let error = RuleSet::load(&files_with(path, None), TODAY).expect_err("a missing file is refused");
        assert!(error.message.contains("ontbreekt"), "{error}");
    }
    let bare: Vec<_> = files
        .iter()
        .filter(|(path, _)| !path.contains("-0") && !path.contains("-1") && !path.contains("-2"))
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .collect();
    let error = RuleSet::load(&RuleFiles::new(bare), TODAY).expect_err("no rules at all");
    assert!(error.message.contains("geen enkele regel"), "{error}");
}
