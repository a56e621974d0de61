//! The cells behind the charts. There are as many as there are providers, and the library would keep each of them; so only those in
//! the rows that texts and charts stand beside are given to it. The others are written as the rows of other sheets are, and what a
//! chart keeps of their values is put into it afterwards.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::super::body::{Body, escape};
use super::super::style::{Formats, Style};
use crate::cell::Letters;
use crate::packed::Packed;

/// The first row that is not given to the library.
pub(super) const FIRST_ROW: u32 = 128;

/// The cells below the rows of the library, and the values that charts show.
pub(super) struct Behind {
    body: Body<Packed>,
    row: u32,
    /// Row, column and number, in that order.
    numbers: Vec<(u32, u16, f64)>,
    /// Names by row.
    names: BTreeMap<u32, String>,
}

impl Behind {
    pub(super) fn new(formats: &Formats) -> Behind {
        let body = Body::without_addresses(Packed::default(), formats);
        Behind { body, row: 0, numbers: Vec::new(), names: BTreeMap::new() }
    }

    /// Writes a text.
    pub(super) fn text(&mut self, row: u32, column: u16, text: &str, style: Style) {
        self.go_to(row);
        self.body.text(column, text, style);
    }

    /// Writes a number.
    pub(super) fn number(&mut self, row: u32, column: u16, number: f64, style: Style) {
        self.go_to(row);
        self.body.number(column, number, style);
    }

    fn go_to(&mut self, row: u32) {
        if self.row != row {
            self.row = row;
            self.body.row(row, false);
        }
    }

    /// Keeps a number that a chart may show, wherever it is written. They come row by row, from left to right.
    pub(super) fn keep(&mut self, row: u32, column: u16, number: f64) {
        self.numbers.push((row, column, number));
    }

    /// Keeps the name of a series.
    pub(super) fn keep_name(&mut self, row: u32, name: &str) {
        self.names.insert(row, name.to_owned());
    }

    /// Ends the rows, and gives them and the values.
    pub(super) fn end(self) -> io::Result<(Packed, Values)> {
        Ok((self.body.end()?, Values { numbers: self.numbers, names: self.names }))
    }
}

/// The values that charts show.
pub(super) struct Values {
    numbers: Vec<(u32, u16, f64)>,
    names: BTreeMap<u32, String>,
}

impl Values {
    /// Writes the part of a chart, with the values of cells that the library does not hold.
    pub(super) fn fill(&self, chart: &str, out: &mut dyn Write) -> io::Result<()> {
        let mut rest = chart;
        while let Some(end) = rest.find("</c:f>") {
            let formula = rest[..end].rsplit("<c:f>").next().unwrap_or_default();
            let (before, behind) = rest.split_at(end + "</c:f>".len());
            out.write_all(before.as_bytes())?;
            rest = behind;
            let cells = Cells::of(formula).filter(|cells| cells.last >= FIRST_ROW);
            if let Some((cells, (start, end))) = cells.zip(points(behind)) {
                out.write_all(&behind.as_bytes()[..start])?;
                self.points(&cells, out)?;
                rest = &behind[end..];
            }
        }
        out.write_all(rest.as_bytes())
    }

    fn points(&self, cells: &Cells, out: &mut dyn Write) -> io::Result<()> {
        for (at, row) in (cells.first..=cells.last).enumerate() {
            let mut shown = Vec::new();
            let place = self.numbers.binary_search_by_key(&(row, cells.column), |(row, column, _)| (*row, *column));
            match (place, self.names.get(&row)) {
                (Ok(place), _) => write!(shown, "{}", self.numbers[place].2)?,
                (Err(_), Some(name)) => escape(&mut shown, name),
                (Err(_), None) => continue,
            }
            write!(out, "<c:pt idx=\"{at}\"><c:v>")?;
            out.write_all(&shown)?;
            out.write_all(b"</c:v></c:pt>")?;
        }
        Ok(())
    }
}

