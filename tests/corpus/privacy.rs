//! What should not be in a staffing file goes nowhere: no output, no message and no other file holds it.

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

use crate::Folder;
use crate::make::{TABLE, sheet, workbook, zipped};

/// Made-up values that no output may hold. The numbers pass the elfproef: 9 × 1 + 8 × 1 + 7 × 1 + 6 × 2 + 5 × 2 + 4 × 2 + 3 × 3
/// + 2 × 3 − 3 = 66, and 9 × 1 + 8 × 2 + 7 × 3 + 6 × 4 + 5 × 5 + 4 × 6 + 3 × 7 + 2 × 8 − 2 = 154, both a multiple of 11.
const CANARIES: [&str; 7] =
    ["111222333", "123456782", "17-3-1991", "Kanariestraat", "06-99887766", "kanarie@voorbeeld", "NL00KANA"];

/// The good table with columns that nobody needs, and sheets that hold little else.
fn file() -> Vec<u8> {
    let mut staff: Vec<Vec<&str>> = TABLE.iter().map(|cells| cells.to_vec()).collect();
    staff[0].extend(["BSN", "Geb.datum", "Woonadres", "Mobiel privé", "E-mail privé", "IBAN", "Kenmerk"]);
    for row in &mut staff[1..] {
        row.extend([
            "111222333",
            "17-3-1991",
            "Kanariestraat 1",
            "06-99887766",
            "kanarie@voorbeeld.nl",
            "NL00KANA0123456789",
            "123456782",
        ]);
    }
    // Two more people, so that the column "Kenmerk" is seen for what it is by its numbers alone.
    for number in ["1005", "1006"] {
        let mut row = staff[1].clone();
        row[0] = number;
        row[6] = "";
        staff.push(row);
    }
    let pay = [vec!["BSN", "Bedrag"], vec!["111222333", "1200"], vec!["111222333", "1300"]];
    let loose: Vec<Vec<&str>> =
        std::iter::once(vec!["Wie", "Kenmerk"]).chain((0..8).map(|_| vec!["iemand", "123456782"])).collect();
    zipped(&workbook(&[
        ("Personeel", &sheet(&cells(&staff))),
        ("Loon", &sheet(&cells(&pay))),
        ("Los", &sheet(&cells(&loose))),
    ]))
}

fn cells(rows: &[Vec<&str>]) -> String {
    let mut xml = String::new();
    for row in rows {
        xml.push_str("<row>");
        for text in row {
            write!(xml, "<c t=\"inlineStr\"><is><t>{text}</t></is></c>").expect("memory takes it");
        }
        xml.push_str("</row>");
    }
    xml
}

/// Everything in a folder but the input, with the parts of packages inflated.
fn written(folder: &Path, input: &str) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if name == input {
            continue;
        }
        let bytes = fs::read(&path).expect("a file can be read");
        let mut package = zip::ZipArchive::new(Cursor::new(bytes)).expect("only workbooks are written");
        for part in 0..package.len() {
            let mut part = package.by_index(part).expect("a part");
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).expect("it inflates");
            all.push((format!("{name}: {:?}", part.name()), bytes));
        }
    }
    all
}

#[test]
fn what_should_not_be_there_is_in_no_output() {
    let whole = file();
    // The whole file, and one that is refused half-way: what was read by then may not come out either.
    for (bytes, status) in [(whole.clone(), 1), (whole[..whole.len() - 40].to_vec(), 2)] {
        for arguments in [&["--format", "text"][..], &["--format", "json", "--force"]] {
            let folder = Folder::new("kanarie");
            fs::write(folder.0.join("kanarie.xlsx"), &bytes).expect("the file can be written");
            let output = Command::new(env!("CARGO_BIN_EXE_toetsklaar"))
                .args(["check", "kanarie.xlsx", "--date", "2026-11-23"])
                .args(arguments)
                .current_dir(&folder.0)
                .output()
                .expect("the program starts");
            assert_eq!(output.status.code(), Some(status), "{}", String::from_utf8_lossy(&output.stderr));
            let mut outputs = written(&folder.0, "kanarie.xlsx");
            assert_eq!(outputs.is_empty(), status == 2);
            outputs.push(("the screen".to_owned(), output.stdout));
            outputs.push(("the message".to_owned(), output.stderr));
            for (name, bytes) in &outputs {
                for canary in CANARIES {
                    let found = bytes.windows(canary.len()).any(|window| window == canary.as_bytes());
                    assert!(!found, "{canary} stands in {name}");
                }
            }
            if status == 1 && arguments[1] == "text" {
                let screen = String::from_utf8_lossy(&outputs[outputs.len() - 2].1).into_owned();
                for place in ["K1", "L1", "M1", "N1", "O1", "P1", "Q1"] {
                    assert!(screen.contains(&format!("Personeel!{place}: PRV-01")), "{place}");
                }
                assert!(screen.contains("Loon!A1: PRV-01") && screen.contains("Los!B1: PRV-01"), "{screen}");
            }
        }
    }
}
