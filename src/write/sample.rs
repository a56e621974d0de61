//! A sample for file checks in words: who was drawn, how, and what a number of faults says.

use std::io::{self, Write};

use crate::chance::at_most;
use crate::edition::{Edition, and, plain};
use crate::sampling::{Layer, NEW_MONTHS, Sample, Size};
use crate::write::text::Count;

/// What there is to say when nobody is left out.
pub(crate) const ALL_OPENED: &str = "U opent alle dossiers: wat u vindt, is precies het aantal.";

/// What a layer is called.
pub(crate) fn layer(layer: Layer) -> &'static str {
    match layer {
        Layer::New => "nieuw",
        Layer::HiredIn => "ingehuurd",
        Layer::Long => "langer in dienst",
    }
}

const _: () = assert!(NEW_MONTHS == 12, "the words below name the number");

/// Who belongs to a layer.
pub(crate) fn meaning(layer: Layer) -> &'static str {
    match layer {
        Layer::New => "in dienst gekomen in de laatste 12 maanden",
        Layer::HiredIn => "ingehuurd, en niet nieuw",
        Layer::Long => "alle anderen, ook wie geen startdatum heeft",
    }
}

/// How the sample was asked for.
pub(crate) fn asked(sample: &Sample) -> String {
    let assurance = sample.wish.assurance;
    match sample.wish.size {
        Size::Files(files) => format!("{} gevraagd, zekerheid {assurance}", Count(files.into(), "dossier", "dossiers")),
        Size::AtMost(percent) => {
            format!(
                "zoveel als nodig is om bij 0 fouten te zeggen: met {assurance} zekerheid is hooguit {percent} niet in orde"
            )
        }
    }
}

/// Where the seed comes from.
pub(crate) fn seed(sample: &Sample) -> &'static str {
    if sample.seed_chosen { "opgegeven met --seed" } else { "de peildatum en het begin van de SHA-256 van elk bestand" }
}

/// What so many faults say: `Zijn 2 van deze 23 dossiers niet in orde, dan …`.
pub(crate) fn statement(sample: &Sample, faults: usize) -> String {
    let (population, size) = (sample.population(), sample.size());
    let bound = sample.bounds.get(faults).copied().unwrap_or(population);
    let found = match faults {
        0 => "Zijn alle".to_owned(),
        1 => "Is 1 van deze".to_owned(),
        count => format!("Zijn {count} van deze"),
    };
    let wrong = if faults == 0 { "in orde" } else { "niet in orde" };
    let looked_at = if size == 1 { "dossier".to_owned() } else { format!("{size} dossiers") };
    let found = if size == 1 { found.replace("Zijn alle", "Is dit").replace("1 van deze", "dit") } else { found };
    let share = at_most(bound, population);
    format!(
        "{found} {looked_at} {wrong}, dan {} met {} zekerheid hooguit {bound} van alle {population} dossiers niet in orde ({share}).",
        if bound == 1 { "is" } else { "zijn" },
        sample.wish.assurance
    )
}

/// Of how many each layer gives how many: `nieuw 4 van 12`.
pub(crate) fn parts(sample: &Sample) -> Vec<(Layer, String)> {
    let layers = Layer::ALL.iter().zip(&sample.strata);
    layers.map(|(layer, stratum)| (*layer, format!("{} van {}", stratum.drawn, stratum.size))).collect()
}

/// The sample for a terminal.
pub(super) fn lines(edition: Edition<'_>, sample: &Sample, out: &mut dyn Write) -> io::Result<()> {
    let (size, population) = (sample.size(), sample.population());
    writeln!(out, "\nSteekproef voor dossieronderzoek: {size} van {population} dossiers")?;
    writeln!(out, "  {}", asked(sample))?;
    writeln!(out, "  seed: {} ({})", plain(&sample.seed), seed(sample))?;
    for (which, part) in parts(sample) {
        writeln!(out, "  {}: {part} ({})", layer(which), meaning(which))?;
    }
    for of_layer in sample.drawn.chunk_by(|one, other| one.layer == other.layer) {
        let names: Vec<String> = of_layer
            .iter()
            .map(|drawn| {
                let (name, key) = (edition.name(drawn.person), edition.key(drawn.person));
                let shown = if name == key { name.to_owned() } else { format!("{name} ({key})") };
                plain(&shown).into_owned()
            })
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        writeln!(out, "  te openen, {}: {}", layer(of_layer[0].layer), and(&names))?;
    }
    if size == population {
        return writeln!(out, "  {ALL_OPENED}");
    }
    (0..sample.bounds.len()).try_for_each(|faults| writeln!(out, "  {}", statement(sample, faults)))
}
