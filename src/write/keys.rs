//! The key file: who has which running number in an edition without names. A csv as Excel opens it in Dutch.

use crate::assess::pseudonyms::KeyLine;
use crate::edition::plain;

/// The file. Text that Excel would take for a formula begins with an apostrophe.
pub fn file(lines: &[KeyLine<'_>]) -> Vec<u8> {
    let mut text = String::from("\u{feff}Volgnummer;Personeelsnummer;Naam\r\n");
    for line in lines {
        text.push_str(&line.number.to_string());
        for cell in [line.personnel_number, line.name] {
            let cell = plain(cell);
            let steers = cell.trim_start().starts_with(['=', '+', '-', '@']);
            text.push_str(";\"");
            text.push_str(if steers { "'" } else { "" });
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        }
        text.push_str("\r\n");
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_it_is_text() {
        let lines = [
            KeyLine { number: 1, personnel_number: "0012", name: "Jan; \"J\" Smit" },
            KeyLine { number: 2, personnel_number: "", name: "=1+1\r\nB" },
        ];
        let text = String::from_utf8(file(&lines)).expect("text");
        let expected =
            "\u{feff}Volgnummer;Personeelsnummer;Naam\r\n1;\"0012\";\"Jan; \"\"J\"\" Smit\"\r\n2;\"\";\"'=1+1  B\"\r\n";
        assert_eq!(text, expected);
    }
}