/// Where the points of the values that begin here stand.
fn points(values: &str) -> Option<(usize, usize)> {
    let ends = [("<c:numCache>", "</c:numCache>"), ("<c:strCache>", "</c:strCache>")];
    let (_, end) = ends.into_iter().find(|(start, _)| values.starts_with(start))?;
    let count = values.find("<c:ptCount")?;
    Some((count + values[count..].find("/>")? + "/>".len(), values.find(end)?))
}

/// Cells below each other, as a formula names them: `Figuren!$R$12:$R$985`, or one of them.
#[derive(Debug, PartialEq, Eq)]
struct Cells {
    column: u16,
    first: u32,
    last: u32,
}

impl Cells {
    fn of(formula: &str) -> Option<Cells> {
        let (_, cells) = formula.rsplit_once('!')?;
        let (first, last) = cells.split_once(':').unwrap_or((cells, cells));
        let place = |cell: &str| -> Option<(u16, u32)> {
            let (letters, row) = cell.strip_prefix('$')?.split_once('$')?;
            let Letters(column) = letters.parse().ok()?;
            Some((column, row.parse::<u32>().ok()?.checked_sub(1)?))
        };
        let ((column, first), (of_last, last)) = (place(first)?, place(last)?);
        (column == of_last).then_some(Cells { column, first, last })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_gets_the_values_of_cells_that_the_library_does_not_hold() {
        let mut behind = Behind::new(&Formats::new());
        for row in 120..140 {
            behind.keep(row, 17, f64::from(row) + 0.5);
            behind.keep(row, 20, 0.25);
        }
        behind.keep_name(139, "A & <B>");
        let (_, values) = behind.end().expect("memory takes everything");
        let filled = |chart: &str| {
            let mut out = Vec::new();
            values.fill(chart, &mut out).expect("memory takes everything");
            String::from_utf8(out).expect("text")
        };
        let held = "<c:f>Figuren!$R$121:$R$122</c:f><c:numCache><c:ptCount val=\"2\"/><c:pt idx=\"0\"><c:v>1</c:v></c:pt></c:numCache><z/>";
        assert_eq!(filled(held), held);
        let over = "<c:f>Figuren!$R$128:$R$129</c:f><c:numCache><c:formatCode>General</c:formatCode><c:ptCount val=\"2\"/><c:pt idx=\"0\"><c:v>127.5</c:v></c:pt></c:numCache><z/>";
        let name = "<c:f>Figuren!$Q$140</c:f><c:strCache><c:ptCount val=\"1\"/><c:pt idx=\"0\"><c:v></c:v></c:pt></c:strCache>";
        assert_eq!(
            filled(&[over, held, name].concat()),
            [
                "<c:f>Figuren!$R$128:$R$129</c:f><c:numCache><c:formatCode>General</c:formatCode><c:ptCount val=\"2\"/>",
                "<c:pt idx=\"0\"><c:v>127.5</c:v></c:pt><c:pt idx=\"1\"><c:v>128.5</c:v></c:pt></c:numCache><z/>",
                held,
                "<c:f>Figuren!$Q$140</c:f><c:strCache><c:ptCount val=\"1\"/><c:pt idx=\"0\"><c:v>A &amp; &lt;B&gt;</c:v></c:pt></c:strCache>",
            ]
            .concat()
        );
    }

    #[test]
    fn only_cells_below_each_other_are_read() {
        assert_eq!(Cells::of("Figuren!$Q$3"), Some(Cells { column: 16, first: 2, last: 2 }));
        assert_eq!(Cells::of("Figuren!$AA$3:$AA$9"), Some(Cells { column: 26, first: 2, last: 8 }));
        for other in ["Figuren!$Q$3:$R$3", "Figuren!Q3", "Figuren!$Q$0", "Q"] {
            assert_eq!(Cells::of(other), None, "{other}");
        }
    }
}
