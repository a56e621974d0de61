//! The looks of the user's cells in a copy that is rebuilt: the library's formats of them, and their numbers.

use std::collections::HashMap;

use rust_xlsxwriter::{Color, Format, FormatAlign, Workbook};

use super::style::{Formats, Number, Style};
use crate::cell::Value;
use crate::read::{Alignment, Look, Looks, NumberFormat, SheetLooks};

/// How the user's cells look, and the numbers of those looks in the workbook.
pub(super) struct UserLooks {
    looks: Looks,
    formats: Vec<Format>,
    numbers: Vec<Number>,
}

impl UserLooks {
    /// Numbers the looks behind those of our own; one that is the same as another has its number.
    pub(super) fn of(looks: Looks, own: &Formats) -> UserLooks {
        let formats: Vec<Format> = looks.all.iter().map(format).collect();
        let mut known: HashMap<&Format, Number> = HashMap::new();
        for style in Style::ALL {
            known.insert(own.of(*style), Number::from(*style));
        }
        let numbers = formats
            .iter()
            .map(|format| {
                let next = Number(u16::try_from(known.len()).expect("a reader gives a few thousand looks"));
                *known.entry(format).or_insert(next)
            })
            .collect();
        UserLooks { looks, formats, numbers }
    }

    /// Gives every look its number in a workbook, directly behind our own styles.
    pub(super) fn register(&self, workbook: &mut Workbook) {
        for format in &self.formats {
            workbook.register_format(format);
        }
    }

    /// How the cells of a sheet look, by its place in the input.
    pub(super) fn sheet(&self, at: usize) -> Option<&SheetLooks> {
        self.looks.sheets.get(at)
    }

    /// The number of a look for a cell with this value; None where it would show a date as a bare number.
    pub(super) fn number(&self, look: u16, value: Option<&Value<'_>>) -> Option<Number> {
        let is_moment = matches!(value, Some(Value::Moment(_) | Value::Duration(_)));
        let shows = || self.looks.all.get(usize::from(look)).is_some_and(|look| look.number_format.is_moment());
        if is_moment && !shows() { None } else { self.numbers.get(usize::from(look)).copied() }
    }

    /// The library's format of a look.
    pub(super) fn format(&self, look: u16) -> Option<&Format> {
        self.formats.get(usize::from(look))
    }
}

fn format(look: &Look) -> Format {
    let mut format = match &look.number_format {
        NumberFormat::General => Format::new(),
        NumberFormat::BuiltIn(number) => Format::new().set_num_format_index(*number),
        NumberFormat::Code(code) => Format::new().set_num_format(code),
    };
    for (on, set) in [
        (look.bold, Format::set_bold as fn(Format) -> Format),
        (look.italic, Format::set_italic),
        (look.struck, Format::set_font_strikethrough),
        (look.wrapped, Format::set_text_wrap),
    ] {
        if on {
            format = set(format);
        }
    }
    if let Some(fill) = look.fill {
        format = format.set_background_color(Color::RGB(fill));
    }
    if let Some(letters) = look.letters {
        format = format.set_font_color(Color::RGB(letters));
    }
    match look.alignment {
        Alignment::General => format,
        Alignment::Left => format.set_align(FormatAlign::Left),
        Alignment::Centre => format.set_align(FormatAlign::Center),
        Alignment::Right => format.set_align(FormatAlign::Right),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_that_the_library_gives() {
        let bold = Look { bold: true, ..Look::default() };
        let red = Look { letters: Some(0xFF_0000), ..Look::default() };
        let date = Look { number_format: NumberFormat::Code("d mmmm yyyy".to_owned()), ..Look::default() };
        let all = vec![Look::default(), red, bold, date];
        let own = Formats::new();
        let looks = UserLooks::of(Looks { all, sheets: Vec::new(), complete: true }, &own);
        let mut workbook = Workbook::new();
        own.register(&mut workbook);
        looks.register(&mut workbook);
        let sheet = workbook.add_worksheet();
        for at in 0u16..4 {
            sheet.write_blank(0, at, looks.format(at).unwrap()).unwrap();
        }
        let bytes = workbook.save_to_buffer().unwrap();
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let xml = std::io::read_to_string(zip.by_name("xl/worksheets/sheet1.xml").unwrap()).unwrap();
        for (look, cell) in [(1, "B1"), (2, "C1"), (3, "D1")] {
            let Number(number) = looks.number(look, None).unwrap();
            assert!(xml.contains(&format!("<c r=\"{cell}\" s=\"{number}\"")), "{cell} {number}: {xml}");
        }
        // Bold is the look of our own headings too.
        assert_eq!(looks.number(2, None), Some(Style::Heading.into()));
        assert_eq!(looks.number(1, Some(&Value::Moment(45_000.0))), None, "a date must show as a date");
        assert!(looks.number(3, Some(&Value::Moment(45_000.0))).is_some());
    }
}
