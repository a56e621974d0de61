//! How tables lie on a sheet: below and beside each other, with headings over several lines and between the rows.

use super::{ALL_GOOD, check};

#[test]
fn one_table() {
    check("@kop\n@anna\n@bram\n@eva\n@frits", &format!("staff A1 4 {ALL_GOOD}"));
}

#[test]
fn tables_below_each_other() {
    // The same header once more.
    check("@kop\n@anna\n@bram\n\n@kop\n@eva\n@frits", &format!("staff A1 4 {ALL_GOOD} \n 5: herhaalde kopregel"));
    // Another order of columns: each table is read by its own header.
    check(
        "@kop\n@anna\n@bram\n\nPersoneelsnummer|Naam|Functie|Groep|FTE|In dienst|SKJ-nummer|VOG datum afgifte|SKJ geldig tot|Training mensenhandel\n\
         1005|Eva Bakker|Pedagogisch medewerker|Het Anker|1|1-1-2020|110000505|5-11-2019|1-3-2029|17-5-2022\n\
         1006|Frits Mulder|Groepsleider|Het Anker|0,78|1-4-2019|110000606||1-3-2029|17-5-2022",
        "staff A1 2, staff A5 2
         1001: De Linde: goed
         1002: De Linde: goed
         1005: Het Anker: goed
         1006: Het Anker: geregistreerd, aantoonbaar, ontbreekt
         VOG-01 H7",
    );
    // Trainings below the staff, with a title between.
    check(
        "@kop.training\n@anna.training\n@bram.training\n\nScholing\nPersoneelsnummer|Naam|Training|Datum training|Certificaat\n\
         1002|Bram van den Berg|Training Mensenhandel|6-10-2024|ja\n1001|Anna de Vries|Training Mensenhandel|6-10-2024|ja",
        "staff A1 2, trainings A6 2
         1001: De Linde: goed
         1002: De Linde: goed
         5: losse cellen",
    );
    // Groups above the staff.
    check(
        "Groep|Locatie|Gespecialiseerd|Onderbouwing\nDe Linde|Zetten|ja|zie plan van 1-1-2026\n\n@kop\n@anna\n@bram",
        "groups A1 1, staff A4 2
         1001: De Linde: goed
         1002: De Linde: goed",
    );
}

#[test]
fn tables_side_by_side() {
    for gap in ["", "|"] {
        check(
            &format!("@kop|{gap}@kop\n@anna|{gap}@eva\n@bram|{gap}@frits"),
            &format!(
                "staff A1 2, staff {} 2
                 1001: De Linde: goed
                 1005: Het Anker: goed
                 1002: De Linde: goed
                 1006: Het Anker: goed",
                if gap.is_empty() { "K1" } else { "L1" }
            ),
        );
    }
    // Trainings stand beside somebody else's row.
    check(
        "@kop.training||Personeelsnummer|Naam|Training|Datum training\n\
         @anna.training||1002|Bram van den Berg|Training Mensenhandel|6-10-2024\n@bram.training",
        "staff A1 2, trainings K1 1
         1001: De Linde: geregistreerd, geen, in orde
         1002: De Linde: goed
         SCH-01 B2",
    );
    // Groups beside the staff, the header a row lower.
    check(
        "@kop\n@anna||Groep|Gespecialiseerd|Onderbouwing\n@bram||De Linde|ja|zie plan",
        "staff A1 2, groups L2 1
         1001: De Linde: goed
         1002: De Linde: goed",
    );
    // A legend is no table.
    check(
        "@kop||Legenda|betekenis\n@anna||PM|Pedagogisch medewerker\n@bram",
        "staff A1 2\n1001: De Linde: goed\n1002: De Linde: goed",
    );
}

