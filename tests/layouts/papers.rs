//! Lists of registrations, trainings, VOGs and exemptions: what is evidence, of whom, and what is a question.

use std::sync::Arc;

use super::{assessed, check, told, workbook};
use toetsklaar::amount::Fte;
use toetsklaar::assess::{Input, Options, assess};
use toetsklaar::calendar::Date;
use toetsklaar::columns::ColumnMap;
use toetsklaar::edition::Edition;
use toetsklaar::finding::{Reason, Training};
use toetsklaar::read::Here;
use toetsklaar::table::Use;

#[test]
fn who_is_named_on_a_sheet_that_is_not_understood_may_have_it() {
    let staff = "== Personeel\nPers.nr|Naam|Functie|Groep|In dienst|SKJ-nummer|SKJ geldig tot|VOG datum afgifte|Training mensenhandel\n\
         1001|Anna de Vries|Groepsleider|De Linde|1-5-2024|110000101|1-3-2029|12-3-2024|\n\
         1002|Bram Bos|Groepsleider|De Linde|1-5-2024|110000102|1-3-2029|12-3-2024|\n\
         1003|Eva Test|Groepsleider|De Linde|1-5-2024|110000103|1-3-2029|12-3-2024|6-10-2024";
    for (sheet, cell) in [
        (
            "Presentielijst\nPresentielijst training signaleren loverboys\nDatum: 12-3-2025\n\nVries, Anna de|x\nEva Test|x",
            "A4",
        ),
        ("Training loverboys\nNaam|Handtekening\nAnna de Vries|x", "A2"),
        ("12-3-2025\nDeelnemers cursus 12 maart\n1|Anna de Vries\n2|X. Extern|afgemeld", "B2"),
    ] {
        let name = sheet.lines().next().expect("a name");
        check(
            &format!("{staff}\n== {sheet}"),
            &format!(
                "staff A1 3
                 1001: De Linde: geregistreerd, te verifiëren, in orde
                 1002: De Linde: geregistreerd, geen, in orde
                 1003: De Linde: goed
                 DAT-14 {name}!A1
                 SCH-01 Personeel!I3
                 SCH-02 {name}!{cell}"
            ),
        );
    }
    // Other trainings, what must still happen, and other things.
    for sheet in [
        "Presentielijst BHV\nAnna de Vries|x",
        "Nog te volgen training\nAnna de Vries",
        "Verjaardagen\nAnna de Vries|12-3",
    ] {
        let name = sheet.lines().next().expect("a name");
        check(
            &format!("{staff}\n== {sheet}"),
            &format!(
                "staff A1 3
                 1001: De Linde: geregistreerd, geen, in orde
                 1002: De Linde: geregistreerd, geen, in orde
                 1003: De Linde: goed
                 DAT-14 {name}!A1
                 SCH-01 Personeel!I2
                 SCH-01 Personeel!I3"
            ),
        );
    }
    // The same for a registration and a VOG.
    let without = staff.replace("110000101|1-3-2029|12-3-2024|", "|||6-10-2024");
    check(
        &format!("{without}\n== Blad2\nSKJ en VOG, stand maart\nAnna de Vries: zie map\nAnna de Vries|ligt bij HR"),
        "staff A1 3
         1001: De Linde: te verifiëren, aantoonbaar, te verifiëren
         1002: De Linde: geregistreerd, geen, in orde
         1003: De Linde: goed
         DAT-14 Blad2!A1
         SCH-01 Personeel!I3
         SKJ-03 Blad2!A3
         SKJ-07 Blad2!A3
         VOG-03 Blad2!A3",
    );
}

#[test]
fn who_is_on_a_list_of_what_was_taken_away_is_in_doubt() {
    let staff = "== Personeel\n@kop\n@anna\n@eva";
    let list = "Pers.nr|Naam|SKJ-nummer\n1001|Anna de Vries|110000101";
    for name in ["SKJ doorgehaald", "Geschorst SKJ", "Uitgeschreven SKJ"] {
        check(
            &format!("{staff}\n== {name}\n{list}"),
            &format!(
                "staff A1 2
                 registrations A1 1
                 1001: De Linde: te verifiëren, aantoonbaar, in orde
                 1005: Het Anker: goed
                 DAT-14 {name}!A1
                 SKJ-02 {name}!C2
                 SKJ-03 {name}!C2
                 SKJ-07 {name}!C2"
            ),
        );
    }
    // The cell can be read: what it stands on is the doubt.
    let assessment =
        assessed("personeel.xlsx", &workbook(&format!("{staff}\n== SKJ doorgehaald\n{list}"))).expect("a good file");
    let told = assessment
        .judgement
        .findings
        .iter()
        .find(|finding| assessment.rules.rules[usize::from(finding.rule)].code == "SKJ-07");
    assert_eq!(told.and_then(|finding| finding.reason), Some(Reason::ListLacking));
    // The text above the list may say so.
    check(
        &format!("{staff}\n== Blad2\nSKJ doorgehaald\n{list}"),
        "staff A1 2
         registrations A2 1
         1001: De Linde: te verifiëren, aantoonbaar, in orde
         1005: Het Anker: goed
         DAT-14 Blad2!A2
         SKJ-02 Blad2!C3
         SKJ-03 Blad2!C3
         SKJ-07 Blad2!C3",
    );
    // Such a list goes on when what it asks for has come.
    for name in ["SKJ nog aan te vragen", "Herregistratie nog te doen"] {
        check(
            &format!("{staff}\n== {name}\n{list}"),
            &format!("staff A1 2\nregistrations A1 1\n1001: De Linde: goed\n1005: Het Anker: goed\nDAT-14 {name}!A1"),
        );
    }
}

