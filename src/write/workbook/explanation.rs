//! `Toelichting`: what a copy without our other sheets is, for who opens only that one.

use rust_xlsxwriter::Worksheet;

use super::account::NO_HASH;
use super::style::Style;
use super::{Form, Scene, WorkbookError, shown_copy_name};
use crate::assess::earlier::{COPY_OF, HASH};
use crate::calendar::shown;
use crate::edition::plain;
use crate::finding::Effect;

/// The whole sheet.
pub(super) fn frame(sheet: &mut Worksheet, scene: &Scene<'_>, which: usize) -> Result<(), WorkbookError> {
    let assessment = scene.edition.assessment;
    let input = &assessment.inputs[which];
    let first = &assessment.inputs[0];
    sheet.set_active(true).set_first_tab(true);
    sheet.set_column_width(0, 24)?.set_column_width(1, 90)?;
    let rules = format!("{} {}", assessment.rules.name, assessment.rules.version);
    let date = shown(assessment.reference_date);
    let findings = format!(
        "Het oordeel, alle bevindingen en de verantwoording staan in de werkmap bij {}: {}.",
        first.file,
        shown_copy_name(&scene.edition, 0)
    );
    let form = match &scene.forms[which] {
        Some(Form::Rebuilt(reason, _)) => format!(
            "Opnieuw opgebouwd: dezelfde bladen, volgorde en waarden. {} Uw eigen bestand is niet veranderd. Wat de kopie mist, staat op Verantwoording in de andere werkmap.",
            reason.sentence()
        ),
        _ => "Uw eigen werkmap, aangevuld met kleuren, opmerkingen en dit blad. Al het andere is ongewijzigd, en uw eigen bestand is niet veranderd.".to_owned(),
    };
    let lines = [
        (COPY_OF, input.file.as_str()),
        (HASH, if scene.edition.names_people() { &input.sha256 } else { NO_HASH }),
        ("Toets van", &assessment.provider),
        ("Peildatum", &date),
        ("Regels", &rules),
        ("Bevindingen", &findings),
        (
            "Gekleurde cellen",
            "Een cel met een bevinding heeft een kleur en een opmerking: wat er is, en wat u kunt doen.",
        ),
        ("Deze kopie", &form),
    ];
    let mut row = 3;
    for (label, text) in lines {
        sheet.write_string_with_format(row, 0, label, scene.formats.of(Style::Label))?;
        sheet.write_string_with_format(row, 1, plain(text), scene.formats.of(Style::Text))?;
        row += 1;
    }
    row += 1;
    for (effect, meaning) in [
        (Effect::Insufficient, "De bevinding maakt het oordeel onvoldoende."),
        (Effect::Undecided, "Het bestand zegt te weinig: zoek dit eerst uit."),
        (Effect::Signal, "Goed om te weten. Een signaal verandert het oordeel niet."),
    ] {
        sheet.write_string_with_format(row, 0, effect.name(), scene.formats.of(Style::of_effect(effect)))?;
        sheet.write_string_with_format(row, 1, meaning, scene.formats.of(Style::Text))?;
        row += 1;
    }
    Ok(())
}