#[test]
fn headings_over_several_lines() {
    let rows =
        "1001|Anna de Vries|Pedagogisch medewerker|De Linde|0,89|1-5-2024||110000101|1-3-2029|12-3-2024|6-10-2024";
    for (header, row) in [
        (
            "Medewerker||||Dienstverband|||SKJ registratie||VOG|Training loverboys\nPersoneelsnr|Naam|Functie|Groep|Fte|Van|Tot|Nr.|Tot|Datum|Datum",
            2,
        ),
        (
            "|||||||SKJ\nPersoneelsnr|Naam|Functie|Groep|Fte|In dienst|Uit dienst|nummer|geldig t/m|VOG datum|Training mensenhandel",
            2,
        ),
        (
            "Personeel\nPersoneelsnr|Naam|Functie|Groep|Fte|In dienst|Uit dienst|Registratie|||Scholing\n|||||||SKJ||VOG|Mensenhandel\n|||||||nr|geldig t/m|datum|datum",
            4,
        ),
    ] {
        check(&format!("{header}\n{rows}"), &format!("staff A{row} 1\n1001: De Linde: goed"));
    }
}

#[test]
fn groups_as_headings_between_the_rows() {
    for (heading, extra) in [
        ("De Linde", ""),
        ("Groep De Linde", ""),
        ("Leefgroep: De Linde", ""),
        ("De Linde (2 medewerkers)", ""),
        ("|De Linde", "B"),
    ] {
        let other = heading.replace("De Linde", "Het Anker");
        check(
            &format!("@kop.groep\n{heading}\n@anna.groep\n@bram.groep\n{other}\n@eva.groep\n@frits.groep"),
            &format!(
                "staff A1 4 {ALL_GOOD}
                 DAT-20 {}2
                 2: tussenkop
                 5: tussenkop",
                if extra.is_empty() { "A" } else { extra }
            ),
        );
    }
    // Subtotals under each group, with the word at the end.
    check(
        "@kop.groep\nDe Linde\n@anna.groep\nDe Linde totaal|||0,89\n\nHet Anker\n@eva.groep\nHet Anker totaal|||1",
        "staff A1 2
         1001: De Linde: goed
         1005: Het Anker: goed
         DAT-20 A2
         2: tussenkop
         4: totaalregel
         6: tussenkop
         8: totaalregel",
    );
    // Before the columns that are used, with a title above the first header and a header again below the second heading.
    for (heading, other) in [("De Linde", "Het Anker"), ("Groep De Linde", "Groep Het Anker")] {
        check(
            &format!("Nr|@kop.groep\n{heading}\n1|@anna.groep\n2|@bram.groep\n{other}\n3|@eva.groep\n4|@frits.groep"),
            &format!("staff A1 4 {ALL_GOOD} \n DAT-20 A2 \n 2: tussenkop \n 5: tussenkop"),
        );
    }
    check(
        "Groep De Linde\nNr|@kop.groep\n1|@anna.groep\n2|@bram.groep\n\nGroep Het Anker\nNr|@kop.groep\n3|@eva.groep\n4|@frits.groep",
        &format!("staff A2 4 {ALL_GOOD} \n DAT-20 A1 \n 6: tussenkop \n 7: herhaalde kopregel"),
    );
    // A note behind the columns that are used heads nothing, and neither does a sign.
    for note in ["||||||||||let op: rooster wijzigt", "* Bram is ziek"] {
        check(
            &format!(
                "Nr|@kop.groep\nDe Linde\n1|@anna.groep\n{note}\n2|@bram.groep\nHet Anker\n3|@eva.groep\n4|@frits.groep"
            ),
            &format!("staff A1 4 {ALL_GOOD} \n DAT-20 A2 \n 2: tussenkop \n 4: losse cellen \n 6: tussenkop"),
        );
    }
    // With the posts of the group behind it, below the numbers of people or before the columns that are used.
    check(
        "@kop.groep\nGroep De Linde|||1,89\n@anna.groep\n@bram.groep\nGroep Het Anker|||1,78\n@eva.groep\n@frits.groep",
        &format!("staff A1 4 {ALL_GOOD} \n DAT-20 A2 \n 2: tussenkop \n 5: tussenkop"),
    );
    check(
        "Nr|@kop.groep\nGroep De Linde||||1,89\n1|@anna.groep\n2|@bram.groep\nGroep Het Anker||||1,78\n3|@eva.groep\n4|@frits.groep",
        &format!("staff A1 4 {ALL_GOOD} \n DAT-20 A2 \n 2: tussenkop \n 5: tussenkop"),
    );
    // The same below the rows may be their total: then nobody knows which group is whose.
    check(
        "@kop.groep\n@anna.groep\nGroep De Linde|||0,89\n@eva.groep\nGroep Het Anker|||1",
        "staff A1 2
         1001: -: goed
         1005: -: goed
         DAT-02 C1
         SKJ-10 C1
         3: tussenkop
         5: tussenkop",
    );
    // A heading and, below its rows, its total.
    check(
        "@kop.groep\nGroep De Linde\n@anna.groep\nGroep De Linde|||0,89\nGroep Het Anker\n@eva.groep\nGroep Het Anker|||1",
        "staff A1 2
         1001: De Linde: goed
         1005: Het Anker: goed
         DAT-20 A2
         2: tussenkop
         4: tussenkop
         5: tussenkop
         7: tussenkop",
    );
    // Headings that name no group give none.
    check(
        "@kop.groep\nFlexpool\n@anna.groep",
        "staff A1 1
         1001: -: goed
         DAT-02 C1
         SKJ-10 C1
         2: tussenkop",
    );
    // Where the rows name their groups, a name alone may be somebody's.
    check(
        "@kop\n@anna\n|Jan Jansen\n@bram",
        "staff A1 3
         1001: De Linde: goed
         1002: De Linde: goed
         Jan Jansen: -: te verifiëren, te verifiëren, te verifiëren
         DAT-02 D3
         DAT-04 F3
         VOG-03 I3
         ",
    );
}