#[test]
fn who_is_not_on_a_list_for_some_of_the_people_may_have_it() {
    let staff = "== Personeel\nPers.nr|Naam|Functie|Groep|Locatie|In dienst|VOG datum afgifte|Training mensenhandel\n\
         1001|Anna de Vries|Groepsleider|De Linde|Ede|1-5-2024|12-3-2024|6-10-2024\n\
         1002|Bram Bos|Groepsleider|De Linde|Ede|1-5-2024|12-3-2024|6-10-2024\n\
         1005|Eva Test|Groepsleider|Het Anker|Nes|1-5-2024|12-3-2024|6-10-2024";
    let list = "Pers.nr|Naam|SKJ-nummer|SKJ geldig tot\n1001|Anna de Vries|110000101|1-3-2029";
    let caption = |text: &str| format!("Blad2\n{text}");
    for (name, row) in [
        ("SKJ De Linde".to_owned(), 1),
        ("Registraties locatie Ede".to_owned(), 1),
        (caption("SKJ-registraties De Linde"), 2),
    ] {
        check(
            &format!("{staff}\n== {name}\n{list}"),
            &format!(
                "staff A1 3
                 registrations A{row} 1
                 1001: De Linde: goed
                 1002: De Linde: niet geregistreerd, aantoonbaar, in orde
                 1005: Het Anker: te verifiëren, aantoonbaar, in orde
                 SKJ-02 Personeel!B4
                 SKJ-03 Personeel!B3
                 SKJ-03 Personeel!B4
                 SKJ-07 Personeel!B4"
            ),
        );
    }
    for name in ["Nieuwe registraties 2026", "SKJ deel 1", "Mutaties SKJ"] {
        check(
            &format!("{staff}\n== {name}\n{list}"),
            "staff A1 3
             registrations A1 1
             1001: De Linde: goed
             1002: De Linde: te verifiëren, aantoonbaar, in orde
             1005: Het Anker: te verifiëren, aantoonbaar, in orde
             SKJ-02 Personeel!B4
             SKJ-03 Personeel!B3
             SKJ-03 Personeel!B4
             SKJ-07 Personeel!B3
             SKJ-07 Personeel!B4",
        );
    }
    // A list for everybody, or a list for each.
    check(
        &format!("{staff}\n== SKJ\n{list}"),
        "staff A1 3
         registrations A1 1
         1001: De Linde: goed
         1002: De Linde: niet geregistreerd, aantoonbaar, in orde
         1005: Het Anker: niet geregistreerd, aantoonbaar, in orde
         SKJ-01 Personeel!B4
         SKJ-03 Personeel!B3
         SKJ-03 Personeel!B4",
    );
    let other = "Pers.nr|Naam|SKJ-nummer|SKJ geldig tot\n1005|Eva Test|110000505|1-3-2029";
    check(
        &format!("{staff}\n== SKJ De Linde\n{list}\n== SKJ Het Anker\n{other}"),
        "staff A1 3
         registrations A1 1
         registrations A1 1
         1001: De Linde: goed
         1002: De Linde: niet geregistreerd, aantoonbaar, in orde
         1005: Het Anker: goed
         SKJ-03 Personeel!B3",
    );
}

#[test]
fn a_no_about_a_certificate_apart_from_the_only_training_may_be_about_it() {
    let good = "staff A1 2
         1001: De Linde: goed
         1002: De Linde: goed";
    check(
        "@kop|SKJ-status|Certificaat\n@anna|geregistreerd|nee\n@bram|geregistreerd|ja",
        "staff A1 2
         1001: De Linde: geregistreerd, te verifiëren, in orde
         1002: De Linde: goed
         SCH-02 L2",
    );
    // It is about the first aid, or the diploma.
    check("@kop|BHV|Certificaat\n@anna|1-2-2024|nee\n@bram|1-2-2024|ja", good);
    check("@kop|Diploma|Certificaat\n@anna|hbo|nee\n@bram|hbo|ja", good);
}

#[test]
fn a_list_of_trainings_is_known_by_what_stands_in_it() {
    // That the training is over says nothing of a registration, nor does one that is not save a registration that is over.
    let people = "@kop.training\n@anna.training\n\
        1002|Bram van den Berg|Groepsleider|De Linde|1|1-9-2023|110000202|1-3-2025|14-7-2023";
    for heading in [
        "Training",
        "Certificaat",
        "Omschrijving certificaat",
        "Bekwaamheid",
        "E-learning / module",
        "Kwalificatie",
        "Diploma",
        "Wat",
    ] {
        check(
            &format!(
                "{people}\n== Blad2\nPersoneelsnummer|Naam|{heading}|Behaald op|Geldig tot|Status\n\
                 1001|Anna de Vries|Training mensenhandel|6-10-2023|6-10-2026|behaald\n\
                 1002|Bram van den Berg|BHV|6-10-2024|6-10-2027|behaald"
            ),
            "staff A1 2
             trainings A1 2
             1001: De Linde: goed
             1002: De Linde: niet geregistreerd, geen, in orde
             SCH-01 Blad2!C3
             SKJ-03 Personeel!H3
             SKJ-06 Personeel!H3",
        );
    }
}

#[test]
fn a_list_of_first_aid_alone_says_nothing_about_training_for_these_girls() {
    for heading in ["Training", "Certificaat"] {
        check(
            &format!(
                "@kop.training\n@anna.training\n@bram.training\n== Blad2\n\
                 Personeelsnummer|Naam|{heading}|Behaald op\n1001|Anna de Vries|BHV|6-10-2024"
            ),
            "staff A1 2
             trainings A1 1
             1001: De Linde: geregistreerd, te verifiëren, in orde
             1002: De Linde: geregistreerd, te verifiëren, in orde
             SCH-02 Personeel!B1",
        );
    }
}

#[test]
fn headings_that_only_say_something_on_a_list_make_one() {
    for sheet in ["Trainingen", "Blad2"] {
        check(
            &format!(
                "@kop.training\n@anna.training\n== {sheet}\nDeelnemer|Training|Datum\n\
                 Anna de Vries|Training mensenhandel|6-10-2024\nAnna de Vries|BHV|6-10-2025"
            ),
            &format!(
                "staff A1 1
                 trainings A1 2
                 1001: De Linde: goed
                 DAT-11 {sheet}!A1"
            ),
        );
    }
}

