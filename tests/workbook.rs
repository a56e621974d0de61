//! The annotated workbook, read back: the user's cells, our notes, the cached formulas. All people are made up.

use std::io::{Cursor, Read, Write};
use std::ops::ControlFlow;
use std::sync::Arc;

use toetsklaar::assess::{Assessment, DISCLAIMER, EXPLANATION_SHEET, Input, OWN_SHEETS, Options, assess};
use toetsklaar::cell::Value;
use toetsklaar::edition::Edition;
use toetsklaar::finding::{Effect, Norm};
use toetsklaar::read::{Book, Here, Limits, range};
use toetsklaar::write::workbook::{Copies, WorkbookError, rebuilt_workbook, workbook};

fn sample(file: &str) -> Input {
    let path = format!("{}/samples/{file}", env!("CARGO_MANIFEST_DIR"));
    #[expect(clippy::disallowed_methods, reason = "a test reads its own files")]
    let bytes = std::fs::read(path).expect("the sample is in the checkout");
    Input { name: file.to_owned(), bytes: Arc::from(bytes) }
}

fn run(inputs: &[Input]) -> (Assessment, Vec<Book>) {
    let options = Options::on("2026-11-23".parse().expect("a date"));
    assess(inputs, options, &Here).unwrap_or_else(|error| panic!("{error}"))
}

fn annotated(inputs: &[Input]) -> (Assessment, Vec<u8>) {
    let (assessment, mut books) = run(inputs);
    let bytes =
        workbook(&Edition::new(&assessment), &mut books, 0, Copies::Together).unwrap_or_else(|error| panic!("{error}"));
    (assessment, bytes)
}

