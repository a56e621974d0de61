//! Sheets that are known by the name on their tab: what they say counts, or is said not to.
//!
//! All people here are made up.

use std::sync::Arc;

use toetsklaar::assess::{Assessment, Input, Options, assess};
use toetsklaar::calendar;
use toetsklaar::finding::{Norm, Reason, Registration, Training, Verdict, Vog};
use toetsklaar::lexicon::Role;
use toetsklaar::read::Here;
use toetsklaar::table::Use;

const STAFF: &str = "Personeelsnummer;Naam;Functie;Groep;In dienst;Training mensenhandel\n\
                     1001;A. Voorbeeld;pedagogisch medewerker;Kube;1-5-2024;12-3-2025\n";

/// Files by name; the name of a csv file is that of its sheet.
fn assessed(files: &[(&str, &str)]) -> Assessment {
    let inputs: Vec<Input> = files
        .iter()
        .map(|(name, text)| Input { name: format!("{name}.csv"), bytes: Arc::from(text.as_bytes()) })
        .collect();
    let options = Options::on(calendar::parse("15-6-2026").expect("a date"));
    assess(&inputs, options, &Here).unwrap_or_else(|error| panic!("{error}")).0
}

#[test]
fn a_sheet_called_vog_or_skj_holds_what_its_name_says() {
    let vog = ("VOG", "Pers.nr;Datum afgifte\n1001;1-4-2024\n");
    let skj = ("SKJ-registraties", "Pers.nr;Registratienummer;Geldig tot\n1001;110001234;1-3-2029\n");
    let assessment = assessed(&[("Personeel", STAFF), vog, skj]);
    let statuses = &assessment.judgement.statuses[0];
    assert_eq!(statuses.vog.status, Vog::InOrder);
    assert_eq!(statuses.registration.status, Registration::Registered);
    let verdicts = &assessment.judgement.provider_verdicts;
    assert!(
        Norm::JUDGED
            .iter()
            .zip(verdicts)
            .all(|(norm, verdict)| verdict.norm == *norm && verdict.verdict == Verdict::Sufficient)
    );
    // A list of VOGs covers everybody: who is not on it has none. One on which nobody is, covers nobody.
    let other = ("VOG", "Pers.nr;Datum afgifte\n1002;1-4-2024\n");
    let two = format!("{STAFF}1002;B. Voorbeeld;pedagogisch medewerker;Kube;1-5-2024;12-3-2025\n");
    assert_eq!(assessed(&[("Personeel", &two), other]).judgement.statuses[0].vog.status, Vog::Missing);
    let nobody = &assessed(&[("Personeel", STAFF), other]).judgement.statuses[0].vog;
    assert_eq!((nobody.status, nobody.reason), (Vog::ToVerify, Reason::NotJoined));
}

#[test]
fn a_column_that_another_sheet_has_is_missed_on_the_sheet_of_the_person_only() {
    let with = (
        "Locatie A",
        "Personeelsnummer;Naam;Functie;Groep;In dienst;VOG afgifte\n1001;A. Voorbeeld;pedagogisch medewerker;Kube;1-5-2024;1-4-2024\n",
    );
    let without = (
        "Locatie B",
        "Personeelsnummer;Naam;Functie;Groep;In dienst\n1002;B. Voorbeeld;pedagogisch medewerker;Lima;1-5-2024\n",
    );
    let vog = |files: &[(&str, &str)]| {
        let assessment = assessed(files);
        let of = |person: usize| &assessment.judgement.statuses[person].vog;
        (0..assessment.staff.people.len()).map(|person| (of(person).status, of(person).reason)).collect::<Vec<_>>()
    };
    let on_sheet = (Vog::ToVerify, Reason::NoColumnOnSheet);
    assert_eq!(vog(&[with, without]), [(Vog::InOrder, Reason::InWindow), on_sheet]);
    assert_eq!(vog(&[without]), [(Vog::ToVerify, Reason::NoColumn)]);
}

#[test]
fn a_roster_is_known_by_its_name_and_said_not_to_be_judged() {
    let roster = ("Rooster", "Datum;Dienst;Naam;Van;Tot\n1-6-2026;vroeg;A. Voorbeeld;7:00;15:00\n");
    let assessment = assessed(&[("Personeel", STAFF), roster]);
    assert_eq!(assessment.inputs[1].sheets[0].role(), Some(Role::Roster));
    let told = |reason| assessment.staff.problems.iter().filter(|problem| problem.reason == reason).count();
    assert_eq!((told(Reason::Roster), told(Reason::SheetNotUnderstood)), (1, 0));
}

