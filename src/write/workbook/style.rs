//! How cells look: one closed list, so that a streamed cell can name its look by number.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::finding::{Effect, Verdict};

/// Dark blue-grey: headers and the tabs of our own sheets.
pub(super) const DARK: Color = Color::RGB(0x2F_4053);
pub(super) const PALE: Color = Color::RGB(0xE9_EDF1);
pub(super) const MUTED: Color = Color::RGB(0x5F_6B77);
const LINE: Color = Color::RGB(0xC9_D1D9);

/// Tints for cells; the word always stands beside them. Vermilion, yellow, blue and green keep apart for colour-blind eyes.
const RED: Color = Color::RGB(tint(Effect::Insufficient));
const YELLOW: Color = Color::RGB(tint(Effect::Undecided));
const BLUE: Color = Color::RGB(tint(Effect::Signal));
const GREEN: Color = Color::RGB(0xBF_E5D6);
const GREY: Color = Color::RGB(0xE4_E6E8);

/// The tint of a cell that a finding names, as red, green and blue.
pub(super) const fn tint(effect: Effect) -> u32 {
    match effect {
        Effect::Insufficient => 0xF6_C6AD,
        Effect::Undecided => 0xFC_EEA3,
        Effect::Signal => 0xC5_E1F2,
    }
}

/// The same four, stronger, for charts.
pub(super) const STRONG_RED: Color = Color::RGB(0xD5_5E00);
pub(super) const STRONG_YELLOW: Color = Color::RGB(0xF0_D545);
pub(super) const STRONG_GREEN: Color = Color::RGB(0x00_9E73);
pub(super) const STRONG_GREY: Color = Color::RGB(0xD3_D8DD);

pub(super) const DATE: &str = "dd-mm-yyyy";
const MOMENT: &str = "dd-mm-yyyy hh:mm";
const DURATION: &str = "[h]:mm";
const SHARE: &str = "0.0%";
/// As exact as posts are kept: two to four decimals.
const FTE: &str = "0.00##";
/// Ones and noughts that add up in formulas, shown as words.
const YES_NO: &str = "\"ja\";\"ja\";\"nee\"";
/// The same where nobody can tell; a nought, so that it adds nothing.
const NOT_KNOWN: &str = "\"ja\";\"ja\";\"onbekend\"";

macro_rules! styles {
    ($($name:ident,)+) => {
        /// The look of a cell.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub(super) enum Style { $($name,)+ }

        impl Style {
            /// Every style; the place in this list is the number of the style in the workbook.
            pub(super) const ALL: &'static [Style] = &[$(Style::$name,)+];
        }
    };
}

styles! {
    Plain, Date, Moment, Duration, Heading,
    Mark, Title, Disclaimer, Note, Section, Header, HeaderCentred, Label, Text, Top, TopDate, Number, Fte, Share, YesNo, NotKnown, Link, Input, InputDate,
    Red, Yellow, Blue, Green, Grey,
    BigRed, BigYellow, BigGreen, BigGrey,
}

impl Style {
    /// The number of the style in the workbook's list of formats.
    pub(super) const fn number(self) -> u8 {
        self as u8
    }

    /// A cell with the name of an effect.
    pub(super) fn of_effect(effect: Effect) -> Style {
        match effect {
            Effect::Insufficient => Style::Red,
            Effect::Undecided => Style::Yellow,
            Effect::Signal => Style::Blue,
        }
    }

    /// A cell with a verdict.
    pub(super) fn of_verdict(verdict: Verdict) -> Style {
        match verdict {
            Verdict::Insufficient => Style::Red,
            Verdict::Undecided => Style::Yellow,
            Verdict::Sufficient => Style::Green,
            Verdict::NotApplicable => Style::Grey,
        }
    }

    /// A large cell with a verdict.
    pub(super) fn of_main_verdict(verdict: Verdict) -> Style {
        match verdict {
            Verdict::Insufficient => Style::BigRed,
            Verdict::Undecided => Style::BigYellow,
            Verdict::Sufficient => Style::BigGreen,
            Verdict::NotApplicable => Style::BigGrey,
        }
    }

