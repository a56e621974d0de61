//! Inside a package: the list of sheets, looks, tables, and what each worksheet holds. Where a program would offer to repair.

use std::collections::{BTreeMap, BTreeSet};

use super::package::{Package, relation_id};
use super::xml::{Element, VML, VML_EXCEL};

/// The children of a worksheet, in the order of `CT_Worksheet`.
const WORKSHEET: [&str; 38] = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
];

/// The children of a workbook, in the order of `CT_Workbook`.
const WORKBOOK: [&str; 18] = [
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
    "calcPr",
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "extLst",
];

/// The children of a list of looks, in the order of `CT_Stylesheet`.
const STYLES: [&str; 11] = [
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
];

/// Says what is wrong in a part.
struct Teller<'a> {
    part: &'a str,
    wrong: &'a mut Vec<String>,
}

impl Teller<'_> {
    fn tell(&mut self, what: impl std::fmt::Display) {
        self.wrong.push(format!("{}: {what}", self.part));
    }

    /// That children stand in the order of the schema, and each once but for those that may come again.
    fn ordered(&mut self, root: &Element, order: &[&str], again: &[&str]) {
        let mut last = 0;
        for child in &root.children {
            // What only some programs understand stands in the place of what it holds.
            let name = match child.name.as_str() {
                "AlternateContent" => child
                    .children
                    .first()
                    .and_then(|choice| choice.children.first())
                    .map_or("", |one| one.name.as_str()),
                name => name,
            };
            if child.name != "AlternateContent" && child.space != root.space {
                self.tell(format_args!("{name} is of another namespace than its parent"));
            }
            let Some(at) = order.iter().position(|known| *known == name) else {
                self.tell(format_args!("{name} does not belong in {}", root.name));
                continue;
            };
            if at + 1 < last {
                self.tell(format_args!("{name} stands behind {}", order[last - 1]));
            } else if at + 1 == last && !again.contains(&name) {
                self.tell(format_args!("{name} stands there twice"));
            }
            last = last.max(at + 1);
        }
    }

    fn once<T: Ord + std::fmt::Debug>(&mut self, what: &str, values: impl IntoIterator<Item = T>) {
        let mut seen = BTreeSet::new();
        for value in values {
            if seen.contains(&value) {
                self.tell(format_args!("{what} {value:?} is used twice"));
            }
            seen.insert(value);
        }
    }

    /// That a list tells how many it holds, when it tells.
    fn counted(&mut self, list: &Element) {
        if let Some(count) = list.number("count")
            && count != list.children.len()
        {
            self.tell(format_args!("{} says {count} and holds {}", list.name, list.children.len()));
        }
    }
}

