//! xlsx and xlsm a second time: how the cells look, for a copy that is rebuilt. What the parts hold was checked before.

use std::collections::HashMap;
use std::io::Read;

use super::token::{attribute, attributes, is_on, text};
use super::worksheet::{address_of, digits, is_true};
use super::xml::{Kind, Xml};
use super::{Contents, Trouble};
use crate::cell::COLUMNS;
use crate::read::looks::{Alignment, Look, Looks, MOST_CODES, MOST_LOOKS, MOST_RUNS, NumberFormat, Run, SheetLooks};
use crate::read::package::resolved;

/// The most entries of a list that are read: Excel takes no more looks than this.
const MOST_ENTRIES: usize = 65_536;

/// How the cells of a workbook look.
pub(super) fn looks(mut contents: Contents<'_>) -> Result<Looks, Trouble> {
    let workbook = contents.workbook()?;
    let folder = workbook.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let theme = match contents.xml(&resolved(&folder, "theme/theme1.xml"))? {
        Some(mut xml) => theme(&mut xml)?,
        None => OFFICE.to_vec(),
    };
    let (entries, codes_kept) = match contents.xml(&resolved(&folder, "styles.xml"))? {
        Some(mut xml) => Styles { theme, ..Styles::default() }.read(&mut xml)?,
        None => (Vec::new(), true),
    };
    let mut used = Used { entries, places: HashMap::new(), all: vec![Look::default()], complete: codes_kept };
    let mut sheets = Vec::new();
    let mut room = MOST_RUNS;
    for (name, part) in contents.worksheets()? {
        let mut xml = contents.xml(&part)?.ok_or(Trouble::SheetMissing)?;
        let looks = Sheet::new(&mut xml, &mut used, &mut room).read();
        sheets.push(looks.map_err(|trouble| trouble.on(&name))?);
    }
    Ok(Looks { all: used.all, sheets, complete: used.complete })
}

/// The looks that cells really have, each once; the first is that of any cell.
struct Used {
    /// The looks in the order of the workbook.
    entries: Vec<Look>,
    /// Where those that were asked for stand in `all`, by their number in the workbook.
    places: HashMap<u64, u16>,
    all: Vec<Look>,
    complete: bool,
}

impl Used {
    /// Where the look with this number in the workbook stands.
    fn place(&mut self, number: u64) -> u16 {
        if let Some(place) = self.places.get(&number) {
            return *place;
        }
        let look =
            usize::try_from(number).ok().and_then(|number| self.entries.get(number)).cloned().unwrap_or_default();
        let place = match self.all.iter().position(|known| *known == look) {
            Some(place) => place,
            None if self.all.len() < MOST_LOOKS => {
                self.all.push(look);
                self.all.len() - 1
            }
            None => {
                self.complete = false;
                0
            }
        };
        let place = u16::try_from(place).expect("there are fewer looks");
        // A file may name more numbers than there are looks.
        if self.places.len() < MOST_ENTRIES {
            self.places.insert(number, place);
        }
        place
    }
}

/// One sheet: only the looks of its cells are taken.
struct Sheet<'x, R> {
    xml: &'x mut Xml<R>,
    used: &'x mut Used,
    /// How many runs may still be kept.
    room: &'x mut usize,
    looks: SheetLooks,
    patterns: HashMap<Vec<Run>, u32>,
    runs: Vec<Run>,
}

impl<'x, R: Read> Sheet<'x, R> {
    fn new(xml: &'x mut Xml<R>, used: &'x mut Used, room: &'x mut usize) -> Self {
        Sheet { xml, used, room, looks: SheetLooks::default(), patterns: HashMap::new(), runs: Vec::new() }
    }

    fn read(mut self) -> Result<SheetLooks, Trouble> {
        let mut row = 0;
        let mut column = 0;
        let mut in_row = false;
        loop {
            match self.xml.advance()? {
                Kind::Start => match (self.xml.depth(), self.xml.name()) {
                    (3, b"col") => self.column()?,
                    (3, b"row") => {
                        if let Some(number) = attribute(self.xml.token(), b"r")?.and_then(digits) {
                            row = u32::try_from(number)
                                .ok()
                                .and_then(|number| number.checked_sub(1))
                                .ok_or(Trouble::Damaged)?;
                        }
                        column = 0;
                        in_row = true;
                    }
                    (4, b"c") => column = self.cell(column)?,
                    _ => {}
                },
                Kind::End if in_row && self.xml.depth() == 2 => {
                    if !self.runs.is_empty() {
                        self.keep(row);
                    }
                    row += 1;
                    in_row = false;
                }
                Kind::Over => return Ok(self.looks),
                _ => {}
            }
        }
    }

