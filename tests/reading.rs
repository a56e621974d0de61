//! Tables as people make them, and what must be read in them. Every expectation is worked out by hand.
//!
//! All people here are made up.

use std::collections::BTreeMap;
use std::sync::Arc;

use toetsklaar::assess::{Assessment, Input, Options, assess};
use toetsklaar::calendar::Date;
use toetsklaar::edition::Edition;
use toetsklaar::read::Here;

fn run(files: &[(&str, &str)]) -> Assessment {
    let options = Options::on("2026-11-23".parse::<Date>().expect("a date"));
    let inputs: Vec<Input> = files
        .iter()
        .map(|(name, text)| Input { name: (*name).to_owned(), bytes: Arc::from(text.as_bytes()) })
        .collect();
    assess(&inputs, options, &Here).unwrap_or_else(|error| panic!("{error}")).0
}

/// What is read about everybody: "class: group fte | registration | training | VOG", by key.
fn people(assessment: &Assessment) -> BTreeMap<String, String> {
    let edition = Edition::new(assessment);
    let staff = &assessment.staff;
    staff
        .active()
        .map(|(person, known)| {
            let statuses = &assessment.judgement.statuses[person as usize];
            let work = staff.assignments_of(person).iter().map(|work| {
                let group = work.group.map_or("-".to_owned(), |group| edition.group(group).to_string());
                format!("{group} {}", work.fte.map_or("?".to_owned(), |fte| fte.to_string()))
            });
            let line = format!(
                "{}: {} | {} | {} | {}",
                staff.class_of(person),
                work.collect::<Vec<_>>().join(", "),
                statuses.registration.status,
                statuses.training.status,
                statuses.vog.status
            );
            (staff.text(known.key).to_owned(), line)
        })
        .collect()
}

/// A staff sheet as csv, and what must be read about its people.
#[track_caller]
fn check(table: &str, expected: &[(&str, &str)]) -> Assessment {
    let assessment = run(&[("personeel.csv", table)]);
    let found = people(&assessment);
    let found: Vec<(&str, &str)> = found.iter().map(|(key, line)| (key.as_str(), line.as_str())).collect();
    assert_eq!(found, expected, "\n{table}");
    assessment
}

#[test]
fn a_number_of_an_employment_is_no_person() {
    check(
        "Dienstverband nr.;Naam;Functie;Groep;FTE;In dienst;SKJ-nummer;SKJ geldig tot;VOG datum;Training mensenhandel\n\
         1;Anna de Vries;pm;De Linde;1;1-5-2024;110000101;1-3-2029;12-3-2024;6-10-2024\n\
         1;Bram Bos;pm;De Linde;1;1-5-2024;;;;",
        &[
            ("Anna de Vries", "pm: De Linde 1.00 | geregistreerd | aantoonbaar | in orde"),
            ("Bram Bos", "pm: De Linde 1.00 | niet geregistreerd | geen | ontbreekt"),
        ],
    );
}

#[test]
fn numbers_under_medewerker_are_personnel_numbers() {
    check(
        "Medewerker;Naam;Functie;Groep;FTE;In dienst\n1001;A. Voorbeeld;pm;De Linde;1;1-5-2024\n1002;A. Voorbeeld;pm;De Linde;1;1-5-2024",
        &[
            ("1001", "pm: De Linde 1.00 | te verifiëren | te verifiëren | te verifiëren"),
            ("1002", "pm: De Linde 1.00 | te verifiëren | te verifiëren | te verifiëren"),
        ],
    );
}

#[test]
fn a_column_of_names_is_better_than_a_column_of_codes() {
    check(
        "Personeelsnummer;Naam;Functie;Functieomschrijving;Afdeling;Omschrijving afdeling;FTE\n\
         1001;A. Voorbeeld;F001;Pedagogisch medewerker;4310;De Linde;1\n1002;B. Voorbeeld;F002;Teamleider;4310;De Linde;1",
        &[
            ("1001", "pm: De Linde 1.00 | te verifiëren | te verifiëren | te verifiëren"),
            ("1002", "leiding: De Linde 1.00 | te verifiëren | te verifiëren | te verifiëren"),
        ],
    );
}

