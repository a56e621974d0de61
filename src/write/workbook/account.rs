//! `Verantwoording`: what was read and how, what was not, and what this copy leaves out.

use rust_xlsxwriter::Worksheet;

use super::findings::MOST_LINKS;
use super::marks::MOST_NOTES;
use super::rules::described;
use super::style::Style;
use super::{Form, Kept, Scene, WorkbookError};
use crate::assess::{InputReport, SheetReport};
use crate::calendar;
use crate::cell::{Letters, Position};
use crate::edition::plain;
use crate::lexicon::Role;
use crate::read::Visibility;
use crate::rules::Setting;
use crate::settings::Unit;
use crate::staff::Presence;
use crate::table::{Table, Use};
use crate::write::receipt::{Receipt, file_of_rules};
use crate::write::words;

/// What a copy that was rebuilt does not have.
const NOT_CARRIED_OVER: [(&str, &str); 5] = [
    ("Formules", "Er staan waarden, geen formules."),
    (
        "Opmerkingen",
        "Uw eigen opmerkingen bij cellen zijn niet overgenomen. De opmerkingen in deze kopie zijn van toetsklaar.",
    ),
    ("Grafieken en plaatjes", "Niet overgenomen. Ook draaitabellen niet."),
    ("Keuzelijsten en controles", "Gegevensvalidatie, voorwaardelijke opmaak en filters zijn niet overgenomen."),
    ("Macro's en koppelingen", "Niet overgenomen."),
];

/// What stands where the hash of an input stood: with all but the names before them, people could hold guesses against it.
pub(super) const NO_HASH: &str = "staat niet in een uitgave zonder namen";

/// What an edition without names leaves out.
const WITHOUT_NAMES: [(&str, &str); 6] = [
    (
        "Sleutels",
        "Ieder heeft een volgnummer. De volgorde zegt niets: niet het alfabet, en niet de rij in het bestand. Alleen wie het bestand heeft, kan zien wie het is.",
    ),
    (
        "Namen en nummers",
        "Namen en personeelsnummers zijn vervangen door het volgnummer. Van een SKJ- of BIG-nummer staat er alleen hoeveel cijfers het heeft: met het nummer is iemand in het register te vinden.",
    ),
    (
        "Vrije tekst",
        "Opmerkingen, redenen, onderbouwingen, wie iets besloot, en cellen en functies die niet zijn herkend: weggelaten. Er kan een naam in staan. De oordelen zijn wel op die cellen gebaseerd.",
    ),
    (
        "Niet herkend",
        "Kolommen en bladen die niet zijn herkend, en alles buiten de tabellen, staan niet in deze kopie.",
    ),
    (
        "Namen in andere teksten",
        "Een woord dat ook een naam of nummer van iemand op de lijst is, staat er als (naam) of (nummer). Bestanden en bladen heten zo nodig naar hun plaats.",
    ),
    (
        "Eerdere besluiten",
        "Wat mensen bij een eerdere toets invulden (status, door, datum en opmerking), staat er niet in.",
    ),
];

/// The most cells that are named one by one.
const MOST_CELLS: usize = 50;

/// The whole sheet.
pub(super) fn frame(sheet: &mut Worksheet, scene: &Scene<'_>) -> Result<(), WorkbookError> {
    for (column, width) in (0u16..).zip([26.0, 24.0, 14.0, 34.0, 40.0, 20.0]) {
        sheet.set_column_width(column, width)?;
    }
    sheet.write_string_with_format(
        2,
        0,
        "Wat is gelezen, wat niet, en wat deze kopie mist.",
        scene.formats.of(Style::Mark),
    )?;
    let mut page = Page { sheet, scene, row: 3 };
    page.files()?;
    page.copy()?;
    page.sheets()?;
    page.columns()?;
    page.rows_left_out()?;
    page.people()?;
    page.settings()?;
    page.receipt()?;
    Ok(())
}

struct Page<'s, 'a> {
    sheet: &'s mut Worksheet,
    scene: &'a Scene<'a>,
    row: u32,
}