#[test]
fn a_row_of_years_below_a_training_is_the_second_line_of_the_header() {
    let staff = |years: &str| {
        format!(
            "Personeelsnummer;Naam;Functie;Groep;In dienst;Training loverboys;;\n;;;;;{years}\n\
             1001;A. Voorbeeld;pedagogisch medewerker;Kube;1-5-2024;;x;\n\
             1002;B. Voorbeeld;pedagogisch medewerker;Kube;1-5-2024;;;12-3-2025\n"
        )
    };
    let assessment = assessed(&[("Personeel", &staff("2023;2024;2025"))]);
    let table = &assessment.inputs[0].sheets[0].tables[0];
    assert_eq!((assessment.staff.people.len(), table.header_row), (2, 1));
    let last: Vec<&str> = table.columns.iter().rev().take(3).map(|column| column.header.as_str()).collect();
    assert_eq!(last, ["Training loverboys 2025", "Training loverboys 2024", "Training loverboys 2023"]);
    let training = |person: usize| assessment.judgement.statuses[person].training;
    assert_eq!((training(0).status, training(0).reason), (Training::ToVerify, Reason::ClaimOnly));
    assert_eq!(training(1).status, Training::Demonstrable);
    // Numbers that are no years are no header.
    let other = assessed(&[("Personeel", &staff("1;2;3"))]);
    assert_eq!(other.inputs[0].sheets[0].tables[0].header_row, 0);
}

#[test]
fn a_column_without_a_heading_is_listed_and_proves_no_gap() {
    let staff = "Personeelsnummer;Naam;Functie;Groep;In dienst;VOG;;SKJ-nummer;Mentor;\n\
                 1001;A. Voorbeeld;pedagogisch medewerker;Kube;1-5-2024;;1-4-2024;;ja;let op\n\
                 1002;B. Voorbeeld;pedagogisch medewerker;Kube;1-5-2024;;;;ja;\n";
    let assessment = assessed(&[("Personeel", staff)]);
    let statuses = &assessment.judgement.statuses;
    assert_eq!((statuses[0].vog.status, statuses[0].vog.reason), (Vog::ToVerify, Reason::NoHeading));
    assert_eq!(statuses[1].vog.status, Vog::Missing);
    let columns = &assessment.inputs[0].sheets[0].tables[0].columns;
    let unheaded = columns.iter().filter(|column| column.header.is_empty());
    let unheaded: Vec<(u16, bool)> = unheaded.map(|column| (column.column, column.used == Use::Unrecognised)).collect();
    assert_eq!(unheaded, [(6, true), (9, true)]);
    let told = assessment.staff.problems.iter().filter(|problem| problem.reason == Reason::NoHeading);
    let told: Vec<String> = told.map(|problem| problem.cells[0].position.to_string()).collect();
    assert_eq!(told, ["G2"]);
}

#[test]
fn a_list_of_another_day_says_so_at_the_cell_with_that_day() {
    let staff = |title: &str| format!("{title}\n\n{STAFF}");
    let told = |title: &str| -> Vec<String> {
        let assessment = assessed(&[("Personeel", &staff(title))]);
        let told = assessment.staff.problems.iter().filter(|problem| problem.reason == Reason::OtherDay);
        told.map(|problem| problem.cells[0].position.to_string()).collect()
    };
    assert_eq!(told("Overzicht;;Peildatum;1-10-2025"), ["D1"]);
    assert_eq!(told("Personeelslijst per 1 oktober 2025"), ["A1"]);
    // The reference date itself, and days of something else.
    for title in ["Peildatum: 15-6-2026", "Vergadering van 1-10-2025", "1-10-2025", "Overzicht per locatie"] {
        assert_eq!(told(title), [""; 0], "{title}");
    }
}

#[test]
fn a_day_in_a_plan_proves_nothing_and_who_is_not_in_it_may_be_trained() {
    let staff = "Personeelsnummer;Naam;Functie;Groep;In dienst\n\
                 1001;A. Voorbeeld;pedagogisch medewerker;Kube;1-5-2024\n\
                 1002;B. Voorbeeld;pedagogisch medewerker;Kube;1-5-2024\n";
    let training = |name: &str, above: &str| -> Vec<(Training, Reason)> {
        let list = format!("{above}Personeelsnummer;BHV;Loverboys\n1001;;1-3-2026\n1002;1-3-2026;\n");
        let assessment = assessed(&[("Personeel", staff), (name, &list)]);
        assessment.judgement.statuses.iter().map(|told| (told.training.status, told.training.reason)).collect()
    };
    let planned = (Training::ToVerify, Reason::OnPlan);
    let followed = [(Training::Demonstrable, Reason::Dated), (Training::None, Reason::NoEvidence)];
    assert_eq!(training("Scholing", ""), followed);
    assert_eq!(training("Scholing", ";Verplicht;\n"), followed);
    for (name, above) in [("Scholingsplan 2026", ""), ("Scholing", "Planning 2026;;\n"), ("Scholing", ";;Gepland\n")] {
        let found = training(name, above);
        assert_eq!(found[0], planned, "{name} {above}");
        assert_eq!(found[1].0, Training::ToVerify, "{name} {above}");
    }
    // What is still wished for is not read.
    assert_eq!(training("Scholing", ";;Nog te volgen\n")[0].0, Training::ToVerify);
}