    /// The look of the cells of a column that the file does not have.
    fn column(&mut self) -> Result<(), Trouble> {
        let tag = self.xml.token();
        let number = |name| Ok::<_, Trouble>(attribute(tag, name)?.and_then(digits));
        let (Some(first), Some(last), Some(style)) = (number(b"min")?, number(b"max")?, number(b"style")?) else {
            return Ok(());
        };
        let place = |number: u64| {
            number.checked_sub(1).and_then(|number| u16::try_from(number.min(u64::from(COLUMNS) - 1)).ok())
        };
        if let (Some(first), Some(last)) = (place(first), place(last)) {
            let look = self.used.place(style);
            if first <= last && look > 0 && *self.room > 0 {
                *self.room -= 1;
                self.looks.columns.push((first, last, look));
            }
        }
        Ok(())
    }

    /// The look of a cell; gives the column after it.
    fn cell(&mut self, mut column: u32) -> Result<u32, Trouble> {
        let mut style = 0;
        for attribute in attributes(self.xml.token()) {
            match attribute? {
                (b"r", address) => column = u32::from(address_of(address)?.column),
                (b"s", number) => style = digits(number).unwrap_or(0),
                _ => {}
            }
        }
        let look = self.used.place(style);
        let narrow = u16::try_from(column).map_err(|_| Trouble::OutsideGrid)?;
        if look > 0 {
            match self.runs.last_mut() {
                Some((_, last, same)) if *same == look && *last + 1 == narrow => *last = narrow,
                _ => self.runs.push((narrow, narrow, look)),
            }
        }
        self.xml.takes_plain_value();
        Ok(column + 1)
    }

    /// Keeps how the row that ended looks.
    fn keep(&mut self, row: u32) {
        let mut runs = std::mem::take(&mut self.runs);
        // Some programs write the cells of a row in another order.
        runs.sort_unstable();
        runs.dedup_by(|next, last| next.0 <= last.1);
        let pattern = match self.patterns.get(&runs) {
            Some(pattern) => *pattern,
            None if runs.len() < *self.room => {
                *self.room -= runs.len();
                let pattern = u32::try_from(self.looks.patterns.len()).expect("a sheet has no more rows");
                self.looks.patterns.push(runs.clone());
                self.patterns.insert(runs, pattern);
                pattern
            }
            None => {
                self.used.complete = false;
                return;
            }
        };
        match self.looks.rows.last_mut() {
            Some((_, last, same)) if *same == pattern && *last + 1 == row => *last = row,
            _ if *self.room > 0 => {
                *self.room -= 1;
                self.looks.rows.push((row, row, pattern));
            }
            _ => self.used.complete = false,
        }
    }
}

/// The lists of looks as they are read.
#[derive(Default)]
struct Styles {
    theme: Vec<u32>,
    codes: HashMap<u64, NumberFormat>,
    fonts: Vec<Look>,
    fills: Vec<Option<u32>>,
    entries: Vec<Look>,
    incomplete: bool,
}

impl Styles {
    /// The looks in the order of the workbook, and whether all number formats were kept.
    fn read<R: Read>(mut self, xml: &mut Xml<R>) -> Result<(Vec<Look>, bool), Trouble> {
        let mut list = Vec::new();
        let mut solid = false;
        loop {
            match xml.advance()? {
                Kind::Start if xml.depth() == 2 => list = xml.name().to_vec(),
                Kind::Start => {
                    let tag = xml.token();
                    match (list.as_slice(), xml.depth(), xml.name()) {
                        (b"numFmts", 3, b"numFmt") => self.code(tag)?,
                        (b"fonts", 3, b"font") if self.fonts.len() < MOST_ENTRIES => self.fonts.push(Look::default()),
                        (b"fonts", 4, name) => {
                            let (on, colour) = (is_on(tag)?, self.colour(tag)?);
                            let Some(font) = self.fonts.last_mut() else { continue };
                            match name {
                                b"b" => font.bold = on,
                                b"i" => font.italic = on,
                                b"strike" => font.struck = on,
                                b"color" => font.letters = colour.filter(|colour| *colour != 0),
                                _ => {}
                            }
                        }
                        (b"fills", 3, b"fill") if self.fills.len() < MOST_ENTRIES => self.fills.push(None),
                        (b"fills", 4, b"patternFill") => solid = attribute(tag, b"patternType")? == Some(b"solid"),
                        (b"fills", 5, b"fgColor") if solid => {
                            let colour = self.colour(tag)?;
                            if let Some(fill) = self.fills.last_mut() {
                                *fill = colour;
                            }
                        }
                        (b"cellXfs", 3, b"xf") if self.entries.len() < MOST_ENTRIES => self.entry(tag)?,
                        (b"cellXfs", 4, b"alignment") => {
                            let alignment = match attribute(tag, b"horizontal")? {
                                Some(b"left") => Alignment::Left,
                                Some(b"center" | b"centerContinuous") => Alignment::Centre,
                                Some(b"right") => Alignment::Right,
                                _ => Alignment::General,
                            };
                            let wrapped = is_true(attribute(tag, b"wrapText")?);
                            if let Some(entry) = self.entries.last_mut() {
                                (entry.alignment, entry.wrapped) = (alignment, wrapped);
                            }
                        }
                        _ => {}
                    }
                }
                Kind::Over => return Ok((self.entries, !self.incomplete)),
                _ => {}
            }
        }
    }

