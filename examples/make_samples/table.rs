//! A sheet as one types it: the cells, and how the sheet looks.

use jiff::civil::Date;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Empty,
    Text(String),
    Number(f64),
    Date(Date),
}

impl Cell {
    /// Reads a cell as a spreadsheet does: an ISO date is a date, a number a number, the rest text. What starts with `'` is text
    /// whatever it looks like; `↵` is a line break.
    fn typed(text: &str) -> Cell {
        if let Some(text) = text.strip_prefix('\'') {
            return Cell::Text(text.to_owned());
        }
        if text.is_empty() {
            return Cell::Empty;
        }
        if text.len() == 10
            && let Ok(date) = text.parse()
        {
            return Cell::Date(date);
        }
        match text.parse() {
            Ok(number) if text.starts_with(|c: char| c.is_ascii_digit()) => Cell::Number(number),
            _ => Cell::Text(text.replace('↵', "\n")),
        }
    }

    /// The serial number of a date in a spreadsheet.
    pub(crate) fn serial(date: Date) -> f64 {
        let days =
            jiff::civil::date(1899, 12, 30).until(date).expect("both dates are in the calendar's range").get_days();
        f64::from(days)
    }
}

/// One sheet.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) rows: Vec<Vec<Cell>>,
}

impl Table {
    /// Reads a table of which every line is a row, an empty line an empty row, and `|` stands between the cells.
    pub(crate) fn typed(name: &'static str, text: &str) -> Table {
        let row = |line: &str| {
            if line.trim().is_empty() {
                Vec::new()
            } else {
                line.split('|').map(|cell| Cell::typed(cell.trim())).collect()
            }
        };
        Table { name, rows: text.lines().map(row).collect() }
    }

    /// The filled cells, with zero-based row and column.
    pub(crate) fn filled(&self) -> impl Iterator<Item = (u32, u16, &Cell)> {
        (0u32..).zip(&self.rows).flat_map(|(row, cells)| {
            (0u16..).zip(cells).filter(|(_, cell)| **cell != Cell::Empty).map(move |(column, cell)| (row, column, cell))
        })
    }

    /// The number of columns.
    pub(crate) fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }
}

/// How a sheet looks. Rows are zero-based, columns letters.
#[derive(Debug, Clone, Default)]
pub(crate) struct Look {
    /// The last row with headings.
    pub(crate) header_row: u32,
    /// How many rows with headings stand right above that one.
    pub(crate) upper_headers: u32,
    /// Merged cells.
    pub(crate) merges: Vec<&'static str>,
    /// Rows in bold below the header.
    pub(crate) bold_rows: Vec<u32>,
    pub(crate) hidden_rows: Vec<u32>,
    pub(crate) hidden_columns: Vec<&'static str>,
}

impl Look {
    /// Whether a row holds headings.
    pub(crate) fn is_header(&self, row: u32) -> bool {
        row <= self.header_row && row + self.upper_headers >= self.header_row
    }
}

/// Zero-based row and column of an address as `B12`.
pub(crate) fn position(address: &str) -> (u32, u16) {
    let digits = address.find(|c: char| c.is_ascii_digit()).expect("an address has a row number");
    let (letters, row) = address.split_at(digits);
    (row.parse::<u32>().expect("a row number is digits") - 1, column(letters))
}

/// The zero-based number of a column of these letters.
pub(crate) fn column(letters: &str) -> u16 {
    letters.bytes().fold(0, |column, letter| column * 26 + u16::from(letter - b'A') + 1) - 1
}
