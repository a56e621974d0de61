//! `Bevindingen`: every finding, with a link to its cell and room for what people decide.

use std::fmt::Write as _;
use std::io::Write;

use rust_xlsxwriter::{DataValidation, Table, TableColumn, TableStyle, Worksheet};

use super::body::{Body, escape, lines};
use super::package::Insert;
use super::style::Style;
use super::{Copies, Heading, Scene, WorkbookError, copied, copy_name, heading, quoted};
use crate::assess::earlier::{ABOUT, DECIDED, Decision, KEY, KEY_WORD};
use crate::cell::{Letters, Place};
use crate::rules::Rule;

const HEADER_ROW: u32 = 4;

/// Excel takes no more links on one sheet.
pub(super) const MOST_LINKS: usize = 65_530;

const HEADINGS: &[Heading] = &[
    heading("Nr", 6.0),
    heading(ABOUT[0], 9.0),
    heading("Effect", 16.0),
    heading("Gewicht", 19.0),
    heading("Norm", 9.0),
    heading(ABOUT[1], 18.0),
    heading("Persoons-\nsleutel", 11.0),
    heading(ABOUT[2], 16.0),
    heading(ABOUT[3], 52.0),
    heading("Wat te doen", 48.0),
    heading("Bron", 32.0),
    heading("Bestand", 22.0),
    heading("Cel", 20.0),
    heading("Andere cellen", 22.0),
    heading("Gevonden waarde", 18.0),
    heading(DECIDED[0], 18.0),
    heading(DECIDED[1], 14.0),
    heading(DECIDED[2], 12.0),
    heading(DECIDED[3], 30.0),
    heading(KEY, 22.0),
];

/// The column with the link.
const CELL: u16 = 12;
/// The first of the columns that people fill in.
const STATUS: u16 = 15;
/// The column with the key, behind them.
const KEYS: u16 = 19;

/// What people may choose in the column Status.
const CHOICES: [&str; 3] = ["open", "opgelost", "akkoord met reden"];

/// Everything but the rows.
pub(super) fn frame(sheet: &mut Worksheet, scene: &Scene<'_>) -> Result<(), WorkbookError> {
    let findings = super::count(scene.edition.assessment.judgement.findings.len());
    let text = if findings == 0 {
        "Er zijn geen bevindingen."
    } else {
        "Het zwaarste eerst, per norm. Klik op de cel om ernaartoe te gaan. De kolommen status, door, datum en opmerking zijn van u. Toetst u deze werkmap opnieuw, dan blijven ze bij hun bevinding; laat daarvoor het kenmerk staan."
    };
    sheet.write_string_with_format(2, 0, text, scene.formats.of(Style::Mark))?;
    let word = format!("{KEY_WORD}{}", scene.decisions.key_word);
    sheet.write_string_with_format(3, 0, word, scene.formats.of(Style::Mark))?;
    let header = scene.formats.of(Style::Header);
    let columns: Vec<TableColumn> =
        HEADINGS.iter().map(|heading| TableColumn::new().set_header(heading.text).set_header_format(header)).collect();
    for (column, heading) in (0u16..).zip(HEADINGS) {
        sheet.set_column_width(column, heading.width)?;
    }
    let last = HEADER_ROW + findings.max(1);
    let table = Table::new().set_name("Bevindingen").set_style(TableStyle::None).set_columns(&columns);
    sheet.add_table(HEADER_ROW, 0, HEADER_ROW + 1, super::last(HEADINGS), &table)?;
    sheet.set_row_height(HEADER_ROW, 32)?;
    sheet.set_freeze_panes(HEADER_ROW + 1, 3)?;
    sheet.set_repeat_rows(HEADER_ROW, HEADER_ROW)?;
    // Two pages wide: the finding on the first, where it comes from and what is decided on the second.
    sheet.set_print_fit_to_pages(2, 0).set_repeat_columns(0, 1)?;
    let choice = DataValidation::new()
        .allow_list_strings(&CHOICES)?
        .set_error_title("Status")?
        .set_error_message("Kies open, opgelost of akkoord met reden.")?;
    sheet.add_data_validation(HEADER_ROW + 1, STATUS, last, STATUS, &choice)?;
    Ok(())
}

/// The range of the table with one row, as the frame has it, and with all rows.
pub(super) fn ranges(scene: &Scene<'_>) -> (String, String) {
    let findings = super::count(scene.edition.assessment.judgement.findings.len());
    let range = |rows: u32| format!("A{}:{}{}", HEADER_ROW + 1, Letters(super::last(HEADINGS)), HEADER_ROW + 1 + rows);
    (range(1), range(findings.max(1)))
}

