#!/usr/bin/env python3
"""What other programs make of annotated copies: openpyxl reads them, LibreOffice converts them and shows the marks.

Run by hand, before a release and after a change to what a workbook holds; not a part of the checks, because it needs
openpyxl and LibreOffice and takes a few minutes:

    cargo build && python3 tests/elsewhere.py target/debug/toetsklaar [--pictures FOLDER] [FILE ...]

Without FILE it takes every xlsx and xlsm of samples/ and tests/files/programmas/. It says per file what is wrong, and ends
with status 1 when something is. With --pictures it leaves a picture of every printed page, to look at.
"""

import html.parser
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import warnings

import openpyxl
from openpyxl.utils import range_boundaries

ROOT = pathlib.Path(__file__).parent.parent
# The worst first.
COLOURS = {"onvoldoende": "F6C6AD", "niet te beoordelen": "FCEEA3", "signaal": "C5E1F2"}


def named(report, file):
    """By sheet and cell: the worst effect and the codes of the findings that name it."""
    cells = {}
    for finding in report["findings"]:
        for cell in finding["cells"]:
            if cell["file"] == file:
                effects, codes = cells.setdefault((cell["sheet"], cell["cell"]), ([], []))
                effects.append(finding["effect"])
                codes.append(finding["rule"])
    return {place: (min(effects, key=list(COLOURS).index), codes) for place, (effects, codes) in cells.items()}


def opened(file, values):
    return openpyxl.load_workbook(file, data_only=values, keep_vba=file.suffix == ".xlsm")


def same(was, now):
    """A rebuilt copy writes no empty text, and an error as the Dutch Excel shows it."""
    return (was or None) == (now or None) or (was, now) == ("#N/A", "#N/B")


def read_by_openpyxl(source, copy, marks):
    """The same values as in the source, and a note and a colour on every cell that a finding names."""
    before, after = opened(source, True), opened(copy, True)
    for sheet in before.worksheets:
        if sheet.title not in after.sheetnames:
            yield f"openpyxl: {sheet.title} is gone"
            continue
        other = after[sheet.title]
        for row in range(1, max(sheet.max_row, other.max_row) + 1):
            for column in range(1, max(sheet.max_column, other.max_column) + 1):
                was, now = sheet.cell(row, column), other.cell(row, column)
                if not same(was.value, now.value):
                    yield f"openpyxl: {sheet.title}!{was.coordinate} was {was.value!r} and is {now.value!r}"
    for (name, place), (effect, codes) in marks.items():
        cell = after[name][place]
        note = cell.comment.text if cell.comment else ""
        for code in codes:
            if not (code in note or "en nog " in note or note.startswith("[Threaded comment]")):
                yield f"openpyxl: the note on {name}!{place} does not name {code}"
        if COLOURS[effect] not in colours(after[name], cell):
            yield f"openpyxl: {name}!{place} has not the colour of {effect}"


def colours(sheet, cell):
    """The colour of the cell's own look, and those of the conditional formats over it."""
    found = {str(cell.fill.fgColor.rgb)[-6:]}
    for group in sheet.conditional_formatting:
        for part in str(group.sqref).split():
            left, top, right, bottom = range_boundaries(part)
            if left <= cell.column <= right and top <= cell.row <= bottom:
                found |= {str(rule.dxf.fill.bgColor.rgb)[-6:] for rule in group.rules if rule.dxf and rule.dxf.fill}
    return found


class Page(html.parser.HTMLParser):
    """The cells of LibreOffice's page, by sheet: the colour that is shown, the text, and the note."""

    def __init__(self):
        super().__init__()
        self.sheets, self.cells, self.heard = {}, [], None

    def handle_starttag(self, tag, attributes):
        if tag == "td":
            self.cells.append({"colour": (dict(attributes).get("bgcolor") or "").lstrip("#").upper(), "td": "", "comment": ""})
        if tag in ("td", "comment", "em"):
            self.heard = tag

    def handle_data(self, text):
        if self.heard == "em":
            self.cells = self.sheets.setdefault(text, [])
        elif self.heard:
            self.cells[-1][self.heard] += text

    def handle_endtag(self, tag):
        self.heard = {"comment": "td", "td": None, "em": None}.get(tag, self.heard)


def converted(folder, kind, file):
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profiel", "--headless", "--convert-to", kind, "--outdir", folder, file],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300,
    )
    return pathlib.Path(folder) / f"{file.stem}.{kind}"


def shown_by_libreoffice(folder, copy, marks):
    """For every named cell that is not hidden: a cell with its text, shown in the colour, with the note."""
    page = Page()
    page.feed(converted(folder, "html", copy).read_text(errors="replace"))
    book = opened(copy, True)
    # With a single sheet there is no name above it; a copy has more.
    for (name, place), (effect, codes) in marks.items():
        sheet = book[name]
        cell = sheet[place]
        columns = sheet.column_dimensions.values()
        if (
            sheet.sheet_state != "visible"
            or sheet.row_dimensions[cell.row].hidden
            or any(one.hidden and one.min <= cell.column <= one.max for one in columns)
        ):
            continue
        def fits(shown):
            # Numbers and dates are shown in a format; of a long text the page breaks the lines elsewhere.
            text = not isinstance(cell.value, str) or shown["td"].split() == cell.value.split()
            note = shown["comment"]
            return text and shown["colour"] == COLOURS[effect] and (
                all(code in note for code in codes) or "en nog " in note or "Threaded comment" in note
            )
        if not any(fits(shown) for shown in page.sheets.get(name, [])):
            yield f"LibreOffice: {name}!{place} ({cell.value!r}) is not shown in the colour of {effect} with its note"


def complaints_of(program, source, pictures):
    with tempfile.TemporaryDirectory() as folder:
        own = pathlib.Path(folder) / source.name
        shutil.copy(source, own)
        run = subprocess.run([program, "check", own, "--date", "2026-11-23", "--format", "json"], capture_output=True, check=False)
        if run.returncode == 2:
            return [run.stderr.decode().strip()]
        copy = next(pathlib.Path(folder).glob("*.toetsklaar.*"))
        report = json.loads(run.stdout)
        marks = named(report, source.name)
        if pictures:
            subprocess.run(["pdftoppm", "-png", "-r", "60", converted(folder, "pdf", copy), pictures / source.stem], check=True)
        return [*read_by_openpyxl(own, copy, marks), *shown_by_libreoffice(folder, copy, marks)]


def main():
    warnings.simplefilter("ignore")
    arguments = sys.argv[1:]
    pictures = None
    if "--pictures" in arguments:
        at = arguments.index("--pictures")
        pictures = pathlib.Path(arguments[at + 1])
        pictures.mkdir(parents=True, exist_ok=True)
        del arguments[at:at + 2]
    program, *files = arguments
    folders = [ROOT / "samples", ROOT / "tests/files/programmas"]
    found = [file for folder in folders for file in sorted(folder.glob("*.xls[xm]")) if ".toetsklaar." not in file.name]
    failed = False
    for source in [pathlib.Path(file) for file in files] or found:
        complaints = complaints_of(program, source, pictures)
        print(f"{source.name}: {'; '.join(complaints) or 'in order'}", flush=True)
        failed |= bool(complaints)
    sys.exit(failed)


main()
