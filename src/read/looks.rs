//! How the cells of an input look, as far as a copy that is rebuilt can take it over: which look a cell has, and what it is.

use serde::{Deserialize, Serialize};

use crate::cell::Position;

/// The most looks of a workbook that are kept: more is no workbook that people made.
pub(super) const MOST_LOOKS: usize = 4_000;

/// The most number formats of a workbook's own that are kept: Excel itself takes about so many.
pub(super) const MOST_CODES: usize = 200;

/// The longest number format that Excel takes, in letters.
const LONGEST_CODE: usize = 255;

/// The most runs of cells with one look that are kept of a workbook. Rows that look the same share theirs.
pub(super) const MOST_RUNS: usize = 500_000;

/// How a cell looks. Fonts, sizes and borders are not kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact about the look, and they go in any mixture")]
pub struct Look {
    /// How its number or date shows.
    pub number_format: NumberFormat,
    /// Bold letters.
    pub bold: bool,
    /// Slanted letters.
    pub italic: bool,
    /// Letters with a line through them: so people mark who is gone.
    pub struck: bool,
    /// The colour behind the letters, as red, green and blue.
    pub fill: Option<u32>,
    /// The colour of the letters; None when it is that of any letter.
    pub letters: Option<u32>,
    /// Where the letters stand in the cell.
    pub alignment: Alignment,
    /// Whether long text goes on below.
    pub wrapped: bool,
}

/// How a number or date shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum NumberFormat {
    /// As it comes.
    #[default]
    General,
    /// One that every workbook has, by its number; number 14 is the short date of the reader's own country.
    BuiltIn(u8),
    /// A code such as `dd-mm-yyyy`.
    Code(String),
}

/// Where the letters stand in a cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Alignment {
    /// Text to the left, numbers to the right.
    #[default]
    General,
    /// To the left.
    Left,
    /// In the middle.
    Centre,
    /// To the right.
    Right,
}

/// How the cells of an input look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looks {
    /// The looks; cells name them by their place here.
    pub all: Vec<Look>,
    /// The worksheets, in the order of the workbook.
    pub sheets: Vec<SheetLooks>,
    /// Whether all was kept. A workbook with too many looks is not.
    pub complete: bool,
}

/// Cells beside each other with one look: first column, last column, place of the look.
pub type Run = (u16, u16, u16);

/// How the cells of a sheet look. What is not named looks like any cell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetLooks {
    /// How rows look, each once.
    pub(super) patterns: Vec<Vec<Run>>,
    /// First and last row, and the pattern that they share, ascending.
    pub(super) rows: Vec<(u32, u32, u32)>,
    /// How cells look that the file does not have, by column.
    pub columns: Vec<Run>,
}

impl Looks {
    /// Leaves out number formats with words of their own in them: they show what does not stand in the cell.
    pub fn drop_words(&mut self) {
        for look in &mut self.all {
            if let NumberFormat::Code(code) = &look.number_format
                && code.contains(['"', '\\', '[', '_', '*'])
            {
                look.number_format =
                    if look.number_format.is_moment() { NumberFormat::BuiltIn(14) } else { NumberFormat::General };
            }
        }
    }
}

impl SheetLooks {
    /// How the cells of a row look, from left to right.
    pub fn of_row(&self, row: u32) -> &[Run] {
        let at = self.rows.partition_point(|(_, last, _)| *last < row);
        match self.rows.get(at) {
            Some((first, _, pattern)) if *first <= row => &self.patterns[*pattern as usize],
            _ => &[],
        }
    }

    /// The first row from here on of which a cell has a look.
    pub fn next_row(&self, from: u32) -> Option<u32> {
        let at = self.rows.partition_point(|(_, last, _)| *last < from);
        self.rows.get(at).map(|(first, _, _)| (*first).max(from))
    }

    /// The look of a cell.
    pub fn of(&self, position: Position) -> Option<u16> {
        let runs = self.of_row(position.row);
        let at = runs.partition_point(|(_, last, _)| *last < position.column);
        runs.get(at).filter(|(first, _, _)| *first <= position.column).map(|(_, _, look)| *look)
    }
}

impl NumberFormat {
    /// Whether it shows a date or a time.
    pub fn is_moment(&self) -> bool {
        match self {
            NumberFormat::General => false,
            NumberFormat::BuiltIn(number) => matches!(number, 14..=22 | 45..=47),
            NumberFormat::Code(code) => pieces(code).is_some_and(|pieces| {
                pieces.iter().any(|piece| match piece {
                    Piece::Letter(letter) => "dmyhs".contains(letter.to_ascii_lowercase()),
                    Piece::Bracket(inside) => {
                        matches!(inside.to_ascii_lowercase().as_str(), "h" | "hh" | "m" | "mm" | "s" | "ss")
                    }
                    Piece::Word | Piece::Other => false,
                })
            }),
        }
    }