#[test]
fn a_sheet_called_after_a_training_holds_who_followed_it() {
    check(
        "@kop.training\n@anna.training\n@bram.training\n== Training mensenhandel\n\
         Personeelsnummer|Naam|Datum|Certificaat\n1001|Anna de Vries|6-10-2024|ja\n1002|Bram van den Berg|6-10-2024|nee",
        "staff A1 2
         trainings A1 2
         1001: De Linde: goed
         1002: De Linde: geregistreerd, te verifiëren, in orde
         SCH-02 Training mensenhandel!D3",
    );
}

#[test]
fn an_end_right_of_a_registration_is_not_that_of_the_employment() {
    for heading in ["Einddatum", "Eind", "Einde"] {
        check(
            &format!(
                "Personeelsnummer|Naam|Functie|Groep|FTE|In dienst|SKJ-nummer|{heading}|VOG datum afgifte|Training mensenhandel\n\
                 @anna\n1002|Bram van den Berg|Groepsleider|De Linde|1|1-9-2023|110000202|1-3-2025|14-7-2023|6-10-2024"
            ),
            "staff A1 2
             1001: De Linde: goed
             1002: De Linde: niet geregistreerd, aantoonbaar, in orde
             DAT-22 H1
             SKJ-03 H3
             SKJ-06 H3",
        );
    }
}

#[test]
fn a_status_on_a_list_is_that_of_what_the_list_is_about() {
    for sheet in ["VOG", "Blad2"] {
        check(
            &format!(
                "@kop.vog\n@anna.vog\n@bram.vog\n== {sheet}\nPersoneelsnummer|VOG datum|Status\n\
                 1001|12-3-2024|afgegeven\n1002|14-7-2023|geweigerd"
            ),
            &format!(
                "staff A1 2
                 registrations A1 2
                 1001: De Linde: goed
                 1002: De Linde: geregistreerd, aantoonbaar, te verifiëren
                 VOG-03 {sheet}!C3"
            ),
        );
    }
    // Of another heading only what takes the VOG away is taken for a word about it.
    check(
        "@kop.vog\n@anna.vog\n@bram.vog\n== VOG\nPersoneelsnummer|Datum afgifte|Resultaat\n\
         1001|12-3-2024|nagekeken\n1002|14-7-2023|geweigerd",
        "staff A1 2
         registrations A1 2
         1001: De Linde: goed
         1002: De Linde: geregistreerd, aantoonbaar, te verifiëren
         VOG-03 VOG!C3",
    );
    check(
        "@kop.skj\n@anna.skj\n@bram.skj\n== SKJ\nPersoneelsnummer|Registratienummer|Einddatum|Actief|In dienst\n\
         1001|110000101|1-3-2029|ja|nee\n1002|110000202|1-3-2029|nee|ja",
        "staff A1 2
         registrations A1 2
         1001: De Linde: goed
         1002: De Linde: te verifiëren, aantoonbaar, in orde
         SKJ-03 SKJ!D3
         SKJ-07 SKJ!D3",
    );
}

