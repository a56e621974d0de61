//! The same overview of several times or in several versions.

use std::sync::Arc;

use super::{ALL_GOOD, check, told, workbook};
use toetsklaar::assess::{Input, Options, assess};
use toetsklaar::calendar::Date;
use toetsklaar::edition::Edition;
use toetsklaar::read::Here;

#[test]
fn the_same_overview_of_several_times() {
    // Bram stands on the earlier one only; Anna works on another group now.
    let later = "@kop\n1001|Anna de Vries|Pedagogisch medewerker|Het Anker|0,5|1-5-2024|110000101|1-3-2029|12-3-2024|6-10-2024\n@eva\n@frits";
    for (earlier, now) in [
        ("2025", "2026"),
        ("Personeel jan 2026", "Personeel okt 2026"),
        ("Team Q4 2025", "Team Q2 2026"),
        // A quarter is now from its first day on.
        ("Q3 2026", "Q4 2026"),
        ("2026-Q3", "2026-Q4"),
        ("1e kwartaal 2025", "2e kwartaal 2026"),
        ("Q1-25", "Q1 26"),
        ("1e halfjaar 2025", "2e halfjaar 2026"),
        ("20260101", "20261101"),
        ("per 1-1-2026", "per 1-11-2026"),
        ("peildatum 1-10-2025", "peildatum 1-10-2026"),
        ("Personeel 25", "Personeel 26"),
        ("2025", "nu"),
    ] {
        check(
            &format!("== {earlier}\n@kop\n@anna\n@bram\n@eva\n== {now}\n{later}"),
            &format!(
                "staff A1 3
                 staff A1 3
                 1002: De Linde: te verifiëren, te verifiëren, in orde
                 1001: Het Anker: goed
                 1005: Het Anker: goed
                 1006: Het Anker: goed
                 DAT-04 {earlier}!A3
                 DAT-20 {earlier}!A1
                 SCH-02 {earlier}!J3
                 SKJ-02 {earlier}!H3
                 SKJ-03 {earlier}!H3
                 SKJ-07 {earlier}!H3"
            ),
        );
    }
    // Who came in a year: other people every year, and all of them are here.
    check(
        "== Instroom 2025\n@kop\n@anna\n@bram\n== Instroom 2026\n@kop\n@eva\n@frits",
        &format!("staff A1 2\nstaff A1 2 {ALL_GOOD}"),
    );
    // Two years of two teams.
    check(
        "== Linde 2025\n@kop\n@anna\n@bram\n== Anker 2026\n@kop\n@anna\n@eva",
        "staff A1 2
         staff A1 2
         1001: De Linde: goed
         1002: De Linde: goed
         1005: Het Anker: goed
         DAT-05 Anker 2026!A2",
    );
    // Who stands on two earlier ones works as the last of them says.
    check(
        "== 2024\n@kop\n@anna\n@eva\n@frits.!groep\n== 2025\n@kop\n@anna\n@eva\n@frits\n== 2026\n@kop\n@anna\n@eva",
        "staff A1 3
         staff A1 3
         staff A1 2
         1006: Het Anker: te verifiëren, te verifiëren, in orde
         1001: De Linde: goed
         1005: Het Anker: goed
         DAT-04 2025!A4
         DAT-20 2024!A1
         DAT-20 2025!A1
         SCH-02 2025!J4
         SKJ-03 2024!H4
         SKJ-07 2024!H4",
    );
    // A file each.
    let file = |name: &str, text: &str| Input { name: name.to_owned(), bytes: Arc::from(workbook(text)) };
    let files = [file("staf-2025.xlsx", "@kop\n@anna\n@eva"), file("staf-2026.xlsx", later)];
    let (assessment, _) = assess(&files, Options::on(Date::constant(2026, 11, 23)), &Here).expect("two good files");
    let lines = told(&assessment);
    assert!(lines.contains("1001: Het Anker: goed") && lines.ends_with("DAT-20 Personeel!A1"), "{lines}");
    // Months without a year are those of this year, and December is still to come.
    check(
        "== oktober\n@kop\n@anna.!groep\n@bram.!groep\n== november\n@kop\n@anna\n@bram\n== december\n@kop\n@anna.!groep\n@bram.!groep",
        "staff A1 2
         staff A1 2
         staff A1 2
         1001: De Linde: goed
         1002: De Linde: goed
         DAT-20 december!A1
         DAT-20 oktober!A1",
    );
    // A plan for next year is not now.
    check(
        "== 2026\n@kop\n@anna\n@bram\n== 2027\n@kop\n@anna.!groep\n@bram.!groep",
        "staff A1 2
         staff A1 2
         1001: De Linde: goed
         1002: De Linde: goed
         DAT-20 2027!A1",
    );
}

