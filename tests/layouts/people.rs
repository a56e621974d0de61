//! Who works here, and which rows are about whom.

use super::{assessed, cells, check, told, workbook};
use rust_xlsxwriter::Workbook;
use toetsklaar::finding::Training;

#[test]
fn who_is_not_named_may_have_everything() {
    // Nothing is certainly missing there, and nothing certainly there.
    check(
        "@kop\n@anna\n@bram\n|Flexpool|Pedagogisch medewerker|De Linde|0,3\n|Uitzendkracht|pm|De Linde|0,3",
        "staff A1 4
         1001: De Linde: goed
         1002: De Linde: goed
         Flexpool: De Linde: te verifiëren, te verifiëren, te verifiëren
         Uitzendkracht: De Linde: te verifiëren, te verifiëren, te verifiëren
         DAT-04 F4
         DAT-04 F5
         SCH-02 J4
         SCH-02 J5
         SKJ-03 G4
         SKJ-07 G4
         SKJ-07 G5
         VOG-03 I4
         VOG-03 I5",
    );
}

#[test]
fn a_row_may_name_several_people_or_a_whole_team() {
    let statuses = |participants: &str, title: &str| -> Vec<Training> {
        let mut book = Workbook::new();
        let staff = book.add_worksheet().set_name("Personeel").expect("a good name");
        let people = ["@kop.training", "@anna.training", "@bram.training", "@eva.training"];
        for (row, line) in (0u32..).zip(people) {
            for (column, cell) in (0u16..).zip(cells(line)) {
                staff.write(row, column, &cell).expect("a cell in the grid");
            }
        }
        let list = book.add_worksheet().set_name("Scholing").expect("a good name");
        for (row, line) in (0u32..).zip([
            ["Training", "Datum", "Deelnemers"],
            [title, "6-10-2024", participants],
            ["Training mensenhandel", "6-10-2024", "Eva Bakker"],
        ]) {
            for (column, cell) in (0u16..).zip(line) {
                list.write(row, column, cell).expect("a cell in the grid");
            }
        }
        let bytes = book.save_to_buffer().expect("a workbook in memory");
        let assessment = assessed("personeel.xlsx", &bytes).unwrap_or_else(|error| panic!("{error}"));
        assessment.judgement.statuses.iter().map(|statuses| statuses.training.status).collect()
    };
    let (shown, asked, none) = (Training::Demonstrable, Training::ToVerify, Training::None);
    let training = "Training loverboys";
    for (participants, expected) in [
        ("Anna de Vries, Bram van den Berg", [shown, shown, shown]),
        ("Anna de Vries; Bram van den Berg", [shown, shown, shown]),
        ("Anna de Vries / Bram van den Berg", [shown, shown, shown]),
        ("Anna de Vries en Bram van den Berg", [shown, shown, shown]),
        ("Anna de Vries\nBram van den Berg", [shown, shown, shown]),
        // A name that is nobody's takes nothing from the others, and one that looks like somebody's is a question.
        ("Anna de Vries, Zoë Anders", [shown, none, shown]),
        ("A. de Vries, Bram van den Berg", [asked, shown, shown]),
        ("Anna de Vries, Bram van den Berg (afwezig)", [shown, asked, shown]),
        ("Anna de Vries + team", [shown, asked, shown]),
        // One person, last name first.
        ("Vries, Anna de", [shown, none, shown]),
        // Of a team nobody can tell who was there.
        ("allen", [asked, asked, shown]),
        ("hele team", [asked, asked, shown]),
        ("alle pm-ers", [asked, asked, shown]),
        ("Hele team De Linde", [asked, asked, shown]),
        ("Team De Linde", [asked, asked, shown]),
        ("De Linde", [asked, asked, shown]),
        ("Zoë Anders", [none, none, shown]),
    ] {
        assert_eq!(statuses(participants, training), expected, "{participants:?}");
    }
    // A team that followed something else says nothing.
    assert_eq!(statuses("allen", "BHV"), [none, none, shown]);
}