#[test]
fn a_list_with_a_row_per_paper_tells_of_registrations_vogs_and_trainings() {
    let staff = "@kop.skj.vog.training\n@anna.skj.vog.training\n@bram.skj.vog.training";
    // Whatever the sheet and its headings are called, in any order of rows, and with a hundred rows about first aid above.
    let rows = [
        "Anna de Vries|SKJ|110000101|1-3-2024|1-3-2029",
        "Anna de Vries|VOG|123456789|12-3-2024|",
        "Anna de Vries|Training mensenhandel||6-10-2024|",
        "Bram van den Berg|Rijbewijs B|110000202|1-3-2024|1-3-2029",
        "Bram van den Berg|BHV|110000203|1-3-2024|1-3-2029",
        "Bram van den Berg|Loverboyproblematiek (SKJ-geaccrediteerd)|2024.12|6-10-2024|",
        "Bram van den Berg|E-learning VOG aanvragen||14-7-2023|",
        "Bram van den Berg|Kopie ID|110000204|14-7-2023|1-1-2030",
    ];
    let first_aid = vec!["Anna de Vries|EHBO||1-3-2023|"; 100];
    let mut other_way: Vec<&str> = rows.to_vec();
    other_way.reverse();
    for (sheet, header) in [
        ("Registraties", "Naam|Soort|Nummer|Datum|Geldig tot"),
        ("Kwalificaties", "Naam|Kwalificatie|Nummer|Afgiftedatum|Geldig tot"),
        ("Certificaten en registraties", "Naam|Soort|Nummer|Datum behaald|Geldig tot"),
        ("Bekwaamheden", "Naam|Bekwaamheid|Nummer|Behaald op|Geldig tot"),
        ("Opleidingen", "Medewerker|Opleiding|Nummer|Datum behaald|Einddatum"),
        ("Dossier", "Naam|Document|Nummer|Datum|Geldig tot"),
        ("Blad2", "Naam|Omschrijving|Nummer|Datum afgifte|Einddatum"),
    ] {
        for (above, rows) in [(&[][..], &rows[..]), (&[], &other_way), (&first_aid, &rows)] {
            check(
                &format!("{staff}\n== {sheet}\n{header}\n{}", [above, rows].concat().join("\n")),
                &format!(
                    "staff A1 2
                     registrations A1 {}
                     1001: De Linde: goed
                     1002: De Linde: niet geregistreerd, aantoonbaar, te verifiëren
                     DAT-11 {sheet}!A1
                     SKJ-03 Personeel!B3
                     VOG-03 {sheet}!B{}",
                    above.len() + rows.len(),
                    above.len() + if rows == other_way { 3 } else { 8 },
                ),
            );
        }
    }
    // Other lists name papers as well: what is to be done, lacking, paid for, or about to end. They tell of nobody that a paper is missing.
    for (sheet, header) in [
        ("Actielijst", "Medewerker|Actie|Deadline|Wie"),
        ("Acties 2026", "Medewerker|Document|Datum|Status"),
        ("Checklist", "Naam|Onderdeel|Aanwezig|Door"),
        ("Controle", "Naam|Bevinding|Datum|Door"),
        ("Declaraties", "Medewerker|Omschrijving|Datum|Bedrag"),
        ("Ontbrekende documenten", "Naam|Document|Datum|Door"),
        ("Verlopende documenten", "Naam|Document|Datum|Map"),
        ("Blad2", "Naam|Omschrijving|Datum|Wie"),
        ("Signalen", "Medewerker|Soort|Einddatum|Team"),
    ] {
        let text = format!(
            "{staff}\n== {sheet}\n{header}\nAnna de Vries|SKJ|1-6-2026|\nBram van den Berg|VOG|1-6-2026|\n\
             Bram van den Berg|SKJ|1-6-2026|"
        );
        let told = told(&assessed("personeel.xlsx", &workbook(&text)).unwrap());
        let unknown = "De Linde: te verifiëren, te verifiëren, te verifiëren";
        for line in [format!("1001: {unknown}"), format!("1002: {unknown}")] {
            assert!(told.lines().any(|known| known == line), "{line}\n{told}\n{text}");
        }
    }
    // Of two columns the one that says which paper, whatever it is called.
    for kind in ["Documenttype", "Soort", "Type"] {
        check(
            &format!(
                "{staff}\n== Documenten\nPersoneelsnummer|{kind}|Omschrijving|Nummer|Datum document|Vervaldatum|Status\n\
                 1001|Identificatie|Paspoort|123456789|1-1-2022|1-1-2032|Gecontroleerd\n\
                 1001|Registratie|SKJ|110000101|1-3-2024|1-3-2029|Actief\n\
                 1001|VOG|Verklaring omtrent het gedrag||12-3-2024||Ontvangen\n\
                 1001|Scholing|Training mensenhandel||6-10-2024||Afgerond\n\
                 1002|Registratie|SKJ|110000202|1-3-2024|1-3-2025|Actief\n\
                 1002|VOG|VOG||14-7-2023||Ontvangen\n\
                 1002|Scholing|Training mensenhandel||6-10-2024||Aangemeld"
            ),
            "staff A1 2
             registrations A1 7
             1001: De Linde: goed
             1002: De Linde: niet geregistreerd, te verifiëren, in orde
             SCH-02 Documenten!G8
             SKJ-03 Documenten!F6
             SKJ-06 Documenten!F6",
        );
    }
    // Function and group may stand on every row of the list as well.
    check(
        &format!(
            "{staff}\n== Certificaten\nPersoneelsnummer|Naam|Functie|Groep|Kwalificatie|Documentnummer|Datum|Verlengen voor\n\
             1001|Anna de Vries|Pedagogisch medewerker|De Linde|SKJ|110000101|1-3-2024|1-3-2029\n\
             1001|Anna de Vries|Pedagogisch medewerker|De Linde|VOG||12-3-2024|\n\
             1001|Anna de Vries|Pedagogisch medewerker|De Linde|Training mensenhandel||6-10-2024|\n\
             1002|Bram van den Berg|Groepsleider|De Linde|VOG||14-7-2023|\n\
             1002|Bram van den Berg|Groepsleider|De Linde|BHV|110000203|1-3-2024|1-3-2029"
        ),
        "staff A1 2
         registrations A1 5
         1001: De Linde: goed
         1002: De Linde: niet geregistreerd, geen, in orde
         SCH-01 Personeel!B3
         SKJ-03 Personeel!B3",
    );
    // And so may all of the work: it is counted once, and everything that somebody has is read.
    let work = [
        "1001|Anna de Vries|Pedagogisch medewerker|De Linde|0,4|1-5-2024",
        "1002|Bram van den Berg|Groepsleider|De Linde|0,4|1-9-2023",
    ];
    let export = format!(
        "Personeelsnummer|Naam|Functie|Groep|FTE|In dienst|Soort|Nummer|Datum|Geldig tot\n\
         {0}|SKJ|110000101|1-3-2024|1-3-2029\n{0}|VOG||12-3-2024|\n{0}|Training mensenhandel||6-10-2024|\n\
         {1}|VOG||14-7-2023|\n{1}|EHBO|110000203|1-3-2024|1-3-2029",
        work[0], work[1]
    );
    check(
        &export,
        "staff A1 5
         1001: De Linde: goed
         1002: De Linde: niet geregistreerd, geen, in orde
         DAT-05 A3
         SCH-01 B5
         SKJ-03 B5",
    );
    let assessment = assessed("personeel.xlsx", &workbook(&export)).unwrap();
    for person in [0, 1] {
        assert_eq!(assessment.staff.fte_of(person), Some(Fte(4000)));
    }
    // How a training ended, what is planned, and what is not known there. Who has nothing on the list has no training.
    check(
        &format!(
            "{staff}\n@eva.skj.vog.training\n@frits.skj.vog.training\n== Kwalificaties\n\
             Naam|Kwalificatie|Nummer|Datum|Geldig tot|Resultaat\n\
             Anna de Vries|SKJ|110000101|1-3-2024|1-3-2029|\n\
             Anna de Vries|Training mensenhandel||6-10-2024||niet behaald\n\
             Bram van den Berg|Training mensenhandel gepland||6-10-2024||\n\
             Eva Bakker|On the Move||6-10-2024||\n\
             Eva Bakker|Training mensenhandel||6-10-2030||\n\
             Frits Mulder|SKJ|110000606|1-3-2024|1-3-2029|doorgehaald"
        ),
        "staff A1 4
         registrations A1 6
         1001: De Linde: geregistreerd, te verifiëren, te verifiëren
         1002: De Linde: niet geregistreerd, te verifiëren, te verifiëren
         1005: Het Anker: niet geregistreerd, te verifiëren, te verifiëren
         1006: Het Anker: te verifiëren, geen, te verifiëren
         DAT-11 Kwalificaties!A1
         SCH-01 Personeel!B5
         SCH-02 Kwalificaties!B4
         SCH-02 Kwalificaties!B5
         SCH-02 Kwalificaties!F3
         SKJ-02 Personeel!B4
         SKJ-03 Personeel!B3
         SKJ-03 Personeel!B4
         SKJ-07 Kwalificaties!F7
         VOG-03 Personeel!B1",
    );
    // Where nothing more can stand on the list, that a paper is there tells that somebody may have it.
    check(
        &format!(
            "{staff}\n== Dossier\nNaam|Document\nAnna de Vries|SKJ\nAnna de Vries|VOG\nBram van den Berg|SKJ en VOG"
        ),
        "staff A1 2
         registrations A1 3
         1001: De Linde: te verifiëren, te verifiëren, te verifiëren
         1002: De Linde: te verifiëren, te verifiëren, te verifiëren
         DAT-11 Dossier!A1
         SCH-02 Personeel!B1
         SKJ-02 Dossier!B2
         SKJ-03 Dossier!B2
         SKJ-07 Dossier!B2
         SKJ-07 Dossier!B4
         VOG-03 Dossier!B3
         VOG-03 Dossier!B4",
    );
    // A course on VOG or SKJ among trainings makes it no such list.
    check(
        &format!(
            "{staff}\n== Scholing\nNaam|Kwalificatie|Datum\nAnna de Vries|Training mensenhandel|6-10-2024\n\
             Anna de Vries|E-learning VOG|6-10-2024\nBram van den Berg|Cursus SKJ|6-10-2024"
        ),
        "staff A1 2
         trainings A1 3
         1001: De Linde: te verifiëren, aantoonbaar, te verifiëren
         1002: De Linde: te verifiëren, te verifiëren, te verifiëren
         DAT-11 Scholing!A1
         SCH-02 Scholing!B4
         SKJ-02 Personeel!B2
         SKJ-03 Personeel!B2
         SKJ-07 Personeel!B1
         VOG-03 Personeel!B1",
    );
}

