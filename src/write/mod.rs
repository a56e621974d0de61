//! Outputs: one file per form. Each takes an [`Edition`](crate::edition::Edition) and gives bytes or text back.

pub mod json;