/// Everything that can be checked of a workbook by itself.
pub fn check(package: &Package, wrong: &mut Vec<String>) {
    let workbook = package.workbook();
    let mut teller = Teller { part: workbook, wrong };
    let root = package.tree(workbook);
    teller.ordered(root, &WORKBOOK, &[]);
    let sheets = package.sheets();
    let listed = root.child("sheets").map_or(0, |list| list.children.len());
    if sheets.len() != listed {
        teller.tell(format_args!("{listed} sheets are listed, {} have a part", sheets.len()));
    }
    teller.once("the tab", sheets.iter().map(|(name, _, _)| name.to_lowercase()));
    teller.once("the part", sheets.iter().map(|(_, part, _)| *part));
    teller.once("sheetId", sheets.iter().map(|(_, _, sheet)| sheet.attribute("sheetId")));
    for (name, _, _) in &sheets {
        if name.chars().count() > 31 || name.contains(['[', ']', ':', '*', '?', '/', '\\']) {
            teller.tell(format_args!("no tab can be called {name}"));
        }
    }
    let names: Vec<&Element> = root.child("definedNames").map_or(&[][..], |names| &names.children).iter().collect();
    teller.once(
        "the name",
        names
            .iter()
            .map(|name| (name.attribute("name").unwrap_or_default().to_lowercase(), name.attribute("localSheetId"))),
    );
    for name in &names {
        if name.number("localSheetId").is_some_and(|sheet| sheet >= sheets.len()) {
            teller.tell(format_args!("{:?} belongs to a sheet that is not there", name.attribute("name")));
        }
    }
    let views = root.child("bookViews").map_or(&[][..], |views| &views.children);
    let active = views.first().and_then(|view| view.number("activeTab")).unwrap_or(0);
    match sheets.get(active) {
        None => teller.tell("opens on a sheet that is not there"),
        Some((tab, _, sheet)) if sheet.attribute("state").is_some_and(|state| state != "visible") => {
            teller.tell(format_args!("opens on {tab}, which is hidden"));
        }
        Some(_) => {}
    }
    let looks = Looks::read(package, wrong);
    let strings = package.related(workbook, "/sharedStrings").map(|part| package.tree(part).all("si").count());
    let mut tables = Vec::new();
    let mut selected = Vec::new();
    for (at, (tab, part, _)) in sheets.iter().enumerate() {
        let Some(root) = package.trees.get(*part).filter(|root| root.name == "worksheet") else {
            continue;
        };
        worksheet(package, part, root, &looks, strings.unwrap_or(0), wrong);
        tables.extend(package.all_related(part, "/table"));
        if root.deep("sheetView").iter().any(|view| matches!(view.attribute("tabSelected"), Some("1" | "true"))) {
            selected.push((at, *tab));
        }
    }
    // Two selected tabs are a group: what is typed in one is typed in both.
    if selected.len() > 1 || selected.first().is_some_and(|(at, _)| *at != active) {
        wrong.push(format!("{workbook}: opens on sheet {active}, but selected are {selected:?}"));
    }
    let mut ids = Vec::new();
    let mut table_names: Vec<String> =
        names.iter().filter_map(|name| Some(name.attribute("name")?.to_lowercase())).collect();
    for part in tables {
        let table = package.tree(part);
        let mut teller = Teller { part, wrong };
        let columns = table.child("tableColumns").map_or(&[][..], |columns| &columns.children);
        teller.once(
            "the column",
            columns.iter().map(|column| column.attribute("name").unwrap_or_default().to_lowercase()),
        );
        teller.once("the column id", columns.iter().map(|column| column.attribute("id")));
        match table.attribute("ref").and_then(range) {
            Some((first, last)) if last.0 - first.0 + 1 == columns.len() && last.1 > first.1 => {}
            _ => teller.tell("has another size than its columns"),
        }
        ids.push(table.attribute("id"));
        table_names.push(table.attribute("displayName").unwrap_or_default().to_lowercase());
    }
    let mut teller = Teller { part: workbook, wrong };
    teller.once("the table id", ids);
    // A name that belongs to one sheet may stand on several.
    let local: BTreeSet<String> = names
        .iter()
        .filter(|name| name.attribute("localSheetId").is_some())
        .filter_map(|name| Some(name.attribute("name")?.to_lowercase()))
        .collect();
    teller.once("the name of a table", table_names.into_iter().filter(|name| !local.contains(name)));
}

/// How many looks of each kind there are.
#[derive(Default)]
struct Looks {
    cells: usize,
    parts: usize,
}

impl Looks {
    fn read(package: &Package, wrong: &mut Vec<String>) -> Looks {
        let Some(part) = package.related(package.workbook(), "/styles") else {
            return Looks { cells: 1, parts: 0 };
        };
        let root = package.tree(part);
        let mut teller = Teller { part, wrong };
        teller.ordered(root, &STYLES, &[]);
        let list = |name: &str| root.child(name).map_or(&[][..], |list| &list.children);
        for list in root.children.iter().filter(|list| STYLES[..8].contains(&list.name.as_str())) {
            teller.counted(list);
        }
        let formats: BTreeSet<usize> = list("numFmts").iter().filter_map(|format| format.number("numFmtId")).collect();
        teller.once("the number format", list("numFmts").iter().map(|format| format.number("numFmtId")));
        for xf in list("cellXfs").iter().chain(list("cellStyleXfs")) {
            for (id, most) in [
                ("fontId", list("fonts").len()),
                ("fillId", list("fills").len()),
                ("borderId", list("borders").len()),
                ("xfId", list("cellStyleXfs").len()),
            ] {
                if xf.number(id).is_some_and(|id| id >= most) {
                    teller.tell(format_args!("a look has {id} {:?} of {most}", xf.attribute(id)));
                }
            }
            if xf.number("numFmtId").is_some_and(|id| id >= 164 && !formats.contains(&id)) {
                teller
                    .tell(format_args!("a look has number format {:?}, which is not there", xf.attribute("numFmtId")));
            }
        }
        Looks { cells: list("cellXfs").len(), parts: list("dxfs").len() }
    }
}