#[test]
fn what_numbers_a_row_or_a_vog_is_no_registration() {
    // Bram is in no register; his row on the list of VOG's has a number that could be one, and an end that is over or still to come.
    for header in [
        "Nr|Naam|Datum afgifte|Einddatum",
        "Nr.|Naam|VOG datum|Geldig tot",
        "Kenmerk|Medewerker|Datum afgifte|Einddatum",
        "Registratienummer|Naam|Afgegeven op|Einddatum",
    ] {
        for [number, end] in [["2", "1-3-2029"], ["110000202", "1-3-2029"], ["110000202", "14-7-2024"], ["VOG-12", ""]]
        {
            check(
                &format!(
                    "@kop.vog.training\n@anna.vog.training\n1002|Bram van den Berg|Groepsleider|De Linde|1|1-9-2023\n\
                     == VOG\n{header}\n1|Anna de Vries|12-3-2024|\n{number}|Bram van den Berg|14-7-2023|{end}\n\
                     == Scholing\nPersoneelsnummer|Training|Datum\n1001|Mensenhandel|6-10-2024\n1002|Mensenhandel|6-10-2024"
                ),
                "staff A1 2
                 registrations A1 2
                 trainings A1 2
                 1001: De Linde: goed
                 1002: De Linde: niet geregistreerd, aantoonbaar, in orde
                 DAT-11 VOG!B1
                 SKJ-03 Personeel!G3",
            );
        }
    }
    // Before the name "Nr" counts rows, where another column is the number or may be.
    for header in ["Nr|Naam|SKJ-nummer|Geldig tot", "Nr|Naam|Nummer|Geldig tot", "Nummer|Naam|Kenmerk|Geldig tot"] {
        check(
            &format!(
                "@kop.skj\n@anna.skj\n@bram.skj\n== SKJ\n{header}\n1|Anna de Vries|110000101|1-3-2029\n2|Bram van den Berg||"
            ),
            "staff A1 2
             registrations A1 2
             1001: De Linde: goed
             1002: De Linde: niet geregistreerd, aantoonbaar, in orde
             DAT-11 SKJ!B1
             SKJ-03 Personeel!B3",
        );
    }
    // A sheet that is called after another register or a certificate has no registrations.
    for sheet in ["Registratie BHV", "NVO registratie", "Registraties rijbewijs"] {
        for header in ["Naam|Nummer|Geldig tot", "Naam|Registratienummer|Geldig tot"] {
            check(
                &format!(
                    "@kop\n@anna\n1002|Bram van den Berg|Groepsleider|De Linde|1|1-9-2023|||14-7-2023|6-10-2024\n\
                     == {sheet}\n{header}\nBram van den Berg|110000202|1-3-2029"
                ),
                &format!(
                    "staff A1 2
                     ? A1 0
                     1001: De Linde: goed
                     1002: De Linde: niet geregistreerd, aantoonbaar, in orde
                     DAT-14 {sheet}!A1
                     SKJ-03 Personeel!G3"
                ),
            );
        }
    }
    // Where a column says what each row is, that goes before the name of the sheet.
    check(
        "@kop.skj\n@anna.skj\n@bram.skj\n== Registraties en rijbewijs\nNaam|Soort|Nummer|Geldig tot\n\
         Anna de Vries|SKJ|110000101|1-3-2029\nBram van den Berg|Paspoort|110000202|1-3-2029",
        "staff A1 2
         registrations A1 2
         1001: De Linde: goed
         1002: De Linde: niet geregistreerd, aantoonbaar, in orde
         DAT-11 Registraties en rijbewijs!A1
         SKJ-03 Registraties en rijbewijs!B3
         SKJ-09 Registraties en rijbewijs!B3",
    );
    // Where no other column is, it is the number.
    check(
        "@kop.skj\n@anna.skj\n== SKJ\nNr|Naam|Geldig tot\n110000101|Anna de Vries|1-3-2029",
        "staff A1 1
         registrations A1 1
         1001: De Linde: goed
         DAT-11 SKJ!B1",
    );
}