/// The rows.
pub(super) fn rows(out: &mut dyn Write, scene: &Scene<'_>) -> Result<Insert, WorkbookError> {
    let (assessment, edition) = (scene.edition.assessment, &scene.edition);
    let sources: Vec<String> =
        assessment.rules.rules.iter().map(|rule: &Rule| rule.source_line(&assessment.rules)).collect();
    let mut body = Body::new(out, scene.formats);
    let mut links = Links::in_column(CELL, scene.copies == Copies::Together && edition.names_people());
    for (at, finding) in assessment.judgement.findings.iter().enumerate() {
        let number = super::count(at) + 1;
        let row = HEADER_ROW + number;
        let rule = edition.rule(finding);
        let (message, remedy, source) =
            (edition.message(finding), edition.remedy(finding), &sources[usize::from(finding.rule)]);
        let others = other_cells(scene, &finding.cells);
        let high = [(8, message.as_str()), (9, &remedy), (10, source), (13, &others), (3, rule.weight.name())];
        body.tall_row(
            row,
            high.into_iter().map(|(column, text)| lines(text, HEADINGS[column].width)).max().unwrap_or(1),
        );
        body.whole(0, number, Style::Number);
        body.text(1, &rule.code, Style::Top);
        body.text(2, finding.effect.name(), Style::of_effect(finding.effect));
        body.text(3, rule.weight.name(), Style::Text);
        body.text(4, finding.norm.name(), Style::Top);
        body.plain(5, finding.person.map_or("", |person| edition.name(person)), Style::Text);
        body.plain(6, finding.person.map_or("", |person| edition.key(person)), Style::Text);
        body.plain(7, finding.group.map_or("", |group| edition.group(group)), Style::Text);
        body.text(8, &message, Style::Text);
        body.text(9, &remedy, Style::Text);
        body.text(10, source, Style::Text);
        match finding.cells.first() {
            Some(place) => {
                body.plain(11, &assessment.sheet(place.sheet).0.file, Style::Text);
                let linked = links.add(scene, row, *place);
                body.plain(CELL, &shown(scene, *place), if linked { Style::Link } else { Style::Text });
                body.plain(13, &others, Style::Text);
                body.plain(14, &edition.value(*place).unwrap_or_default(), Style::Text);
            }
            None => (11..STATUS).for_each(|column| body.blank(column, Style::Text)),
        }
        decided(&mut body, scene.decisions.on(at), &scene.decisions.keys[at]);
    }
    apart(&mut body, scene, HEADER_ROW + super::count(assessment.judgement.findings.len()).max(1) + 3);
    body.end()?;
    Ok(Insert { before: "<pageMargins", xml: links.xml() })
}

/// What people decided, or room for it, and the key by which it finds its finding again.
fn decided<W: Write>(body: &mut Body<W>, decision: Option<&Decision>, key: &str) {
    for (column, nth) in (STATUS..KEYS).zip(0..) {
        let style = if DECIDED[nth] == "Datum" { Style::InputDate } else { Style::Input };
        match decision.map(|decision| &decision.decided[nth]) {
            Some(value) if !value.is_blank() => body.value(column, value, style),
            _ => body.blank(column, style),
        }
    }
    body.text(KEYS, key, Style::Note);
}

/// Below the table: decisions on what is no finding any more. Nobody's work is thrown away.
fn apart<W: Write>(body: &mut Body<W>, scene: &Scene<'_>, mut row: u32) {
    if scene.decisions.apart.is_empty() {
        return;
    }
    body.row(row, false);
    body.text(0, "Besluiten die niet meer gelden", Style::Section);
    (1..=super::last(HEADINGS)).for_each(|column| body.blank(column, Style::Section));
    for (decision, why) in &scene.decisions.apart {
        row += 1;
        let [code, person, group, message] = &decision.about;
        let high = [(8, message.as_str()), (9, why.text())];
        let lines = high.into_iter().map(|(column, text)| lines(text, HEADINGS[column].width)).max();
        body.tall_row(row, lines.unwrap_or(1));
        for (column, text) in [(1, code.as_str()), (5, person), (7, group), (8, message), (9, why.text())] {
            body.text(column, text, Style::Text);
        }
        decided(body, Some(decision), &decision.key);
    }
}

