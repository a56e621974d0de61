//! An overview of many providers as text and as JSON; its workbook stands with the other workbooks.

pub mod json;
pub mod text;
pub mod words;
