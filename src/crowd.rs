//! The same work for everybody, by two threads where there are many people.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// From this many people on, a second thread is worth its start.
const WORTH_A_THREAD: u32 = 2_000;

/// How many people a thread takes at a time.
const AT_A_TIME: u32 = 1 << 11;

/// What `work` puts behind each other for `0..count`, in that order. It is called for some at a time, with what `begin` makes
/// once for each thread.
///
/// One thread goes on from the front and the other from the back until they meet: a core may be slower than another, and who
/// waits for the slower one does nothing.
pub fn of_all<S, T: Send>(
    count: u32,
    begin: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, Range<u32>, &mut Vec<T>) + Sync,
) -> Vec<T> {
    let mut made = Vec::new();
    if count < WORTH_A_THREAD || cfg!(target_family = "wasm") {
        work(&mut begin(), 0..count, &mut made);
        return made;
    }
    let left = Mutex::new(0..count);
    // Nobody holds what is left while they work: the lock ends with the call.
    let next = |take: fn(&mut Range<u32>) -> Option<Range<u32>>| {
        take(&mut left.lock().unwrap_or_else(PoisonError::into_inner))
    };
    let from_the_back = || {
        let mut state = begin();
        let mut all = Vec::new();
        while let Some(some) = next(last_of) {
            let mut made = Vec::new();
            work(&mut state, some, &mut made);
            all.push(made);
        }
        all
    };
    let from_the_front = |made: &mut Vec<T>| {
        let mut state = begin();
        while let Some(some) = next(first_of) {
            work(&mut state, some, made);
        }
    };
    std::thread::scope(|scope| {
        let back = scope.spawn(from_the_back);
        from_the_front(&mut made);
        match back.join() {
            Ok(back) => back.into_iter().rev().for_each(|mut some| made.append(&mut some)),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    });
    made
}

fn first_of(left: &mut Range<u32>) -> Option<Range<u32>> {
    let end = left.end.min(left.start.saturating_add(AT_A_TIME));
    let first = left.start..end;
    left.start = end;
    (!first.is_empty()).then_some(first)
}

fn last_of(left: &mut Range<u32>) -> Option<Range<u32>> {
    let start = left.start.max(left.end.saturating_sub(AT_A_TIME));
    let last = start..left.end;
    left.end = start;
    (!last.is_empty()).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_comes_once_and_in_order() {
        for count in [0, 1, WORTH_A_THREAD - 1, WORTH_A_THREAD, AT_A_TIME + 1, 7 * AT_A_TIME + 3, 50_000] {
            let made = of_all(count, || (), |(), some, made| made.extend(some));
            assert!(made.into_iter().eq(0..count), "{count}");
        }
    }

    #[test]
    fn two_threads_work_at_the_same_time() {
        let made = of_all(
            40 * AT_A_TIME,
            || std::thread::current().id(),
            |thread, _, made| {
                std::thread::sleep(std::time::Duration::from_millis(2));
                made.push(*thread);
            },
        );
        let first = made.iter().filter(|thread| **thread == made[0]).count();
        assert!((made.len(), (10..=30).contains(&first)) == (40, true), "{first} of {}", made.len());
    }

    #[test]
    #[should_panic(expected = "49999")]
    fn a_panic_of_one_thread_is_one_of_both() {
        of_all(50_000, || (), |(), some, _: &mut Vec<()>| assert!(!some.contains(&49_999), "49999"));
    }
}