    fn format(self) -> Format {
        use Style as S;
        let plain = Format::new;
        // Bordered cells of our own tables: text starts at the top, so that long and short cells of a row line up, and not
        // against the edge, so that it keeps clear of the column before it.
        let bordered =
            || plain().set_align(FormatAlign::Top).set_border_bottom(FormatBorder::Thin).set_border_bottom_color(LINE);
        let table = || bordered().set_align(FormatAlign::Left).set_indent(1);
        let number_cell = || bordered().set_align(FormatAlign::Right).set_indent(1);
        let word = |color| table().set_background_color(color);
        let big = |color| {
            plain()
                .set_bold()
                .set_font_size(16)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(color)
        };
        let header = || {
            plain()
                .set_bold()
                .set_font_color(Color::White)
                .set_background_color(DARK)
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_align(FormatAlign::Left)
                .set_indent(1)
        };
        match self {
            S::Plain => plain(),
            S::Date => plain().set_num_format(DATE),
            S::Moment => plain().set_num_format(MOMENT),
            S::Duration => plain().set_num_format(DURATION),
            S::Heading => plain().set_bold(),
            S::Mark => plain().set_font_size(9).set_font_color(MUTED),
            S::Title => plain().set_bold().set_font_size(18).set_font_color(DARK),
            S::Disclaimer => plain().set_italic().set_font_color(MUTED),
            S::Note => plain().set_font_color(MUTED).set_text_wrap().set_align(FormatAlign::Top),
            S::Section => plain()
                .set_bold()
                .set_font_size(12)
                .set_font_color(DARK)
                .set_border_bottom(FormatBorder::Medium)
                .set_border_bottom_color(DARK),
            S::Header => header(),
            S::HeaderCentred => header().set_align(FormatAlign::Center).set_indent(0),
            S::Label => plain().set_bold().set_align(FormatAlign::Top).set_background_color(PALE),
            S::Text => table().set_text_wrap(),
            S::TopDate => table().set_num_format(DATE),
            S::Number => number_cell().set_num_format("0"),
            S::Fte => number_cell().set_num_format(FTE),
            S::Share => number_cell().set_num_format(SHARE),
            S::YesNo => table().set_num_format(YES_NO),
            S::NotKnown => table().set_num_format(NOT_KNOWN),
            S::Link => {
                table().set_font_color(Color::RGB(0x1F_5FA8)).set_underline(rust_xlsxwriter::FormatUnderline::Single)
            }
            S::Input => table().set_text_wrap().set_background_color(Color::RGB(0xFF_FBF0)),
            S::InputDate => table().set_num_format(DATE).set_background_color(Color::RGB(0xFF_FBF0)),
            S::Red => word(RED),
            S::Yellow => word(YELLOW),
            S::Blue => word(BLUE),
            S::Green => word(GREEN),
            S::Grey => word(GREY),
            S::BigRed => big(RED),
            S::BigYellow => big(YELLOW),
            S::BigGreen => big(GREEN),
            S::BigGrey => big(GREY),
            S::Top => table(),
        }
    }
}

/// The number of a look in the workbook's list, counted from the first of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number(pub(super) u16);

impl From<Style> for Number {
    fn from(style: Style) -> Number {
        Number(u16::from(style.number()))
    }
}

/// The formats of all styles, built once.
pub(super) struct Formats {
    all: Vec<Format>,
    /// The number of the first in the workbook in which our sheets will stand.
    pub(super) first: u32,
}

impl Formats {
    pub(super) fn new() -> Formats {
        Formats { all: Style::ALL.iter().map(|style| style.format()).collect(), first: 0 }
    }

    /// The same, where the first has another number.
    pub(super) fn from(&self, first: u32) -> Formats {
        Formats { all: self.all.clone(), first }
    }

    /// The format of a style.
    pub(super) fn of(&self, style: Style) -> &Format {
        &self.all[usize::from(style.number())]
    }

    /// Gives every style its number in a workbook. Must come before anything else uses a format.
    pub(super) fn register(&self, workbook: &mut rust_xlsxwriter::Workbook) {
        for format in &self.all {
            workbook.register_format(format);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_has_a_format_of_its_own() {
        let formats = Formats::new();
        assert_eq!(formats.all[0], Format::default(), "number 0 is the look of a cell without a style");
        for (at, format) in formats.all.iter().enumerate() {
            let same = formats.all.iter().position(|other| other == format);
            assert_eq!(same, Some(at), "{:?}: two styles with one format would share one number", Style::ALL[at]);
        }
    }
}