#[test]
fn a_number_right_of_the_vog_is_that_of_the_vog() {
    check(
        "@kop.skj.vog\n@anna.skj.vog\n@bram.skj.vog\n== Dossier\nNaam|VOG|Nummer|SKJ|Nummer|Geldig tot\n\
         Anna de Vries|12-3-2024|123456789|ja|110000101|1-3-2029\nBram van den Berg|14-7-2023|123456780|||",
        "staff A1 2
         registrations A1 2
         1001: De Linde: goed
         1002: De Linde: niet geregistreerd, aantoonbaar, in orde
         DAT-11 Dossier!A1
         DAT-19 Dossier!D1
         SKJ-03 Personeel!B3",
    );
}

#[test]
fn the_reason_of_an_exemption_is_called_onderbouwing_as_well() {
    let sheet = |headings: &str, bram: &str| {
        format!(
            "@kop\n@anna\n1002|Bram van den Berg|Groepsleider|De Linde|1|1-9-2023|||14-7-2023|6-10-2024\n\
             == Tenzij\nPersoneelsnummer|Grond|{headings}|Besloten door|Geldig tot\n1002|leerwerktraject|{bram}|bestuur|1-6-2027"
        )
    };
    let counts = |notes: &str| {
        format!(
            "staff A1 2
             exemptions A1 1
             1001: De Linde: goed
             1002: De Linde: niet geregistreerd, aantoonbaar, in orde{notes}"
        )
    };
    check(&sheet("Onderbouwing", "loopt mee met een ervaren collega"), &counts(""));
    // Of two columns with a reason one is enough.
    check(&sheet("Reden|Onderbouwing", "|loopt mee met een ervaren collega"), &counts("\nDAT-19 Tenzij!D1"));
    check(&sheet("Onderbouwing", ""), &counts("\nDAT-16 Tenzij!C2\nSKJ-03 Personeel!G3"));
}

#[test]
fn an_exemption_counts_only_where_no_column_takes_it_back() {
    let list = |headings: &str, cells: &str| {
        format!(
            "@kop.skj\n@anna.skj\n== Uitzonderingen\nPersoneelsnummer|Grond|Reden|Geldig tot|Besloten door|{headings}\n\
             1001|a|In opleiding tot jeugdprofessional|1-5-2027|bestuurder|{cells}"
        )
    };
    for (headings, cells, cell) in [
        ("Status", "akkoord", None),
        ("Status", "afgewezen", Some("F2")),
        ("Opmerking|Status", "besproken|concept", Some("G2")),
        ("Actief", "nee", Some("F2")),
        ("Ingetrokken", "nee", None),
        ("Ingetrokken op", "", None),
        ("Ingetrokken op", "1-5-2026", Some("F2")),
        ("Einde", "1-5-2028", None),
        ("Einde", "1-5-2026", Some("F2")),
    ] {
        let text = list(headings, cells);
        let assessment = assessed("personeel.xlsx", &workbook(&text)).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let told = told(&assessment);
        let found = told.lines().find_map(|line| line.strip_prefix("DAT-16 Uitzonderingen!"));
        assert_eq!(found, cell, "{text}\n{told}");
    }
}

#[test]
fn a_column_of_another_list_beside_a_training_tells_how_it_ended_or_is_listed() {
    let list = |heading: &str, cell: &str| {
        let people = "@kop.training\n@anna.training\n== Trainingen";
        workbook(&format!(
            "{people}\nPersoneelsnummer|Training|Datum|{heading}\n1001|Training mensenhandel|6-10-2024|{cell}"
        ))
    };
    for (heading, cell, status, listed) in [
        ("Score", "niet behaald", Training::ToVerify, false),
        ("Score", "8", Training::Demonstrable, true),
        ("Actief", "ja", Training::Demonstrable, true),
        ("Akkoord", "1-5-2024", Training::Demonstrable, true),
    ] {
        let assessment = assessed("personeel.xlsx", &list(heading, cell)).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(assessment.judgement.statuses[0].training.status, status, "{heading}: {cell}");
        let table = &assessment.inputs[0].sheets[1].tables[0];
        assert_eq!(table.columns[3].used == Use::Unrecognised, listed, "{heading}: {cell}");
    }
}

#[test]
fn a_column_with_how_trainings_ended_is_read_cell_by_cell() {
    let statuses = |text: &str| -> Vec<Training> {
        let assessment = assessed("personeel.xlsx", &workbook(text)).unwrap_or_else(|error| panic!("{error}"));
        assessment.judgement.statuses.iter().map(|statuses| statuses.training.status).collect()
    };
    let people = "@kop.training\n@anna.training\n@bram.training\n@eva.training\n@frits.training\n== Scholing\n";
    let listed = |heading: &str, cells: [&str; 4]| {
        let rows: Vec<String> = ["1001", "1002", "1005", "1006"]
            .iter()
            .zip(cells)
            .map(|(number, cell)| format!("{number}|Training mensenhandel|{cell}|6-10-2024"))
            .collect();
        statuses(&format!("{people}Personeelsnummer|Trajectnaam|{heading}|Datum\n{}", rows.join("\n")))
    };
    let (shown, asked) = (Training::Demonstrable, Training::ToVerify);
    // A word that is not understood makes a question of its own row, and of no other.
    for heading in [
        "Trainingsstatus",
        "Traject status",
        "Cursusstatus",
        "Leerstatus",
        "Voortgangsstatus",
        "Registratiestatus",
        "Boekingsstatus",
        "Statusomschrijving",
        "Beoordeling",
        "Uitkomst",
    ] {
        for word in ["Toegewezen", "Vrijgesteld", "Verplicht", "Actief", "Definitief", "8", "85%"] {
            assert_eq!(
                listed(heading, ["Behaald", "Niet behaald", word, ""]),
                [shown, asked, asked, shown],
                "{heading}: {word}"
            );
        }
    }
    // Under any other heading most words must be known, and one must say that a training was not finished.
    assert_eq!(listed("Stand", ["Afgerond", "Niet behaald", "Definitief", "Afgerond"]), [shown, asked, asked, shown]);
    for (heading, cells) in [
        ("Stand", ["Definitief", "Concept A", "Voorlopig", "Niet behaald"]),
        ("Waardering", ["goed", "leuk", "goed", "voldoende"]),
        ("Werkvorm", ["online", "klassikaal", "online", "blended"]),
        ("Gebruikersstatus", ["Actief", "Actief", "Actief", "Gast"]),
        ("Factuurstatus", ["Betaald", "Open", "Betaald", "Verzonden"]),
    ] {
        assert_eq!(listed(heading, cells), [shown; 4], "{heading}");
    }
    // Beside a training on a list of people too, where the heading can mean nothing else.
    for (heading, expected) in [("Cursusstatus", asked), ("Beoordeling", shown)] {
        let text = format!("@kop|{heading}\n@anna|Definitief");
        assert_eq!(statuses(&text), [expected], "{heading}");
    }
}

