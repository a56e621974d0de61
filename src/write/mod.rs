//! Outputs: one file per form. Each takes an [`Edition`](crate::edition::Edition) and gives bytes or text back.

pub mod comparison;
pub mod criteria;
mod entries;
pub mod json;
mod json_keys;
pub mod keys;
pub mod overview;
pub mod receipt;
pub(crate) mod sample;
pub mod scorecard;
pub mod text;
pub mod verification;
pub mod words;
pub mod workbook;
