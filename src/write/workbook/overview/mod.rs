//! The workbook of an overview: many providers side by side. Rows are packed as they come, without the addresses of their cells:
//! those are most of what does not repeat. The frame around them is made at the end, and rows and frame are written as they are
//! put together.

mod account;
mod behind;
mod common;
mod duplicates;
mod figures;
mod findings;
mod funnels;
mod groups;
mod providers;
mod sample;

use std::io::Write;

use rust_xlsxwriter::{Workbook, XlsxError};

use super::body::Body;
use super::package;
use super::style::Formats;
use super::{WorkbookError, own_sheet, properties};
use crate::overview::{Overview, Provider, Taken};
use crate::packed::Packed;
use crate::rules::RuleSet;

/// The sheets, in order.
const SHEETS: [&str; 8] =
    ["Overzicht", "Figuren", "Groepen", "Bevindingen", "Meest voorkomend", "Dubbel", "Verantwoording", "Steekproef"];

/// The last of them is there only where a sample was asked.
const SAMPLE: usize = 7;

/// The last row that a sheet can have, counted from nought.
const LAST_ROW: u32 = 1_048_575;

/// Rows of one sheet, as they come.
struct Rows {
    body: Body<Packed>,
    /// The next free row.
    next: u32,
}

impl Rows {
    fn below(header: u32, formats: &Formats) -> Box<Rows> {
        Rows::from(header + 1, formats)
    }

    fn from(first: u32, formats: &Formats) -> Box<Rows> {
        Box::new(Rows { body: Body::without_addresses(Packed::default(), formats), next: first })
    }

    /// The number of a new row.
    fn take(&mut self) -> Result<u32, WorkbookError> {
        let row = self.next;
        if row > LAST_ROW {
            return Err(XlsxError::RowColumnLimitError.into());
        }
        self.next += 1;
        Ok(row)
    }

    /// The last row that was taken; the header when there is none.
    fn last(&self) -> u32 {
        self.next - 1
    }
}

/// The workbook, in the making.
pub struct OverviewWorkbook {
    formats: Formats,
    providers: Box<Rows>,
    groups: Box<Rows>,
    findings: Box<Rows>,
    account: Box<Rows>,
    sample: Option<Box<Rows>>,
}

impl OverviewWorkbook {
    /// Nobody yet; with a sheet for samples of personnel files, or without.
    ///
    /// # Errors
    /// When what is told of all cannot be written.
    pub fn new(overview: &Overview, with_sample: bool) -> Result<OverviewWorkbook, WorkbookError> {
        let formats = Formats::new();
        Ok(OverviewWorkbook {
            providers: Rows::below(providers::HEADER_ROW, &formats),
            groups: Rows::below(groups::HEADER_ROW, &formats),
            findings: Rows::below(findings::HEADER_ROW, &formats),
            account: Rows::from(account::first_row(overview, &formats)?, &formats),
            sample: with_sample.then(|| Rows::below(sample::HEADER_ROW, &formats)),
            formats,
        })
    }

    /// Adds a provider, with what was taken out of its assessment.
    ///
    /// # Errors
    /// When there are more rows than a sheet holds.
    pub fn add(&mut self, provider: &Provider, taken: Option<&Taken>, rules: &RuleSet) -> Result<(), WorkbookError> {
        providers::add(&mut self.providers, provider)?;
        account::add(&mut self.account, provider)?;
        if let Some(taken) = taken {
            groups::add(&mut self.groups, provider, &taken.groups)?;
            findings::add(&mut self.findings, provider, &taken.findings, rules)?;
            if let (Some(rows), Some(sample)) = (&mut self.sample, &taken.figures.sample) {
                sample::add(rows, provider, sample)?;
            }
        }
        Ok(())
    }

    /// Writes the whole workbook.
    ///
    /// # Errors
    /// When it cannot be put together, and what the writer gives.
    pub fn finish(mut self, overview: &Overview, out: &mut dyn Write) -> Result<(), WorkbookError> {
        account::add_others(&mut self.account, overview)?;
        let mut frame = Workbook::new();
        let title = format!("Overzicht van {} aanbieders", overview.providers.len());
        frame.set_zip_compression_level(package::LEVEL).set_properties(&properties(&title)?);
        self.formats.register(&mut frame);
        let formats = &self.formats;
        let mut sheet = |at: usize| own_sheet(&mut frame, formats, SHEETS[at], SHEETS[at]).map(|_| ());
        let count = if self.sample.is_some() { SHEETS.len() } else { SAMPLE };
        (0..count).try_for_each(&mut sheet)?;
        let sheets = frame.worksheets_mut();
        providers::frame(&mut sheets[0], overview, formats, self.providers.last())?;
        let (behind, values) = figures::frame(&mut sheets[1], overview, formats)?.end()?;
        groups::frame(&mut sheets[2], formats, self.groups.last())?;
        findings::frame(&mut sheets[3], formats, self.findings.last())?;
        common::frame(&mut sheets[4], overview, formats)?;
        duplicates::frame(&mut sheets[5], overview, formats)?;
        account::frame(&mut sheets[6], overview, formats)?;
        if let Some(rows) = &self.sample {
            sample::frame(&mut sheets[SAMPLE], formats, rows.last())?;
        }
        let package = frame.save_to_buffer()?;
        drop(frame);
        let rows = [self.providers, self.groups, self.findings, self.account].into_iter().chain(self.sample);
        let rows = [0, 2, 3, 6, SAMPLE].into_iter().zip(rows).map(|(at, rows)| Ok((at, rows.body.end()?)));
        let mut rows = rows.collect::<Result<Vec<_>, WorkbookError>>()?;
        rows.push((1, behind));
        Ok(package::filled(&package, &rows, |chart, out| values.fill(chart, out), out)?)
    }
}