#[test]
fn a_heading_that_may_be_a_training_is_one_where_days_stand_below_it() {
    let told = |text: &str| -> (Training, Vec<String>) {
        let assessment = assessed("personeel.xlsx", &workbook(text)).unwrap_or_else(|error| panic!("{error}"));
        let edition = Edition::new(&assessment);
        let codes = assessment.judgement.findings.iter().map(|finding| edition.rule(finding).code.clone()).collect();
        (assessment.judgement.statuses[0].training.status, codes)
    };
    let day = "6-10-2024";
    for (heading, cell, in_columns, of_people) in [
        ("Omgaan met slachtoffers mensenhandel", day, Training::Demonstrable, Training::Demonstrable),
        ("Slachtoffers seksuele uitbuiting", day, Training::Demonstrable, Training::Demonstrable),
        ("Werken met slachtoffers van loverboys", day, Training::Demonstrable, Training::Demonstrable),
        ("Verplichte training mensenhandel", day, Training::ToVerify, Training::ToVerify),
        ("Training loverboys (verplicht)", day, Training::ToVerify, Training::ToVerify),
        ("Aandachtsfunctionaris mensenhandel", day, Training::ToVerify, Training::ToVerify),
        ("Omgaan met slachtoffers mensenhandel", "ja", Training::ToVerify, Training::None),
        ("Training loverboys (verplicht)", "ja", Training::None, Training::None),
        // On a list of trainings anything may be the title of one.
        ("Training Fier", day, Training::ToVerify, Training::None),
        ("Bejegening slachtoffers", day, Training::ToVerify, Training::None),
        ("Training Fier", "nee", Training::None, Training::None),
        ("Datum gesprek", day, Training::None, Training::None),
        ("Aantal slachtoffers loverboys", day, Training::None, Training::None),
        ("Ervaring met loverboyslachtoffers", day, Training::None, Training::None),
        ("Jubileum", day, Training::None, Training::None),
        ("Kosten training loverboys", day, Training::None, Training::None),
    ] {
        let matrix = format!(
            "@kop.training\n@anna.training\n@bram.training\n== Scholingsmatrix\nPersoneelsnummer|Training mensenhandel|{heading}\n1001||{cell}\n1002|{day}|"
        );
        assert_eq!(told(&matrix).0, in_columns, "{heading}: {cell} in a matrix");
        let people = format!("@kop|{heading}\n@anna.!training|{cell}\n@bram|");
        assert_eq!(told(&people).0, of_people, "{heading}: {cell} on a list of people");
    }
    // What is not read is told.
    for heading in ["Omgaan met slachtoffers mensenhandel", "Training loverboys (verplicht)"] {
        let (_, codes) = told(&format!("@kop|{heading}\n@anna|ja\n@bram|"));
        assert!(codes.iter().any(|code| code == "DAT-22"), "{heading}: {codes:?}");
    }
    // A title that nobody knows says nothing of who has no day below it.
    check(
        "@kop.training\n@anna.training\n@bram.training\n== Scholingsmatrix\nPersoneelsnummer|BHV|Rots en Water\n1001|6-10-2024|6-10-2024\n1002|6-10-2024|",
        "staff A1 2
         trainings A1 2
         1001: De Linde: geregistreerd, te verifiëren, in orde
         1002: De Linde: geregistreerd, te verifiëren, in orde
         SCH-02 Personeel!B1
         SCH-02 Scholingsmatrix!C2",
    );
}

#[test]
fn a_bare_end_that_is_not_read_is_told() {
    check(
        "Naam|Functie|Groep|Van|Tot|SKJ-nummer|SKJ geldig tot|VOG bij start|Training mensenhandel\n\
         Anna de Vries|Groepsleider|De Linde|1-5-2024|1-12-2024|110000101|1-3-2029|12-3-2024|6-10-2024",
        "staff A1 1
         Anna de Vries: De Linde: geregistreerd, aantoonbaar, te verifiëren
         DAT-22 E1
         VOG-03 A1",
    );
}

#[test]
fn a_date_right_of_a_yes_is_the_date_of_that() {
    let header = "Personeelsnummer|Naam|Functie|Groep|FTE|In dienst|SKJ-nummer|SKJ geldig tot|VOG|Datum|Training mensenhandel|Datum";
    let anna = "1001|Anna de Vries|Pedagogisch medewerker|De Linde|0,89|1-5-2024|110000101|1-3-2029";
    check(
        &format!("{header}\n{anna}|ja|12-3-2024|ja|6-10-2024"),
        "staff A1 1
         1001: De Linde: goed
         DAT-19 I1",
    );
    // Beside dates of its own it may be the day on which somebody saw the VOG.
    check(
        &format!("{header}\n{anna}|12-3-2020|12-3-2024|6-10-2024|6-10-2025"),
        "staff A1 1
         1001: De Linde: geregistreerd, aantoonbaar, te oud bij start
         VOG-02 I2",
    );
}

