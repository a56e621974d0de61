//! toetsklaar: holds a Dutch youth-care provider's staffing workbook against the Kwaliteitskader Jeugd norms.
//!
//! `ARCHITECTURE.md` draws the house: floors, what may use what, and what is absent on purpose.
#![forbid(unsafe_code)]

pub mod amount;
pub mod assess;
pub mod calendar;
pub mod cell;
pub mod chance;
pub mod check;
pub mod columns;
pub mod comparison;
pub mod crowd;
pub mod edition;
pub mod examples;
pub mod expectations;
pub mod finding;
pub mod fold;
pub mod lexicon;
pub mod overview;
pub mod packed;
pub mod planning;
pub mod read;
pub mod record;
pub mod rules;
pub mod sampling;
pub mod seal;
pub mod settings;
pub mod staff;
pub mod table;
pub mod write;