/// What comes out of several files, of a sheet each.
fn told_of_files(files: &[(&str, &str)]) -> String {
    let input = |(name, text): &(&str, &str)| Input { name: (*name).to_owned(), bytes: Arc::from(workbook(text)) };
    let inputs: Vec<Input> = files.iter().map(input).collect();
    let (assessment, _) = assess(&inputs, Options::on(Date::constant(2026, 11, 23)), &Here).expect("good files");
    told(&assessment)
}

#[test]
fn an_overview_of_last_year_is_known_when_the_other_tells_no_time() {
    // Bram stands on the earlier one only; Anna works on another group now.
    let earlier = "== Blad1\n@kop\n@anna\n@bram\n@eva\n@frits";
    let now = "== Blad1\n@kop\n1001|Anna de Vries|Pedagogisch medewerker|Het Anker|0,5|1-5-2024|110000101|1-3-2029|12-3-2024|6-10-2024\n@eva\n@frits";
    for (old, new) in [
        ("personeel 2025", "personeel"),
        ("personeel okt 2025", "personeel"),
        ("personeel vorig jaar", "personeel"),
        ("export_20251003_1423", "export_20261102_0911"),
        ("staf_2025_definitief", "staf_2026_concept"),
        ("Lijst HR 2025", "Personeelslijst 2026"),
        ("De Horizon 2025", "Personeel"),
        ("personeel", "personeel nieuw"),
    ] {
        for files in [[(old, earlier), (new, now)], [(new, now), (old, earlier)]] {
            let lines = told_of_files(&files);
            for line in [
                "1001: Het Anker: goed",
                "1002: De Linde: te verifiëren, te verifiëren, in orde",
                "1005: Het Anker: goed",
                "1006: Het Anker: goed",
                "DAT-04 Blad1!A3",
                "DAT-20 Blad1!A1",
            ] {
                assert!(lines.lines().any(|known| known == line), "{old} / {new}: {line}\n{lines}");
            }
        }
    }
    // Sheets of one name are told apart by their files.
    let input = |(name, text): (&str, &str)| Input { name: format!("{name}.xlsx"), bytes: Arc::from(workbook(text)) };
    let inputs = [("personeel 2025", earlier), ("personeel", now)].map(input);
    let (assessment, _) = assess(&inputs, Options::on(Date::constant(2026, 11, 23)), &Here).expect("good files");
    let edition = Edition::new(&assessment);
    let messages: Vec<String> = assessment.judgement.findings.iter().map(|finding| edition.message(finding)).collect();
    assert!(
        messages.iter().any(|text| text.starts_with(
            "Blad ‘Blad1 (in personeel 2025.xlsx)’ lijkt hetzelfde overzicht als blad ‘Blad1 (in personeel.xlsx)’"
        )),
        "{messages:?}"
    );
    // Nothing tells which one is of now: what they differ in is not certain, what they agree on is.
    for (one, other) in [("personeel", "medewerkers"), ("personeel april 2026", "personeel"), ("export1", "export2")] {
        let lines = told_of_files(&[(one, earlier), (other, now)]);
        for line in [
            "1001: De Linde+Het Anker: te verifiëren, te verifiëren, in orde",
            "1002: De Linde: te verifiëren, te verifiëren, in orde",
            "1005: Het Anker: goed",
            "1006: Het Anker: goed",
            "DAT-04 Blad1!A2",
            "DAT-20 Blad1!A1",
        ] {
            assert!(lines.lines().any(|known| known == line), "{one} / {other}: {line}\n{lines}");
        }
    }
    // The same people for second posts, or for papers only, and other people: those stay as they are.
    let second = "@kop\n1001|Anna de Vries|Pedagogisch medewerker|Het Anker|0,1|1-5-2024|110000101|1-3-2029|12-3-2024|6-10-2024\n\
                  1002|Bram van den Berg|Groepsleider|Het Anker|0,1|1-9-2023|110000202|1-3-2029|14-7-2023|6-10-2024";
    for name in ["Flex", "Nachtdienst", "Flex 2026"] {
        check(
            &format!("== Personeel\n@kop\n@anna\n@bram\n@eva\n== {name}\n{second}"),
            "staff A1 3
             staff A1 2
             1001: De Linde+Het Anker: goed
             1002: De Linde+Het Anker: goed
             1005: Het Anker: goed",
        );
    }
    check(
        "== Personeel\n@kop.vog\n@anna.vog\n@bram.vog\n@eva.vog\n== VOG 2025\nPersoneelsnummer|Naam|Functie|VOG datum afgifte\n\
         1001|Anna de Vries|Pedagogisch medewerker|12-3-2024\n1002|Bram van den Berg|Groepsleider|14-7-2023\n1005|Eva Bakker|Pedagogisch medewerker|5-11-2019",
        "staff A1 3
         registrations A1 3
         1001: De Linde: goed
         1002: De Linde: goed
         1005: Het Anker: goed",
    );
    let others = told_of_files(&[("personeel", "@kop\n@anna\n@bram"), ("inhuur", "@kop\n@eva\n@frits")]);
    assert_eq!(others.lines().filter(|line| line.ends_with("goed")).count(), 4, "{others}");
    assert!(!others.contains("DAT"), "{others}");
    // A few who are new, on a sheet of their own beside everybody.
    let new = told_of_files(&[("personeel", "@kop\n@anna\n@bram\n@eva\n@frits"), ("personeel nieuw", "@kop\n@frits")]);
    assert!(!new.contains("DAT-20") && !new.contains("DAT-04"), "{new}");
}

