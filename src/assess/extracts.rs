//! Extracts of registers as inputs: opened like the files of the provider, and read as nothing else than an extract.

use super::stated_day::{self, Says};
use super::{AssessError, Input, InputReport, SheetReport, stem};
use crate::calendar::Date;
use crate::cell::{Place, SheetIndex};
use crate::lexicon::{Field, Lexicon, Role};
use crate::read::{Book, Layout, Limits, Opener};
use crate::staff::Extract;
use crate::table;

/// An extract that is open, with how it was understood.
pub(super) struct OpenExtract {
    pub book: Book,
    pub report: InputReport,
    pub extract: Extract,
}

/// Opens the extracts; their sheets are numbered after those of the provider.
///
/// # Errors
/// An extract that cannot be read, or in which nothing looks like a register.
pub(super) fn open(
    files: &[Input],
    lexicon: &Lexicon,
    limits: &Limits,
    reader: &dyn Opener,
    mut next: SheetIndex,
    latest: Date,
) -> Result<Vec<OpenExtract>, AssessError> {
    let mut opened = Vec::new();
    for file in files {
        let mut book = reader.open(&file.bytes, &file.name, limits).map_err(AssessError::Read)?;
        let mut sheets = Vec::new();
        let mut extract = Extract::default();
        for (at, info) in book.sheets().to_vec().into_iter().enumerate() {
            let mut survey = table::survey(&mut book, at, &info.name, lexicon, None).map_err(AssessError::Read)?;
            for table in &mut survey.tables {
                table::refine_register(table, &[&info.name, stem(&file.name)], lexicon);
            }
            let header = survey.tables.iter().find(|table| table.role == Some(Role::Register));
            if let Some(header) = header {
                let number = [Field::SkjNumber, Field::BigNumber, Field::RegistrationNumber]
                    .into_iter()
                    .find_map(|field| header.column_of(field));
                let column = number.map_or(0, |column| column.column);
                extract.heading.get_or_insert(Place { sheet: next, position: header.heading(column) });
                if extract.date.is_none() {
                    let found =
                        stated_day::above(&mut book, at, header.first_header_row, &Says::extract(lexicon), latest);
                    extract.date = found
                        .map_err(AssessError::Read)?
                        .map(|(date, position)| (date, Place { sheet: next, position }));
                }
            }
            extract.sheets.push(next);
            sheets.push(SheetReport {
                index: next,
                name: info.name,
                visibility: info.visibility,
                own: false,
                explains: false,
                tables: survey.tables,
                filled: survey.first_row.is_some(),
                corner: None,
                layout: Layout::default(),
            });
            next = next.checked_add(1).expect("limits keep the number of sheets below 65536");
        }
        if extract.heading.is_none() {
            return Err(AssessError::NoRegister(no_register(&file.name, &sheets)));
        }
        let report = InputReport { file: file.name.clone(), sha256: String::new(), sheets };
        opened.push(OpenExtract { book, report, extract });
    }
    Ok(opened)
}

fn no_register(file: &str, sheets: &[SheetReport]) -> String {
    let names: Vec<String> = sheets.iter().map(|sheet| format!("{:?}", sheet.name)).collect();
    format!(
        "In {file} is geen uittreksel uit een register gevonden (bladen: {}). Een uittreksel heeft een kopregel met ten minste een kolom met het registratienummer, \
         en een naam, status of einddatum. Geef de kolommen een kop zoals Registratienummer, Naam, Status, Einddatum en Maatregel, en probeer het opnieuw. \
         Is dit een bestand van de aanbieder? Noem het dan zonder --register.",
        names.join(", ")
    )
}