#[test]
fn a_date_beside_a_name_a_function_or_a_group_is_not_passed_over() {
    let row = |number: u8, name: &str, function: &str, group: &str| {
        format!("{number}|{name}|{function}|{group}|0,89|1-5-2024|11000010{number}|1-3-2029|12-3-2024|6-10-2024\n")
    };
    let pm = "Pedagogisch medewerker";
    let rows = [
        row(1, "Anna de Vries", pm, "De Linde"),
        row(2, "Bram Bos - vertrekt per 1-9-2026", pm, "De Linde"),
        row(3, "Cor Smit (t/m 31-8-2026)", pm, "De Linde"),
        row(4, "Dia Pot", "Pedagogisch medewerker (tot 1-9-2026)", "De Linde"),
        row(5, "Eva Bakker", pm, "De Linde (tot 1-9-2026)"),
        row(6, "Fee Los", pm, "De Linde 60% Het Anker 40%"),
        row(7, "Gijs Top", pm, "De Linde > Het Anker"),
    ];
    check(
        &format!("@kop\n{}", rows.concat()),
        "staff A1 7
         1: De Linde: goed
         2: De Linde: te verifiëren, te verifiëren, in orde
         3: De Linde: te verifiëren, te verifiëren, in orde
         4: De Linde: goed
         5: -: goed
         6: -: goed
         7: -: goed
         DAT-01 C5
         DAT-02 D6
         DAT-02 D7
         DAT-02 D8
         DAT-04 B3
         DAT-04 B4
         SCH-02 J3
         SCH-02 J4
         SKJ-03 H3
         SKJ-07 H3
         SKJ-07 H4",
    );
}

#[test]
fn a_contract_without_end_that_is_over_leaves_nobody_out() {
    let row = |number: u8, contract: &str, end: &str| {
        format!(
            "{number}|A. Voorbeeld {number}|Groepsleider|De Linde|{contract}|1-5-2024|{end}|11000010{number}|1-3-2029|12-3-2024|6-10-2024\n"
        )
    };
    let rows =
        [row(1, "Onbepaalde tijd", "30-4-2025"), row(2, "Bepaalde tijd", "30-4-2025"), row(3, "Vast", "")].concat();
    let header = |end: &str| {
        format!(
            "Personeelsnummer|Naam|Functie|Groep|Contract|In dienst|{end}|SKJ-nummer|SKJ geldig tot|VOG datum afgifte|Training mensenhandel\n"
        )
    };
    check(
        &(header("Einddatum contract") + &rows),
        "staff A1 3
         1: De Linde: te verifiëren, te verifiëren, in orde
         2 (niet in dienst): : goed
         3: De Linde: goed
         DAT-04 G2
         SCH-02 K2
         SKJ-03 I2
         SKJ-07 I2",
    );
    // Who has a contract without end may leave all the same.
    check(
        &(header("Uit dienst") + &rows),
        "staff A1 3
         1 (niet in dienst): : goed
         2 (niet in dienst): : goed
         3: De Linde: goed",
    );
}

#[test]
fn of_two_functions_the_one_of_a_pm_counts() {
    check(
        "Personeelsnummer|Naam|Functie 1|Functie 2|Groep|In dienst|VOG datum\n\
         1|Anna de Vries|Huismeester|Pedagogisch medewerker|Kube|1-5-2024|12-3-2024\n\
         2|Bram Bos|Pedagogisch medewerker|Teamleider|Kube|1-5-2024|12-3-2024\n\
         3|Eva Bakker|Medewerker Q|Teamleider|Kube|1-5-2024|12-3-2024",
        "staff A1 3
         1: Kube: te verifiëren, te verifiëren, in orde
         2: Kube: te verifiëren, te verifiëren, in orde
         3: Kube: te verifiëren, te verifiëren, in orde
         DAT-19 D1
         SCH-02 B1
         SKJ-02 B2
         SKJ-03 B2
         SKJ-07 B1",
    );
}

