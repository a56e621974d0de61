//! Every distinct text of the inputs, kept once.

use std::hash::BuildHasher;
use std::ops::Range;

use hashbrown::{DefaultHashBuilder, HashTable};

/// The number of a text in [`Texts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextId(pub(super) u32);

impl TextId {
    /// No text: the fact is shown from what was read.
    pub const NONE: TextId = TextId(u32::MAX);
}

/// Every distinct text once, in one run of memory.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    all: String,
    ends: Vec<u32>,
    /// What tells whether a text is new; none before the first text, and when there will be no more.
    index: Option<HashTable<Entry>>,
    hasher: DefaultHashBuilder,
    /// The texts with control characters in them, in ascending order.
    controlled: Vec<TextId>,
}

/// A text in the index. The half of its hash stands beside it: a table that grows, and one that is searched, would otherwise
/// look up texts all over the memory.
#[derive(Debug, Clone, Copy)]
struct Entry {
    id: u32,
    half: u32,
}

impl Entry {
    /// A hash that follows from the half that is kept.
    fn hash(&self) -> u64 {
        spread(self.half)
    }
}

/// Half of a hash over the room of a whole one, since a table uses bits from both ends.
fn spread(half: u32) -> u64 {
    u64::from(half).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// An index of texts.
fn index(all: &str, ends: &[u32], hasher: &DefaultHashBuilder, ids: impl Iterator<Item = u32>) -> HashTable<Entry> {
    let mut index = HashTable::with_capacity(ids.size_hint().0);
    for id in ids {
        let half = half(hasher, slice(all, ends, id));
        index.insert_unique(spread(half), Entry { id, half }, Entry::hash);
    }
    index
}

#[expect(clippy::cast_possible_truncation, reason = "half of it is enough to tell most texts apart")]
fn half(hasher: &DefaultHashBuilder, text: &str) -> u32 {
    hasher.hash_one(text) as u32
}

impl Texts {
    /// The number of a text, which is stored if it is new.
    pub fn intern(&mut self, text: &str) -> TextId {
        let half = half(&self.hasher, text);
        let (all, ends) = (&self.all, &self.ends);
        let is_it = |entry: &Entry| entry.half == half && bytes(all, ends, entry.id) == text.as_bytes();
        let id = u32::try_from(ends.len()).expect("limits keep the number of cells below 2^32");
        let index = self.index.get_or_insert_with(|| index(all, ends, &self.hasher, 0..id));
        if let Some(found) = index.find(spread(half), is_it) {
            return TextId(found.id);
        }
        index.insert_unique(spread(half), Entry { id, half }, Entry::hash);
        self.all.push_str(text);
        self.ends.push(u32::try_from(self.all.len()).expect("limits keep the text of all inputs below 4 GiB"));
        if has_control_characters(text) {
            self.controlled.push(TextId(id));
        }
        TextId(id)
    }

    /// Ends reading: what tells whether a text is new goes. It comes back with the first text that is asked for then.
    pub fn end(&mut self) {
        self.index = None;
    }

    /// Whether a text has control characters in it, other than those that end a line or a column.
    pub fn has_control_characters(&self, id: TextId) -> bool {
        self.controlled.binary_search(&id).is_ok()
    }

    /// The text with this number.
    pub fn text(&self, id: TextId) -> &str {
        if id == TextId::NONE { "" } else { slice(&self.all, &self.ends, id.0) }
    }

    /// Every distinct text.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0u32..).zip(&self.ends).map(|(id, _)| slice(&self.all, &self.ends, id))
    }

    /// The same texts under the same numbers, but for those that are not kept: they are empty.
    pub(super) fn only(&self, kept: &[bool]) -> Texts {
        let mut texts = Texts { hasher: self.hasher.clone(), ..Texts::default() };
        for (text, kept) in self.iter().zip(kept) {
            if *kept {
                texts.all.push_str(text);
            }
            texts.ends.push(u32::try_from(texts.all.len()).expect("there is no more text than there was"));
        }
        let ids = (0u32..).zip(kept).filter_map(|(id, kept)| kept.then_some(id));
        texts.index = Some(index(&texts.all, &texts.ends, &texts.hasher, ids));
        texts.controlled = self.controlled.iter().copied().filter(|id| kept[id.0 as usize]).collect();
        texts
    }

    /// How many distinct texts there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no text yet.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// Whether there are control characters in a text that neither end a line nor a column.
fn has_control_characters(text: &str) -> bool {
    if text.is_ascii() {
        text.bytes().any(|b| b.is_ascii_control() && !matches!(b, b'\t' | b'\n' | b'\r'))
    } else {
        text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
    }
}

fn range(ends: &[u32], id: u32) -> Range<usize> {
    let id = id as usize;
    let start = if id == 0 { 0 } else { ends[id - 1] as usize };
    start..ends[id] as usize
}

fn slice<'t>(all: &'t str, ends: &[u32], id: u32) -> &'t str {
    &all[range(ends, id)]
}

fn bytes<'t>(all: &'t str, ends: &[u32], id: u32) -> &'t [u8] {
    &all.as_bytes()[range(ends, id)]
}