    fn code(&mut self, tag: &[u8]) -> Result<(), Trouble> {
        let Some(number) = attribute(tag, b"numFmtId")?.and_then(digits) else {
            return Ok(());
        };
        let format = NumberFormat::of_code(&text(tag, b"formatCode")?);
        match format {
            Some(format) if self.codes.len() < MOST_CODES => {
                self.codes.insert(number, format);
            }
            _ => self.incomplete = true,
        }
        Ok(())
    }

    fn entry(&mut self, tag: &[u8]) -> Result<(), Trouble> {
        let number = |name| Ok::<_, Trouble>(attribute(tag, name)?.and_then(digits).unwrap_or(0));
        let at = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let mut look = self.fonts.get(at(number(b"fontId")?)).cloned().unwrap_or_default();
        look.fill = self.fills.get(at(number(b"fillId")?)).copied().flatten();
        let format = number(b"numFmtId")?;
        look.number_format = self.codes.get(&format).cloned().unwrap_or_else(|| NumberFormat::of_number(format));
        self.entries.push(look);
        Ok(())
    }

    /// The colour that a tag names; None for that of any letter or paper.
    fn colour(&self, tag: &[u8]) -> Result<Option<u32>, Trouble> {
        let tint = attribute(tag, b"tint")?.and_then(|tint| std::str::from_utf8(tint).ok()?.parse::<f64>().ok());
        let colour = if let Some(colour) = attribute(tag, b"rgb")? {
            hexadecimal(colour)
        } else if let Some(number) = attribute(tag, b"theme")?.and_then(digits) {
            usize::try_from(number).ok().and_then(|number| self.theme.get(number)).copied()
        } else if let Some(number) = attribute(tag, b"indexed")?.and_then(digits) {
            usize::try_from(number).ok().and_then(|number| INDEXED.get(number)).copied()
        } else {
            None
        };
        Ok(colour.map(|colour| tinted(colour, tint.unwrap_or(0.0))))
    }
}

/// `RRGGBB`, also with what shines through before it.
fn hexadecimal(text: &[u8]) -> Option<u32> {
    let last = text.len().checked_sub(6)?;
    u32::from_str_radix(std::str::from_utf8(&text[last..]).ok()?, 16).ok()
}

/// A colour that much nearer to white, or to black below nought.
fn tinted(colour: u32, tint: f64) -> u32 {
    if !(-1.0..=1.0).contains(&tint) {
        return colour;
    }
    let channel = |shift: u32| {
        let value = f64::from(colour >> shift & 0xff);
        let value = if tint < 0.0 { value * (1.0 + tint) } else { value + (255.0 - value) * tint };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 255")]
        let value = value.round() as u32;
        value << shift
    };
    channel(16) | channel(8) | channel(0)
}

/// The colours of a theme in the order in which looks name them.
fn theme<R: Read>(xml: &mut Xml<R>) -> Result<Vec<u32>, Trouble> {
    let mut colours = Vec::new();
    let mut depth = None;
    loop {
        match xml.advance()? {
            Kind::Start if xml.name() == b"clrScheme" => depth = Some(xml.depth()),
            Kind::Start if depth.is_some_and(|depth| xml.depth() == depth + 2) && colours.len() < OFFICE.len() => {
                let name: &[u8] = if xml.name() == b"sysClr" { b"lastClr" } else { b"val" };
                colours.push(attribute(xml.token(), name)?.and_then(hexadecimal).unwrap_or(0));
            }
            Kind::End if depth.is_some_and(|depth| xml.depth() < depth) => depth = None,
            Kind::Over if colours.len() < OFFICE.len() => return Ok(OFFICE.to_vec()),
            Kind::Over => {
                // The theme has dark before light; looks name light first.
                colours.swap(0, 1);
                colours.swap(2, 3);
                return Ok(colours);
            }
            _ => {}
        }
    }
}