#[test]
fn people_with_odd_names_are_people() {
    for name in ["J. Vacature", "Open", "Nn", "Som, Piet", "Team, K.", "Totaal, J.", "N. Open", "S. Staf"] {
        check(
            &format!("@kop\n@anna\n1009|{name}|Groepsleider|De Linde|1|1-9-2023|110000909|1-3-2029||6-10-2024"),
            "staff A1 2
             1001: De Linde: goed
             1009: De Linde: geregistreerd, aantoonbaar, ontbreekt
             VOG-01 I3",
        );
    }
    // No number where others have one, and a name without capitals: still somebody, if perhaps.
    for (row, status) in [
        ("|jan jansen|Groepsleider|De Linde", "te verifiëren, te verifiëren, te verifiëren"),
        ("zzp|jan jansen|Groepsleider|De Linde|1|1-9-2023|110000909|1-3-2029|14-7-2023|6-10-2024", "goed"),
    ] {
        let assessment = assessed("a.xlsx", &workbook(&format!("@kop\n@anna\n{row}\n@bram"))).expect("a good file");
        let told = told(&assessment);
        assert!(told.contains(&format!("jan jansen: De Linde: {status}")), "{told}");
    }
    // A number and a name, and nothing else: perhaps somebody.
    check(
        "@kop\n@anna\n1009|Piet Puk\n@bram",
        "staff A1 3
         1001: De Linde: goed
         1009: -: te verifiëren, te verifiëren, te verifiëren
         1002: De Linde: goed
         DAT-02 D3
         DAT-04 F3
         VOG-03 I3",
    );
}

#[test]
fn a_second_list_that_repeats_function_or_group_is_no_second_job() {
    check(
        "== Export\nPersoneelsnummer|Naam|Functie|Groep|In dienst|FTE\n1001|Anna de Vries|Pedagogisch medewerker|De Linde|1-5-2024|0,89\n\
         == Dossier\nPersoneelsnummer|Naam|Functie|SKJ-nummer|SKJ geldig tot|VOG datum afgifte|Training mensenhandel\n\
         1001|Anna de Vries|Pedagogisch medewerker|110000101|1-3-2029|12-3-2024|6-10-2024",
        "staff A1 1
         staff A1 1
         1001: De Linde: goed",
    );
    check(
        "@kop.vog.training\n@anna.vog.training\n== VOG\nnr|naam|functie|datum afgifte\n\
         1001|Anna de Vries|Pedagogisch medewerker|12-3-2024\n\
         == Scholing\nPersoneelsnummer|Naam|Functie|Groep|Training|Datum\n\
         1001|Anna de Vries|Pedagogisch medewerker|De Linde|Mensenhandel|6-10-2024",
        "staff A1 1
         registrations A1 1
         trainings A1 1
         1001: De Linde: goed
         DAT-11 VOG!B1",
    );
}