#[test]
fn a_sheet_per_group() {
    check(
        "== De Linde\n@kop.groep\n@anna.groep\n== Het Anker\n@kop.groep\n@eva.groep",
        "staff A1 1
         staff A1 1
         1001: De Linde: goed
         1005: Het Anker: goed
         DAT-20 De Linde!A1
         DAT-20 Het Anker!A1",
    );
    // A title that is the name on the tab and more names that group, and no group of its own.
    for title in
        ["Groep De Linde – bezetting mei 2026", "Leefgroep de linde: personeel", "Groep De Linde (peildatum 2026)"]
    {
        check(
            &format!(
                "@kop\n@bram\n== De Linde\n{title}\n\n@kop.groep\n@anna.groep\n== Het Anker\nGroep Het Anker\n\n@kop.groep\n@eva.groep"
            ),
            "staff A1 1
             staff A3 1
             staff A3 1
             1002: De Linde: goed
             1001: De Linde: goed
             1005: Het Anker: goed
             DAT-20 De Linde!A1
             DAT-20 Het Anker!A1",
        );
    }
    // One sheet with some name is no group.
    check("== Overzicht\n@kop.groep\n@anna.groep", "staff A1 1\n1001: -: goed\nDAT-02 C1\nSKJ-10 C1");
}

#[test]
fn cells_merged_over_rows_speak_for_all_of_them() {
    check("@kop\n@anna\n@bram.!groep\n@eva\n@frits\nmerge D2:D3", &format!("staff A1 4 {ALL_GOOD}\nDAT-20 D1"));
    // Without the merge nobody knows.
    check(
        "@kop\n@anna\n@bram.!groep",
        "staff A1 2
         1001: De Linde: goed
         1002: -: goed
         DAT-02 D3",
    );
}

