//! What the name of a group is, in a cell that says more.

/// Strokes between letters that part nothing.
const IN_WORDS: [&str; 4] = ["t/m", "m/v", "v/m", "24/7"];

/// The groups that one cell names: parted by `/`, `;`, `+`, a line break or " en ", but not in brackets.
pub(super) fn split(cell: &str) -> Vec<&str> {
    let mut depth = 0;
    let mut in_brackets: Vec<bool> = Vec::with_capacity(cell.len());
    for byte in cell.bytes() {
        depth += i32::from(byte == b'(');
        in_brackets.push(depth > 0);
        depth -= i32::from(byte == b')');
    }
    // Brackets that do not pair say nothing.
    let paired = depth == 0;
    let in_word = |at: usize| {
        IN_WORDS.iter().any(|word| {
            let start = word.find('/').and_then(|stroke| at.checked_sub(stroke));
            let found = start.and_then(|start| cell.get(start..start + word.len()));
            found.is_some_and(|found| found.eq_ignore_ascii_case(word))
        })
    };
    let parts = |at: usize, letter: char| {
        matches!(letter, '/' | ';' | '+' | '\n' | '\r')
            && !(paired && in_brackets[at])
            && !(letter == '/' && in_word(at))
    };
    let mut start = 0;
    let mut found = Vec::new();
    for (at, letter) in cell.char_indices().filter(|(at, letter)| parts(*at, *letter)) {
        found.push(&cell[start..at]);
        start = at + letter.len_utf8();
    }
    found.push(&cell[start..]);
    found.into_iter().flat_map(|part| part.split(" en ")).map(str::trim).filter(|group| !group.is_empty()).collect()
}