#[test]
fn numbers_that_are_nobodys_join_nobody() {
    // The number of the employment: everybody's first.
    check(
        "@kop\n1|Anna de Vries|Groepsleider|De Linde|1|1-5-2024|110000101|1-3-2029|12-3-2024|6-10-2024\n\
         1|Bram van den Berg|Groepsleider|De Linde|1|1-9-2023|110000202|1-3-2029||6-10-2024\n\
         1|Eva Bakker|Groepsleider|De Linde|1|1-1-2020|110000505|1-3-2029|5-11-2019|17-5-2022",
        "staff A1 3
         Anna de Vries: De Linde: goed
         Bram van den Berg: De Linde: geregistreerd, aantoonbaar, ontbreekt
         Eva Bakker: De Linde: goed
         DAT-13 A1
         VOG-01 I3",
    );
    // A typing error in one number: two people, and what one of them lacks is not certain.
    check(
        "@kop\n@anna\n1001|Bram van den Berg|Groepsleider|De Linde|1|1-9-2023|110000202|1-3-2029||6-10-2024\n@eva\n@frits",
        "staff A1 4
         1001: De Linde: goed
         Bram van den Berg: De Linde: geregistreerd, aantoonbaar, te verifiëren
         1005: Het Anker: goed
         1006: Het Anker: goed
         DAT-13 B3
         VOG-03 I3",
    );
    // A column "Medewerker" of numbers.
    check(
        "Medewerker|Dienstverband nr|Naam|Functie|Groep\n1001|1|Anna de Vries|Groepsleider|De Linde\n1002|1|Bram van den Berg|Groepsleider|De Linde",
        "staff A1 2
         1001: De Linde: te verifiëren, te verifiëren, te verifiëren
         1002: De Linde: te verifiëren, te verifiëren, te verifiëren
         SCH-02 C1
         SKJ-02 C2
         SKJ-03 C2
         SKJ-07 C1
         VOG-03 C1",
    );
    // One number in three spellings.
    check(
        "@kop.training\n@anna.training\n== Scholing\nPersoneelsnummer|Training|Datum\n1.001|BHV|1-1-2024\n'1001|Mensenhandel|6-10-2024\n1001.0|Medicatie|1-1-2024",
        "staff A1 1
         trainings A1 3
         1001: De Linde: goed",
    );
}

#[test]
fn names_in_parts_and_names_alike() {
    check(
        "Voornaam|Tussenvoegsel|Naam|Functie|Groep|FTE|In dienst|SKJ-nummer|SKJ geldig tot|VOG datum afgifte|Training mensenhandel\n\
         Anna|de|Jansen|Groepsleider|De Linde|1|1-5-2024|110000101|1-3-2029|12-3-2024|6-10-2024\n\
         Bram||Jansen|Groepsleider|De Linde|1|1-9-2023|110000202|1-3-2029||6-10-2024",
        "staff A1 2
         Anna de Jansen: De Linde: goed
         Bram Jansen: De Linde: geregistreerd, aantoonbaar, ontbreekt
         VOG-01 J3",
    );
    // The surname alone: other numbers, other people.
    check(
        "Naam|Functie|Groep|FTE|In dienst|SKJ-nummer|SKJ geldig tot|VOG datum afgifte|Training mensenhandel\n\
         Jansen|Groepsleider|De Linde|1|1-5-2024|110000101|1-3-2029|12-3-2024|6-10-2024\n\
         Jansen|Groepsleider|De Linde|1|1-9-2023|110000202|1-3-2029||6-10-2024",
        "staff A1 2
         Jansen: De Linde: goed
         Jansen: De Linde: geregistreerd, aantoonbaar, ontbreekt
         DAT-12 A3
         VOG-01 H3",
    );
    for name in ["mw. Anna de Vries", "Anna de Vries (ZZP)", "Vries de, Anna", "Vries, Anna de"] {
        check(
            &format!("@kop.training\n@anna.training\n== Scholing\nNaam|Training|Datum\n{name}|Mensenhandel|6-10-2024"),
            "staff A1 1
             trainings A1 1
             1001: De Linde: goed
             DAT-11 Scholing!A1",
        );
    }
    for name in ["A. de Vries", "Anna de Vries-Bos"] {
        check(
            &format!(
                "@kop.training\n@anna.training\n@bram.training\n== Scholing\nNaam|Training|Datum\n{name}|Mensenhandel|6-10-2024"
            ),
            "staff A1 2
             trainings A1 1
             1001: De Linde: geregistreerd, te verifiëren, in orde
             1002: De Linde: geregistreerd, geen, in orde
             DAT-12 Scholing!A2
             SCH-01 Personeel!B3
             SCH-02 Scholing!C2",
        );
    }
}

