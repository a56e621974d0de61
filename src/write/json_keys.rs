//! The keys of JSON that somebody handed over: which stand twice, and which do not belong there.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// Keys that stand twice in one part: a reader sees one of them, and a program may see the other.
pub(super) fn twice(text: &str) -> BTreeSet<String> {
    let mut told = BTreeSet::new();
    let mut reader = serde_json::Deserializer::from_str(text.trim_start_matches('\u{feff}'));
    // What is no JSON at all was refused before.
    let _ = Once { path: "", told: &mut told }.deserialize(&mut reader);
    told
}

/// Reads a value for its keys alone.
struct Once<'a> {
    path: &'a str,
    told: &'a mut BTreeSet<String>,
}

impl<'de> DeserializeSeed<'de> for Once<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Once<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = BTreeSet::new();
        while let Some(key) = map.next_key::<String>()? {
            let path = below(self.path, &key);
            map.next_value_seed(Once { path: &path, told: self.told })?;
            if !seen.insert(key) {
                self.told.insert(path);
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(Once { path: self.path, told: self.told })?.is_some() {}
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// Where a key stands: `findings.message`.
fn below(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// The keys in a value that another one, of the same form, does not have.
pub(super) fn added(value: &Value, own: &Value, path: &str, told: &mut Vec<String>) {
    match (value, own) {
        (Value::Object(value), Value::Object(own)) => {
            for (key, value) in value {
                match own.get(key) {
                    Some(own) => added(value, own, &below(path, key), told),
                    None => told.push(below(path, key)),
                }
            }
        }
        (Value::Array(values), Value::Array(own)) => {
            values.iter().zip(own).for_each(|(value, own)| added(value, own, path, told));
        }
        _ => {}
    }
}
