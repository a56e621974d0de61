//! A sheet with expectations, as inspectors keep one: what is read, what is said of it, and where it shows.

use std::sync::Arc;

use serde_json::Value;
use toetsklaar::assess::{Assessment, Input, Options, assess};
use toetsklaar::edition::Edition;
use toetsklaar::expectations::Standing;
use toetsklaar::finding::Verdict;
use toetsklaar::lexicon::Role;
use toetsklaar::read::Here;
use toetsklaar::write::{json, text};

/// One pm with everything in order: 5.2.1 and 5.2.2 are voldoende.
const STAFF: &str = "Pers.nr;Naam;Functie;Groep;In dienst;SKJ-nummer;SKJ geldig tot;VOG datum;Training mensenhandel\n\
    1;A. Voorbeeld;pedagogisch medewerker;Kube;1-3-2016;999000001;1-3-2021;1-2-2016;1-9-2016\n";

fn run(files: &[(&str, &str)]) -> Assessment {
    let inputs: Vec<Input> = files
        .iter()
        .map(|(name, text)| Input { name: (*name).to_owned(), bytes: Arc::from(text.as_bytes()) })
        .collect();
    let options = Options::on("2017-10-01".parse().expect("a date"));
    assess(&inputs, options, &Here).unwrap_or_else(|error| panic!("{error}")).0
}

fn with(list: &str) -> Assessment {
    run(&[("personeel.csv", STAFF), ("verwachtingen.csv", list)])
}

fn summary(assessment: &Assessment) -> String {
    let mut bytes = Vec::new();
    text::summary(&Edition::new(assessment), &mut bytes).expect("in memory");
    String::from_utf8(bytes).expect("UTF-8")
}

fn report(assessment: &Assessment) -> Value {
    let mut bytes = Vec::new();
    json::report(&Edition::new(assessment), &mut bytes).expect("in memory");
    serde_json::from_slice(&bytes).expect("JSON")
}

/// The rules that found something, with the cell.
fn found(assessment: &Assessment) -> Vec<(String, String)> {
    let report = report(assessment);
    let findings = report["findings"].as_array().expect("a list");
    let told = |finding: &Value| {
        let cell = finding["cells"][0]["cell"].as_str().unwrap_or("").to_owned();
        (finding["rule"].as_str().unwrap_or("").to_owned(), cell)
    };
    findings.iter().map(told).collect()
}

#[test]
fn without_a_list_there_is_no_scorecard() {
    let assessment = run(&[("personeel.csv", STAFF)]);
    assert_eq!(assessment.scorecard(), None);
    assert!(!summary(&assessment).contains("Scorekaart"));
    assert!(report(&assessment).get("expectations").is_none());
}