#[test]
fn a_last_day_of_work_on_another_list_is_a_doubt() {
    let out = |list: &str| format!("@kop\n@anna\n@bram\n== {list}");
    // With a function and without; by number and by name. Who left long before the employment began, came back.
    for (list, header, kind) in [
        ("Uitstroom\nNaam|Functie|Datum uit dienst\nAnna de Vries|Pedagogisch medewerker|31-10-2026", "A1", "staff"),
        ("Uitstroom\nPersoneelsnummer|Datum uit dienst\n1001|31-10-2026", "A1", "employment"),
        (
            "Dienstverbanden\nPersoneelsnummer|Begindatum dienstverband|Einddatum dienstverband\n1001|1-5-2024|31-10-2026\n1002|1-9-2023|",
            "A1",
            "employment",
        ),
    ] {
        let sheet = list.split('\n').next().unwrap();
        let column = if kind == "employment" && sheet == "Uitstroom" { "B2" } else { "C2" };
        let rows = if sheet == "Dienstverbanden" { 2 } else { 1 };
        check(
            &out(list),
            &format!(
                "staff A1 2
                 {kind} {header} {rows}
                 1001: De Linde: te verifiëren, te verifiëren, in orde
                 1002: De Linde: goed
                 DAT-04 {sheet}!{column}
                 SCH-02 Personeel!J2
                 SKJ-03 Personeel!H2
                 SKJ-07 Personeel!H2"
            ),
        );
    }
    for list in [
        "Uitstroom\nPersoneelsnummer|Datum uit dienst\n1001|31-12-2023",
        "Uitstroom\nPersoneelsnummer|Datum uit dienst\n1001|31-12-2027",
        "Contracten\nPersoneelsnummer|Contract vanaf|Einddatum contract\n1001|1-5-2024|30-4-2025\n1001|1-5-2025|",
    ] {
        let rows = if list.starts_with("Contracten") { 2 } else { 1 };
        check(&out(list), &format!("staff A1 2\n employment A1 {rows}\n 1001: De Linde: goed\n 1002: De Linde: goed"));
    }
}

#[test]
fn who_left_by_a_status_or_by_a_name_may_have_left() {
    let doubt = |name: &str, status: &str, heading: &str| {
        let rows = |who: &str, status: &str| format!("{who}|Groepsleider|De Linde|1|1-9-2023|{status}");
        format!(
            "Naam|Functie|Groep|FTE|In dienst|{heading}|SKJ-nummer|SKJ geldig tot|VOG datum afgifte|Training mensenhandel\n\
             {}|110000101|1-3-2029|14-7-2023|6-10-2024\n{}|110000202|1-3-2029|14-7-2023|6-10-2024",
            rows(name, status),
            rows("Bram Bakker", "actief"),
        )
    };
    for (name, status, heading, cell) in [
        ("Anna Bos", "Beëindigd", "Medewerkerstatus", "F2"),
        ("Anna Bos", "Niet actief", "Status", "F2"),
        ("Anna Bos", "Historisch", "Statusomschrijving", "F2"),
        ("Anna Bos", "Niet actief", "Actief", "F2"),
        ("Anna Bos uit dienst", "", "Opmerking", "A2"),
        ("Anna Bos (weg per 1-4)", "", "Opmerking", "A2"),
    ] {
        check(
            &doubt(name, status, heading),
            &format!(
                "staff A1 2
                 {name}: De Linde: te verifiëren, te verifiëren, in orde
                 Bram Bakker: De Linde: goed
                 DAT-04 {cell}
                 SCH-02 J2
                 SKJ-03 H2
                 SKJ-07 H2"
            ),
        );
    }
    for (name, status) in [("Bo uit de Weg", "actief"), ("Anna Bos (geb. Weg)", "ziek"), ("Anna Bos", "vast")] {
        check(
            &doubt(name, status, "Status"),
            &format!("staff A1 2\n {name}: De Linde: goed\n Bram Bakker: De Linde: goed"),
        );
    }
}