#[test]
fn a_date_after_first_aid_is_no_training_for_this_group() {
    check(
        "Personeelsnummer;Naam;Functie;Groep;FTE;Training mensenhandel;BHV;Datum training\n1001;A. Voorbeeld;pm;De Linde;1;ja;ja;1-1-2024",
        &[("1001", "pm: De Linde 1.00 | te verifiëren | te verifiëren | te verifiëren")],
    );
    check(
        "Personeelsnummer;Naam;Functie;Groep;FTE;Training mensenhandel;Datum training;BHV\n1001;A. Voorbeeld;pm;De Linde;1;ja;1-1-2024;ja",
        &[("1001", "pm: De Linde 1.00 | te verifiëren | aantoonbaar | te verifiëren")],
    );
    check(
        "Personeelsnummer;Naam;Functie;Groep;FTE;Training 1;Training 2;Datum training 1;Datum training 2\n1001;A. Voorbeeld;pm;De Linde;1;Training mensenhandel;BHV;1-1-2024;1-1-2025",
        &[("1001", "pm: De Linde 1.00 | te verifiëren | aantoonbaar | te verifiëren")],
    );
}

#[test]
fn a_training_of_a_year_to_come_is_a_plan() {
    for (year, expected) in [("2024", "aantoonbaar"), ("2026", "aantoonbaar"), ("2027", "te verifiëren")] {
        check(
            &format!(
                "Personeelsnummer;Naam;Functie;Groep;FTE;Training mensenhandel {year}\n1001;A. Voorbeeld;pm;De Linde;1;1-3-2026"
            ),
            &[("1001", &format!("pm: De Linde 1.00 | te verifiëren | {expected} | te verifiëren"))],
        );
    }
}

#[test]
fn dates_on_a_list_are_of_its_registrations_and_trainings() {
    let staff = (
        "personeel.csv",
        "Personeelsnummer;Naam;Functie;Groep;FTE;In dienst\n1001;A. Voorbeeld;pm;De Linde;1;1-5-2024",
    );
    let registrations =
        "Pers.nr.;Type;Nummer;Begindatum;Einddatum\n1001;SKJ;110000101;1-3-2024;1-3-2029\n1001;VOG;;12-3-2024;";
    let trainings = "Personeelsnummer;Naam cursus;Startdatum;Einddatum\n1001;Mensenhandel;1-9-2024;6-10-2024";
    let assessment = run(&[staff, ("registraties.csv", registrations), ("scholing.csv", trainings)]);
    let expected = "pm: De Linde 1.00 | geregistreerd | aantoonbaar | in orde";
    assert_eq!(people(&assessment), BTreeMap::from([("1001".to_owned(), expected.to_owned())]));
}

#[test]
fn yes_in_one_column_counts_when_the_other_is_empty() {
    let heading = "Personeelsnummer;Naam;Functie;Groep;FTE;In dienst;SKJ;SKJ-nummer;SKJ geldig tot;VOG;VOG datum\n";
    for (row, expected) in [
        ("ja;;;ja;", "te verifiëren | te verifiëren | te verifiëren"),
        ("ja;110000101;1-3-2029;ja;12-3-2024", "geregistreerd | te verifiëren | in orde"),
        ("nee;;;nee;", "niet geregistreerd | te verifiëren | ontbreekt"),
        (";;;;", "niet geregistreerd | te verifiëren | ontbreekt"),
        (";110000101;1-3-2029;;12-3-2024", "geregistreerd | te verifiëren | in orde"),
        // One of the two is wrong; which, the file does not tell.
        ("nee;110000101;1-3-2029;nee;12-3-2024", "te verifiëren | te verifiëren | te verifiëren"),
        ("doorgehaald;110000101;1-3-2029;ja;12-3-2024", "niet geregistreerd | te verifiëren | in orde"),
        // A yes takes no doubt away: this VOG was too old.
        ("ja;-;;ja;1-1-2020", "te verifiëren | te verifiëren | te oud bij start"),
    ] {
        check(
            &format!("{heading}1001;A. Voorbeeld;pm;De Linde;1;1-5-2024;{row}"),
            &[("1001", &format!("pm: De Linde 1.00 | {expected}"))],
        );
    }
}