fn open(bytes: &[u8]) -> Book {
    Book::open(Arc::from(bytes), "uit.xlsx", &Limits::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// Every filled cell of a sheet.
fn cells(book: &mut Book, sheet: &str) -> Vec<(u32, u16, Value<'static>)> {
    let at = book.sheets().iter().position(|info| info.name == sheet).unwrap_or_else(|| panic!("no sheet {sheet}"));
    let mut cells = Vec::new();
    book.rows(at, &mut |row| {
        cells.extend(row.cells.iter().map(|(column, value)| (row.index, *column, value.clone().into_owned())));
        ControlFlow::Continue(())
    })
    .unwrap_or_else(|error| panic!("{error}"));
    cells
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut text = String::new();
    archive.by_name(name).unwrap_or_else(|_| panic!("no part {name}")).read_to_string(&mut text).expect("text");
    text
}

#[test]
fn the_users_sheets_come_back_with_every_cell_and_ours_follow() {
    let input = sample("voorbeeld-instelling.xlsx");
    let mut before = open(&input.bytes);
    let (_, bytes) = annotated(&[input]);
    let mut after = open(&bytes);
    let names: Vec<String> = before.sheets().iter().map(|info| info.name.clone()).collect();
    let expected: Vec<String> = names.iter().cloned().chain(OWN_SHEETS.map(str::to_owned)).collect();
    let found: Vec<String> = after.sheets().iter().map(|info| info.name.clone()).collect();
    assert_eq!(found[..names.len()], expected[..names.len()]);
    assert_eq!(found.len(), expected.len());
    // The provider has a sheet of that name already: ours steps aside.
    assert!(found[names.len()..].contains(&"Groepen (2)".to_owned()), "{found:?}");
    for name in &names {
        assert_eq!(cells(&mut after, name), cells(&mut before, name), "{name}");
    }
    for own in &found[names.len()..] {
        let cells = cells(&mut after, own);
        assert!(cells.iter().any(|(_, _, value)| matches!(value, Value::Text(text) if text == DISCLAIMER)), "{own}");
    }
}

/// A workbook with a text of its first sheet replaced.
fn replaced(bytes: &[u8], text: &str, by: &str) -> Vec<u8> {
    const SHEET: &str = "xl/worksheets/sheet1.xml";
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let sheet = part(bytes, SHEET);
    assert!(sheet.contains(text), "{sheet}");
    for at in 0..from.len() {
        let file = from.by_index_raw(at).expect("a part");
        if file.name().expect("a name") != SHEET {
            to.raw_copy_file(file).expect("a copy");
        }
    }
    to.start_file(SHEET, zip::write::SimpleFileOptions::default()).expect("a part");
    to.write_all(sheet.replace(text, by).as_bytes()).expect("a part");
    to.finish().expect("a zip").into_inner()
}

#[test]
fn a_filter_and_formulas_without_a_value_are_told_on_verantwoording() {
    let mut written = rust_xlsxwriter::Workbook::new();
    let sheet = written.add_worksheet().set_name("Staf").expect("a name");
    for (row, name) in ["Naam", "A. Voorbeeld", "B. Voorbeeld"].into_iter().enumerate() {
        let row = u32::try_from(row).expect("few rows");
        sheet.write(row, 0, name).expect("a cell");
        sheet.write(row, 1, if row == 0 { "Functie" } else { "pedagogisch medewerker" }).expect("a cell");
    }
    sheet.autofilter(0, 0, 2, 1).expect("a range");
    let only = rust_xlsxwriter::FilterCondition::new().add_list_filter("A. Voorbeeld");
    sheet.filter_column(0, &only).expect("a column");
    sheet.write_formula(1, 2, rust_xlsxwriter::Formula::new("1+1").set_result("77")).expect("a cell");
    let bytes = replaced(&written.save_to_buffer().expect("a workbook"), "<v>77</v>", "");
    let (_, bytes) = annotated(&[Input { name: "staf.xlsx".to_owned(), bytes: Arc::from(bytes) }]);
    let texts = cells(&mut open(&bytes), "Verantwoording");
    let tells =
        |words: &str| texts.iter().any(|(_, _, value)| matches!(value, Value::Text(text) if text.starts_with(words)));
    assert!(tells("Op blad Staf van staf.xlsx staat een filter aan (A1:B3)."), "{texts:?}");
    assert!(tells("Op blad Staf van staf.xlsx is 1 formule waarvan"), "{texts:?}");
}

/// The number of a cell's look; none when the cell is not written or looks plain.
fn style_of(sheet: &str, cell: &str) -> Option<usize> {
    let tag = sheet.split(&format!("<c r=\"{cell}\"")).nth(1)?.split('>').next()?;
    tag.split("s=\"").nth(1)?.split('"').next()?.parse().ok()
}

#[test]
fn a_missing_vog_has_a_note_and_a_colour_on_its_own_cell() {
    let (_, bytes) = annotated(&[sample("een-vog-ontbreekt.xlsx")]);
    let notes = part(&bytes, "xl/comments1.xml");
    assert_eq!(notes.matches("<comment ").count(), 1, "{notes}");
    assert!(notes.contains("ref=\"J16\""), "{notes}");
    for words in ["VOG-01 · onvoldoende", "Van W. Kaya staat er geen VOG in het bestand.", "Wat te doen:"] {
        assert!(notes.contains(words), "{words} is not in {notes}");
    }
    let look = Look::of(&bytes, "xl/worksheets/sheet1.xml");
    assert_eq!(look.colour("J16").as_deref(), Some("FFF6C6AD"));
    assert_eq!(look.colour("J15"), None);
}

#[test]
fn the_counts_on_groepen_are_live_formulas_with_the_values_of_the_report() {
    let (assessment, bytes) = annotated(&[sample("een-vog-ontbreekt.xlsx")]);
    let edition = Edition::new(&assessment);
    let mut book = open(&bytes);
    let cells = cells(&mut book, "Groepen");
    let heading = |text: &str| {
        cells
            .iter()
            .find(|(_, _, value)| value.shown().replace('\n', " ") == text)
            .unwrap_or_else(|| panic!("no heading {text}"))
            .1
    };
    let columns = [
        "Zeker (personen)",
        "Mogelijk (personen)",
        "Totaal (personen)",
        "Zeker (fte)",
        "Mogelijk (fte)",
        "Totaal (fte)",
    ]
    .map(heading);
    let (group, norm) = (heading("Groep"), heading("Norm"));
    let at = |row: u32, column: u16| {
        cells.iter().find(|(r, c, _)| (*r, *c) == (row, column)).map(|(_, _, value)| value.shown().into_owned())
    };
    let mut seen = 0;
    for verdict in &assessment.judgement.group_verdicts {
        let row = cells
            .iter()
            .map(|(row, _, _)| *row)
            .find(|row| {
                at(*row, group).as_deref() == Some(edition.group(verdict.group))
                    && at(*row, norm).as_deref() == Some(verdict.norm.name())
            })
            .expect("a row per group and norm");
        let tally = assessment.judgement.groups[verdict.group as usize].tally(verdict.norm);
        let posts = [tally.fte_low, tally.fte_high, tally.fte_total]
            .map(|fte| fte.to_string().trim_end_matches('0').trim_end_matches('.').replace('.', ","));
        let expected = [
            tally.low.to_string(),
            tally.high.to_string(),
            tally.total.to_string(),
            posts[0].clone(),
            posts[1].clone(),
            posts[2].clone(),
        ];
        for (column, expected) in columns.iter().zip(expected) {
            assert_eq!(at(row, *column), Some(expected), "{} {} {column}", verdict.norm, edition.group(verdict.group));
            seen += 1;
        }
    }
    assert_eq!(seen, 2 * Norm::JUDGED.len() * 6);
    let sheets = (1..=7).map(|number| part(&bytes, &format!("xl/worksheets/sheet{number}.xml")));
    let formulas: usize =
        sheets.map(|xml| xml.matches("<f>").filter(|_| xml.contains("SUMIFS('Personen'!")).count()).sum();
    assert!(formulas >= seen, "{formulas} formulas for {seen} counts");
}

/// A table of one of our own sheets: per row the texts by heading. Ones and noughts of a column with `words` show as words.
fn table(bytes: &[u8], sheet: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut book = open(bytes);
    let cells = cells(&mut book, sheet);
    let header = 4;
    let headings: Vec<(u16, String)> = cells
        .iter()
        .filter(|(row, _, _)| *row == header)
        .map(|(_, column, value)| (*column, value.shown().replace("-\n", "").replace('\n', " ")))
        .collect();
    let mut rows = std::collections::BTreeMap::<u32, std::collections::BTreeMap<String, String>>::new();
    for (row, column, value) in cells.iter().filter(|(row, _, _)| *row > header) {
        if let Some((_, heading)) = headings.iter().find(|(known, _)| known == column) {
            rows.entry(*row).or_default().insert(heading.clone(), value.shown().into_owned());
        }
    }
    rows.into_values().collect()
}

#[test]
fn personen_says_of_everybody_and_every_group_whether_they_count_and_why() {
    let staff = "Personeelsnummer;Naam;Functie;Groep;FTE;In dienst;Uit dienst;SKJ-nummer;SKJ geldig tot;VOG datum\n\
        1;A. Bakker;pedagogisch medewerker;Kube;0,89;1-5-2024;;110001234;1-3-2029;1-4-2024\n\
        2;P. Jonker;Nachtwacht;Kube;0,5;1-5-2024;;;;1-4-2024\n\
        3;C. Smit;gedragswetenschapper;Kube;0,5;1-5-2024;;;;1-4-2024\n\
        4;D. Visser;pedagogisch medewerker;;1;1-5-2024;;;;1-4-2024\n\
        5;E. Mulder;pedagogisch medewerker;Rots;1;1-5-2024;;;;1-4-2024\n\
        6;F. Vos;groepsleider;Kube;0,75;1-5-2020;31-8-2026;110001235;1-3-2029;1-4-2020\n\
        7;G. Dekker;kok;Kube;1;1-2-2027;;;;\n";
    let groups = "Groep;Gespecialiseerd;Onderbouwing\nKube;ja;ja\nRots;nee;\nDuin;ja;ja\n";
    let inputs = [("staf.csv", staff), ("groepen.csv", groups)]
        .map(|(name, text)| Input { name: name.to_owned(), bytes: Arc::from(text.as_bytes()) });
    let (_, bytes) = annotated(&inputs);
    let rows = table(&bytes, "Personen");
    let row = |name: &str| rows.iter().find(|row| row.get("Naam").is_some_and(|known| known == name)).expect("a row");
    let told = |name: &str, norm: &str| {
        let row = row(name);
        (row[&format!("Telt mee voor {norm}")].as_str(), row[&format!("Waarom ({norm})")].as_str())
    };
    for (name, registered, trained) in [
        ("A. Bakker", ("1", "pedagogisch medewerker"), ("1", "professional in de zorg")),
        ("P. Jonker", ("0", "de functie is niet herkend (DAT-01)"), ("0", "de functie is niet herkend (DAT-01)")),
        ("C. Smit", ("0", "klasse gedragswetenschapper telt niet mee"), ("1", "professional in de zorg")),
        ("D. Visser", ("0", "staat bij geen groep (DAT-02)"), ("0", "staat bij geen groep (DAT-02)")),
        (
            "E. Mulder",
            ("1", "pedagogisch medewerker; groep niet gespecialiseerd"),
            ("1", "professional in de zorg; groep niet gespecialiseerd"),
        ),
        ("F. Vos", ("0", "uit dienst (laatste dag: 31-8-2026)"), ("0", "uit dienst (laatste dag: 31-8-2026)")),
        (
            "G. Dekker",
            ("0", "nog niet in dienst (eerste dag: 1-2-2027)"),
            ("0", "nog niet in dienst (eerste dag: 1-2-2027)"),
        ),
    ] {
        assert_eq!((told(name, "5.2.1"), told(name, "5.2.2")), (registered, trained), "{name}");
    }
    let known = row("F. Vos");
    for (heading, value) in [
        ("Functieklasse", "pm"),
        ("Groep", "Kube"),
        ("Fte", "0,75"),
        ("Registratie", "geregistreerd"),
        ("Scholing", "te verifiëren"),
        ("VOG", "in orde"),
        ("Aanwezigheid", "uit dienst"),
        ("Telt mee voor VOG", "0"),
    ] {
        assert_eq!(known[heading], value, "{heading}");
    }
    let empty = row("(niemand)");
    assert_eq!(
        (empty["Groep"].as_str(), empty["Waarom (5.2.1)"].as_str()),
        ("Duin", "op deze groep werkt niemand die in dienst is")
    );
    // A nought that nobody can vouch for shows as "onbekend".
    let sheet = part(&bytes, "xl/worksheets/sheet5.xml");
    let jonker =
        1 + 4 + 1 + u32::try_from(rows.iter().position(|row| row["Naam"] == "P. Jonker").expect("a row")).expect("few");
    // Only the first cell of a row has an address.
    let row = sheet.split(&format!("<row r=\"{jonker}\"")).nth(1).expect("the row");
    let ninth = row.split("<c ").nth(9).expect("the cell in column I");
    let style: usize =
        ninth.split("s=\"").nth(1).and_then(|rest| rest.split('"').next()?.parse().ok()).expect("a look");
    let formats = part(&bytes, "xl/styles.xml");
    let format = formats.split("<cellXfs").nth(1).and_then(|all| all.split("<xf ").nth(style + 1)).expect("a format");
    let number = format.split("numFmtId=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a number format");
    let code = formats.split(&format!("numFmtId=\"{number}\" formatCode=\"")).nth(1).expect("its code");
    assert!(code.starts_with("&quot;ja&quot;;&quot;ja&quot;;&quot;onbekend&quot;"), "{}", &code[..60]);
}

#[test]
fn it_opens_on_samenvatting_with_two_charts_per_norm() {
    let (_, bytes) = annotated(&[sample("een-vog-ontbreekt.xlsx")]);
    assert!(part(&bytes, "xl/workbook.xml").contains("activeTab=\"1\""), "the second sheet is Samenvatting");
    let archive = zip::ZipArchive::new(Cursor::new(&bytes)).expect("a package");
    let charts = archive.file_names().filter_map(Result::ok).filter(|name| name.starts_with("xl/charts/chart")).count();
    assert_eq!(charts, 7, "and one on Verloopkalender");
}

#[test]
fn samenvatting_counts_the_columns_that_were_not_read() {
    let text = "Naam;Functie;Groep;Parkeerplaats;;VOG\nA. Voorbeeld;kok;Kube;12;let op;1-4-2024\n";
    let input = Input { name: "personeel.csv".to_owned(), bytes: Arc::from(text.as_bytes()) };
    let (_, bytes) = annotated(&[input]);
    let told: Vec<String> =
        cells(&mut open(&bytes), "Samenvatting").iter().map(|(.., value)| value.shown().into_owned()).collect();
    assert!(told.contains(&"2 kolommen die niet zijn gelezen. Zie Verantwoording.".to_owned()), "{told:?}");
}

#[test]
fn text_of_the_input_never_becomes_a_formula_or_a_link() {
    let text = "Naam;Functie;Groep;VOG datum;In dienst\n=HYPERLINK(\"x\";\"y\");pm;=1+1;onleesbaar;1-1-2024\nhttp://voorbeeld.invalid;pm;+A1;1-12-2023;1-1-2024\n";
    let (_, bytes) = annotated(&[Input { name: "vijandig.csv".to_owned(), bytes: Arc::from(text.as_bytes()) }]);
    let archive = zip::ZipArchive::new(Cursor::new(&bytes)).expect("a package");
    let names: Vec<String> = archive.file_names().filter_map(Result::ok).map(std::borrow::Cow::into_owned).collect();
    for name in names.iter().filter(|name| name.starts_with("xl/worksheets/sheet")) {
        let xml = part(&bytes, name);
        for piece in xml.split("<f>").skip(1) {
            let formula = piece.split("</f>").next().unwrap_or("");
            assert!(!formula.contains("HYPERLINK") && formula != "1+1" && formula != "+A1", "{name}: {formula}");
        }
        assert!(!xml.contains("r:id=\"rId") || !xml.contains("<hyperlink r:id"), "{name} has an outward link");
    }
    let mut book = open(&bytes);
    let copied = cells(&mut book, "vijandig");
    assert!(
        copied.contains(&(1, 0, Value::Text("=HYPERLINK(\"x\"".into())))
            || copied.iter().any(|(_, _, value)| value.shown().starts_with("=HYPERLINK")),
        "{copied:?}"
    );
}

#[test]
fn an_annotated_workbook_is_a_good_input_and_gives_the_same_answer() {
    let (first, bytes) = annotated(&[sample("voorbeeld-instelling.xlsx")]);
    let (second, again) = annotated(&[Input { name: "voorbeeld-instelling.xlsx".to_owned(), bytes: Arc::from(bytes) }]);
    assert_eq!(first.staff.people.len(), second.staff.people.len());
    let codes = |assessment: &Assessment| -> Vec<String> {
        let edition = Edition::new(assessment);
        assessment
            .judgement
            .findings
            .iter()
            .map(|finding| format!("{} {}", edition.rule(finding).code, edition.message(finding)))
            .collect()
    };
    assert_eq!(codes(&first), codes(&second));
    assert_eq!(open(&again).sheets().len(), 4 + OWN_SHEETS.len(), "our sheets are replaced, not added once more");
}

/// A staff file and a file with groups of which one is not on the staff file's sheet: findings on both.
fn two_files() -> [Input; 2] {
    let staff = "Personeelsnummer;Naam;Functie;Groep;In dienst;SKJ-nummer;SKJ geldig tot;VOG datum;Training mensenhandel\n\
        1;A. Bakker;pedagogisch medewerker;Kube;1-5-2024;110001234;1-3-2029;;6-10-2024\n\
        2;B. Smit;pedagogisch medewerker;Kube;1-5-2024;;;1-4-2024;6-10-2024\n";
    let groups = "Groep;Gespecialiseerd;Onderbouwing\nKube;ja;\n";
    [("staf.csv", staff), ("leef groepen.csv", groups)]
        .map(|(name, text)| Input { name: name.to_owned(), bytes: Arc::from(text.as_bytes()) })
}

#[test]
fn a_finding_in_a_second_file_links_to_its_copy_beside_this_one() {
    let inputs = two_files();
    let (_, bytes) = annotated(&inputs);
    let rows = table(&bytes, "Bevindingen");
    let at = rows.iter().position(|row| row["Bestand"] == "leef groepen.csv").expect("SKJ-03 on the substantiation");
    assert_eq!((rows[at]["Code"].as_str(), rows[at]["Cel"].as_str()), ("SKJ-03", "leef groepen!C2"));
    let sheet = part(&bytes, "xl/worksheets/sheet3.xml");
    let link = format!("<hyperlink ref=\"M{}\" r:id=\"kopie1\" location=\"'leef groepen'!C2\"/>", at + 6);
    assert!(sheet.contains(&link), "{link} is not in {}", &sheet[sheet.find("<hyperlinks>").expect("links")..]);
    let relationships = part(&bytes, "xl/worksheets/_rels/sheet3.xml.rels");
    assert!(
        relationships.contains("Id=\"kopie1\"")
            && relationships.contains("Target=\"leef%20groepen.toetsklaar.xlsx\" TargetMode=\"External\""),
        "{relationships}"
    );

    let (assessment, mut books) = run(&inputs);
    let apart =
        workbook(&Edition::new(&assessment), &mut books, 0, Copies::Apart).unwrap_or_else(|error| panic!("{error}"));
    assert!(!part(&apart, "xl/worksheets/sheet3.xml").contains("r:id=\"kopie"), "no path stands in an output");
    assert!(!part(&apart, "xl/worksheets/_rels/sheet3.xml.rels").contains("External"));
}

#[test]
fn the_copy_of_a_second_file_says_what_it_is_and_is_a_good_input() {
    let inputs = two_files();
    let (assessment, mut books) = run(&inputs);
    let bytes =
        workbook(&Edition::new(&assessment), &mut books, 1, Copies::Together).unwrap_or_else(|error| panic!("{error}"));
    let mut book = open(&bytes);
    let names: Vec<String> = book.sheets().iter().map(|info| info.name.clone()).collect();
    assert_eq!(names, ["leef groepen", EXPLANATION_SHEET]);
    assert!(part(&bytes, "xl/workbook.xml").contains("activeTab=\"1\""), "it opens on what it is");
    let told: Vec<String> =
        cells(&mut book, EXPLANATION_SHEET).into_iter().map(|(_, _, value)| value.shown().into_owned()).collect();
    assert!(told.iter().any(|text| text == DISCLAIMER), "{told:?}");
    assert!(told.iter().any(|text| text.contains("staf.toetsklaar.xlsx")), "{told:?}");
    let [staff, _] = inputs;
    let again = [staff, Input { name: "leef groepen.xlsx".to_owned(), bytes: Arc::from(bytes) }];
    let (second, mut books) = run(&again);
    assert_eq!(second.judgement.findings.len(), assessment.judgement.findings.len());
    let bytes =
        workbook(&Edition::new(&second), &mut books, 1, Copies::Together).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(open(&bytes).sheets().len(), 2, "our sheet is replaced, not added once more");
}

#[test]
fn a_column_that_was_emptied_is_not_reported_again_until_somebody_fills_it() {
    let staff = "Naam;BSN;Functie;Groep;In dienst;SKJ-nummer;SKJ geldig tot;VOG datum;Training mensenhandel\n\
        A. Bakker;111222333;pedagogisch medewerker;Kube;1-5-2024;110001234;1-3-2029;1-4-2024;6-10-2024\n";
    let input = |name: &str, bytes: &[u8]| [Input { name: name.to_owned(), bytes: Arc::from(bytes) }];
    let codes = |assessment: &Assessment| -> Vec<String> {
        let edition = Edition::new(assessment);
        assessment.judgement.findings.iter().map(|finding| edition.rule(finding).code.clone()).collect()
    };
    let (first, copy) = annotated(&input("staf.csv", staff.as_bytes()));
    assert_eq!(codes(&first), ["PRV-01"]);
    assert!(!part(&copy, "xl/worksheets/sheet1.xml").contains("111222333"));

    let (second, again) = annotated(&input("staf.xlsx", &copy));
    assert_eq!(codes(&second), Vec::<String>::new());
    let header = |bytes: &[u8]| cells(&mut open(bytes), "staf")[1].2.shown().into_owned();
    assert_eq!((header(&copy).as_str(), header(&again).as_str()), ("BSN (weggelaten)", "BSN (weggelaten)"));

    let filled = staff.replace(";BSN;", ";BSN (weggelaten);");
    let (third, copy) = annotated(&input("staf.csv", filled.as_bytes()));
    assert_eq!(codes(&third), ["PRV-01"]);
    assert!(!part(&copy, "xl/worksheets/sheet1.xml").contains("111222333"));
    assert_eq!(header(&copy), "BSN (weggelaten)");
}

#[test]
fn every_cell_of_a_finding_is_listed_and_a_note_stays_on_the_screen() {
    let people: Vec<String> = (1..=60)
        .map(|number| format!("{number};Medewerker {number};pedagogisch medewerker;Kube;1-5-2024;;;1-4-2024;6-10-2024"))
        .collect();
    let staff = format!(
        "Personeelsnummer;Naam;Functie;Groep;In dienst;SKJ-nummer;SKJ geldig tot;VOG datum;Training mensenhandel\n{}\n",
        people.join("\n")
    );
    let groups = "Groep;Gespecialiseerd;Onderbouwing\nKube;ja;\n";
    let inputs = [("staf.csv", staff.as_str()), ("groepen.csv", groups)]
        .map(|(name, text)| Input { name: name.to_owned(), bytes: Arc::from(text.as_bytes()) });
    let (_, bytes) = annotated(&inputs);
    let rows = table(&bytes, "Bevindingen");
    let none = rows.iter().find(|row| row["Code"] == "SKJ-01").expect("nobody of the sixty is registered");
    assert_eq!((none["Cel"].as_str(), none["Andere cellen"].as_str()), ("staf!F2", "F3:F61"));
    let open = rows.iter().find(|row| row["Code"] == "SKJ-03").expect("nothing says why");
    assert!(open["Bevinding"].contains("Medewerker 60"), "the sheet names everybody: {}", open["Bevinding"]);
    let heights: Vec<f64> = part(&bytes, "xl/drawings/vmlDrawing1.vml")
        .split("height:")
        .skip(1)
        .filter_map(|rest| rest.split("pt").next()?.parse().ok())
        .collect();
    assert!(!heights.is_empty() && heights.iter().all(|height| *height <= 290.0), "{heights:?}");
}

const SAMPLES: [&str; 7] = [
    "voorbeeld-instelling.xlsx",
    "een-vog-ontbreekt.xlsx",
    "klein-in-orde.xlsx",
    "klein-in-orde.xls",
    "klein-in-orde.xlsb",
    "klein-in-orde.ods",
    "klein-in-orde.csv",
];

#[test]
fn the_same_input_gives_the_same_workbook() {
    for file in SAMPLES {
        for make in [workbook as Make, rebuilt_workbook] {
            let make = || {
                let (assessment, mut books) = run(&[sample(file)]);
                make(&Edition::new(&assessment), &mut books, 0, Copies::Together)
                    .unwrap_or_else(|error| panic!("{error}"))
            };
            assert!(make() == make(), "{file}");
        }
    }
    let [first, second] = two_files();
    let make = |which| {
        let (assessment, mut books) = run(&[first.clone(), second.clone()]);
        workbook(&Edition::new(&assessment), &mut books, which, Copies::Together)
            .unwrap_or_else(|error| panic!("{error}"))
    };
    for which in [0, 1] {
        assert!(make(which) == make(which), "copy {which}");
    }
}

/// The colours on a sheet, whichever way they came there.
struct Look {
    sheet: String,
    styles: String,
}

impl Look {
    fn of(bytes: &[u8], sheet: &str) -> Look {
        Look { sheet: part(bytes, sheet), styles: part(bytes, "xl/styles.xml") }
    }

    /// The colour that a mark gives a cell: `FFF6C6AD`; none without one.
    fn colour(&self, cell: &str) -> Option<String> {
        let conditional = self.sheet.split("<conditionalFormatting ").skip(1).find(|piece| {
            piece
                .split("sqref=\"")
                .nth(1)
                .and_then(|rest| rest.split('"').next())
                .is_some_and(|areas| holds(areas, cell))
        });
        let colour = match conditional {
            Some(piece) => {
                let number: usize = piece.split("dxfId=\"").nth(1)?.split('"').next()?.parse().ok()?;
                self.styles.split("<dxfs").nth(1)?.split("<dxf>").nth(number + 1)?.split("<bgColor rgb=\"").nth(1)?
            }
            None => {
                let style = style_of(&self.sheet, cell)?;
                let format = self.styles.split("<cellXfs").nth(1)?.split("<xf ").nth(style + 1)?;
                let fill: usize = format.split("fillId=\"").nth(1)?.split('"').next()?.parse().ok()?;
                self.styles.split("<fills").nth(1)?.split("<fill>").nth(fill + 1)?.split("<fgColor rgb=\"").nth(1)?
            }
        };
        colour.split('"').next().map(str::to_owned)
    }
}

/// Whether a cell is in one of these areas: `A1 C2:C9`.
fn holds(areas: &str, cell: &str) -> bool {
    let (at, _) = range(cell).expect("a cell");
    areas.split(' ').filter_map(range).any(|(first, last)| {
        (first.row..=last.row).contains(&at.row) && (first.column..=last.column).contains(&at.column)
    })
}

/// Makes the copy of an input.
type Make = fn(&Edition<'_>, &mut [Book], usize, Copies) -> Result<Vec<u8>, WorkbookError>;

#[test]
fn every_cell_of_every_finding_has_the_colour_of_the_worst_and_a_note_with_its_code() {
    let mut seen = 0;
    for (file, make) in SAMPLES.into_iter().flat_map(|file| [(file, workbook as Make), (file, rebuilt_workbook)]) {
        let (assessment, mut books) = run(&[sample(file)]);
        let edition = Edition::new(&assessment);
        let bytes = make(&edition, &mut books, 0, Copies::Together).unwrap_or_else(|error| panic!("{error}"));
        for (at, sheet) in (1..).zip(&assessment.inputs[0].sheets) {
            let cells = || {
                let findings = &assessment.judgement.findings;
                findings.iter().flat_map(|finding| finding.cells.iter().map(move |place| (finding, *place)))
            };
            let here = || cells().filter(|(_, place)| place.sheet == sheet.index);
            if here().next().is_none() {
                continue;
            }
            let look = Look::of(&bytes, &format!("xl/worksheets/sheet{at}.xml"));
            let relationships = part(&bytes, &format!("xl/worksheets/_rels/sheet{at}.xml.rels"));
            let notes = relationships
                .split("Target=\"../")
                .find_map(|rest| rest.split('"').next().filter(|name| name.starts_with("comments")));
            let notes = part(&bytes, &format!("xl/{}", notes.expect("notes on the sheet")));
            for (finding, place) in here() {
                let cell = place.position.to_string();
                let worst = here().filter(|(_, other)| *other == place).map(|(finding, _)| finding.effect).min();
                let expected = match worst.expect("the finding itself") {
                    Effect::Insufficient => "FFF6C6AD",
                    Effect::Undecided => "FFFCEEA3",
                    Effect::Signal => "FFC5E1F2",
                };
                assert_eq!(look.colour(&cell).as_deref(), Some(expected), "{file} {} {cell}", sheet.name);
                let note = notes
                    .split(&format!("<comment ref=\"{cell}\""))
                    .nth(1)
                    .unwrap_or_else(|| panic!("{file} {cell} has no note"));
                let note = note.split("</comment>").next().expect("the note ends");
                let code = format!("{} · {}", edition.rule(finding).code, finding.effect);
                assert!(note.contains(&code) || note.contains("en nog "), "{file} {cell}: {code} is not in {note}");
                seen += 1;
            }
        }
    }
    // All findings of the two samples that have some; more cells than findings.
    assert!(seen > 2 * 44, "{seen}");
}