impl Page<'_, '_> {
    fn section(&mut self, title: &str, headings: &[&str]) -> Result<(), WorkbookError> {
        self.row += 1;
        for column in 0..6 {
            let text = if column == 0 { title } else { "" };
            self.sheet.write_string_with_format(self.row, column, text, self.scene.formats.of(Style::Section))?;
        }
        self.row += 1;
        if !headings.is_empty() {
            for (column, heading) in (0u16..).zip(headings) {
                self.sheet.write_string_with_format(self.row, column, *heading, self.scene.formats.of(Style::Label))?;
            }
            self.row += 1;
        }
        Ok(())
    }

    fn line(&mut self, cells: &[&str]) -> Result<(), WorkbookError> {
        for (column, text) in (0u16..).zip(cells) {
            self.sheet.write_string_with_format(self.row, column, plain(text), self.scene.formats.of(Style::Text))?;
        }
        self.row += 1;
        Ok(())
    }

    /// A name, and a text over the width of the sheet.
    fn remark(&mut self, name: &str, text: &str) -> Result<(), WorkbookError> {
        self.sheet.write_string_with_format(self.row, 0, name, self.scene.formats.of(Style::Text))?;
        self.sheet.merge_range(self.row, 1, self.row, 5, &plain(text), self.scene.formats.of(Style::Text))?;
        // Merged cells do not grow with their text.
        let lines = u32::try_from(text.chars().count().div_ceil(120).max(1)).unwrap_or(1);
        self.sheet.set_row_height(self.row, 15 * lines)?;
        self.row += 1;
        Ok(())
    }

    fn files(&mut self) -> Result<(), WorkbookError> {
        self.section("Bestanden", &["Bestand", "Soort"])?;
        for input in &self.scene.edition.assessment.inputs {
            let extension = input.file.rsplit_once('.').map_or("", |(_, extension)| extension);
            self.line(&[&input.file, extension])?;
            let hash = if self.scene.edition.names_people() { &input.sha256 } else { NO_HASH };
            self.remark("SHA-256", hash)?;
        }
        self.extracts()
    }

    /// The extracts of registers: which, of which day, and what they say.
    fn extracts(&mut self) -> Result<(), WorkbookError> {
        let assessment = self.scene.edition.assessment;
        let extracts = &assessment.staff.extracts.extracts;
        if extracts.is_empty() {
            return Ok(());
        }
        self.section("Uittreksels uit registers", &["Bestand", "Van welke dag"])?;
        for (input, extract) in assessment.registers.iter().zip(extracts) {
            self.line(&[&input.file, &words::extract_day(extract)])?;
            self.remark("SHA-256", if self.scene.edition.names_people() { &input.sha256 } else { NO_HASH })?;
        }
        let told = assessment.judgement.in_extracts(&assessment.staff);
        let told: Vec<String> = told.iter().map(|(result, count)| format!("{count} {result}")).collect();
        self.remark("Registraties van wie in dienst is", &told.join(", "))?;
        self.remark("Kopie", "Van een uittreksel maken wij geen kopie. Bevindingen noemen de cel in het uittreksel.")
    }

