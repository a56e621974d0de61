//! A package as a whole: its parts, what each part is, and who points to whom.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use super::xml::{Element, parse};

/// What a relationship of a kind must lead to.
const TYPES: [(&str, &str); 12] = [
    ("/worksheet", "spreadsheetml.worksheet+xml"),
    ("/chartsheet", "spreadsheetml.chartsheet+xml"),
    ("/styles", "spreadsheetml.styles+xml"),
    ("/sharedStrings", "spreadsheetml.sharedStrings+xml"),
    ("/comments", "spreadsheetml.comments+xml"),
    ("/vmlDrawing", "vmlDrawing"),
    ("/drawing", "drawing+xml"),
    ("/table", "spreadsheetml.table+xml"),
    ("/chart", "drawingml.chart+xml"),
    ("/theme", "theme+xml"),
    ("/calcChain", "spreadsheetml.calcChain+xml"),
    ("/threadedComment", "threadedcomments+xml"),
];

/// A pointer from one part to another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relation {
    pub id: String,
    pub kind: String,
    /// The part, or the address when it is outside.
    pub target: String,
    pub outside: bool,
}

/// A package, opened.
pub struct Package {
    /// Parts by name, without a slash before it.
    pub parts: BTreeMap<String, Vec<u8>>,
    /// Those that are XML and well-formed.
    pub trees: BTreeMap<String, Element>,
    /// By the part that points; the package itself is the empty name.
    pub relations: BTreeMap<String, Vec<Relation>>,
}

impl Package {
    /// Opens a package; what is wrong with it goes to `wrong`.
    pub fn open(bytes: &[u8], wrong: &mut Vec<String>) -> Package {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
        let mut package = Package { parts: BTreeMap::new(), trees: BTreeMap::new(), relations: BTreeMap::new() };
        let mut names = BTreeSet::new();
        for at in 0..archive.len() {
            let mut file = archive.by_index(at).expect("an entry");
            let name = file.name().expect("a name").into_owned();
            if name.ends_with('/') {
                continue;
            }
            if !names.insert(name.to_lowercase()) || name.starts_with('/') || name.contains('\\') {
                wrong.push(format!("{name}: stands in the zip twice, or its name is odd"));
            }
            let mut content = Vec::new();
            file.read_to_end(&mut content).unwrap_or_else(|error| panic!("{name}: {error}"));
            package.parts.insert(name, content);
        }
        // The directory at the end of the file is what programs read; entries beside it would be a second truth.
        let entries = bytes.windows(4).filter(|window| window == b"PK\x01\x02").count();
        if entries != archive.len() {
            wrong.push(format!("the zip lists {entries} entries, of which {} have a name of their own", archive.len()));
        }
        for (name, content) in &package.parts {
            let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
            if matches!(ending.as_str(), "xml" | "rels" | "vml") {
                match parse(content) {
                    Ok(tree) => drop(package.trees.insert(name.clone(), tree)),
                    Err(error) => wrong.push(format!("{name}: {error}")),
                }
            }
        }
        package.read_relations(wrong);
        package
    }

    fn read_relations(&mut self, wrong: &mut Vec<String>) {
        for (name, tree) in self.trees.iter().filter(|(name, _)| is_relations(name)) {
            let (folder, file) = name.rsplit_once('/').expect("relationships stand in a folder");
            let folder = folder.strip_suffix("_rels").unwrap_or(folder).trim_end_matches('/');
            let file = file.trim_end_matches(".rels");
            let source = if folder.is_empty() { file.to_owned() } else { format!("{folder}/{file}") };
            if !source.is_empty() && !self.parts.contains_key(&source) {
                wrong.push(format!("{name}: there is no part {source}"));
            }
            let mut found: Vec<Relation> = Vec::new();
            for relation in &tree.children {
                let of = |name: &str| relation.attribute(name).unwrap_or_default().to_owned();
                let outside = relation.attribute("TargetMode") == Some("External");
                let written = of("Target");
                let target = if outside { written } else { resolved(folder, &written) };
                let relation = Relation { id: of("Id"), kind: of("Type"), target, outside };
                if relation.id.is_empty() || found.iter().any(|other| other.id == relation.id) {
                    wrong.push(format!("{name}: the identifier '{}' is not one of its own", relation.id));
                }
                if !outside && !self.parts.contains_key(&relation.target) {
                    wrong.push(format!("{name}: {} leads to {}, which is not there", relation.id, relation.target));
                }
                found.push(relation);
            }
            self.relations.insert(source, found);
        }
    }

    /// Where a part points to.
    pub fn relations_of(&self, part: &str) -> &[Relation] {
        self.relations.get(part).map_or(&[], Vec::as_slice)
    }

    /// The part that a relationship of this kind leads to.
    pub fn related(&self, part: &str, kind: &str) -> Option<&str> {
        self.relations_of(part)
            .iter()
            .find(|relation| !relation.outside && relation.kind.ends_with(kind))
            .map(|relation| relation.target.as_str())
    }