#[test]
fn a_list_is_read_with_its_subheadings_doubles_and_doubts() {
    let list = "Verwachtingen van het toetsingskader\n\
        \n\
        Nr;Verwachting;Thema;Oordeel;Toelichting\n\
        Thema Veiligheid\n\
        2.1.1;Actueel beeld;Veiligheid;Voldoende;goed gesprek\n\
        2.1.2;Systematisch ingeschat;Veiligheid;onvold.;\n\
        2.1.3;Multidisciplinair;Veiligheid;redelijk;\n\
        2.2.1;Hulp op basis van risico's;Veiligheid;voldoende;\n\
        2.2.1;Hulp op basis van risico's;Veiligheid;onvoldoende;\n\
        2.2.2;Afspraken;Veiligheid;v;\n\
        2.2.2;Afspraken;Veiligheid;voldoende;\n\
        ;Visie en beleid;Organisatie;n.v.t.;\n\
        ;Kwaliteitsmanagement;Organisatie;;\n\
        5.2.2;Geschoold;Organisatie;onvoldoende;dossiers gezien\n\
        Totaal;;;3;\n";
    let assessment = with(list);
    let card = assessment.scorecard().expect("there is a list");
    let standings: Vec<(Option<&str>, Standing)> =
        card.entries.iter().map(|entry| (entry.number.as_deref(), entry.standing)).collect();
    assert_eq!(
        standings,
        [
            (Some("2.1.1"), Standing::Sufficient),
            (Some("2.1.2"), Standing::Insufficient),
            (Some("2.1.3"), Standing::Undecided),
            (Some("2.2.1"), Standing::Undecided),
            (Some("2.2.2"), Standing::Sufficient),
            (None, Standing::NotTested),
            (None, Standing::Open),
            (Some("5.2.2"), Standing::Insufficient),
            (Some("5.2.1"), Standing::Sufficient),
        ]
    );
    assert_eq!((card.score.counts.tested(), card.score.framework), (7, None));
    // 3 of 7 is less than 65%, 5 of 7 is not.
    assert_eq!(card.score.certain(), None);
    assert_eq!(card.entries[7].differs_from(), Some(Verdict::Sufficient));
    assert_eq!(
        found(&assessment),
        [("DAT-03", "D7"), ("DAT-05", "D8"), ("DAT-05", "D10")].map(|(rule, cell)| (rule.to_owned(), cell.to_owned()))
    );
    let shown = summary(&assessment);
    for part in [
        "3 van de 7 getoetste verwachtingen voldoende, 2 onvoldoende, 2 niet te beoordelen.",
        "alleen over deze 7: dat hangt af van wat niet te beoordelen is.",
        "in 2017 toetste de inspectie 33 (open jeugdhulp) of 40 (gesloten jeugdhulp) verwachtingen",
        "1 verwachting zonder oordeel telt niet mee.",
        "1 verwachting is niet getoetst.",
        "5.2.1: voldoende, indicatie uit het bestand.",
        "5.2.2: de inspecteur noteerde onvoldoende, het bestand wijst op voldoende. Het oordeel van de inspecteur telt.",
        "Onvoldoende: 2.1.2, 5.2.2.",
        "Per thema: Veiligheid 2 van 5, Organisatie 1 van 2",
    ] {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
    // An explanation is nobody's input, and stays in the sheet.
    assert!(!shown.contains("dossiers gezien") && !report(&assessment).to_string().contains("dossiers gezien"));
    let json = &report(&assessment)["expectations"];
    assert_eq!(json["rule_of_thumb"], Value::Null);
    assert_eq!(
        json["rule_of_thumb_between"],
        serde_json::json!(["zwaardere maatregel overwogen", "niet vermeld in de bron"])
    );
    assert_eq!(
        json["entries"][7],
        serde_json::json!({
            "number": "5.2.2", "text": "Geschoold", "theme": "Organisatie", "verdict": "onvoldoende", "by": "inspecteur",
            "indicated": "voldoende", "cell": {"file": "verwachtingen.csv", "sheet": "verwachtingen", "cell": "D14", "value": "onvoldoende"}
        })
    );
}

#[test]
fn other_headings_and_one_column_for_number_and_words_do() {
    let list = "Kernverwachting;Score\n1.1.1 Hulp past bij de problematiek;o\nVerwachting 5.2.1;v\nLeefklimaat;volgt\n";
    let card = with(list).scorecard().expect("there is a list");
    let told: Vec<(&str, Standing, Option<usize>)> = card
        .entries
        .iter()
        .map(|entry| (entry.number.as_deref().unwrap_or(&entry.text), entry.standing, entry.theme))
        .collect();
    assert_eq!(
        told,
        [
            ("1.1.1", Standing::Insufficient, Some(0)),
            ("5.2.1", Standing::Sufficient, Some(4)),
            ("Leefklimaat", Standing::Undecided, None),
            ("5.2.2", Standing::Sufficient, Some(4)),
        ]
    );
}

#[test]
fn what_every_column_with_opinions_says_counts() {
    let told = |list: &str| {
        let assessment = with(list);
        let card = assessment.scorecard().expect("there is a list");
        let standings: Vec<Standing> = card.entries[..card.entries.len() - 2].iter().map(|one| one.standing).collect();
        (standings, found(&assessment))
    };
    let rules = |found: &[(&str, &str)]| -> Vec<(String, String)> {
        found.iter().map(|(rule, cell)| ((*rule).to_owned(), (*cell).to_owned())).collect()
    };
    // Which of two opinions holds, the list does not tell: not by its year either.
    for [one, other] in [["Oordeel", "Hertoets"], ["Oordeel 2025", "Oordeel 2026"], ["Oordeel", "Oordeel inspecteur 2"]]
    {
        let list = format!(
            "Nr;Verwachting;{one};{other}\n1.1.1;Passende hulp;v;o\n1.1.2;Actueel beeld;v;v\n1.1.3;Afspraken;o;-\n\
             1.1.4;Rapportage;;v\n1.1.5;Evaluatie;;\n"
        );
        let undecided =
            [Standing::Undecided, Standing::Sufficient, Standing::Insufficient, Standing::Sufficient, Standing::Open];
        assert_eq!(told(&list), (undecided.to_vec(), rules(&[("DAT-05", "C2")])), "{one}, {other}");
    }
    // The last word goes before all others, also where it is still to come.
    for last in ["Definitief oordeel", "Eindoordeel"] {
        let list = format!("Nr;Verwachting;Oordeel;{last}\n1.1.1;Passende hulp;v;o\n1.1.2;Actueel beeld;v;\n");
        let standings = vec![Standing::Insufficient, Standing::Open];
        assert_eq!(told(&list), (standings, rules(&[("DAT-19", "C1")])), "{last}");
    }
    // What may be an opinion and is not read, is told; a provider's own opinion is none.
    let list = "Nr;Verwachting;Oordeel;Herbeoordeling juni;Zelfoordeel\n1.1.1;Passende hulp;v;o;o\n";
    assert_eq!(told(list), (vec![Standing::Sufficient], rules(&[("DAT-22", "D1")])));
}

#[test]
fn an_opinion_that_doubts_itself_is_none() {
    let list = "Nr;Verwachting;Oordeel\n1.1.1;;voldoende?\n1.1.2;;o (?)\n1.1.3;;±\n1.1.4;;+/-\n1.1.5;;?\n";
    let card = with(list).scorecard().expect("there is a list");
    let standings: Vec<Standing> = card.entries[..5].iter().map(|entry| entry.standing).collect();
    assert_eq!(standings, [Standing::Undecided; 5]);
}

#[test]
fn a_theme_or_opinion_on_another_sheet_is_nobodys_expectation() {
    let added = [";Thema;Oordeel", ";Veiligheid;voldoende"];
    let staff: Vec<String> = STAFF.lines().zip(added).map(|(line, more)| format!("{line}{more}\n")).collect();
    let staff = staff.concat();
    let assessment = run(&[("personeel.csv", &staff)]);
    assert_eq!(assessment.scorecard(), None);
    let tables = assessment.inputs[0].sheets[0].tables.clone();
    assert_eq!(tables[0].role, Some(Role::Staff));
    let report = report(&assessment);
    let unread = report["inputs"][0]["sheets"][0]["unrecognised"].as_array().expect("a list").len();
    assert_eq!(unread, 2);
}