#[test]
fn a_finding_quotes_the_column_that_counts() {
    let assessment = check(
        "Personeelsnummer;Naam;Functie;Groep;FTE;In dienst;VOG;VOG datum\n1001;A. Voorbeeld;pm;De Linde;1;1-5-2024;ja;",
        &[("1001", "pm: De Linde 1.00 | te verifiëren | te verifiëren | te verifiëren")],
    );
    let edition = Edition::new(&assessment);
    let messages: Vec<String> = assessment.judgement.findings.iter().map(|finding| edition.message(finding)).collect();
    let quoted = "Bij A. Voorbeeld staat bij de VOG ‘ja’. Een datum van afgifte is daar niet te lezen.";
    assert!(messages.iter().any(|message| message == quoted), "{messages:#?}");
}

#[test]
fn a_date_of_re_registration_that_is_past_may_be_the_last_one() {
    let heading = "Personeelsnummer;Naam;Functie;Groep;FTE;SKJ-nummer;";
    for (column, date, expected) in [
        ("Herregistratiedatum", "1-3-2024", "te verifiëren"),
        ("SKJ herregistratie", "1-3-2024", "te verifiëren"),
        ("SKJ herregistratie", "1-3-2029", "geregistreerd"),
        ("Herregistratie SKJ voor", "1-3-2024", "niet geregistreerd"),
        ("SKJ geldig tot", "1-3-2024", "niet geregistreerd"),
    ] {
        check(
            &format!("{heading}{column}\n1001;A. Voorbeeld;pm;De Linde;1;110000101;{date}"),
            &[("1001", &format!("pm: De Linde 1.00 | {expected} | te verifiëren | te verifiëren"))],
        );
    }
}

#[test]
fn dates_and_numbers_are_read_as_people_type_them() {
    let heading = "Personeelsnummer;Naam;Functie;Groep;FTE;In dienst;SKJ-nummer;SKJ geldig tot;VOG datum\n";
    for (row, expected) in [
        ("1;1-5-2024;110000101.0;1-3-2029;20240312", "1.00 | geregistreerd | te verifiëren | in orde"),
        ("1;1-5-2024;110000101 (t/m 1-3-2029);;d.d. 12-3-2024", "1.00 | geregistreerd | te verifiëren | in orde"),
        ("1;per 1-5-2024;110000101 (t/m 1-3-2020);;12-3-2024", "1.00 | niet geregistreerd | te verifiëren | in orde"),
        // A question mark is a question.
        ("1;1-5-2024;110000101?;1-3-2029;?12-3-2024", "1.00 | te verifiëren | te verifiëren | te verifiëren"),
        ("1;1-5-2024;110000101;1-3-2029;01052024", "1.00 | geregistreerd | te verifiëren | te verifiëren"),
        ("1;1-5-2024;110000101;1-3-2029;45363", "1.00 | geregistreerd | te verifiëren | te verifiëren"),
    ] {
        check(
            &format!("{heading}1001;A. Voorbeeld;pm;De Linde;{row}"),
            &[("1001", &format!("pm: De Linde {expected}"))],
        );
    }
}

#[test]
fn a_part_of_a_post_is_a_part_whatever_the_heading_asks() {
    for (heading, cell, fte) in [
        ("Parttime %", "0,89", "0.89"),
        ("Parttime %", "89", "0.89"),
        ("Parttime %", "89%", "0.89"),
        ("Deeltijd %", "100", "1.00"),
        ("DT%", "1", "1.00"),
        ("FTE", "0,89", "0.89"),
        ("Uren per week", "18 uur p/w", "0.50"),
    ] {
        check(
            &format!("Personeelsnummer;Naam;Functie;Groep;{heading}\n1001;A. Voorbeeld;pm;De Linde;{cell}"),
            &[("1001", &format!("pm: De Linde {fte} | te verifiëren | te verifiëren | te verifiëren"))],
        );
    }
}

#[test]
fn a_column_of_numbers_behind_dates_is_a_column_of_dates() {
    check(
        "Personeelsnummer;Naam;Functie;Groep;FTE;In dienst;VOG datum\n1001;A. Voorbeeld;pm;De Linde;1;45413;45363\n1002;B. Voorbeeld;pm;De Linde;1;45413;45292",
        &[
            ("1001", "pm: De Linde 1.00 | te verifiëren | te verifiëren | in orde"),
            ("1002", "pm: De Linde 1.00 | te verifiëren | te verifiëren | te oud bij start"),
        ],
    );
}