fn worksheet(package: &Package, part: &str, root: &Element, looks: &Looks, strings: usize, wrong: &mut Vec<String>) {
    let mut teller = Teller { part, wrong };
    teller.ordered(root, &WORKSHEET, &["conditionalFormatting"]);
    let rules: Vec<&Element> = root.all("conditionalFormatting").flat_map(|group| group.all("cfRule")).collect();
    teller.once("the priority", rules.iter().map(|rule| rule.number("priority")));
    for group in root.all("conditionalFormatting") {
        let ranges = group.attribute("sqref").unwrap_or_default();
        if ranges.trim().is_empty() || ranges.split_whitespace().any(|one| range(one).is_none()) {
            teller.tell(format_args!("a conditional format covers '{ranges}'"));
        }
    }
    root.walk(&mut |element| {
        if element.number("dxfId").is_some_and(|id| id >= looks.parts) {
            teller.tell(format_args!("dxfId {:?} of {}", element.attribute("dxfId"), looks.parts));
        }
    });
    let mut last_row = 0;
    for row in root.child("sheetData").map_or(&[][..], |rows| &rows.children) {
        let number = row.number("r").unwrap_or(last_row + 1);
        if number <= last_row {
            teller.tell(format_args!("row {number} stands behind row {last_row}"));
        }
        last_row = number;
        let mut last_column = None;
        for cell in &row.children {
            let place = cell.attribute("r").and_then(position);
            match place {
                Some((column, row)) if row + 1 == number && last_column.is_none_or(|last| last < column) => {
                    last_column = Some(column);
                }
                None if cell.attribute("r").is_none() => {}
                _ => teller.tell(format_args!("cell {:?} on row {number}", cell.attribute("r"))),
            }
            if cell.number("s").is_some_and(|look| look >= looks.cells) {
                teller.tell(format_args!(
                    "{:?} has look {:?} of {}",
                    cell.attribute("r"),
                    cell.attribute("s"),
                    looks.cells
                ));
            }
            let value = cell.child("v").map(|value| value.text.as_str());
            if cell.attribute("t") == Some("s")
                && value.is_none_or(|at| at.parse().is_ok_and(|at: usize| at >= strings))
            {
                teller.tell(format_args!("{:?} holds text {value:?} of {strings}", cell.attribute("r")));
            }
        }
    }
    let mut merged: Vec<((usize, usize), (usize, usize))> = Vec::new();
    for one in root.child("mergeCells").map_or(&[][..], |cells| &cells.children) {
        match one.attribute("ref").and_then(range) {
            None => teller.tell("a merged range without a place"),
            Some((first, last)) => {
                if merged
                    .iter()
                    .any(|(from, to)| first.0 <= to.0 && from.0 <= last.0 && first.1 <= to.1 && from.1 <= last.1)
                {
                    teller.tell(format_args!("{:?} is merged twice", one.attribute("ref")));
                }
                merged.push((first, last));
            }
        }
    }
    for (name, kind) in [("legacyDrawing", "/vmlDrawing"), ("legacyDrawingHF", "/vmlDrawing"), ("drawing", "/drawing")]
    {
        if let Some(pointer) = root.child(name) {
            let id = relation_id(pointer);
            let relation = package.relations_of(part).iter().find(|relation| Some(relation.id.as_str()) == id);
            if !relation.is_some_and(|relation| relation.kind.ends_with(kind)) {
                teller.tell(format_args!("{name} does not lead to one"));
            }
        }
    }
    if package.all_related(part, "/comments").len() > 1 {
        teller.tell("has two lists of notes");
    }
    notes(package, part, root, wrong);
}

