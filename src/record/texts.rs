//! Every distinct text of the inputs, kept once.

use std::hash::BuildHasher;

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
    index: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// The texts with control characters in them, in ascending order.
    controlled: Vec<TextId>,
}

impl Texts {
    /// The number of a text, which is stored if it is new.
    pub fn intern(&mut self, text: &str) -> TextId {
        let hash = self.hasher.hash_one(text);
        let (all, ends, hasher) = (&mut self.all, &mut self.ends, &self.hasher);
        if let Some(found) = self.index.find(hash, |id| slice(all, ends, *id) == text) {
            return TextId(*found);
        }
        let id = u32::try_from(ends.len()).expect("limits keep the number of cells below 2^32");
        all.push_str(text);
        ends.push(u32::try_from(all.len()).expect("limits keep the text of all inputs below 4 GiB"));
        self.index.insert_unique(hash, id, |id| hasher.hash_one(slice(all, ends, *id)));
        if text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r')) {
            self.controlled.push(TextId(id));
        }
        TextId(id)
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
                let (all, ends, hasher) = (&texts.all, &texts.ends, &texts.hasher);
                let hash = hasher.hash_one(text);
                texts.index.insert_unique(hash, id, |id| hasher.hash_one(slice(all, ends, *id)));
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

fn slice<'t>(all: &'t str, ends: &[u32], id: u32) -> &'t str {
    let id = id as usize;
    let start = if id == 0 { 0 } else { ends[id - 1] as usize };
    &all[start..ends[id] as usize]
}
