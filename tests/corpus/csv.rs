//! Text with separators: in every encoding, with every separator, and as hand work leaves it.

use crate::make::text;
use crate::{Case, Clean, Found, Refused, case};

pub fn cases() -> Vec<Case> {
    let good = text(";", "\r\n");
    let lines: Vec<&str> = good.lines().collect();
    let wide =
        |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> { format!("\u{feff}{good}").encode_utf16().flat_map(bytes).collect() };
    let with_name = |name: &str| good.replace("Anna de Wit", name);
    vec![
        case("semicolons", "goed.csv", good.clone().into_bytes(), Clean(4)),
        case("commas", "komma.csv", text(",", "\n").into_bytes(), Clean(4)),
        case("tabs, named as text", "tab.txt", text("\t", "\r\n").into_bytes(), Clean(4)),
        case("line ends of an old Mac", "mac.csv", text(";", "\r").into_bytes(), Clean(4)),
        case("no line end at the end", "eind.csv", good.trim_end().as_bytes().to_vec(), Clean(4)),
        case("UTF-8 with its mark", "bom.csv", format!("\u{feff}{good}").into_bytes(), Clean(4)),
        case("UTF-16, small end first", "klein.csv", wide(u16::to_le_bytes), Clean(4)),
        case("UTF-16, big end first", "groot.csv", wide(u16::to_be_bytes), Clean(4)),
        case("a name with accents in UTF-8", "zoe.csv", with_name("Zoë Çelik").into_bytes(), Clean(4)),
        case(
            "a name with accents in Windows-1252",
            "venster.csv",
            one_byte_each(&with_name("Zoë Çelik")),
            Found(&["DAT-18 A1"]),
        ),
        case("the separator named in the first line", "sep.csv", format!("sep=;\r\n{good}").into_bytes(), Clean(4)),
        case("every field between quotes", "citaat.csv", quoted(&good).into_bytes(), Clean(4)),
        case("a line break inside a field", "regel.csv", with_name("\"Anna\nde Wit\"").into_bytes(), Clean(4)),
        case("the separator inside a field", "teken.csv", with_name("\"Wit; Anna de\"").into_bytes(), Clean(4)),
        case(
            "a remark of two lines, with the separator in it",
            "opmerking.csv",
            with_remark(&good, "\"Let op; belt;\nterug\"", "").into_bytes(),
            Clean(4),
        ),
        case(
            "a loose quote before two remarks, with a person between them",
            "los.csv",
            with_remark(&good, "\"let op", "\"idem").into_bytes(),
            Refused("regel 2 begint een aanhalingsteken"),
        ),
        case(
            "two remarks that are a loose quote",
            "lossen.csv",
            with_remark(&good, "\"", "\"").into_bytes(),
            Refused("regel 2 begint een aanhalingsteken"),
        ),
        case(
            "every field kept from Excel as a text",
            "tekst.csv",
            good.lines()
                .map(|line| format!("=\"{}\"\r\n", line.replace(';', "\";=\"")))
                .collect::<String>()
                .into_bytes(),
            Clean(4),
        ),
        case("quotes inside a field", "bijnaam.csv", with_name("\"Anna \"\"Ans\"\" de Wit\"").into_bytes(), Clean(4)),
        case(
            "title lines and blank lines above",
            "titel.csv",
            format!("Personeelslijst;;;;;;;;;\r\n\r\nPeildatum;23-11-2026;;;;;;;;\r\n{good}").into_bytes(),
            Clean(4),
        ),
        case(
            "a character that does not show",
            "stuur.csv",
            with_name("Anna\0 de Wit").into_bytes(),
            Found(&["DAT-03 B2"]),
        ),
        case("blank lines inside", "wit.csv", lines.join("\r\n\r\n").into_bytes(), Clean(4)),
        case("white space around every field", "spatie.csv", good.replace(';', " ; ").into_bytes(), Clean(4)),
        case("a last column without a heading", "extra.csv", good.replace("\r\n", ";\r\n").into_bytes(), Clean(4)),
        case("separators behind the headings", "koppen.csv", good.replacen("\r\n", ";;\r\n", 1).into_bytes(), Clean(4)),
        case(
            "a separator too many in one line, which may stand anywhere",
            "lang.csv",
            good.replacen("1-5-2024\r\n", "1-5-2024;\r\n", 1).into_bytes(),
            Found(&["DAT-18 A2"]),
        ),
        case(
            "a line that is too short",
            "kort.csv",
            good.replacen(";1-5-2024\r\n", "\r\n", 1).into_bytes(),
            Found(&["DAT-18 A2", "SCH-01 J2"]),
        ),
        case("a VOG that is missing", "vog.csv", good.replace("15-4-2023", "").into_bytes(), Found(&["VOG-01 I3"])),
        case(
            "a VOG that is an error",
            "fout.csv",
            good.replace("15-4-2023", "#N/B").into_bytes(),
            Found(&["VOG-03 I3", "DAT-09 I3"]),
        ),
        case(
            "a VOG on a day that is no day",
            "dag.csv",
            good.replace("15-4-2023", "31-04-2023").into_bytes(),
            Found(&["VOG-03 I3", "DAT-03 I3"]),
        ),
        case(
            "a VOG with the month first",
            "maand.csv",
            good.replace("15-4-2023", "04-15-2023").into_bytes(),
            // Of the others in the column nobody knows any more which is the month.
            Found(&[
                "VOG-03 I2",
                "VOG-03 I3",
                "VOG-03 I4",
                "VOG-03 I5",
                "DAT-03 I2",
                "DAT-03 I3",
                "DAT-03 I4",
                "DAT-03 I5",
            ]),
        ),
        case(
            "a VOG of which only the year is known",
            "jaar.csv",
            good.replace("15-4-2023", "2023").into_bytes(),
            Found(&["VOG-03 I3", "DAT-03 I3"]),
        ),
        case(
            "a VOG as a bare serial number",
            "serie.csv",
            good.replace("15-4-2023", "45031").into_bytes(),
            Found(&["VOG-03 I3", "DAT-03 I3"]),
        ),
        case(
            "dates in words and in the order of computers",
            "woorden.csv",
            good.replace("15-4-2023", "15 apr. 2023")
                .replace("1-8-2022", "2022-08-01")
                .replace("1-12-2024", "1 december 2024")
                .replace("1-2-2024", "01/02/24")
                .into_bytes(),
            Clean(4),
        ),
        case(
            "numbers with a prefix, dots and spaces",
            "nummer.csv",
            good.replace("110001001", "SKJ 110 001 001")
                .replace("110001002", "110.001.002")
                .replace("110001003", "'110001003")
                .into_bytes(),
            Clean(4),
        ),
        case(
            "a placeholder where the VOG belongs",
            "streep.csv",
            good.replace("15-4-2023", "dd-mm-jjjj").into_bytes(),
            Found(&["VOG-01 I3"]),
        ),
        case("a totals row", "totaal.csv", format!("{good};;;Totaal;3,14;;;;;\r\n").into_bytes(), Clean(4)),
    ]
}

/// Latin letters as one byte each, as Windows-1252 has them.
fn one_byte_each(text: &str) -> Vec<u8> {
    text.chars().map(|letter| u8::try_from(u32::from(letter)).expect("a letter of Latin-1")).collect()
}

/// The good table with a column of remarks before the last, filled on two rows of which one stands between.
fn with_remark(text: &str, first: &str, second: &str) -> String {
    let remarks = ["Opmerking", first, "", second, ""];
    let lines = text.lines().zip(remarks).map(|(line, remark)| {
        let (start, last) = line.rsplit_once(';').expect("several columns");
        format!("{start};{remark};{last}\r\n")
    });
    lines.collect()
}

fn quoted(text: &str) -> String {
    text.lines().map(|line| format!("\"{}\"\r\n", line.replace(';', "\";\""))).collect()
}