/// The theme of a workbook that has none.
const OFFICE: [u32; 12] = [
    0xFF_FFFF, 0x00_0000, 0xE7_E6E6, 0x44_546A, 0x44_72C4, 0xED_7D31, 0xA5_A5A5, 0xFF_C000, 0x5B_9BD5, 0x70_AD47,
    0x05_63C1, 0x95_4F72,
];

/// The colours of old workbooks, by number.
const INDEXED: [u32; 64] = [
    0x00_0000, 0xFF_FFFF, 0xFF_0000, 0x00_FF00, 0x00_00FF, 0xFF_FF00, 0xFF_00FF, 0x00_FFFF, 0x00_0000, 0xFF_FFFF,
    0xFF_0000, 0x00_FF00, 0x00_00FF, 0xFF_FF00, 0xFF_00FF, 0x00_FFFF, 0x80_0000, 0x00_8000, 0x00_0080, 0x80_8000,
    0x80_0080, 0x00_8080, 0xC0_C0C0, 0x80_8080, 0x99_99FF, 0x99_3366, 0xFF_FFCC, 0xCC_FFFF, 0x66_0066, 0xFF_8080,
    0x00_66CC, 0xCC_CCFF, 0x00_0080, 0xFF_00FF, 0xFF_FF00, 0x00_FFFF, 0x80_0080, 0x80_0000, 0x00_8080, 0x00_00FF,
    0x00_CCFF, 0xCC_FFFF, 0xCC_FFCC, 0xFF_FF99, 0x99_CCFF, 0xFF_99CC, 0xCC_99FF, 0xFF_CC99, 0x33_66FF, 0x33_CCCC,
    0x99_CC00, 0xFF_CC00, 0xFF_9900, 0xFF_6600, 0x66_6699, 0x96_9696, 0x00_3366, 0x33_9966, 0x00_3300, 0x33_3300,
    0x99_3300, 0x99_3366, 0x33_3399, 0x33_3333,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::package::tests::zipped;
    use crate::read::{Format, Limits};

    const TYPE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// The looks of a workbook with these styles and this sheet.
    fn looked(styles: &str, sheet: &str) -> Looks {
        let root = format!(
            "<Relationships><Relationship Id=\"a\" Type=\"{TYPE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        );
        let list =
            "<workbook xmlns:r=\"u\"><sheets><sheet name=\"Staf\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>";
        let relations = format!(
            "<Relationships><Relationship Id=\"a\" Type=\"{TYPE}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
        );
        let bytes = zipped(&[
            ("_rels/.rels", root.as_str()),
            ("xl/workbook.xml", list),
            ("xl/_rels/workbook.xml.rels", &relations),
            ("xl/styles.xml", &format!("<styleSheet>{styles}</styleSheet>")),
            ("xl/worksheets/sheet1.xml", &format!("<worksheet>{sheet}</worksheet>")),
        ]);
        super::super::looks(&bytes, Format::Xlsx, &Limits::default()).unwrap().expect("xlsx gives looks")
    }

    #[test]
    fn looks_are_put_together_from_their_lists() {
        let styles = "<numFmts><numFmt numFmtId=\"164\" formatCode=\"dd\\-mm\\-yyyy\"/><numFmt numFmtId=\"165\" formatCode=\"[open\"/></numFmts>\
            <fonts><font><color theme=\"1\"/></font><font><b/><i val=\"0\"/><strike/><color rgb=\"FFFF0000\"/></font></fonts>\
            <fills><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"><fgColor rgb=\"FF112233\"/></patternFill></fill>\
              <fill><patternFill patternType=\"solid\"><fgColor theme=\"4\" tint=\"0.5\"/><bgColor indexed=\"64\"/></patternFill></fill></fills>\
            <cellStyleXfs><xf fontId=\"1\" fillId=\"2\"/></cellStyleXfs>\
            <cellXfs><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\"/><xf numFmtId=\"164\" fontId=\"1\" fillId=\"2\"><alignment horizontal=\"center\" wrapText=\"1\"/></xf>\
              <xf numFmtId=\"165\" fillId=\"1\"/><xf numFmtId=\"14\"/></cellXfs>";
        let sheet = "<cols><col min=\"3\" max=\"4\" width=\"9\" style=\"3\"/></cols><sheetData>\
            <row r=\"2\"><c r=\"A2\" s=\"1\"><v>1</v></c><c s=\"1\"/><c s=\"2\"/><c s=\"99\"/><c r=\"F2\" s=\"3\"><f>A2</f><v>1</v></c></row>\
            <row><c s=\"0\"><v>5</v></c></row><row r=\"5\"><c s=\"3\"/></row><row><c s=\"3\"/></row></sheetData>";
        let looks = looked(styles, sheet);
        let first = Look {
            number_format: NumberFormat::Code("dd\\-mm\\-yyyy".to_owned()),
            bold: true,
            struck: true,
            fill: Some(0xA2_B9E2),
            letters: Some(0xFF_0000),
            alignment: Alignment::Centre,
            wrapped: true,
            ..Look::default()
        };
        let date = Look { number_format: NumberFormat::BuiltIn(14), ..Look::default() };
        assert_eq!(looks.all, [Look::default(), date, first]);
        assert!(!looks.complete, "a code that is not closed was left out");
        let sheet = &looks.sheets[0];
        assert_eq!(sheet.columns, [(2, 3, 1)]);
        assert_eq!(sheet.of_row(1), [(0, 1, 2), (5, 5, 1)]);
        assert_eq!(sheet.of_row(2), []);
        assert_eq!(sheet.rows, [(1, 1, 0), (4, 5, 1)]);
    }

    /// So many pieces of XML, one after the other.
    fn many(count: u32, piece: impl Fn(u32) -> String) -> String {
        (0..count).map(piece).collect::<Vec<_>>().concat()
    }

    #[test]
    fn thousands_of_looks_and_rows_that_all_differ_have_an_end() {
        let fonts = many(9_000, |n| format!("<font><color rgb=\"FF{:06X}\"/></font>", n + 1));
        let entries = many(9_000, |n| format!("<xf fontId=\"{n}\"/>"));
        let cells = many(9_000, |n| format!("<row><c s=\"{n}\"/></row>"));
        let looks = looked(
            &format!("<fonts>{fonts}</fonts><cellXfs>{entries}</cellXfs>"),
            &format!("<sheetData>{cells}</sheetData>"),
        );
        assert_eq!((looks.all.len(), looks.complete), (MOST_LOOKS, false));
        let codes = many(300, |n| format!("<numFmt numFmtId=\"{}\" formatCode=\"0\\x{n}\"/>", 164 + n));
        let entries = many(300, |n| format!("<xf numFmtId=\"{}\"/>", 164 + n));
        let cells = many(300, |n| format!("<c s=\"{n}\"/>"));
        let looks = looked(
            &format!("<numFmts>{codes}</numFmts><cellXfs>{entries}</cellXfs>"),
            &format!("<sheetData><row>{cells}</row></sheetData>"),
        );
        assert_eq!((looks.all.len(), looks.complete), (MOST_CODES + 1, false));
        // Two looks in turn, one cell further to the right in every row.
        let wide = many(1_200, |row| {
            let cells = many(1_000, |n| format!("<c s=\"{}\"/>", if n == row { 2 } else { n % 2 }));
            format!("<row>{cells}</row>")
        });
        let styles = "<fonts><font/><font><b/></font><font><i/></font></fonts><cellXfs><xf fontId=\"0\"/><xf fontId=\"1\"/><xf fontId=\"2\"/></cellXfs>";
        let looks = looked(styles, &format!("<sheetData>{wide}</sheetData>"));
        let kept: usize = looks.sheets[0].patterns.iter().map(Vec::len).sum();
        assert!(!looks.complete && kept <= MOST_RUNS, "{kept}");
    }

    #[test]
    fn colours_of_a_theme_are_named_light_before_dark() {
        let colour = |name: &str, inside: &str| format!("<a:{name}>{inside}</a:{name}>");
        let system = |name, last| colour(name, &format!("<a:sysClr val=\"window\" lastClr=\"{last}\"/>"));
        let plain = |name, value| colour(name, &format!("<a:srgbClr val=\"{value}\"/>"));
        let rest: String = ["accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink"]
            .into_iter()
            .map(|name| plain(name, "123456"))
            .collect();
        let xml = format!(
            "<a:theme xmlns:a=\"u\"><a:themeElements><a:clrScheme name=\"x\">{}{}{}{}{rest}</a:clrScheme></a:themeElements></a:theme>",
            system("dk1", "000001"),
            system("lt1", "FFFFFE"),
            plain("dk2", "111111"),
            plain("lt2", "EEEEEE")
        );
        let colours = theme(&mut Xml::open(xml.as_bytes()).unwrap()).unwrap();
        assert_eq!(colours[..5], [0xFF_FFFE, 1, 0xEE_EEEE, 0x11_1111, 0x12_3456]);
        assert_eq!(tinted(0x80_8080, -0.5), 0x40_4040);
        assert_eq!(tinted(0x80_8080, 7.0), 0x80_8080);
    }
}
