//! What is asked of a sample, and what is wrong with what was asked.

use toetsklaar::assess::Assessment;
use toetsklaar::chance::Percent;
use toetsklaar::sampling::{Size, TooMany, Wish};

use super::Failure;
use super::arguments::SampleArguments;

/// The longest seed.
const LONGEST_SEED: usize = 100;

/// The wish behind the options; none where no sample is asked.
///
/// # Errors
/// Options that say nothing that can be drawn.
pub fn wish(typed: &SampleArguments) -> Result<Option<Wish>, Failure> {
    let size = match (typed.sample, &typed.at_most) {
        (Some(0), _) => {
            return Err(Failure::new("Een steekproef van 0 dossiers zegt niets. Kies --sample 1 of meer."));
        }
        (Some(files), _) => Size::Files(files),
        (None, Some(text)) => Size::AtMost(at_most(text)?),
        (None, None) if typed.assurance.is_some() || typed.seed.is_some() => {
            return Err(Failure::new(
                "De opties --assurance en --seed horen bij een steekproef. Zeg ook hoe groot: --sample 20, of --at-most 10.",
            ));
        }
        (None, None) => return Ok(None),
    };
    let assurance = typed.assurance.as_deref().map_or(Ok(Percent::USUAL_ASSURANCE), assurance)?;
    let seed = typed.seed.as_deref().map(seed).transpose()?;
    Ok(Some(Wish { size, assurance, seed }))
}

fn percentage(option: &str, example: u32, text: &str) -> Result<Percent, Failure> {
    Percent::parse(text).ok_or_else(|| {
        Failure::new(format_args!(
            "{option} kan niet {text:?} zijn: dat is geen percentage van 0 tot en met 100. Schrijf bijvoorbeeld {option} {example}."
        ))
    })
}

fn assurance(text: &str) -> Result<Percent, Failure> {
    let assurance = percentage("--assurance", 95, text)?;
    if assurance.is_part() {
        return Ok(assurance);
    }
    Err(Failure::new(format_args!(
        "--assurance kan niet {text:?} zijn. 100 % zekerheid geeft alleen het openen van alle dossiers, en 0 % is geen zekerheid. Kies er iets tussen, bijvoorbeeld --assurance 95."
    )))
}

fn at_most(text: &str) -> Result<Percent, Failure> {
    let at_most = percentage("--at-most", 10, text)?;
    if at_most.hundredths() < 10_000 {
        return Ok(at_most);
    }
    Err(Failure::new(format_args!(
        "--at-most kan niet {text:?} zijn: meer dan alle dossiers kan er nooit mis zijn. Kies een lager percentage, bijvoorbeeld --at-most 10."
    )))
}

fn seed(text: &str) -> Result<String, Failure> {
    let seed = text.trim();
    if seed.is_empty() || seed.chars().count() > LONGEST_SEED || seed.chars().any(char::is_control) {
        return Err(Failure::new(format_args!(
            "De tekst bij --seed is leeg, langer dan {LONGEST_SEED} tekens, of heeft tekens die niet te zien zijn. Kies een korte tekst op één regel, bijvoorbeeld --seed 4711."
        )));
    }
    Ok(seed.to_owned())
}

/// Draws what was asked.
///
/// # Errors
/// When there are fewer people than are asked.
pub fn draw(assessment: &mut Assessment, wish: &Wish) -> Result<(), Failure> {
    assessment.draw(wish).map_err(|TooMany(people)| {
        let people = match people {
            0 => "is op de peildatum niemand".to_owned(),
            1 => "is op de peildatum 1 medewerker".to_owned(),
            count => format!("zijn op de peildatum {count} medewerkers"),
        };
        Failure::new(format_args!(
            "De steekproef is groter dan het aantal dossiers: er {people} in dienst. Kies een kleiner aantal bij --sample."
        ))
    })
}