#[test]
fn who_is_struck_out_may_have_left_and_a_value_that_is_struck_out_is_not_used() {
    // What he has is not missing, but who may be gone does not certainly count.
    let doubted = "staff A1 2
         1001: De Linde: goed
         1002: De Linde: te verifiëren, te verifiëren, in orde
         DAT-04 B3
         SCH-02 J3
         SKJ-03 H3
         SKJ-07 H3";
    check("@kop\n@anna\n@bram\nstrike A3:J3", doubted);
    check("@kop|Uit dienst\n@anna\n@bram|-\nstrike B3:B3", doubted);
    // The last day of work tells more than the strike.
    check(
        "@kop|Uit dienst\n@anna\n@bram|1-3-2026\nstrike A3:K3",
        "staff A1 2
         1001: De Linde: goed
         1002 (niet in dienst): : goed",
    );
    // On a list it is the row that may no longer hold.
    check(
        "@kop\n@anna\n== SKJ\nPersoneelsnummer|Naam|SKJ-status\n1001|Anna de Vries|geschorst\nstrike B2:B2",
        "staff A1 1
         registrations A1 1
         1001: De Linde: te verifiëren, aantoonbaar, in orde
         DAT-03 SKJ!C2
         SKJ-02 SKJ!C2
         SKJ-03 SKJ!C2
         SKJ-07 SKJ!C2",
    );
    check(
        "@kop\n@anna\n@bram\nstrike I2:I2\nstrike G3:G3",
        "staff A1 2
         1001: De Linde: geregistreerd, aantoonbaar, te verifiëren
         1002: De Linde: te verifiëren, aantoonbaar, in orde
         DAT-03 G3
         DAT-03 I2
         SKJ-03 G3
         SKJ-07 G3
         VOG-03 I2",
    );
    // Neither what is struck out nor that it is struck out says that a registration is gone, or that it is there.
    for status in ["geschorst", "geregistreerd"] {
        check(
            &format!("@kop|SKJ-status\n@anna|{status}\n@bram\nstrike K2:K2"),
            "staff A1 2
             1001: De Linde: te verifiëren, aantoonbaar, in orde
             1002: De Linde: goed
             DAT-03 K2
             SKJ-03 K2
             SKJ-07 K2",
        );
    }
}

#[test]
fn what_may_say_that_a_group_is_no_longer_there_is_told() {
    let list = |heading: &str, cell: &str| {
        format!(
            "@kop\n@anna\n== Groepen\nGroep|Gespecialiseerd|Onderbouwing|{heading}\nDe Linde|ja|Altijd twee ervaren collega's|{cell}"
        )
    };
    for (heading, cell, told) in [
        ("Gesloten per", "1-5-2026", true),
        ("Einddatum", "1-5-2026", true),
        ("Actief", "nee", true),
        ("Onderbouwing status", "concept", true),
        ("Onderbouwing akkoord", "ja", false),
        ("Aantal plekken", "8", false),
    ] {
        let told = if told { "DAT-22 Groepen!D1" } else { "" };
        check(&list(heading, cell), &format!("staff A1 1\ngroups A1 1\n1001: De Linde: goed\n{told}"));
    }
}

#[test]
fn a_row_without_a_name_below_a_person_is_more_about_that_person() {
    check(
        "@kop\n@anna\n|||Het Anker|0,11\n@bram",
        "staff A1 3
         1001: De Linde+Het Anker: goed
         1002: De Linde: goed
         DAT-20 D3",
    );
}