    /// The format with a code, when it is one that Excel takes for certain: a code that is wrong would make it repair the
    /// whole workbook.
    pub(super) fn of_code(code: &str) -> Option<NumberFormat> {
        if code.eq_ignore_ascii_case("general") {
            return Some(NumberFormat::General);
        }
        let sections = code.matches(';').count();
        let fits = !code.is_empty() && code.encode_utf16().count() <= LONGEST_CODE && sections <= 3;
        (fits && pieces(code).is_some()).then(|| NumberFormat::Code(code.to_owned()))
    }

    /// The format that every workbook has under this number.
    pub(super) fn of_number(number: u64) -> NumberFormat {
        match number {
            1..=22 | 37..=49 => NumberFormat::BuiltIn(u8::try_from(number).expect("below 50")),
            _ => NumberFormat::General,
        }
    }
}

/// What stands in the code of a number format, but for text that is shown as it is.
enum Piece {
    /// A letter with a meaning: `d`, `m`, `y`, `h`, `s` and such.
    Letter(char),
    /// What stands between brackets.
    Bracket(String),
    /// A word with a meaning.
    Word,
    Other,
}

/// Words that mean something in a code.
const WORDS: [&str; 3] = ["general", "am/pm", "a/p"];

/// Takes a code apart; None when something in it is not known or not closed.
fn pieces(code: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let after = &rest[first.len_utf8()..];
        let lower = rest.get(..7).unwrap_or(rest).to_ascii_lowercase();
        let (piece, next) = if let Some(word) = WORDS.into_iter().find(|word| lower.starts_with(word)) {
            (Piece::Word, &rest[word.len()..])
        } else {
            match first {
                _ if first.is_control() => return None,
                '"' => {
                    let end = after.find('"')?;
                    if after[..end].chars().any(char::is_control) {
                        return None;
                    }
                    (Piece::Other, &after[end + 1..])
                }
                // The letter after these is shown, leaves room of its width, or fills the cell.
                '\\' | '_' | '*' => {
                    let letter = after.chars().next().filter(|letter| !letter.is_control())?;
                    (Piece::Other, &after[letter.len_utf8()..])
                }
                '[' => {
                    let end = after.find(']')?;
                    let inside = &after[..end];
                    if inside.is_empty() || inside.chars().any(|c| c.is_control() || matches!(c, '[' | '"' | ';')) {
                        return None;
                    }
                    (Piece::Bracket(inside.to_owned()), &after[end + 1..])
                }
                ']' => return None,
                'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => (Piece::Letter(first), after),
                'e' | 'E' if after.starts_with(['+', '-']) => (Piece::Other, after),
                _ if first.is_alphabetic() => return None,
                _ => (Piece::Other, after),
            }
        };
        pieces.push(piece);
        rest = next;
    }
    Some(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_dates_are_told_from_others_and_strange_ones_refused() {
        for (code, moment) in [
            ("dd-mm-yyyy", true),
            ("[$-413]d mmmm yyyy;@", true),
            ("[h]:mm", true),
            ("d/m/yy h:mm AM/PM", true),
            ("yyyy\\-mm\\-dd", true),
            ("0.00", false),
            ("#,##0.00 \"dagen\"", false),
            ("_ \"€\" * #,##0.00_ ;[Red]_ \"€\" * \\-#,##0.00_ ", false),
            ("0.00E+00", false),
            ("General\" uur\"", false),
            ("@", false),
            ("€ 0.00", false),
        ] {
            let format = NumberFormat::of_code(code).unwrap_or_else(|| panic!("{code}"));
            assert_eq!(format.is_moment(), moment, "{code}");
        }
        let long = "0".repeat(256);
        for code in ["", "\"open", "[open", "0]", "dd-mm-jjjj", "0\\", "0;0;0;0;0", "0\u{1}", "[]0", "0\"\n\"", &long] {
            assert_eq!(NumberFormat::of_code(code), None, "{code:?}");
        }
        assert_eq!(NumberFormat::of_code("GENERAL"), Some(NumberFormat::General));
        assert!(NumberFormat::of_number(14).is_moment() && !NumberFormat::of_number(2).is_moment());
        assert_eq!(NumberFormat::of_number(30), NumberFormat::General);
    }

    #[test]
    fn a_cell_finds_its_look() {
        let looks = SheetLooks {
            patterns: vec![vec![(0, 2, 1), (5, 5, 2)], vec![(1, 1, 3)]],
            rows: vec![(0, 0, 1), (3, 9, 0)],
            columns: Vec::new(),
        };
        let of = |row, column| looks.of(Position { row, column });
        assert_eq!(
            [of(0, 1), of(0, 0), of(1, 1), of(3, 2), of(9, 5), of(9, 4), of(10, 0)],
            [Some(3), None, None, Some(1), Some(2), None, None]
        );
        assert_eq!([0, 1, 4, 10].map(|row| looks.next_row(row)), [Some(0), Some(3), Some(4), None]);
    }
}