/// That every note has its shape, and every shape of a note its note.
fn notes(package: &Package, sheet: &str, root: &Element, wrong: &mut Vec<String>) {
    let part = package.related(sheet, "/comments");
    let mut teller = Teller { part: part.unwrap_or(sheet), wrong };
    let list = part.map(|part| package.tree(part));
    let authors = list.and_then(|list| list.child("authors")).map_or(0, |authors| authors.children.len());
    let notes = list.and_then(|list| list.child("commentList")).map_or(&[][..], |notes| &notes.children);
    teller.once("a note on", notes.iter().map(|note| note.attribute("ref")));
    let mut places = BTreeSet::new();
    for note in notes {
        match note.attribute("ref").and_then(position) {
            Some(place) => drop(places.insert(place)),
            None => teller.tell("a note stands nowhere"),
        }
        if note.number("authorId").is_none_or(|author| author >= authors) {
            teller.tell(format_args!("the note on {:?} is of nobody", note.attribute("ref")));
        }
        // Excel cuts a longer note.
        if note.texts().chars().count() > 32_767 {
            teller.tell(format_args!("the note on {:?} is too long", note.attribute("ref")));
        }
    }
    let id = root.child("legacyDrawing").and_then(relation_id);
    let drawing = package.relations_of(sheet).iter().find(|relation| Some(relation.id.as_str()) == id);
    let mut seen = BTreeMap::new();
    if let Some(drawing) = drawing.and_then(|drawing| package.trees.get(&drawing.target)) {
        let shapes: Vec<&Element> = drawing.deep("shape").into_iter().filter(|shape| shape.space == VML).collect();
        let ids: Vec<&str> = shapes.iter().filter_map(|shape| shape.attribute("id")).collect();
        let kinds: BTreeSet<&str> = drawing.deep("shapetype").iter().filter_map(|kind| kind.attribute("id")).collect();
        teller.once("the shape", ids);
        for shape in shapes {
            let kind = shape.attribute("type").unwrap_or_default().trim_start_matches('#');
            if !kind.is_empty() && !kinds.contains(kind) {
                teller.tell(format_args!("a shape is of the kind {kind}, which is not there"));
            }
            let data = shape.deep("ClientData").into_iter().find(|data| data.space == VML_EXCEL);
            let Some(data) = data.filter(|data| data.attribute("ObjectType") == Some("Note")) else {
                continue;
            };
            let of = |name: &str| data.child(name).and_then(|one| one.text.trim().parse::<usize>().ok());
            match (of("Column"), of("Row")) {
                (Some(column), Some(row)) => *seen.entry((column, row)).or_insert(0) += 1,
                _ => teller.tell("the shape of a note stands nowhere"),
            }
        }
    }
    for place in places.iter().filter(|place| !seen.contains_key(place)) {
        teller.tell(format_args!("the note on {place:?} has no shape"));
    }
    for (place, count) in &seen {
        if *count > 1 || !places.contains(place) {
            teller.tell(format_args!("{count} shapes of a note on {place:?}"));
        }
    }
}

/// Column and row of a cell, both from 0.
pub fn position(text: &str) -> Option<(usize, usize)> {
    let text = text.replace('$', "");
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = text.split_at(digits);
    if letters.is_empty() || letters.len() > 3 || !letters.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let column = letters.bytes().fold(0, |column, byte| column * 26 + usize::from(byte - b'A') + 1);
    let row: usize = row.parse().ok()?;
    (column <= 16_384 && (1..=1_048_576).contains(&row)).then(|| (column - 1, row - 1))
}

/// First and last cell of a range.
pub fn range(text: &str) -> Option<((usize, usize), (usize, usize))> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    let (first, last) = (position(first)?, position(last)?);
    (first.0 <= last.0 && first.1 <= last.1).then_some((first, last))
}
