//! Formulas without a value: to the parser they are empty cells, so the pass that looks at every cell tells of them.
//!
//! The parser may come behind the pass in another thread. It asks at empty cells only, and waits there until the pass has gone by.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::cell::Position;

/// How many rows the pass goes on before it tells where it is.
const ROWS_UNTOLD: u32 = 256;

/// The formulas without a value that the pass has met, and where it is.
#[derive(Default)]
pub(in crate::read) struct Uncalculated {
    state: Mutex<State>,
    moved: Condvar,
}

#[derive(Default)]
struct State {
    /// The first sheet and row that may hold more of them.
    at: (usize, u32),
    /// By sheet, in the order of the file.
    cells: Vec<Vec<Position>>,
}

impl Uncalculated {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn go(&self, at: (usize, u32)) {
        self.state().at = at;
        self.moved.notify_all();
    }

    /// To tell of those on one sheet.
    pub(super) fn of_sheet(&self, sheet: usize) -> Meeting<'_> {
        self.state().cells.resize_with(sheet + 1, Vec::new);
        self.go((sheet, 0));
        Meeting { all: self, sheet, told: 0 }
    }

    /// Says at its own end that the pass is over.
    pub(super) fn end(&self) -> End<'_> {
        End(self)
    }

    /// Those on one sheet, from the top.
    pub(in crate::read) fn told_of(&self, sheet: usize) -> Told<'_> {
        Told { all: self, sheet, until: 0, asked: 0, ahead: VecDeque::new() }
    }
}

/// The end of the pass, well or not.
pub(super) struct End<'u>(&'u Uncalculated);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.go((usize::MAX, 0));
    }
}

/// What the pass meets on one sheet.
pub(super) struct Meeting<'u> {
    all: &'u Uncalculated,
    sheet: usize,
    told: u32,
}

impl Meeting<'_> {
    /// A formula without a value.
    pub(super) fn meet(&self, place: Position) {
        self.all.state().cells[self.sheet].push(place);
    }

    /// All rows before this one were looked at.
    #[inline]
    pub(super) fn pass(&mut self, row: u32) {
        if row >= self.told.saturating_add(ROWS_UNTOLD) {
            self.told = row;
            self.all.go((self.sheet, row));
        }
    }
}

/// The formulas without a value of one sheet, for who comes by its cells in the order of the file.
pub(in crate::read) struct Told<'u> {
    all: &'u Uncalculated,
    sheet: usize,
    /// Those in the rows before this one were asked for.
    until: u32,
    /// How many were asked for.
    asked: usize,
    /// Of those, the ones that are still to come.
    ahead: VecDeque<Position>,
}

impl Told<'_> {
    /// Whether an empty cell holds a formula. Waits until the pass has been there.
    #[inline]
    pub(in crate::read) fn holds(&mut self, row: u32, column: u32) -> bool {
        if row >= self.until {
            self.ask(row);
        }
        let next = self.ahead.front().filter(|next| next.row == row && u32::from(next.column) == column);
        next.is_some() && self.ahead.pop_front().is_some()
    }

    #[cold]
    fn ask(&mut self, row: u32) {
        let mut state = self.all.state();
        while state.at <= (self.sheet, row) {
            state = self.all.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        self.until = if state.at.0 == self.sheet { state.at.1 } else { u32::MAX };
        if let Some(cells) = state.cells.get(self.sheet) {
            self.ahead.extend(&cells[self.asked..]);
            self.asked = cells.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(row: u32, column: u16) -> Position {
        Position { row, column }
    }

    #[test]
    fn who_comes_behind_waits_until_the_pass_has_gone_by() {
        let all = Uncalculated::default();
        std::thread::scope(|scope| {
            let reader = scope.spawn(|| {
                let mut told = all.told_of(1);
                [(0, 1), (2, 0), (2, 5), (700, 0), (900, 3)].map(|(row, column)| told.holds(row, column))
            });
            let end = all.end();
            all.of_sheet(0).meet(place(0, 1));
            let mut meeting = all.of_sheet(1);
            for row in 0..=700 {
                if row == 2 || row == 700 {
                    meeting.meet(place(row, if row == 2 { 5 } else { 0 }));
                }
                meeting.pass(row + 1);
            }
            drop(end);
            assert_eq!(reader.join().unwrap(), [false, false, true, true, false]);
        });
        let mut again = all.told_of(1);
        assert!(!again.holds(0, 1) && again.holds(2, 5), "a second time");
    }
}
