//! What is proof of training, and of a VOG: outcomes by hand from the contract.
//!
//! All people here are made up.

use std::sync::Arc;

use toetsklaar::assess::{Assessment, Input, Options, assess};
use toetsklaar::calendar;
use toetsklaar::check::Statuses;
use toetsklaar::edition::Edition;
use toetsklaar::finding::{Reason, Training};
use toetsklaar::read::Here;

const STAFF: &str = "Pers.nr;Naam;Functie;Groep;In dienst\n1001;A. Voorbeeld;pedagogisch medewerker;Kube;1-3-2024\n";

/// The assessment of some files on 15 June 2026.
fn assessed(files: &[(&str, &str)]) -> Assessment {
    let input = |(name, text): &(&str, &str)| Input { name: (*name).to_owned(), bytes: Arc::from(text.as_bytes()) };
    let options = Options::on(calendar::parse("15-6-2026").expect("a date"));
    let inputs: Vec<Input> = files.iter().map(input).collect();
    assess(&inputs, options, &Here).unwrap_or_else(|error| panic!("{error}")).0
}

fn statuses(assessment: &Assessment) -> &Statuses {
    assessment.judgement.statuses.first().expect("one person")
}

/// What a list of trainings with this heading and row says of the only person.
fn listed(heading: &str, row: &str) -> (Training, Reason) {
    let list = format!("Pers.nr;Training;{heading}\n1001;{row}\n");
    let assessment = assessed(&[("personeel.csv", STAFF), ("trainingen.csv", &list)]);
    let training = statuses(&assessment).training;
    (training.status, training.reason)
}

/// The messages of a rule.
fn messages(assessment: &Assessment, code: &str) -> Vec<String> {
    let edition = Edition::new(assessment);
    let of_rule = assessment.judgement.findings.iter().filter(|finding| edition.rule(finding).code == code);
    of_rule.map(|finding| edition.message(finding)).collect()
}

#[test]
fn only_what_says_that_a_training_was_finished_confirms_it() {
    for said in [
        "ja",
        "Ja",
        "x",
        "behaald",
        "geslaagd",
        "Voldoende",
        "afgerond",
        "aanwezig",
        "voltooid",
        "deelgenomen",
        "ja, in dossier",
        "12-3-2024",
        "CERT-2024-001",
        "2024115",
        "nr. 1234",
        "",
        "-",
        "met goed gevolg",
    ] {
        for heading in ["Certificaat", "Status", "Geslaagd", "Diploma"] {
            let found = listed(&format!("Datum training;{heading}"), &format!("Training Mensenhandel;1-5-2024;{said}"));
            assert_eq!(found, (Training::Demonstrable, Reason::Dated), "{heading}: {said}");
        }
    }
    for said in [
        "nee",
        "geannuleerd",
        "afgemeld",
        "niet geslaagd",
        "onvoldoende",
        "nog te volgen",
        "ingeschreven",
        "niet verschenen",
        "gestopt",
        "gedeeltelijk",
        "open",
        "uitgenodigd",
        "vervallen",
        "no show",
        "gepland",
        "aanwezig, maar niet geslaagd",
        "ja, gedeeltelijk",
        "geannuleerd op 12-3-2024",
        "gezakt",
        "nog niet",
    ] {
        for heading in ["Certificaat", "Status", "Geslaagd", "Diploma"] {
            let found = listed(&format!("Datum training;{heading}"), &format!("Training Mensenhandel;1-5-2024;{said}"));
            assert_eq!(found, (Training::ToVerify, Reason::NoCertificate), "{heading}: {said}");
        }
    }
    for said in ["?", "onbekend", "groepje B", "5", "80%", "1-12-2026", "vrijstelling"] {
        let found = listed("Datum training;Certificaat", &format!("Training Mensenhandel;1-5-2024;{said}"));
        assert_eq!(found, (Training::ToVerify, Reason::CertificateUnclear), "{said}");
    }
}

#[test]
fn a_first_day_alone_says_nothing_about_the_last_one() {
    let counts = (Training::Demonstrable, Reason::Dated);
    let started = (Training::ToVerify, Reason::OnlyStarted);
    for (heading, row, expected) in [
        ("Startdatum", "1-5-2024", started),
        ("Gestart op", "1-5-2024", started),
        ("Startdatum;Einddatum", "1-5-2024;", started),
        ("Startdatum;Einddatum", "1-5-2024;1-6-2024", counts),
        // A training of one day.
        ("Startdatum;Einddatum", "1-5-2024;1-5-2024", counts),
        ("Startdatum;Einddatum", "1-6-2026;1-7-2026", (Training::ToVerify, Reason::Contradiction)),
        ("Startdatum;Certificaat", "1-5-2024;ja", counts),
        ("Startdatum;Status", "1-5-2024;", started),
        ("Startdatum;Status", "1-5-2024;geannuleerd", (Training::ToVerify, Reason::NoCertificate)),
        ("Datum van - t/m", "1-5-2024", counts),
        ("Datum", "1-5-2024", counts),
    ] {
        assert_eq!(listed(heading, &format!("Training Mensenhandel;{row}")), expected, "{heading}: {row}");
    }
}

