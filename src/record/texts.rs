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
    index: HashTable<Entry>,
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

impl Texts {
    /// The number of a text, which is stored if it is new.
    pub fn intern(&mut self, text: &str) -> TextId {
        let half = self.half(text);
        let (all, ends) = (&self.all, &self.ends);
        let is_it = |entry: &Entry| entry.half == half && bytes(all, ends, entry.id) == text.as_bytes();
        if let Some(found) = self.index.find(spread(half), is_it) {
            return TextId(found.id);
        }
        let id = u32::try_from(ends.len()).expect("limits keep the number of cells below 2^32");
        self.all.push_str(text);
        self.ends.push(u32::try_from(self.all.len()).expect("limits keep the text of all inputs below 4 GiB"));
        self.index.insert_unique(spread(half), Entry { id, half }, Entry::hash);
        if has_control_characters(text) {
            self.controlled.push(TextId(id));
        }
        TextId(id)
    }

    #[expect(clippy::cast_possible_truncation, reason = "half of it is enough to tell most texts apart")]
    fn half(&self, text: &str) -> u32 {
        self.hasher.hash_one(text) as u32
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
        for ((id, text), kept) in (0u32..).zip(self.iter()).zip(kept) {
            if *kept {
                texts.all.push_str(text);
            }
            texts.ends.push(u32::try_from(texts.all.len()).expect("there is no more text than there was"));
            if *kept {
                let half = texts.half(text);
                texts.index.insert_unique(spread(half), Entry { id, half }, Entry::hash);
            }
        }
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