#[test]
fn notes_legends_and_totals_are_no_people() {
    for (below, reason) in [
        ("Opgesteld door|P. de Boer", "losse cellen"),
        ("Opgesteld door|P. de Boer|HR-adviseur", "losse cellen"),
        ("Datum|12-11-2026", "losse cellen"),
        ("Bron|AFAS|12-11-2026", "losse cellen"),
        ("* = in opleiding", "losse cellen"),
        ("|* = in opleiding", "losse cellen"),
        ("EINDE LIJST", "losse cellen"),
        ("|*** einde overzicht ***", "losse cellen"),
        ("Handtekening||Datum", "losse cellen"),
        ("|Akkoord manager:||Jan", "losse cellen"),
        ("|PM|Pedagogisch medewerker", "losse cellen"),
        ("rood|VOG ontbreekt", "losse cellen"),
        ("De Linde totaal||||1,89", "totaalregel"),
        ("8||||6,73", "totaalregel"),
        ("||fte op basis van 36 uur||6,73", "totaalregel"),
        ("-|-|-", "losse cellen"),
        ("||||0||0", "losse cellen"),
        ("vac.||Groepsleider|De Linde", "vacature"),
        ("||Vacature pedagogisch medewerker|De Linde|1", "vacature"),
        ("|N.N.|Groepsleider|De Linde", "vacature"),
    ] {
        check(
            &format!("@kop\n@anna\n@bram\n{below}"),
            &format!("staff A1 2\n1001: De Linde: goed\n1002: De Linde: goed\n4: {reason}"),
        );
    }
}

#[test]
fn rows_below_the_header_that_explain_it_are_no_people() {
    for (below, reason) in [
        (
            "|achternaam, voornaam|||36 uur = 1|dd-mm-jjjj|9 cijfers|dd-mm-jjjj|dd-mm-jjjj|dd-mm-jjjj",
            "uitleg onder de kop",
        ),
        (
            "uit AFAS|voor- en achternaam|kies uit lijst|kies uit lijst||datum|nummer|datum|datum|datum",
            "uitleg onder de kop",
        ),
        ("1|2|3|4|5|6|7|8|9|10", "uitleg onder de kop"),
        ("a|b|c|d|e|f|g|h|i|j", "uitleg onder de kop"),
        (
            "voorbeeld|Voorbeeld: J. Jansen|pedagogisch medewerker|groep 1|1|1-1-2020|123456789|1-1-2029|1-12-2019|1-1-2021",
            "voorbeeldregel",
        ),
    ] {
        check(
            &format!("@kop\n{below}\n@anna\n@bram"),
            &format!("staff A1 2\n1001: De Linde: goed\n1002: De Linde: goed\n2: {reason}"),
        );
    }
}

#[test]
fn registrations_on_a_list_of_groups_are_counts_and_are_told() {
    let groups = |heading: &str| {
        format!(
            "@kop\n@anna\n== Groepen\nGroep|{heading}|Onderbouwing\nDe Linde|75%|Besluit van het team over de inzet"
        )
    };
    check(
        &groups("% SKJ"),
        "staff A1 1
         groups A1 1
         1001: De Linde: goed
         DAT-22 Groepen!B1",
    );
    check(&groups("Minimumnorm"), "staff A1 1\n groups A1 1\n 1001: De Linde: goed");
}

#[test]
fn blocks_beside_and_below_a_list_are_not_of_its_people() {
    // Behind an empty column: another list, of groups or of functions.
    for block in ["Groep|Aantal\nHet Anker|4", "Groep|Aantal|Uren\nHet Anker|4|96", "Functie|Norm\nKok|1"] {
        let (head, row) = block.split_once('\n').unwrap();
        check(&format!("@kop||{head}\n@anna||{row}"), "staff A1 1, ? L1 0\n 1001: De Linde: goed\n DAT-14 L1");
    }
    // Their own columns behind one that is empty.
    check("@kop.groep||Groep\n@anna.groep||De Linde", "staff A1 1\n 1001: De Linde: goed");
    // On a sheet per group its name stays that of the group.
    check(
        "== De Linde\n@kop.groep||Groep|Aantal\n@anna.groep||Het Anker|4\n== Het Anker\n@kop.groep\n@eva.groep",
        "staff A1 1, ? K1 0
         staff A1 1
         1001: De Linde: goed
         1005: Het Anker: goed
         DAT-14 De Linde!K1
         DAT-20 De Linde!A1
         DAT-20 Het Anker!A1",
    );
    // Behind an empty row: a legend, whom to call, a remark.
    for below in [
        "Legenda\nx|behaald\nrood|verlopen",
        "Afkortingen\nPM|pedagogisch medewerker",
        "Teamleider|Karel Proef",
        "Anna de Vries|gaat per 1-8-2027 naar Het Anker",
    ] {
        let headings =
            "Naam|Functie|Groep|FTE|In dienst|SKJ-nummer|SKJ geldig tot|VOG datum afgifte|Training mensenhandel";
        let anna = "Anna de Vries|Groepsleider|De Linde|1|1-5-2024|110000101|1-3-2029|12-3-2024|6-10-2024";
        let left_out: Vec<String> = (4..).zip(below.lines()).map(|(row, _)| format!("{row}: losse cellen")).collect();
        let left_out = left_out.join("\n");
        check(
            &format!("{headings}\n{anna}\n\n{below}"),
            &format!("staff A1 1\nAnna de Vries: De Linde: goed\n{left_out}"),
        );
    }
}