#[test]
fn work_that_is_over_does_not_count_beside_other_work() {
    let rows = |first: &str, second: &str| {
        let person = "1001|Anna de Vries|Groepsleider";
        let papers = "110000101|1-3-2029|12-3-2015|6-10-2024";
        format!(
            "Personeelsnummer|Naam|Functie|Groep|FTE|In dienst|Uit dienst|Einddatum plaatsing|SKJ-nummer|SKJ geldig tot|VOG datum afgifte|Training mensenhandel\n\
             {person}|De Linde|0,5|1-5-2015||{first}|{papers}\n{person}|Het Anker|0,7|1-5-2015||{second}|{papers}"
        )
    };
    check(&rows("31-12-2021", ""), "staff A1 2\n 1001: Het Anker: goed");
    check(&rows("31-12-2027", ""), "staff A1 2\n 1001: De Linde+Het Anker: goed");
    // Who has no other work may have left.
    check(
        &rows("31-12-2021", "31-12-2023"),
        "staff A1 2
         1001: De Linde+Het Anker: te verifiëren, te verifiëren, in orde
         DAT-04 H2
         DAT-04 H3
         SCH-02 L2
         SKJ-02 J3
         SKJ-03 J3
         SKJ-07 J3",
    );
}

#[test]
fn a_last_day_that_programs_write_for_none_is_no_end() {
    for end in ["31-12-9999", "31-12-2999", "31-12-2099", "1-1-2100", "2999-12-31"] {
        let header = "Personeelsnummer|Naam|Functie|Groep|FTE|In dienst|Uit dienst|SKJ-nummer|SKJ geldig tot|VOG datum afgifte|Training mensenhandel";
        let row =
            format!("1001|Anna de Vries|Groepsleider|De Linde|1|1-5-2024|{end}|110000101|1-3-2029|12-3-2024|6-10-2024");
        check(&format!("{header}\n{row}"), "staff A1 1\n 1001: De Linde: goed");
    }
    check(
        "Personeelsnummer|Naam|Functie|Groep|FTE|In dienst|Uit dienst|SKJ-nummer|SKJ geldig tot|VOG datum afgifte|Training mensenhandel\n\
         1001|Anna de Vries|Groepsleider|De Linde|1|1-5-2024|30-6-2206|110000101|1-3-2029|12-3-2024|6-10-2024",
        "staff A1 1
         1001: De Linde: te verifiëren, te verifiëren, in orde
         DAT-03 G2
         SCH-02 K2
         SKJ-02 I2
         SKJ-03 I2
         SKJ-07 I2",
    );
}

#[test]
fn people_who_do_not_work_here_are_no_staff() {
    for sheet in ["Sollicitanten", "Cliënten", "Vacatures"] {
        check(
            &format!("@kop\n@anna\n== {sheet}\n@kop\n@bram"),
            &format!("staff A1 1\n ? A1 0\n 1001: De Linde: goed\n DAT-14 {sheet}!A1"),
        );
    }
    // The only list of staff is one, whatever it is called; and openings may stand beside people.
    check("== Vacatures\n@kop\n@bram", "staff A1 1\n 1002: De Linde: goed");
    check(
        "@kop\n@anna\n== Bezetting en vacatures\n@kop\n@bram",
        "staff A1 1\n staff A1 1\n 1001: De Linde: goed\n 1002: De Linde: goed",
    );
}