#[test]
fn parts_of_a_training_on_a_list_are_the_training_together_only() {
    let staff = "Personeelsnummer;Naam;Functie;Groep;In dienst\n\
                 1001;A. Voorbeeld;pedagogisch medewerker;Kube;1-5-2024\n\
                 1002;B. Voorbeeld;pedagogisch medewerker;Kube;1-5-2024\n";
    let training = |list: &str| -> Vec<(Training, Reason, String)> {
        let assessment = assessed(&[("Personeel", staff), ("Scholing", list)]);
        let told = assessment.judgement.statuses.iter().map(|told| {
            let cell = told.training.cells.first().expect("a status has a cell");
            (told.training.status, told.training.reason, cell.position.to_string())
        });
        told.collect()
    };
    let rows = "Personeelsnummer;Training;Datum\n1001;Loverboys dag 1;1-10-2025\n1001;Loverboys (dag 2);8-10-2025\n1002;Loverboys, 1e dag;1-10-2025\n";
    let found = training(rows);
    assert_eq!((found[0].0, found[0].1), (Training::Demonstrable, Reason::Dated));
    assert_eq!(found[1], (Training::ToVerify, Reason::PartOnly, "C4".to_owned()));
    // A list on which nobody followed a second day: there must be one.
    let first = training("Personeelsnummer;Training;Datum\n1001;Loverboys dag 1;1-10-2025\n");
    assert_eq!(first[0].1, Reason::PartOnly);
    // Days beside the title. The cell to mend is that of the day that lacks.
    let days = training(
        "Personeelsnummer;Training;Dag 1;Datum dag 2\n1001;Loverboys;1-10-2025;8-10-2025\n1002;Loverboys;1-10-2025;\n",
    );
    assert_eq!((days[0].0, days[0].1), (Training::Demonstrable, Reason::Dated));
    assert_eq!(days[1], (Training::ToVerify, Reason::PartOnly, "D3".to_owned()));
}

#[test]
fn how_a_training_ended_is_read_whatever_its_column_is_called() {
    let staff = "Personeelsnummer;Naam;Functie;Groep;In dienst\n\
                 1001;A. Voorbeeld;pedagogisch medewerker;Kube;1-5-2024\n\
                 1002;B. Voorbeeld;pedagogisch medewerker;Kube;1-5-2024\n";
    let assess_list = |heading: &str, first: &str, second: &str| {
        let list = format!(
            "Personeelsnummer;Training;Datum;{heading}\n1001;Loverboys;1-10-2025;{first}\n1002;Loverboys;1-10-2025;{second}\n"
        );
        assessed(&[("Personeel", staff), ("Scholing", &list)])
    };
    let proven = (Training::Demonstrable, Reason::Dated);
    for (heading, finished, not) in [
        ("Voortgang", "100%", "80%"),
        ("Voltooiingsstatus", "Voltooid", "Niet voltooid"),
        ("Completion status", "Completed", "Not completed"),
        ("Deelnamestatus", "aanwezig", "afgemeld"),
        // Known by what stands in it.
        ("Stand", "afgerond", "niet afgerond"),
        ("Fase", "geslaagd", "geannuleerd"),
    ] {
        let assessment = assess_list(heading, finished, not);
        let told: Vec<(Training, Reason)> =
            assessment.judgement.statuses.iter().map(|told| (told.training.status, told.training.reason)).collect();
        assert_eq!(told[0], proven, "{heading}");
        assert_eq!(told[1].0, Training::ToVerify, "{heading}: {:?}", told[1].1);
    }
    // What says neither is left alone, and so is what the training cost.
    for (heading, first, second) in [("Lokaal", "2.14", "2.15"), ("Kosten vergoed", "ja", "niet")] {
        let assessment = assess_list(heading, first, second);
        assert!(
            assessment.judgement.statuses.iter().all(|told| (told.training.status, told.training.reason) == proven)
        );
    }
    // What has an end of its own, right of the training.
    let beside = "Personeelsnummer;Naam;Functie;Groep;In dienst;Training loverboys;Rijbewijs\n\
                  1001;A. Voorbeeld;pedagogisch medewerker;Kube;1-5-2024;1-10-2025;verlopen\n";
    let assessment = assessed(&[("Personeel", beside)]);
    assert_eq!(assessment.judgement.statuses[0].training.status, Training::Demonstrable);
    // A yes here says that somebody was not there. It is not read, and that is said.
    let assessment = assess_list("Geannuleerd", "", "ja");
    let told = assessment.staff.problems.iter().filter(|problem| problem.reason == Reason::ColumnNotUnderstood);
    let cells: Vec<String> = told.map(|problem| problem.cells[0].position.to_string()).collect();
    assert_eq!(cells, ["D1"]);
}