#[test]
fn headings_about_the_people_below_are_no_groups() {
    for heading in ["Ziek", "Zwangerschapsverlof", "Inhuur / zzp", "HBO"] {
        check(
            &format!(
                "== De Linde\n@kop.groep\n@anna.groep\n{heading}\n@bram.groep\n== Het Anker\n@kop.groep\n@eva.groep"
            ),
            "staff A1 2
             staff A1 1
             1001: De Linde: goed
             1002: De Linde: goed
             1005: Het Anker: goed
             DAT-20 De Linde!A1
             DAT-20 Het Anker!A1
             De Linde!3: tussenkop",
        );
    }
}

#[test]
fn a_page_begins_with_its_title_and_the_group_goes_on() {
    check(
        "Overzicht Stichting Test\n@kop.groep\nDe Linde\n@anna.groep\nHet Anker\n@eva.groep\nOverzicht Stichting Test\n@kop.groep\n@frits.groep",
        "staff A2 3
         1001: De Linde: goed
         1005: Het Anker: goed
         1006: Het Anker: goed
         DAT-20 A3
         3: tussenkop
         5: tussenkop
         7: losse cellen
         8: herhaalde kopregel",
    );
}

#[test]
fn a_second_line_that_parts_one_heading_is_part_of_the_header() {
    let sheet = |second: &str, cells: &str| {
        format!(
            "Nr|Naam|Functie|Groep|In dienst|SKJ-nummer|SKJ geldig tot|Training mensenhandel|VOG|\n|||||||||{second}\n\
             1001|Anna de Vries|Groepsleider|De Linde|1-5-2024|110000101|1-3-2029|6-10-2024|{cells}"
        )
    };
    let parted = sheet("", "").replace("|||||||||\n", "||||||||aanvraagdatum|datum afgifte\n");
    check(&parted.replace("6-10-2024|", "6-10-2024|1-2-2024|12-3-2024"), "staff A2 1\n Anna de Vries: De Linde: goed");
    check(
        &parted.replace("6-10-2024|", "6-10-2024|12-3-2024|"),
        "staff A2 1
         Anna de Vries: De Linde: geregistreerd, aantoonbaar, ontbreekt
         VOG-01 J3",
    );
}

#[test]
fn a_line_about_the_list_below_the_numbers_of_people_is_no_number() {
    check(
        "Medewerker|Naam|Functie|Groep|In dienst|SKJ-nummer|SKJ geldig tot|VOG datum afgifte|Training mensenhandel\n\
         001001|M. de Vries|Groepsleider|De Linde|1-5-2024|110000101|1-3-2029|12-3-2024|6-10-2024\n\
         001002|M. de Vries|Groepsleider|De Linde|1-5-2024|110000202|1-3-2029||6-10-2024\n\
         Aantal records: 2",
        "staff A1 2
         001001: De Linde: goed
         001002: De Linde: geregistreerd, aantoonbaar, ontbreekt
         VOG-01 H3
         4: totaalregel",
    );
}
