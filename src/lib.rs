//! toetsklaar: holds a Dutch youth-care provider's staffing workbook against the Kwaliteitskader Jeugd norms.
//!
//! `ARCHITECTURE.md` draws the house: floors, what may use what, and what is absent on purpose.

pub mod amount;
pub mod calendar;
pub mod cell;
pub mod finding;
pub mod fold;