#[test]
fn one_date_with_the_month_first_puts_its_column_in_doubt() {
    check(
        "Personeelsnummer;Naam;Functie;Groep;FTE;In dienst;VOG datum\n\
         1001;A. Voorbeeld;pm;De Linde;1;1-5-2024;2/13/2024\n\
         1002;B. Voorbeeld;pm;De Linde;1;1-5-2024;3/4/2024\n\
         1003;C. Voorbeeld;pm;De Linde;1;1-5-2024;4/4/2024",
        &[
            ("1001", "pm: De Linde 1.00 | te verifiëren | te verifiëren | te verifiëren"),
            ("1002", "pm: De Linde 1.00 | te verifiëren | te verifiëren | te verifiëren"),
            ("1003", "pm: De Linde 1.00 | te verifiëren | te verifiëren | in orde"),
        ],
    );
}

#[test]
fn a_second_column_of_groups_adds_groups() {
    check(
        "Personeelsnummer;Naam;Functie;Groep;2e groep;FTE\n1001;A. Voorbeeld;pm;De Linde;Het Anker;1\n1002;B. Voorbeeld;pm;Het Anker;;0,89",
        &[
            ("1001", "pm: De Linde 0.50, Het Anker 0.50 | te verifiëren | te verifiëren | te verifiëren"),
            ("1002", "pm: Het Anker 0.89 | te verifiëren | te verifiëren | te verifiëren"),
        ],
    );
    // Two levels of an organisation are one group: the better word for it.
    check(
        "Personeelsnummer;Naam;Functie;Cluster;Groep;FTE\n1001;A. Voorbeeld;pm;Oost;De Linde;1",
        &[("1001", "pm: De Linde 1.00 | te verifiëren | te verifiëren | te verifiëren")],
    );
    // Crosses under the groups do not say how the groups are called.
    check(
        "Personeelsnummer;Naam;Functie;Groep 1;Groep 2;FTE\n1001;A. Voorbeeld;pm;x;;1\n1002;B. Voorbeeld;pm;;x;1",
        &[
            ("1001", "pm: - 1.00 | te verifiëren | te verifiëren | te verifiëren"),
            ("1002", "pm: - 1.00 | te verifiëren | te verifiëren | te verifiëren"),
        ],
    );
}

#[test]
fn a_group_cell_names_the_groups_that_the_file_knows() {
    for (cell, groups) in [
        ("De Linde, Het Anker", "De Linde 0.50, Het Anker 0.50"),
        ("De Linde (0,6) / Het Anker (0,4)", "De Linde 0.60, Het Anker 0.40"),
        // The parts are not the post of this person: divided evenly, and reported.
        ("De Linde (0,6) / Het Anker (0,6)", "De Linde 0.50, Het Anker 0.50"),
        ("Leefgroep De Linde", "De Linde 1.00"),
        ("De Linde (Zetten)", "De Linde 1.00"),
        ("alle groepen", "- 1.00"),
        ("Flexpool", "- 1.00"),
        ("DeLinde", "DeLinde 1.00"),
    ] {
        let line = |groups: &str| format!("pm: {groups} | te verifiëren | te verifiëren | te verifiëren");
        check(
            &format!(
                "Personeelsnummer;Naam;Functie;Groep;FTE\n1001;A. Voorbeeld;pm;{cell};1\n1002;B. Voorbeeld;pm;De Linde;1\n1003;C. Voorbeeld;pm;Het Anker;1"
            ),
            &[("1001", &line(groups)), ("1002", &line("De Linde 1.00")), ("1003", &line("Het Anker 1.00"))],
        );
    }
}

#[test]
fn numbers_that_pass_the_elfproef_are_left_out_of_short_lists_too() {
    // 111222333 and 123456782 pass (1*9+1*8+... = 66; 1*9+2*8+3*7+4*6+5*5+6*4+7*3+8*2-2 = 154 = 14*11); 123456789 does not.
    for (heading, second, withheld) in
        [("Nummer", "123456782", 1), ("Nummer", "123456789", 0), ("Nummer", "", 0), ("SKJ-nummer", "123456782", 0)]
    {
        let table = format!(
            "Personeelsnummer;Naam;Functie;Groep;{heading}\n1001;A. Voorbeeld;pm;De Linde;111222333\n1002;B. Voorbeeld;pm;De Linde;{second}"
        );
        assert_eq!(run(&[("personeel.csv", &table)]).withheld.len(), withheld, "{table}");
    }
}
