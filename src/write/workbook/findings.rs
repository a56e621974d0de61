//! `Bevindingen`: every finding, with a link to its cell and room for what people decide.

use std::io::Write;

use rust_xlsxwriter::{DataValidation, Table, TableColumn, TableStyle, Worksheet};

use super::body::{Body, escape, lines};
use super::package::Insert;
use super::style::Style;
use super::{Heading, Scene, WorkbookError, heading, link_target};
use crate::cell::{Letters, Place};
use crate::rules::Rule;

const HEADER_ROW: u32 = 4;

/// Excel takes no more links on one sheet.
pub(super) const MOST_LINKS: usize = 65_530;

const HEADINGS: &[Heading] = &[
    heading("Nr", 6.0),
    heading("Code", 9.0),
    heading("Effect", 16.0),
    heading("Gewicht", 19.0),
    heading("Norm", 9.0),
    heading("Persoon", 18.0),
    heading("Persoons-\nsleutel", 11.0),
    heading("Groep", 16.0),
    heading("Bevinding", 52.0),
    heading("Wat te doen", 48.0),
    heading("Bron", 32.0),
    heading("Bestand", 22.0),
    heading("Cel", 20.0),
    heading("Gevonden waarde", 18.0),
    heading("Status", 18.0),
    heading("Door", 14.0),
    heading("Datum", 12.0),
    heading("Opmerking", 30.0),
];

/// The column with the link.
const CELL: u16 = 12;
/// The first of the columns that people fill in.
const STATUS: u16 = 14;
const DATE: u16 = 16;

/// What people may choose in the column Status.
const CHOICES: [&str; 3] = ["open", "opgelost", "akkoord met reden"];

/// Everything but the rows.
pub(super) fn frame(sheet: &mut Worksheet, scene: &Scene<'_>) -> Result<(), WorkbookError> {
    let findings = super::count(scene.edition.assessment.judgement.findings.len());
    let text = if findings == 0 {
        "Er zijn geen bevindingen."
    } else {
        "Het zwaarste eerst, per norm. Klik op de cel om ernaartoe te gaan. De laatste vier kolommen zijn van u: status, door, datum en opmerking."
    };
    sheet.write_string_with_format(2, 0, text, scene.formats.of(Style::Mark))?;
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
    let mut body = Body::new(out);
    let mut links = Links::default();
    for ((row, number), finding) in (HEADER_ROW + 1..).zip(1u32..).zip(&assessment.judgement.findings) {
        let rule = edition.rule(finding);
        let (message, remedy, source) =
            (edition.message(finding), edition.remedy(finding), &sources[usize::from(finding.rule)]);
        let high = [(8, message.as_str()), (9, &remedy), (10, source), (3, rule.weight.name())];
        body.tall_row(
            row,
            high.into_iter().map(|(column, text)| lines(text, HEADINGS[column].width)).max().unwrap_or(1),
        );
        body.whole(0, number, Style::Number);
        body.text(1, &rule.code, Style::Top);
        body.text(2, finding.effect.name(), Style::of_effect(finding.effect));
        body.text(3, rule.weight.name(), Style::Text);
        body.text(4, finding.norm.name(), Style::Top);
        body.text(5, finding.person.map_or("", |person| edition.name(person)), Style::Text);
        body.text(6, finding.person.map_or("", |person| edition.key(person)), Style::Text);
        body.text(7, finding.group.map_or("", |group| edition.group(group)), Style::Text);
        body.text(8, &message, Style::Text);
        body.text(9, &remedy, Style::Text);
        body.text(10, source, Style::Text);
        match finding.cells.first() {
            Some(place) => {
                let (input, sheet) = assessment.sheet(place.sheet);
                let tab = scene.tabs.of_sheet(place.sheet);
                let more = finding.cells.len() - 1;
                let mut shown = format!("{}!{}", tab.unwrap_or(&sheet.name), place.position);
                if more > 0 {
                    shown = format!("{shown} en nog {more}");
                }
                body.text(11, &input.file, Style::Text);
                let linked = tab.is_some() && links.add(scene, row, *place);
                body.text(CELL, &shown, if linked { Style::Link } else { Style::Text });
                body.text(13, &edition.value(*place).unwrap_or_default(), Style::Text);
            }
            None => (11..14).for_each(|column| body.blank(column, Style::Text)),
        }
        for column in STATUS..=super::last(HEADINGS) {
            body.blank(column, if column == DATE { Style::InputDate } else { Style::Input });
        }
    }
    body.end()?;
    Ok(Insert { before: "<pageMargins", xml: links.xml() })
}

/// Links from this sheet to cells of the user's sheets.
#[derive(Default)]
struct Links {
    xml: Vec<u8>,
    count: usize,
}

impl Links {
    /// Adds a link; says whether there was room for it.
    fn add(&mut self, scene: &Scene<'_>, row: u32, place: Place) -> bool {
        let Some(target) = link_target(scene, place.sheet).filter(|_| self.count < MOST_LINKS) else {
            return false;
        };
        self.count += 1;
        write!(self.xml, "<hyperlink ref=\"{}{}\" location=\"", Letters(CELL), row + 1)
            .expect("writing to memory never fails");
        escape(&mut self.xml, &target);
        write!(self.xml, "!{}\"/>", place.position).expect("writing to memory never fails");
        true
    }

    fn xml(self) -> Vec<u8> {
        if self.count == 0 {
            return Vec::new();
        }
        [b"<hyperlinks>".as_slice(), &self.xml, b"</hyperlinks>"].concat()
    }
}