    fn copy(&mut self) -> Result<(), WorkbookError> {
        self.section("Deze kopie", &[])?;
        let assessment = self.scene.edition.assessment;
        let mut rebuilt = false;
        for (input, form) in assessment.inputs.iter().zip(self.scene.forms) {
            match form {
                Some(Form::InPlace(conversations)) => {
                    let text = format!(
                        "De kopie van {} is uw eigen werkmap, aangevuld. Bij de cellen met een bevinding staan kleuren en opmerkingen, en achteraan staan onze bladen. Al het andere is ongewijzigd.",
                        input.file
                    );
                    self.remark("Aangevuld", &text)?;
                    for (sheet, cells) in conversations {
                        self.remark("Gesprekken bij cellen", &conversation(sheet, cells, self.scene.tabs.own(1)))?;
                    }
                }
                Some(Form::Rebuilt(reason, kept)) => {
                    rebuilt = true;
                    let text = format!(
                        "De kopie van {} is opnieuw opgebouwd: dezelfde bladen, volgorde en waarden. {}",
                        input.file,
                        reason.sentence()
                    );
                    self.remark("Opgebouwd", &text)?;
                    self.remark("Opmaak", look_of(*kept))?;
                }
                None => {}
            }
        }
        self.remark("Uw eigen bestand", "Dat is niet veranderd.")?;
        if !self.scene.edition.names_people() {
            for (name, text) in WITHOUT_NAMES {
                self.remark(name, text)?;
            }
        }
        for (name, text) in NOT_CARRIED_OVER.into_iter().filter(|_| rebuilt) {
            self.remark(name, text)?;
        }
        if self.scene.cut > 0 {
            let text = format!(
                "{} {} in dit bestand ingekort tot 32.767 tekens: meer past niet in een cel.",
                self.scene.cut,
                if self.scene.cut == 1 { "tekst is" } else { "teksten zijn" }
            );
            self.remark("Lange teksten", &text)?;
        }
        for (input, sheet) in sheets(&assessment.inputs) {
            let marks = self.scene.marks.on(sheet.index).len();
            if marks > MOST_NOTES {
                let text = format!(
                    "Blad {} van {} heeft {marks} cellen met een bevinding. Bij de {MOST_NOTES} zwaarste staat een opmerking; de andere hebben alleen een kleur. Alle bevindingen staan op het blad {}.",
                    sheet.name,
                    input.file,
                    self.scene.tabs.own(1)
                );
                self.remark("Opmerkingen bij cellen", &text)?;
            }
            if let Some((first, last)) = sheet.layout.filter {
                let text = format!(
                    "Op blad {} van {} staat een filter aan ({first}:{last}). De rijen die het verbergt, zijn wel gelezen en tellen mee.",
                    sheet.name, input.file
                );
                self.remark("Filter", &text)?;
            }
            if let count @ 1.. = sheet.layout.uncalculated {
                let formulas = if count == 1 { "is 1 formule".to_owned() } else { format!("zijn {count} formules") };
                let text = format!(
                    "Op blad {} van {} {formulas} waarvan het bestand de uitkomst niet bevat. Wij rekenen niet zelf: zo’n cel is niet te lezen. Open het bestand in Excel en bewaar het opnieuw.",
                    sheet.name, input.file
                );
                self.remark("Formules zonder uitkomst", &text)?;
            }
        }
        if assessment.judgement.findings.len() > MOST_LINKS {
            let text = format!(
                "Een blad kan niet meer dan {MOST_LINKS} koppelingen hebben. De bevindingen daarna noemen hun cel zonder koppeling."
            );
            self.remark("Koppelingen", &text)?;
        }
        Ok(())
    }

    fn sheets(&mut self) -> Result<(), WorkbookError> {
        self.section("Bladen", &["Bestand", "Blad", "Kopregel", "Gelezen als", "Verborgen", "Rijen gelezen"])?;
        for (input, sheet) in sheets(self.scene.edition.assessment.all_inputs()) {
            let line = |table: Option<&Table>| {
                let role = table.and_then(|table| table.role);
                let name = if sheet.explains {
                    "uitleg bij het invulbestand: niet gelezen"
                } else if !sheet.filled {
                    "leeg blad"
                } else {
                    role_name(role)
                };
                let header = table
                    .filter(|_| role.is_some())
                    .map_or(String::new(), |table| format!("rij {}", table.header_row + 1));
                (header, name, table.map_or(0, |table| table.data_rows).to_string())
            };
            let mut lines: Vec<_> = sheet.tables.iter().map(|table| line(Some(table))).collect();
            if lines.is_empty() {
                lines.push(line(None));
            }
            for (header, name, rows) in lines {
                self.line(&[&input.file, &sheet.name, &header, name, &hidden(sheet), &rows])?;
            }
        }
        Ok(())
    }

