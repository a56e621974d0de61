//! What the fuzz targets share: whose panic it is, how much memory is too much, and the assessment that they run.

pub mod guard;
pub mod package;
pub mod sample;
