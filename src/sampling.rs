//! Which personnel files to open: drawn by a seed that everybody can see, so that both sides draw the same.
//!
//! The people at work are divided over strata; each stratum gives its part. Within a stratum people stand in the order of the
//! SHA-256 of `seed|key`, in UTF-8 and as lower-case hexadecimal digits, and the first ones are drawn. That order cannot be steered
//! by who does not choose the seed, and needs nothing but a program that makes hashes. How many files say how much is the
//! business of [`chance`](crate::chance).

use crate::calendar::{self, Date};
use crate::chance::{Percent, Stratum, allocate, most_faults_each, sample_size};
use crate::check::Kinds;
use crate::finding::named;
use crate::lexicon::Lexicon;
use crate::seal::sha256;
use crate::staff::{Staff, Start};

/// Somebody is new in this many months after the start. Our own choice, no norm: a year is long enough for a few people, and short
/// enough for what is only asked at the start to be in the file.
pub const NEW_MONTHS: u32 = 12;

/// Numbers of faults of which is told what they say.
const MOST_FAULTS_TOLD: u32 = 10;

/// Digits of a file's hash in a seed that nobody chose: enough to tell files apart.
const SEED_DIGITS: usize = 8;

named! {
    /// A part of the people that is drawn from by itself; who fits two belongs to the first.
    Layer {
        /// Started in the last twelve months.
        New = "new",
        /// Hired in.
        HiredIn = "hired-in",
        /// Everybody else: here for longer, or nobody knows since when.
        Long = "long-serving",
    }
}

/// What is asked of a sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// How many files.
    pub size: Size,
    /// With what assurance is spoken.
    pub assurance: Percent,
    /// The seed; without, one that follows from peildatum and files.
    pub seed: Option<String>,
}

/// How many files are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// So many.
    Files(u32),
    /// As many as are needed to say, when all are in order, that no more than this percentage of all is not.
    AtMost(Percent),
}

/// A drawn sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The seed.
    pub seed: String,
    /// Whether somebody chose it.
    pub seed_chosen: bool,
    /// What was asked.
    pub wish: Wish,
    /// How many people each layer has and gives, in the order of [`Layer`].
    pub strata: [Stratum; Layer::ALL.len()],
    /// Who was drawn, by layer and then in the order of drawing.
    pub drawn: Vec<Drawn>,
    /// How many people at most are not in order when 0, 1, 2 … of those drawn are not.
    pub bounds: Vec<u32>,
}

/// Somebody who was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drawn {
    /// The person.
    pub person: u32,
    /// Where from.
    pub layer: Layer,
}

/// A sample of more files than there are people at work; how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany(pub u32);

impl Wish {
    /// The same of fewer people: no more files than there are.
    #[must_use]
    pub fn within(&self, people: u32) -> Wish {
        let size = match self.size {
            Size::Files(files) => Size::Files(files.min(people)),
            at_most @ Size::AtMost(_) => at_most,
        };
        Wish { size, ..self.clone() }
    }
}

impl Sample {
    /// How many people there are.
    pub fn population(&self) -> u32 {
        self.strata.iter().map(|stratum| stratum.size).sum()
    }

    /// How many were drawn.
    pub fn size(&self) -> u32 {
        self.strata.iter().map(|stratum| stratum.drawn).sum()
    }
}

/// Draws.
///
/// # Errors
/// When there are fewer people than are asked.
pub fn draw(
    staff: &Staff,
    lexicon: &Lexicon,
    reference_date: Date,
    hashes: &[&str],
    wish: &Wish,
) -> Result<Sample, TooMany> {
    let seed = wish.seed.clone().unwrap_or_else(|| usual_seed(reference_date, hashes));
    let mut layers: [Vec<(String, u32)>; Layer::ALL.len()] = Default::default();
    for (person, layer) in divide(staff, lexicon, reference_date) {
        let key = staff.text(staff.people[person as usize].key).trim();
        layers[layer as usize].push((sha256(format!("{seed}|{key}").as_bytes()), person));
    }
    let sizes = layers.each_ref().map(|people| u32::try_from(people.len()).expect("fewer people than rows"));
    let population: u32 = sizes.iter().sum();
    let size = match wish.size {
        Size::Files(files) if files > population => return Err(TooMany(population)),
        Size::Files(files) => files,
        Size::AtMost(at_most) => sample_size(&sizes, wish.assurance, at_most),
    };
    let allocated = allocate(&sizes, size);
    let mut drawn = Vec::new();
    for ((layer, people), stratum) in Layer::ALL.iter().zip(&mut layers).zip(&allocated) {
        people.sort_unstable();
        drawn.extend(
            people[..stratum.drawn as usize].iter().map(|(_, person)| Drawn { person: *person, layer: *layer }),
        );
    }
    let bounds = most_faults_each(&allocated, MOST_FAULTS_TOLD, wish.assurance);
    let strata = <[Stratum; Layer::ALL.len()]>::try_from(allocated).expect("a stratum for every layer");
    Ok(Sample { seed_chosen: wish.seed.is_some(), seed, wish: wish.clone(), strata, drawn, bounds })
}

/// Peildatum and the beginning of the hash of every file: `2026-11-23-9f86d081`.
fn usual_seed(reference_date: Date, hashes: &[&str]) -> String {
    let parts = hashes.iter().map(|hash| &hash[..hash.len().min(SEED_DIGITS)]);
    parts.fold(reference_date.to_string(), |seed, part| format!("{seed}-{part}"))
}

/// Everybody at work, each with a layer.
fn divide(staff: &Staff, lexicon: &Lexicon, reference_date: Date) -> Vec<(u32, Layer)> {
    let kinds = Kinds::of(staff, lexicon);
    let newest = calendar::months_before(reference_date, NEW_MONTHS);
    let layer = |person: u32| {
        let started = match staff.start_of(person, reference_date) {
            Start::Known(day, _) | Start::Several(day, _, _) => Some(day),
            Start::Unknown(_) | Start::NoColumn => None,
        };
        let mut work = staff.assignments_of(person).iter();
        if started.is_some_and(|day| day > newest) {
            Layer::New
        } else if work.any(|work| kinds.hired(staff, person, work.group) == Some(true)) {
            Layer::HiredIn
        } else {
            Layer::Long
        }
    };
    staff.active().map(|(person, _)| (person, layer(person))).collect()
}