#[test]
fn an_old_version_or_a_copy_says_nothing_for_certain() {
    // Bram stands on the old one only. What it says of Anna's registration is not certain; her group is that of now.
    let now =
        "@kop\n1001|Anna de Vries|Pedagogisch medewerker|Het Anker|0,5|1-5-2024|nee||12-3-2024|6-10-2024\n@eva\n@frits";
    for (old, new) in [
        ("Personeel oud", "Personeel"),
        ("(oud)", "Personeel"),
        ("archief", "Personeel"),
        ("historie", "Medewerkers"),
        ("kopie personeel", "Personeel"),
        ("Kopie van Personeel", "Personeel"),
        ("Personeel (2)", "Personeel"),
        ("Personeel v1", "Personeel def"),
        ("Personeel v1", "Personeel v2"),
        ("Personeel", "Personeel v2"),
        ("niet gebruiken", "Personeel"),
    ] {
        check(
            &format!("== {old}\n@kop\n@anna\n@bram\n@eva\n@frits\n== {new}\n{now}"),
            &format!(
                "staff A1 4
                 staff A1 3
                 1002: De Linde: te verifiëren, te verifiëren, in orde
                 1001: Het Anker: te verifiëren, aantoonbaar, in orde
                 1005: Het Anker: goed
                 1006: Het Anker: goed
                 DAT-04 {old}!A3
                 DAT-20 {old}!A1
                 SCH-02 {old}!J3
                 SKJ-02 {old}!H3
                 SKJ-03 {old}!H2
                 SKJ-03 {old}!H3
                 SKJ-07 {old}!H2
                 SKJ-07 {old}!H3"
            ),
        );
    }
    // Other people: those stay as they are. And a version alone is the one that counts.
    for (one, other) in
        [("Kube (2)", "Kube"), ("Personeel oud", "Personeel"), ("Team v1", "Team def"), ("Oud Zuid", "Zuid")]
    {
        check(
            &format!("== {one}\n@kop\n@anna\n@bram\n== {other}\n@kop\n@eva\n@frits"),
            &format!("staff A1 2\nstaff A1 2 {ALL_GOOD}"),
        );
    }
    for name in ["Personeel def", "Personeel v1", "Personeel oud", "Kopie van Personeel", "nu", "Personeel 26"] {
        check(&format!("== {name}\n@kop\n@anna\n@bram\n@eva\n@frits"), &format!("staff A1 4 {ALL_GOOD}"));
    }
}