#[test]
fn what_a_user_says_of_a_column_needs_no_neighbour() {
    let bytes = workbook(
        "Personeelsnummer|Naam|Functie|Groep|FTE|In dienst|SKJ-nummer|Einddatum|VOG datum afgifte|Training mensenhandel\n@anna",
    );
    let map = "[[sheet]]\nname = \"Personeel\"\nrole = \"staff\"\n\n[[sheet.column]]\ncolumn = \"H\"\nheader = \"Einddatum\"\nfield = \"employment_end\"\n";
    let told_with = |columns: Option<ColumnMap>| {
        let options = Options { columns, ..Options::on(Date::constant(2026, 11, 23)) };
        let input = Input { name: "personeel.xlsx".to_owned(), bytes: Arc::from(&*bytes) };
        told(&assess(&[input], options, &Here).expect("a sheet of people").0)
    };
    assert!(told_with(None).ends_with("DAT-22 H1"));
    let mapped = told_with(Some(ColumnMap::parse("kolommen.toml", map).expect("a map")));
    assert!(mapped.contains("te verifiëren") && !mapped.contains("DAT-22"), "{mapped}");
}

#[test]
fn a_repetition_of_a_training_that_is_not_there_is_a_question() {
    check(
        "@kop|Herhaling mensenhandel\n@anna|1-2-2026\n@bram.!training|1-2-2026\n@eva.!training|nee",
        "staff A1 3
         1001: De Linde: goed
         1002: De Linde: geregistreerd, te verifiëren, in orde
         1005: Het Anker: geregistreerd, geen, in orde
         SCH-01 J4
         SCH-02 K3",
    );
}

#[test]
fn a_list_of_what_is_lacking_is_no_evidence() {
    // Bram is not on it, and that tells nothing of him.
    let vog = |above: &str| {
        format!(
            "@kop.vog\n@anna.vog\n@bram.vog\n{above}\nPersoneelsnummer|Naam|Datum VOG\n1001|Anna de Vries|12-3-2024"
        )
    };
    for (above, sheet, header) in
        [("== VOG nog aan te vragen", "VOG nog aan te vragen", 1), ("== VOG\nMedewerkers zonder VOG", "VOG", 2)]
    {
        check(
            &vog(above),
            &format!(
                "staff A1 2
                 registrations A{header} 1
                 1001: De Linde: geregistreerd, aantoonbaar, te verifiëren
                 1002: De Linde: geregistreerd, aantoonbaar, te verifiëren
                 DAT-14 {sheet}!A{header}
                 VOG-03 Personeel!B1
                 VOG-03 {sheet}!C{}",
                header + 1,
            ),
        );
    }
    check(
        &vog("== VOG-overzicht"),
        "staff A1 2
         registrations A1 1
         1001: De Linde: goed
         1002: De Linde: geregistreerd, aantoonbaar, ontbreekt
         VOG-01 Personeel!B3",
    );
    let registration = "@kop.skj\n@anna.skj\n@bram.skj\n== SKJ doorgehaald\nPersoneelsnummer|Naam|SKJ-nummer|Geldig tot\n1001|Anna de Vries|110000101|1-3-2029";
    check(
        registration,
        "staff A1 2
         registrations A1 1
         1001: De Linde: te verifiëren, aantoonbaar, in orde
         1002: De Linde: te verifiëren, aantoonbaar, in orde
         DAT-14 SKJ doorgehaald!A1
         SKJ-02 SKJ doorgehaald!C2
         SKJ-03 SKJ doorgehaald!C2
         SKJ-07 Personeel!B1
         SKJ-07 SKJ doorgehaald!C2",
    );
    let training = |sheet: &str| {
        format!(
            "@kop.training\n@anna.training\n== {sheet}\nPersoneelsnummer|Training|Datum\n1001|Mensenhandel|6-10-2024"
        )
    };
    for sheet in ["Niet gevolgd", "Wachtlijst scholing", "Afwezigen"] {
        check(
            &training(sheet),
            &format!(
                "staff A1 1
                 trainings A1 1
                 1001: De Linde: geregistreerd, te verifiëren, in orde
                 SCH-02 {sheet}!C2"
            ),
        );
    }
    // Who was there and who was not: the cells tell.
    check(
        &training("Aan- en afwezigheid scholing"),
        "staff A1 1
         trainings A1 1
         1001: De Linde: goed",
    );
}

#[test]
fn a_day_below_a_heading_about_a_vog_that_is_not_understood_is_a_question() {
    let rows = |heading: &str, cell: &str| {
        format!(
            "Personeelsnummer|Naam|Functie|Groep|FTE|In dienst|SKJ-nummer|SKJ geldig tot|VOG datum afgifte|{heading}|Training mensenhandel\n\
             1001|Anna de Vries|Groepsleider|De Linde|1|1-5-2024|110000101|1-3-2029||{cell}|6-10-2024"
        )
    };
    for (heading, cell) in [("VOG oud", "12-3-2024"), ("2e VOG", "12-3-2024"), ("VOG map", "ja")] {
        check(
            &rows(heading, cell),
            "staff A1 1
             1001: De Linde: geregistreerd, aantoonbaar, te verifiëren
             DAT-22 J1
             VOG-03 J2",
        );
    }
    for (heading, cell) in [("VOG oud", "nee"), ("VOG oud", ""), ("VOG map", "volgt")] {
        check(
            &rows(heading, cell),
            "staff A1 1
             1001: De Linde: geregistreerd, aantoonbaar, ontbreekt
             DAT-22 J1
             VOG-01 I2",
        );
    }
    // Administration is no VOG.
    check(
        &rows("VOG aangevraagd op", "12-3-2024"),
        "staff A1 1
         1001: De Linde: geregistreerd, aantoonbaar, ontbreekt
         VOG-01 I2",
    );
}