#[test]
fn a_column_that_says_that_it_was_followed_counts_beside_the_date() {
    for heading in ["Behaald", "Gevolgd", "Voltooid", "Aanwezig", "Deelgenomen", "Geslaagd"] {
        for (said, expected) in [
            ("ja", (Training::Demonstrable, Reason::Dated)),
            ("nee", (Training::ToVerify, Reason::NoCertificate)),
            ("afgemeld", (Training::ToVerify, Reason::NoCertificate)),
        ] {
            let row = format!("Training Mensenhandel;1-5-2024;{said}");
            assert_eq!(listed(&format!("Datum;{heading}"), &row), expected, "{heading}: {said}");
        }
    }
    let list = "Pers.nr;Training;Datum;Behaald\n1001;Training Mensenhandel;1-5-2024;geslaagd\n";
    let assessment = assessed(&[("personeel.csv", STAFF), ("trainingen.csv", list)]);
    assert_eq!(statuses(&assessment).training.status, Training::Demonstrable);
    assert_eq!(messages(&assessment, "DAT-03"), Vec::<String>::new());
    // Without a column "Datum" the date may stand below "Behaald" itself.
    assert_eq!(listed("Behaald", "Training Mensenhandel;1-5-2024"), (Training::Demonstrable, Reason::Dated));
    assert_eq!(listed("Startdatum;Einddatum", "Training Mensenhandel;1-5-2026;1-7-2026").0, Training::ToVerify);
}

#[test]
fn a_title_that_says_that_it_did_not_go_on_is_in_doubt() {
    for what in ["afgemeld", "no show", "verplaatst", "geannuleerd", "afgezegd"] {
        let found = listed("Datum training", &format!("mensenhandel: {what};1-5-2024"));
        assert_eq!(found, (Training::ToVerify, Reason::UnknownTitle), "{what}");
    }
}

/// Statuses of the only person on a staff sheet with these columns about training.
fn on_staff(headings: &str, cells: &str) -> (Training, Reason, Assessment) {
    let text = format!(
        "Pers.nr;Naam;Functie;Groep;In dienst;{headings}\n1001;A. Voorbeeld;pedagogisch medewerker;Kube;1-3-2024;{cells}\n"
    );
    let assessment = assessed(&[("personeel.csv", &text)]);
    let training = statuses(&assessment).training;
    (training.status, training.reason, assessment)
}

#[test]
fn columns_of_one_title_say_one_thing_together() {
    let three = "Training mensenhandel;Datum mensenhandel;Certificaat mensenhandel";
    for (headings, cells, status, reason) in [
        (three, "ja;1-5-2024;ja", Training::Demonstrable, Reason::Dated),
        (three, "ja;1-5-2024;nee", Training::ToVerify, Reason::NoCertificate),
        (three, ";1-5-2024;nee", Training::ToVerify, Reason::NoCertificate),
        (three, "nee;1-5-2024;", Training::ToVerify, Reason::Contradiction),
        (three, "nee;;ja", Training::ToVerify, Reason::Contradiction),
        (three, "nee;;", Training::None, Reason::No),
        (three, "nee;;nee", Training::None, Reason::No),
        (three, "aangevraagd;1-7-2026;", Training::None, Reason::Planned),
        (three, "geannuleerd;1-5-2024;", Training::ToVerify, Reason::NoCertificate),
        (three, ";;ja", Training::ToVerify, Reason::ClaimOnly),
        (three, ";;", Training::None, Reason::Empty),
        ("Certificaat mensenhandel", "nee", Training::ToVerify, Reason::NoCertificate),
        ("Certificaat mensenhandel", "1-5-2024", Training::Demonstrable, Reason::Dated),
        ("Datum mensenhandel;Certificaat mensenhandel", "1-5-2024;nee", Training::ToVerify, Reason::NoCertificate),
        // A certificate for another title says nothing of this one.
        ("Training mensenhandel;Certificaat loverboys", "1-5-2024;nee", Training::Demonstrable, Reason::Dated),
    ] {
        let (found, why, _) = on_staff(headings, cells);
        assert_eq!((found, why), (status, reason), "{headings}: {cells}");
    }
}

#[test]
fn a_training_is_called_by_its_heading_where_the_cell_has_no_title() {
    let (_, reason, assessment) = on_staff("Training mensenhandel", "2024-13-01");
    assert_eq!(reason, Reason::UnreadableDate);
    assert!(messages(&assessment, "SCH-02")[0].contains("‘Training mensenhandel’"));
    let (_, reason, assessment) = on_staff("Training;BHV", ";1-5-2024");
    assert_eq!(reason, Reason::NoEvidence);
    assert!(messages(&assessment, "SCH-01")[0].contains("‘BHV’"));
}

#[test]
fn columns_about_other_training_say_nothing_about_this_one() {
    for cells in ["1-5-2024", "", "nee", "ja", "?", "31-2-2024"] {
        let (status, reason, _) = on_staff("BHV", cells);
        assert_eq!((status, reason), (Training::ToVerify, Reason::NoColumn), "{cells}");
    }
    for cells in [";nee", ";?", ";31-2-2024", ";"] {
        let (status, reason, _) = on_staff("Training;BHV", cells);
        assert_eq!((status, reason), (Training::None, Reason::Empty), "{cells}");
    }
}

#[test]
fn a_row_with_years_of_two_digits_is_one_of_a_person() {
    let staff = "Naam;Functie;Groep;In dienst;VOG afgifte\nA. Voorbeeld;pm;Kube;1 mei 24;1 apr 24\n";
    let assessment = assessed(&[("personeel.csv", staff)]);
    assert_eq!(statuses(&assessment).vog.reason, Reason::InWindow);
    assert_eq!(assessment.rows_left_out.len(), 0);
    // "Totaal" with a date in its row is a person.
    let staff = "Naam;Functie;Groep;In dienst;VOG afgifte\n\
                 A. Voorbeeld;pm;Kube;1-5-2024;1-4-2024\nAantal Hendriks;;;;1/4/24\n";
    assert_eq!(assessed(&[("personeel.csv", staff)]).staff.people.len(), 2);
}