    fn columns(&mut self) -> Result<(), WorkbookError> {
        self.section("Kolommen", &["Bestand", "Blad", "Kolom", "Kop", "Gelezen als"])?;
        for (input, sheet) in sheets(self.scene.edition.assessment.all_inputs()) {
            let understood = sheet.tables.iter().filter(|table| table.role.is_some());
            for column in understood.flat_map(|table| &table.columns) {
                let used = match &column.used {
                    Use::Field { field, title: Some(title) } => format!("{}: {title}", words::field(*field)),
                    Use::Field { field, title: None } => words::field(*field).to_owned(),
                    Use::Unrecognised if column.header.is_empty() => "geen kop: telt niet mee".to_owned(),
                    Use::Unrecognised if self.scene.edition.names_people() => {
                        "niet herkend: staat in de kopie, telt niet mee".to_owned()
                    }
                    Use::Unrecognised => "niet herkend: telt niet mee, en is leeg in de kopie".to_owned(),
                    Use::Second(field) if column.completes().is_some() => {
                        format!("tweede kolom voor {}: vult de eerste aan", words::field(*field))
                    }
                    Use::Second(field) => format!("tweede kolom voor {}: niet gebruikt", words::field(*field)),
                    Use::Withheld(reason) => {
                        format!(
                            "hoort niet in dit bestand ({}): niet gelezen, niet overgenomen",
                            self.scene.edition.assessment.rules.label(*reason)
                        )
                    }
                };
                let letters = Letters(column.column).to_string();
                self.line(&[&input.file, &sheet.name, &letters, &column.header, &used])?;
            }
        }
        Ok(())
    }

    fn rows_left_out(&mut self) -> Result<(), WorkbookError> {
        let assessment = self.scene.edition.assessment;
        self.section("Rijen die niet meetellen", &["Bestand", "Blad", "Rij", "Reden"])?;
        if assessment.rows_left_out.is_empty() {
            return self.line(&["Geen."]);
        }
        for left in &assessment.rows_left_out {
            let (input, sheet) = assessment.sheet(left.sheet);
            self.line(&[&input.file, &sheet.name, &(left.row + 1).to_string(), left.reason.name()])?;
        }
        Ok(())
    }

    fn people(&mut self) -> Result<(), WorkbookError> {
        let staff = &self.scene.edition.assessment.staff;
        self.section("Personen", &[])?;
        self.line(&["Rijen van personeel", &staff.rows.to_string()])?;
        self.line(&["Personen", &staff.people.len().to_string()])?;
        for presence in [Presence::Active, Presence::Left, Presence::NotStarted] {
            let number = staff.people.iter().filter(|person| person.presence == presence).count();
            let name = match presence {
                Presence::Active => "In dienst op de peildatum",
                Presence::Left => "Uit dienst: tellen niet mee",
                Presence::NotStarted => "Nog niet in dienst: tellen niet mee",
            };
            self.line(&[name, &number.to_string()])?;
        }
        self.line(&["Groepen", &staff.groups.len().to_string()])
    }

    /// By what somebody else can repeat this: all hashes, and the verdicts in one.
    fn receipt(&mut self) -> Result<(), WorkbookError> {
        let receipt = Receipt::of(&self.scene.edition);
        self.section("Ontvangstbewijs", &[])?;
        self.remark(
            "Waarvoor",
            "Met deze kenmerken kan een ander de toets herhalen: toetsklaar verify VERSLAG.json BESTAND.",
        )?;
        self.remark("Programma", &format!("{} {}", env!("CARGO_PKG_NAME"), receipt.version))?;
        self.remark("Peildatum", &calendar::shown(self.scene.edition.assessment.reference_date))?;
        self.remark("Oordelen", &receipt.verdicts_sha256)?;
        self.remark("Kolommenbestand", receipt.columns_sha256.as_deref().unwrap_or("geen gebruikt"))?;
        self.remark("Regels", &format!("{} {}: {}", receipt.rule_set, receipt.rule_set_version, receipt.rules_sha256))?;
        for (path, hash) in &receipt.rules {
            self.remark(&file_of_rules(path), hash)?;
        }
        Ok(())
    }