#[test]
fn a_row_of_nobody_with_the_registration_number_of_somebody_makes_that_registration_doubtful() {
    let list = |row: &str| {
        format!(
            "@kop\n@anna\n@bram\n== SKJ\nPersoneelsnummer|Naam|SKJ-nummer|Status\n{row}\n1002|Bram van den Berg|110000202|Actief"
        )
    };
    // Under no number or under one that is nobody's, with a name that is nobody's: the number is Anna's.
    for row in ["|A.M. Bos|SKJ 110 000 101|Doorgehaald", "9001|A.M. Bos|110000101|Doorgehaald"] {
        check(
            &list(row),
            &format!(
                "staff A1 2
                 registrations A1 2
                 1001: De Linde: te verifiëren, aantoonbaar, in orde
                 1002: De Linde: goed
                 DAT-12 SKJ!{}
                 SKJ-03 SKJ!D2
                 SKJ-07 SKJ!D2",
                if row.starts_with('|') { "B2" } else { "A2" }
            ),
        );
    }
    // It says nothing else: what her own row says, stands. And a number that is nobody's says nothing of anybody.
    for row in ["9001|A.M. Bos|110000101|Actief", "9001|A.M. Bos|110000909|Doorgehaald"] {
        check(
            &list(row),
            "staff A1 2
             registrations A1 2
             1001: De Linde: goed
             1002: De Linde: goed
             DAT-12 SKJ!A2",
        );
    }
}

#[test]
fn a_number_beside_the_name_of_somebody_else_proves_nothing() {
    let staff = "Personeelsnummer|Naam|Functie|Groep|FTE|In dienst|VOG datum afgifte|Training mensenhandel\n\
         1001|Anna Jansen|Groepsleider|De Linde|1|1-5-2024|12-3-2024|6-10-2024\n\
         1002|Arie Jansen|Groepsleider|Het Anker|1|1-5-2024|12-3-2024|6-10-2024";
    let list = "== SKJ\nPersoneelsnummer|Naam|SKJ nummer|SKJ geldig tot";
    // The name is alike, but it is exactly that of somebody else.
    check(
        &format!("{staff}\n{list}\n1001|Arie Jansen|110000101|1-1-2028"),
        "staff A1 2
         registrations A1 1
         1001: De Linde: te verifiëren, aantoonbaar, in orde
         1002: Het Anker: te verifiëren, aantoonbaar, in orde
         DAT-13 SKJ!B2
         SKJ-02 SKJ!D2
         SKJ-03 SKJ!D2
         SKJ-07 SKJ!D2",
    );
    // A name that is only alike is told, once for the list.
    check(
        &format!(
            "{staff}\n{list}\n1001|Annie Jansen|110000101|1-1-2026\n1001|Annie Jansen|110000101|1-1-2028\n1002|Arie Jansen|110000202|1-1-2028"
        ),
        "staff A1 2
         registrations A1 3
         1001: De Linde: goed
         1002: Het Anker: goed
         DAT-13 SKJ!B2",
    );
    // Initials, a surname alone and a double name are ways to write a name.
    for name in ["A. Jansen", "Jansen", "Anna", "Anna Jansen-Bos", "Jansen, Anna"] {
        check(
            &format!("{staff}\n{list}\n1001|{name}|110000101|1-1-2028\n1002|Arie Jansen|110000202|1-1-2028"),
            "staff A1 2
             registrations A1 2
             1001: De Linde: goed
             1002: Het Anker: goed",
        );
    }
    // On a second sheet with staff: not Anna's second post, and not certainly Arie's.
    check(
        &format!(
            "{staff}\n== Flex\nPersoneelsnummer|Naam|Functie|Groep|FTE|In dienst|VOG datum afgifte\n\
             1001|Arie Jansen|Groepsleider|Kade|1|1-5-2024|\n{list}\n1001|Anna Jansen|110000101|1-1-2028\n1002|Arie Jansen|110000202|1-1-2028"
        ),
        "staff A1 2
         staff A1 1
         registrations A1 2
         1001: De Linde: goed
         1002: Het Anker: goed
         Arie Jansen: Kade: te verifiëren, te verifiëren, te verifiëren
         DAT-13 Flex!B2
         SCH-02 Flex!B2
         SKJ-02 Flex!B2
         SKJ-03 Flex!B2
         SKJ-07 Flex!B2
         VOG-03 Flex!G2",
    );
}
