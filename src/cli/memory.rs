//! The memory of this process, counted from the moment that it gets a limit: the reading child's; and how it is given back. The
//! only unsafe code of the project.
//!
//! Our own and not a crate's, because in the parent two threads judge a large provider: a counter that both of them write at every
//! allocation costs a quarter of their time. Here the parent only reads whether there is a limit.
#![expect(
    unsafe_code,
    reason = "an allocator cannot be written without it, nor can that of the system be asked for something"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

#[global_allocator]
static MEMORY: Limited = Limited { left: AtomicUsize::new(UNLIMITED) };

/// What is left of a process without a limit. No limit is as high: no allocation is larger than half of it.
const UNLIMITED: usize = usize::MAX;

/// The allocator of the system, which gives no more than is left.
struct Limited {
    /// Bytes that may still be asked for.
    left: AtomicUsize,
}

/// Lets this process ask for no more than so many bytes beyond what it has now. An allocation that would need more fails, which
/// ends the process.
pub fn limit(bytes: usize) {
    MEMORY.limit(bytes);
}

/// Has large pieces of memory go back to the system as soon as they are freed.
///
/// Otherwise glibc keeps ever larger ones for later: with every large piece that is freed, pieces up to its size are taken from what
/// is kept, where what stays in use between two of them holds it all.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub fn give_back_large_pieces() {
    const LARGE: std::ffi::c_int = 1 << 20;
    // SAFETY: it takes two numbers; what it does not know it refuses, and then all is as it was.
    unsafe { libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE) };
}

/// Other allocators do so by themselves.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn give_back_large_pieces() {}

impl Limited {
    fn limit(&self, bytes: usize) {
        self.left.store(bytes.min(UNLIMITED - 1), Relaxed);
    }

    /// Whether so many bytes are left; then they are taken.
    #[inline]
    fn take(&self, bytes: usize) -> bool {
        self.left.load(Relaxed) == UNLIMITED
            || self.left.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(bytes)).is_ok()
    }

    /// What `give` gives, if so many bytes are left for it.
    #[inline]
    fn counted(&self, bytes: usize, give: impl FnOnce() -> *mut u8) -> *mut u8 {
        if !self.take(bytes) {
            return null_mut();
        }
        let given = give();
        if given.is_null() {
            self.give_back(bytes);
        }
        given
    }

    #[inline]
    fn give_back(&self, bytes: usize) {
        if self.left.load(Relaxed) != UNLIMITED {
            // What was given out before there was a limit may come back too: never so much that the limit is gone.
            let more = |left: usize| Some(left.saturating_add(bytes).min(UNLIMITED - 1));
            let _ = self.left.fetch_update(Relaxed, Relaxed, more);
        }
    }
}

// SAFETY: every pointer is the system allocator's, asked for and given back with the layout of the caller; the counting beside it
// touches no memory of anybody and never panics.
unsafe impl GlobalAlloc for Limited {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the promises of `GlobalAlloc::alloc`, which are those of the system's.
        self.counted(layout.size(), || unsafe { System.alloc(layout) })
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as for `alloc`.
        self.counted(layout.size(), || unsafe { System.alloc_zeroed(layout) })
    }

    unsafe fn dealloc(&self, given: *mut u8, layout: Layout) {
        // SAFETY: `given` came from the system's allocator with this layout.
        unsafe { System.dealloc(given, layout) };
        self.give_back(layout.size());
    }

    unsafe fn realloc(&self, given: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let more = size.saturating_sub(layout.size());
        // SAFETY: `given` came from the system's allocator with this layout; the caller promises that `size` is a size.
        let moved = self.counted(more, || unsafe { System.realloc(given, layout, size) });
        if !moved.is_null() {
            self.give_back(layout.size().saturating_sub(size));
        }
        moved
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(memory: &Limited) -> usize {
        memory.left.load(Relaxed)
    }

    #[test]
    fn without_a_limit_nothing_is_counted() {
        let memory = Limited { left: AtomicUsize::new(UNLIMITED) };
        let layout = Layout::new::<[u8; 1000]>();
        // SAFETY: the layout has a size, and what is given goes back with it.
        unsafe {
            let given = memory.alloc(layout);
            assert!(!given.is_null());
            assert_eq!(left(&memory), UNLIMITED);
            memory.dealloc(given, layout);
        }
        assert_eq!(left(&memory), UNLIMITED);
    }

    #[test]
    fn what_is_taken_counts_until_it_comes_back() {
        let memory = Limited { left: AtomicUsize::new(UNLIMITED) };
        memory.limit(1000);
        let layout = Layout::new::<[u8; 600]>();
        // SAFETY: the layout has a size, and what is given goes back with the layout that it then has.
        unsafe {
            let given = memory.alloc(layout);
            assert_eq!(left(&memory), 400);
            assert!(memory.alloc(layout).is_null());
            assert!(memory.alloc_zeroed(layout).is_null());
            assert!(memory.realloc(given, layout, 1001).is_null(), "still there, as it was");
            assert_eq!(left(&memory), 400);
            let given = memory.realloc(given, layout, 1000);
            assert!(!given.is_null());
            assert_eq!(left(&memory), 0);
            let grown = Layout::new::<[u8; 1000]>();
            let given = memory.realloc(given, grown, 600);
            assert_eq!(left(&memory), 400);
            memory.dealloc(given, layout);
        }
        assert_eq!(left(&memory), 1000);
    }

    #[test]
    fn what_was_given_before_the_limit_cannot_lift_it() {
        let memory = Limited { left: AtomicUsize::new(UNLIMITED) };
        memory.limit(UNLIMITED);
        memory.give_back(1000);
        assert_eq!(left(&memory), UNLIMITED - 1);
    }
}