    /// The parts that relationships of this kind lead to.
    pub fn all_related(&self, part: &str, kind: &str) -> Vec<&str> {
        let relations = self.relations_of(part).iter();
        relations.filter(|one| !one.outside && one.kind.ends_with(kind)).map(|one| one.target.as_str()).collect()
    }

    /// The name of the part with the list of sheets.
    pub fn workbook(&self) -> &str {
        self.related("", "/officeDocument").expect("a package has a workbook")
    }

    /// The tree of a part.
    pub fn tree(&self, part: &str) -> &Element {
        self.trees.get(part).unwrap_or_else(|| panic!("{part} is not there or not well-formed"))
    }

    /// The sheets: name on the tab, part, and the element that lists it.
    pub fn sheets(&self) -> Vec<(&str, &str, &Element)> {
        let workbook = self.workbook();
        let list = self.tree(workbook).child("sheets").expect("a workbook lists its sheets");
        list.children
            .iter()
            .filter_map(|sheet| {
                let id = relation_id(sheet)?;
                let relation = self.relations_of(workbook).iter().find(|relation| relation.id == id)?;
                Some((sheet.attribute("name")?, relation.target.as_str(), sheet))
            })
            .collect()
    }

    /// The part of a worksheet, by the name on its tab.
    pub fn sheet(&self, tab: &str) -> Option<&str> {
        self.sheets().into_iter().find(|(name, _, _)| *name == tab).map(|(_, part, _)| part)
    }

    /// What a part is, by the list of types.
    pub fn content_type(&self, part: &str) -> Option<&str> {
        let types = &self.tree("[Content_Types].xml").children;
        let own = types.iter().find(|one| {
            one.name == "Override" && one.attribute("PartName").is_some_and(|name| same(name, &format!("/{part}")))
        });
        let ending = part.rsplit('.').next().unwrap_or_default();
        let default = || {
            types.iter().find(|one| {
                one.name == "Default" && one.attribute("Extension").is_some_and(|known| same(known, ending))
            })
        };
        own.or_else(default)?.attribute("ContentType")
    }

    /// Every part has a type that fits how it is pointed to, every pointer leads somewhere, no part stands alone.
    pub fn check(&self, wrong: &mut Vec<String>) {
        let types = &self.tree("[Content_Types].xml").children;
        let mut seen = BTreeSet::new();
        for one in types {
            let key = one.attribute("PartName").or(one.attribute("Extension")).unwrap_or_default().to_lowercase();
            if !seen.insert((one.name.clone(), key.clone())) {
                wrong.push(format!("[Content_Types].xml: {key} stands there twice"));
            }
            if one.name == "Override"
                && !self.parts.contains_key(one.attribute("PartName").unwrap_or_default().trim_start_matches('/'))
            {
                wrong.push(format!("[Content_Types].xml: there is no part {key}"));
            }
        }
        let targets: BTreeSet<&str> =
            self.relations.values().flatten().filter(|one| !one.outside).map(|one| one.target.as_str()).collect();
        for part in self.parts.keys().filter(|part| *part != "[Content_Types].xml") {
            if self.content_type(part).is_none() {
                wrong.push(format!("{part}: has no type"));
            }
            if !is_relations(part) && !targets.contains(part.as_str()) {
                wrong.push(format!("{part}: nothing points to it"));
            }
        }
        for (source, relations) in &self.relations {
            for relation in relations.iter().filter(|relation| !relation.outside) {
                let Some((_, wanted)) = TYPES.iter().find(|(kind, _)| relation.kind.ends_with(kind)) else {
                    continue;
                };
                let found = self.content_type(&relation.target).unwrap_or_default();
                if !found.ends_with(wanted) {
                    wrong.push(format!("{source}: {} is called {found}, not {wanted}", relation.target));
                }
            }
        }
        for (part, tree) in self.trees.iter().filter(|(part, _)| !is_relations(part)) {
            tree.walk(&mut |element| {
                for ((space, name), id) in &element.attributes {
                    let points = space.ends_with("/officeDocument/2006/relationships")
                        || space.ends_with("/officeDocument/relationships");
                    if points && !id.is_empty() && !self.relations_of(part).iter().any(|one| one.id == *id) {
                        wrong.push(format!("{part}: {name}=\"{id}\" of {} leads nowhere", element.name));
                    }
                }
            });
        }
    }
}

/// Whether a part tells where another points to.
pub fn is_relations(part: &str) -> bool {
    part.split_once("_rels/").is_some_and(|(_, file)| file.contains(".rels"))
}

fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

/// The identifier of an element that points, in either of the two namespaces that there are for it.
pub fn relation_id(element: &Element) -> Option<&str> {
    let mut attributes = element.attributes.iter();
    attributes.find(|((space, name), _)| name == "id" && space.ends_with("/relationships")).map(|(_, id)| id.as_str())
}

/// The name of a part, as another part in `folder` writes it.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.split('#').next().unwrap_or_default();
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}