    fn settings(&mut self) -> Result<(), WorkbookError> {
        let settings = &self.scene.edition.assessment.settings;
        self.section("Instellingen", &["Instelling", "Waarde"])?;
        let hours = settings.full_time_hours.to_string().replace('.', ",");
        self.remark("full_time_hours", &format!("{hours} uur is een volledige week"))?;
        let unit = match settings.share_unit {
            Unit::Persons => "aandelen worden getoetst in personen",
            Unit::Fte => "aandelen worden getoetst in fte",
        };
        self.remark("share_unit", unit)?;
        for (setting, own) in [
            (Setting::WarnMonths, false),
            (Setting::MinimumShareTrained, false),
            (Setting::MinimumShareRegistered, true),
            (Setting::TrainingRefreshMonths, true),
            (Setting::VogRenewalMonths, true),
        ] {
            let described = described(setting, settings);
            let value = described.split_once(" = ").map_or("", |(_, value)| value);
            self.remark(setting.name(), &if own { format!("{value} · eigen norm") } else { value.to_owned() })?;
        }
        for (name, value) in settings.given.iter().filter(|(name, _)| name.starts_with("functions.")) {
            self.remark(name, value)?;
        }
        let given: Vec<&str> = settings.given.keys().map(String::as_str).collect();
        self.remark(
            "Zelf ingesteld",
            &if given.is_empty() {
                "niets: alles staat zoals het programma het geeft".to_owned()
            } else {
                given.join(", ")
            },
        )
    }
}

/// What a copy that was rebuilt has of the look of the user's cells.
fn look_of(kept: Kept) -> &'static str {
    match kept {
        Kept::All => {
            "Overgenomen: getalnotaties, vet, cursief, doorgehaald, vulkleuren, letterkleuren, uitlijning, tekstterugloop, breedtes, samengevoegde en verborgen cellen. Niet overgenomen: lettertypen, lettergrootten, randen, verloopkleuren en rijhoogten."
        }
        Kept::Some => {
            "Niet alle opmaak is overgenomen: het bestand heeft meer soorten opmaak dan wij overnemen, of een getalnotatie die niet klopt. Een cel die dat treft, ziet er gewoon uit; een datum blijft een datum. Lettertypen, lettergrootten, randen, verloopkleuren en rijhoogten zijn nooit overgenomen."
        }
        Kept::None => {
            "Uit een bestand van deze soort nemen wij kleuren, lettertypen en getalnotaties niet over. Datums zijn nog datums. Breedtes, samengevoegde en verborgen cellen zijn er nog, voor zover het bestand ze geeft."
        }
    }
}

/// Which marked cells got no note, since people talk there.
fn conversation(sheet: &str, cells: &[Position], findings: &str) -> String {
    let names: Vec<String> = cells.iter().take(MOST_CELLS).map(Position::to_string).collect();
    let more = match cells.len().saturating_sub(MOST_CELLS) {
        0 => String::new(),
        more => format!(" en nog {more}"),
    };
    format!(
        "Op blad {sheet} staat bij deze cellen een gesprek: {}{more}. Daar is geen opmerking bij gezet. De bevinding staat op het blad {findings}.",
        names.join(", ")
    )
}

/// The user's own sheets. Ours of an earlier run are replaced, and leave no trace: a copy of a copy is the same workbook.
fn sheets<'a>(
    inputs: impl IntoIterator<Item = &'a InputReport>,
) -> impl Iterator<Item = (&'a InputReport, &'a SheetReport)> {
    let all = inputs.into_iter().flat_map(|input| input.sheets.iter().map(move |sheet| (input, sheet)));
    all.filter(|(_, sheet)| !sheet.own)
}

fn hidden(sheet: &SheetReport) -> String {
    let mut parts = Vec::new();
    if sheet.visibility != Visibility::Visible {
        parts.push("het hele blad".to_owned());
    }
    let rows: u64 = sheet.layout.hidden_rows.iter().map(|(first, last)| u64::from(last - first) + 1).sum();
    if rows > 0 {
        parts.push(format!("{rows} {}", if rows == 1 { "rij" } else { "rijen" }));
    }
    let columns: Vec<String> = sheet
        .layout
        .hidden_columns
        .iter()
        .map(|(first, last)| {
            if first == last {
                Letters(*first).to_string()
            } else {
                format!("{}–{}", Letters(*first), Letters(*last))
            }
        })
        .collect();
    if !columns.is_empty() {
        parts.push(format!("kolom {}", columns.join(", ")));
    }
    parts.join("; ")
}

/// What a sheet was read as.
pub(super) fn role_name(role: Option<Role>) -> &'static str {
    match role {
        Some(Role::Roster) => "rooster: niet beoordeeld",
        Some(role) => words::role(role),
        None => "niet begrepen: niet gelezen",
    }
}
