//! How much is read before an input is refused.

/// How much is read before an input is refused.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Limits {
    /// The most filled cells in one sheet.
    pub cells: u64,
    /// The most bytes of a file.
    pub file: u64,
    /// The most bytes that one part of a package may inflate to.
    pub part: u64,
    /// The most bytes that all parts which are read may inflate to.
    pub all: u64,
}

impl Limits {
    /// Limits for so many filled cells a sheet. More than usual raises the limits on sizes as much; fewer leaves them.
    pub fn of_cells(cells: u64) -> Limits {
        let usual = Limits { cells, ..Limits::default() };
        let raised = |size: u64| usual.times(size);
        Limits { file: raised(usual.file), part: raised(usual.part), all: raised(usual.all), ..usual }
    }

    /// A size that is fit for the usual number of cells, raised as far as the number of cells was.
    pub fn times(&self, size: u64) -> u64 {
        let raised = u128::from(size) * u128::from(self.cells) / u128::from(Limits::default().cells);
        u64::try_from(raised).unwrap_or(u64::MAX).max(size)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits { cells: 5_000_000, file: 50 << 20, part: 256 << 20, all: 512 << 20 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_cells_raise_the_sizes_and_fewer_do_not_lower_them() {
        assert_eq!(Limits::of_cells(5_000_000), Limits::default());
        assert_eq!(
            Limits::of_cells(10_000_000),
            Limits { cells: 10_000_000, file: 100 << 20, part: 512 << 20, all: 1 << 30 }
        );
        assert_eq!(Limits::of_cells(7), Limits { cells: 7, ..Limits::default() });
        assert_eq!(Limits::of_cells(u64::MAX).file, u64::MAX);
    }
}
