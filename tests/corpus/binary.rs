//! Workbooks of records instead of text, xls and xlsb: the good samples with some of their bytes changed.

use std::io::{Cursor, Read};

use crate::make::{Parts, zipped};
use crate::{Case, Clean, Found, case};

const XLS: &[u8] = include_bytes!("../../samples/klein-in-orde.xls");
const XLSB: &[u8] = include_bytes!("../../samples/klein-in-orde.xlsb");

const TRAINED_LATER: &[&str] = &["SCH-01 I4", "SCH-01 I6", "SCH-01 I7"];

pub fn cases() -> Vec<Case> {
    vec![
        case("the good sample", "klein.xls", XLS.to_vec(), Clean(8)),
        case("the good sample", "klein.xlsb", parts_with(|_, _| {}), Clean(8)),
        // The same numbers of days, counted from 1904: every date is 1,462 days later. E. Mulder (8-1-2024) then begins on
        // 9-1-2028 and H. Visser (5-6-2023) on 6-6-2027; the trainings of A. de Boer and C. van der Linden (16-3-2023) are
        // on 17-3-2027, that of D. Çelik (23-11-2023) on 24-11-2027, and those of the others (9-6-2022) on 10-6-2026.
        case("days counted from 1904", "mac.xls", old_from_1904(), Found(TRAINED_LATER)),
        case(
            "days counted from 1904",
            "mac.xlsb",
            parts_with(|name, bytes| from_1904(name, bytes)),
            Found(TRAINED_LATER),
        ),
        case("a group merged over three rows", "samen.xlsb", parts_with(merged_group), Found(&["DAT-20 D3"])),
        // Every date of a VOG is a formula, and the program that wrote them cannot calculate: no VOG is missing.
        case(
            "formulas that were never calculated",
            "nooit.xls",
            include_bytes!("../files/nooit-berekend.xls").to_vec(),
            Found(&[
                "VOG-03 I2",
                "VOG-03 I3",
                "VOG-03 I4",
                "VOG-03 I5",
                "DAT-08 I2",
                "DAT-08 I3",
                "DAT-08 I4",
                "DAT-08 I5",
            ]),
        ),
    ]
}

/// The old sample with the other system of dates.
fn old_from_1904() -> Vec<u8> {
    // The record of the system of dates, two bytes long: 0 for 1900.
    const SYSTEM: [u8; 6] = [0x22, 0, 2, 0, 0, 0];
    let mut bytes = XLS.to_vec();
    let found: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(&SYSTEM)).collect();
    let [at] = found[..] else { panic!("{} systems of dates", found.len()) };
    bytes[at + 4] = 1;
    bytes
}

/// The binary sample with its parts changed.
fn parts_with(change: impl Fn(&str, &mut Vec<u8>)) -> Vec<u8> {
    let mut sample = zip::ZipArchive::new(Cursor::new(XLSB)).expect("the sample is a zip");
    let mut parts = Parts::new();
    for index in 0..sample.len() {
        let mut part = sample.by_index(index).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("its bytes");
        change(&name, &mut bytes);
        parts.push((name, bytes));
    }
    zipped(&parts)
}

fn from_1904(name: &str, bytes: &mut [u8]) {
    if name == "xl/workbook.bin" {
        let [(start, _)] = records(bytes, 153)[..] else { panic!("one record of settings") };
        // Number and length take three bytes.
        bytes[start + 3] |= 1;
    }
}

/// The sample says De Kiem of its first three people, in rows 4 to 6; here one merged cell does.
fn merged_group(name: &str, bytes: &mut Vec<u8>) {
    if name != "xl/worksheets/sheet1.bin" {
        return;
    }
    let mut merges = vec![177, 1, 4, 1, 0, 0, 0, 176, 1, 16];
    for number in [3u32, 5, 3, 3] {
        merges.extend(number.to_le_bytes());
    }
    merges.extend([178, 1, 0]);
    let [(_, end)] = records(bytes, 146)[..] else { panic!("one end of the cells") };
    bytes.splice(end..end, merges);
    let rows = records(bytes, 0);
    let texts = records(bytes, 6);
    // Rows 6 and 5; row 2 is empty and has no record.
    for row in [4, 3] {
        let group = texts.iter().filter(|(start, _)| rows[row].0 < *start && *start < rows[row + 1].0).nth(2);
        let (start, end) = *group.expect("name, function and group");
        bytes.drain(start..end);
    }
}

/// Where the records of this number begin and end.
fn records(bytes: &[u8], wanted: u16) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let mut number = |groups: u32| {
            let mut number = 0;
            for group in 0..groups {
                let byte = bytes[at];
                at += 1;
                number |= usize::from(byte & 0x7f) << (7 * group);
                if byte & 0x80 == 0 {
                    break;
                }
            }
            number
        };
        let (kind, length) = (number(2), number(4));
        at += length;
        if kind == usize::from(wanted) {
            found.push((start, at));
        }
    }
    found
}
