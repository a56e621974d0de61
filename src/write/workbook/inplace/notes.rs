//! Notes on the user's cells, beside or below those that are there.

use std::collections::HashMap;

use super::outline::{Edit, Element, MAIN, Outline, Strange, edited, escaped, unescaped};
use crate::cell::Position;
use crate::read::{NOTE_AUTHOR, range};

/// What stands between a note of the user's and ours below it.
pub(super) const HEAD: &str = "— toetsklaar —";

/// The letters of a note.
const LETTERS: &str = "<rPr><sz val=\"8\"/><color indexed=\"81\"/><rFont val=\"Tahoma\"/><family val=\"2\"/></rPr>";

/// A note of ours.
pub(super) struct Note {
    pub(super) position: Position,
    pub(super) text: String,
    /// In pixels.
    pub(super) height: u32,
}

/// For a sheet without notes.
fn none() -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<comments xmlns=\"{MAIN}\"><authors/><commentList/></comments>"
    )
}

/// The notes of a sheet with ours among them, and whether each of ours needs a shape of its own: those below one of the user's do not.
pub(super) fn joined(base: Option<&str>, notes: &[Note]) -> Result<(String, Vec<bool>), Strange> {
    let none = none();
    let outline = Outline::read(base.unwrap_or(&none), 4)?;
    let declaration = outline.declaration(MAIN);
    let root = outline.root();
    let authors = outline.child(root, "authors").ok_or(Strange)?;
    let list = outline.child(root, "commentList").ok_or(Strange)?;
    let mut edits: Vec<Edit> = Vec::new();
    let known = outline.children(authors).position(|author| unescaped(outline.content(author)) == NOTE_AUTHOR);
    let author = known.unwrap_or_else(|| outline.children(authors).count());
    if known.is_none() {
        edits.push(outline.appended(authors, &format!("<author{declaration}>{NOTE_AUTHOR}</author>")));
    }
    let there: Vec<(Position, Element<'_>)> = outline
        .children(list)
        .map(|comment| {
            let (first, _) = range(&outline.attribute(comment, "ref")?)?;
            Some((first, comment))
        })
        .collect::<Option<_>>()
        .ok_or(Strange)?;
    let by_cell: HashMap<Position, Element<'_>> = there.iter().copied().collect();
    let mut next = 0;
    let mut at_end = String::new();
    let mut shapes = Vec::with_capacity(notes.len());
    for note in notes {
        if let Some(comment) = by_cell.get(&note.position) {
            edits.extend(below(&outline, *comment, &declaration, &note.text)?);
            shapes.push(false);
            continue;
        }
        shapes.push(true);
        let new = format!(
            "<comment{declaration} ref=\"{}\" authorId=\"{author}\"><text>{}</text></comment>",
            note.position,
            run("", &note.text)
        );
        while there.get(next).is_some_and(|(position, _)| *position < note.position) {
            next += 1;
        }
        match there.get(next) {
            Some((_, comment)) => edits.push((comment.start..comment.start, new)),
            None => at_end.push_str(&new),
        }
    }
    if !at_end.is_empty() {
        edits.push(outline.appended(list, &at_end));
    }
    Ok((edited(outline.text, edits), shapes))
}

/// Whether these are notes to which ours can be added.
pub(super) fn check(base: &str) -> Result<(), Strange> {
    joined(Some(base), &[])?;
    let outline = Outline::read(base, 3)?;
    let list = outline.child(outline.root(), "commentList").ok_or(Strange)?;
    let has_text = |comment| outline.child(comment, "text").is_some();
    if outline.children(list).all(has_text) { Ok(()) } else { Err(Strange) }
}

fn run(declaration: &str, text: &str) -> String {
    format!("<r{declaration}>{LETTERS}<t xml:space=\"preserve\">{}</t></r>", escaped(text))
}

/// The edits that put our text below a note.
fn below(outline: &Outline<'_>, comment: Element<'_>, declaration: &str, text: &str) -> Result<Vec<Edit>, Strange> {
    let holder = outline.child(comment, "text").ok_or(Strange)?;
    let run = run(declaration, &format!("\n\n{HEAD}\n{text}"));
    let pieces: Vec<Element<'_>> = outline.children(holder).collect();
    let mut edits = Vec::new();
    // A bare text becomes a run: Excel does not show what stands behind one.
    if let Some(bare) = pieces.first().filter(|piece| piece.local() == "t") {
        let name = format!("{}r", holder.prefix());
        edits.push((bare.start..bare.start, format!("<{name}>")));
        edits.push((bare.end..bare.end, format!("</{name}>")));
    }
    match pieces.iter().rfind(|piece| matches!(piece.local(), "t" | "r")) {
        Some(last) => edits.push((last.end..last.end, run)),
        None if holder.is_one_tag() => edits.push(outline.appended(holder, &run)),
        None => edits.push((holder.inner..holder.inner, run)),
    }
    Ok(edits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(row: u32, column: u16, text: &str) -> Note {
        Note { position: Position { row, column }, text: text.to_owned(), height: 50 }
    }

    #[test]
    fn notes_come_between_those_of_the_user_and_below_one_on_the_same_cell() {
        let base = format!(
            "<x:comments xmlns:x=\"{MAIN}\"><x:authors><x:author>Eva</x:author></x:authors><x:commentList>\
             <x:comment ref=\"A1\" authorId=\"0\"><x:text><x:t>a &amp; b</x:t></x:text></x:comment>\
             <x:comment ref=\"B3\" authorId=\"0\"><x:text><x:r><x:rPr><x:b/></x:rPr><x:t>vet</x:t></x:r><x:rPh sb=\"0\" eb=\"1\"/></x:text></x:comment>\
             </x:commentList></x:comments>"
        );
        let ours = [note(0, 0, "een"), note(1, 1, "<twee>"), note(2, 1, "drie"), note(9, 0, "vier")];
        let (text, shapes) = joined(Some(&base), &ours).expect("notes");
        assert_eq!(shapes, [false, true, false, true]);
        let outline = Outline::read(&text, 2).expect("well-formed");
        let list = outline.child(outline.root(), "commentList").expect("a list");
        let cells: Vec<String> =
            outline.children(list).filter_map(|comment| outline.attribute(comment, "ref")).collect();
        assert_eq!(cells, ["A1", "B2", "B3", "A10"]);
        assert!(text.contains("<x:text><x:r><x:t>a &amp; b</x:t></x:r><r xmlns="), "{text}");
        assert!(text.contains("<x:t>vet</x:t></x:r><r xmlns=") && text.contains("</r><x:rPh"), "{text}");
        assert!(text.contains("\n\n— toetsklaar —\neen</t>") && text.contains("&lt;twee&gt;"), "{text}");
        assert!(text.contains(&format!("<author xmlns=\"{MAIN}\">toetsklaar</author></x:authors>")), "{text}");
    }

    #[test]
    fn a_sheet_without_notes_gets_a_list_of_ours() {
        let (text, shapes) = joined(None, &[note(0, 1, "a"), note(4, 0, "b")]).expect("notes");
        assert_eq!(shapes, [true, true]);
        assert!(
            text.contains(
                "<authors><author>toetsklaar</author></authors><commentList><comment ref=\"B1\" authorId=\"0\">"
            ),
            "{text}"
        );
    }
}