/// A cell with the tab on which it stands in its copy.
pub(super) fn shown(scene: &Scene<'_>, place: Place) -> String {
    let tab = copied(scene, place.sheet).map(|(_, tab)| tab);
    format!("{}!{}", tab.unwrap_or(&scene.edition.assessment.sheet(place.sheet).1.name), place.position)
}

/// All cells but the first, those below each other as one range: `L23:L29, M4; Scholing!B2`.
fn other_cells(scene: &Scene<'_>, cells: &[Place]) -> String {
    let Some((first, others)) = cells.split_first() else {
        return String::new();
    };
    let mut text = String::new();
    let mut sheet = first.sheet;
    let follows = |one: &Place, next: &Place| {
        (one.sheet, one.position.column, one.position.row + 1) == (next.sheet, next.position.column, next.position.row)
    };
    for run in others.chunk_by(follows) {
        let (from, to) = (run[0], run[run.len() - 1].position);
        if !text.is_empty() {
            text.push_str(if from.sheet == sheet { ", " } else { "; " });
        }
        if from.sheet == sheet {
            text.push_str(&from.position.to_string());
        } else {
            let (before, after) =
                (scene.edition.assessment.sheet(sheet).0, scene.edition.assessment.sheet(from.sheet).0);
            if before.file != after.file {
                text.push_str(&after.file);
                text.push_str(": ");
            }
            text.push_str(&shown(scene, from));
            sheet = from.sheet;
        }
        if run.len() > 1 {
            text.push(':');
            text.push_str(&to.to_string());
        }
    }
    text
}

/// Identifier and address of the copies beside this one, for links to their cells.
pub(super) fn targets(scene: &Scene<'_>) -> Vec<(String, String)> {
    if scene.copies == Copies::Apart || !scene.edition.names_people() {
        return Vec::new();
    }
    let others = scene.edition.assessment.inputs.iter().enumerate().skip(1);
    others.map(|(input, report)| (relationship(input), address(&copy_name(&report.file)))).collect()
}

fn relationship(input: usize) -> String {
    format!("kopie{input}")
}

/// A file name as a relative address: nothing in it can begin a scheme, leave the folder or end the path.
fn address(file: &str) -> String {
    let mut address = String::new();
    for byte in file.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            address.push(char::from(byte));
        } else {
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address
}

/// Links from this sheet to cells of the user's sheets, here and in the copies beside this one.
pub(super) struct Links {
    column: u16,
    /// Whether this sheet has relationships to the copies beside this one.
    beside: bool,
    xml: Vec<u8>,
    count: usize,
}

impl Links {
    /// Links that stand in one column, to cells here and, with `beside`, in the copies beside this one.
    pub(super) fn in_column(column: u16, beside: bool) -> Links {
        Links { column, beside, xml: Vec::new(), count: 0 }
    }

    /// Adds a link; says whether there was room for it and something to link to.
    pub(super) fn add(&mut self, scene: &Scene<'_>, row: u32, place: Place) -> bool {
        let Some((input, tab)) = copied(scene, place.sheet).filter(|_| self.count < MOST_LINKS) else {
            return false;
        };
        if input > 0 && !self.beside {
            return false;
        }
        self.count += 1;
        write!(self.xml, "<hyperlink ref=\"{}{}\"", Letters(self.column), row + 1)
            .expect("writing to memory never fails");
        if input > 0 {
            write!(self.xml, " r:id=\"{}\"", relationship(input)).expect("writing to memory never fails");
        }
        self.xml.extend_from_slice(b" location=\"");
        escape(&mut self.xml, &quoted(tab));
        write!(self.xml, "!{}\"/>", place.position).expect("writing to memory never fails");
        true
    }

    pub(super) fn xml(self) -> Vec<u8> {
        if self.count == 0 {
            return Vec::new();
        }
        [b"<hyperlinks>".as_slice(), &self.xml, b"</hyperlinks>"].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn a_file_name_is_no_more_than_a_file_name_in_a_link() {
        for (file, expected) in [
            ("groepen 2026.toetsklaar.xlsx", "groepen%202026.toetsklaar.xlsx"),
            ("http://kwaad.invalid/x", "http%3A%2F%2Fkwaad.invalid%2Fx"),
            ("..\\..\\geheim", "..%5C..%5Cgeheim"),
            ("é#?%&\".xlsx", "%C3%A9%23%3F%25%26%22.xlsx"),
        ] {
            assert_eq!(address(file), expected);
        }
    }
}
