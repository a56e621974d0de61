#!/usr/bin/env python3
"""Makes the workbooks of this folder: one made-up staff table, as different programs write it and people mend it.

Run by hand, never by a check: python3 make.py FOLDER, where FOLDER is one in which `npm install xlsx exceljs` was run.
Needs openpyxl, XlsxWriter, soffice (LibreOffice) and node too. Everybody and everything in the files is made up.
"""

import datetime
import io
import json
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib

import openpyxl
import xlsxwriter
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableStyleInfo

HERE = pathlib.Path(__file__).parent
DAY = datetime.date
HEADINGS = [
    "Personeelsnummer", "Naam", "Functie", "Groep", "FTE", "In dienst", "SKJ-nummer", "SKJ geldig tot", "VOG datum",
    "Training mensenhandel",
]
# Bos (the second) has no VOG, Vos (the third) no registration, Mol (the fourth) a training without a date.
PEOPLE = [
    [1001, "Anna de Wit", "pedagogisch medewerker", "De Linde", 0.89, DAY(2024, 3, 1), 110001001, DAY(2029, 3, 1), DAY(2024, 2, 1), DAY(2024, 5, 1)],
    [1002, "Bram Bos", "pedagogisch medewerker", "De Linde", 1, DAY(2023, 6, 1), 110001002, DAY(2028, 6, 1), None, DAY(2024, 5, 1)],
    [1003, "Cara Vos", "pedagogisch medewerker", "De Linde", 0.5, DAY(2022, 9, 1), None, None, DAY(2022, 8, 1), DAY(2024, 5, 1)],
    [1004, "Daan Mol", "groepsleider", "Het Anker", 0.75, DAY(2025, 1, 1), 110001004, DAY(2030, 1, 1), DAY(2024, 12, 1), "ja"],
    [1005, "Els Kok", "gedragswetenschapper", "Het Anker", 0.5, DAY(2023, 2, 1), 110001005, DAY(2028, 2, 1), DAY(2023, 1, 5), DAY(2024, 5, 1)],
    [1006, "Fenna Smit", "pedagogisch medewerker", "Het Anker", 1, DAY(2024, 8, 1), 110001006, DAY(2029, 8, 1), DAY(2024, 7, 1), DAY(2025, 5, 1)],
    [1007, "Gijs Prins", "pedagogisch medewerker", "Het Anker", 0.8, DAY(2021, 4, 1), 110001007, DAY(2027, 8, 1), DAY(2021, 3, 1), DAY(2023, 5, 1)],
    [1008, "Hanna Blom", "pedagogisch medewerker", "De Linde", 0.6, DAY(2020, 10, 1), 110001008, DAY(2027, 9, 1), DAY(2020, 9, 1), DAY(2023, 5, 1)],
]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"
SHEET_RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"


# --- packages ---------------------------------------------------------------------------------------------------------


def parts_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def save(name, parts):
    """Writes a package with fixed times, so that the same content gives the same bytes."""
    with zipfile.ZipFile(HERE / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            info = zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content if isinstance(content, bytes) else content.encode())


def change(parts, part, old, new, count=1):
    text = parts[part].decode()
    assert old in text, f"{old} is not in {part}: {text[:1500]}"
    parts[part] = text.replace(old, new, count).encode()


def relate(parts, of, kind, target, identity, mode=""):
    """Adds a relationship to a part."""
    folder, name = of.rsplit("/", 1) if "/" in of else ("", of)
    part = f"{folder}/_rels/{name}.rels" if folder else "_rels/.rels"
    empty = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{PACKAGE}"></Relationships>'
    parts.setdefault(part, empty.encode())
    kind = kind if ":" in kind else f"{OFFICE}/{kind}"
    change(parts, part, "</Relationships>", f'<Relationship Id="{identity}" Type="{kind}" Target="{target}"{mode}/></Relationships>')


def typed(parts, part, content_type):
    change(parts, "[Content_Types].xml", "</Types>", f'<Override PartName="/{part}" ContentType="{content_type}"/></Types>')


def extension(parts, ending, content_type):
    change(parts, "[Content_Types].xml", "<Default", f'<Default Extension="{ending}" ContentType="{content_type}"/><Default')


def png(red, green, blue):
    """A small square of one colour."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + bytes([red, green, blue]) * 16 for _ in range(16))
    head = struct.pack(">IIBBBBB", 16, 16, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


# --- XlsxWriter -------------------------------------------------------------------------------------------------------


def written(fill=None, title="Personeel", at=(0, 0), before=None):
    """A workbook by XlsxWriter with the table at a cell; `fill` adds to it."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    workbook.set_properties({"created": datetime.datetime(2026, 1, 1), "author": "verzonnen"})
    if before:
        before(workbook)
    sheet = workbook.add_worksheet(title)
    staff(workbook, sheet, at)
    if fill:
        fill(workbook, sheet)
    workbook.close()
    return parts_of(out.getvalue())


def staff(workbook, sheet, at=(0, 0)):
    bold = workbook.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
    date = workbook.add_format({"num_format": "dd-mm-yyyy"})
    row, column = at
    sheet.write_row(row, column, HEADINGS, bold)
    for down, person in enumerate(PEOPLE, 1):
        for right, value in enumerate(person):
            if isinstance(value, DAY):
                sheet.write_datetime(row + down, column + right, datetime.datetime(value.year, value.month, value.day), date)
            elif value is not None:
                sheet.write(row + down, column + right, value)
    sheet.set_column(column, column + 9, 16)


def rich(workbook, sheet):
    """Table, chart, image, validations, conditional formats, notes where ours will come, sparkline, names, print set-up."""
    red = workbook.add_format({"bg_color": "#FFC7CE"})
    sheet.add_table(0, 0, 8, 9, {"name": "Medewerkers", "columns": [{"header": heading} for heading in HEADINGS]})
    sheet.freeze_panes(1, 2)
    sheet.data_validation(1, 2, 50, 2, {"validate": "list", "source": ["pedagogisch medewerker", "groepsleider", "gedragswetenschapper"]})
    sheet.data_validation(1, 4, 50, 4, {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1.5})
    sheet.conditional_format(1, 4, 8, 4, {"type": "3_color_scale"})
    sheet.conditional_format(1, 8, 8, 8, {"type": "blanks", "format": red})
    sheet.conditional_format(1, 9, 8, 9, {"type": "text", "criteria": "containing", "value": "ja", "format": red})
    sheet.conditional_format(1, 0, 8, 0, {"type": "data_bar", "data_bar_2010": True})
    sheet.write_comment("I3", "Nog opvragen bij Bram.", {"author": "HR", "width": 200, "height": 60})
    sheet.write_comment("B2", "Een notitie waar niets aan de hand is.", {"author": "HR"})
    sheet.add_sparkline("L2", {"range": "Personeel!E2:E9"})
    sheet.write_url("L3", "https://voorbeeld.invalid/dossier", string="dossier")
    sheet.merge_range("L5:M6", "samengevoegd", red)
    sheet.insert_image("L8", "logo.png", {"image_data": io.BytesIO(png(47, 64, 83)), "description": "logo"})
    chart = workbook.add_chart({"type": "column"})
    chart.add_series({"categories": "=Personeel!$B$2:$B$9", "values": "=Personeel!$E$2:$E$9"})
    sheet.insert_chart("L12", chart)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, 8, 9)
    sheet.set_h_pagebreaks([5])
    sheet.ignore_errors({"number_stored_as_text": "G2:G9"})
    workbook.define_name("Functies", "=Personeel!$C$2:$C$9")
    workbook.define_name("Personeel!Lokaal", "=Personeel!$A$1")


def hidden(workbook, sheet):
    sheet.set_row(6, None, None, {"hidden": True})
    sheet.set_column(4, 4, 8, None, {"hidden": True})
    for row in (7, 8):
        sheet.set_row(row, None, None, {"level": 1})
    sheet.autofilter(0, 0, 8, 9)
    sheet.filter_column(3, "x == De*")
    sheet.freeze_panes(1, 0)
    old = workbook.add_worksheet("Oud")
    old.write("A1", "bewaard")
    old.hide()
    older = workbook.add_worksheet("Ouder")
    older.write("A1", "ook bewaard")
    older.very_hidden()


def chart_sheet_first(workbook):
    workbook.add_worksheet("Leeg")
    sheet = workbook.add_chartsheet("Grafiek")
    chart = workbook.add_chart({"type": "bar"})
    chart.add_series({"values": "=Personeel!$E$2:$E$9"})
    sheet.set_chart(chart)


def button(workbook, sheet):
    """A form control (VML without notes), a text box, and a picture in the header (VML of another kind)."""
    sheet.insert_button("L2", {"caption": "Ververs", "macro": "Ververs"})
    sheet.insert_textbox("L6", "Lijst van HR")
    sheet.set_header("&L&G", {"image_left": "logo.png", "image_data_left": io.BytesIO(png(200, 80, 60))})


def formulas(workbook, sheet):
    for row in range(1, 9):
        sheet.write_formula(row, 10, f"=E{row + 1}*36", None, PEOPLE[row - 1][4] * 36)
    sheet.write_formula("L2", "=SUM(E2:E9)", None, 6.04)
    sheet.write_array_formula("L3:L3", "{=SUM(E2:E9*1)}", None, 6.04)
    sheet.write_dynamic_array_formula("M2", "=UNIQUE(D2:D9)", None, "De Linde")
    sheet.write("K1", "Uren")
    sheet.write_formula("L4", '=IF(1,"tekst","")', None, "tekst")
    sheet.write_formula("L5", "=NA()", None, "#N/A")
    sheet.write_boolean("L6", True)


# --- by hand ----------------------------------------------------------------------------------------------------------


def prefixed(parts):
    """Every element of the main namespace with the prefix x, as ClosedXML and the Open XML SDK do."""
    parts = dict(parts)
    for part in list(parts):
        if part.endswith(".xml") and f'xmlns="{MAIN}"'.encode() in parts[part]:
            text = parts[part].decode().replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
            parts[part] = re.sub(r"<(/?)([A-Za-z])", r"<\1x:\2", text).encode()
    change(parts, "xl/_rels/workbook.xml.rels", 'Target="worksheets/', 'Target="/xl/worksheets/')
    return parts


def of_excel(parts):
    """What Excel itself adds: ignorable namespaces, identities, heights of lines, printer settings, custom XML."""
    head = f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"'
    more = (
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac xr"'
        ' xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"'
        ' xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" xr:uid="{00000000-0001-0000-0000-000000000000}"'
    )
    change(parts, SHEET, head, head + more)
    change(parts, SHEET, '<sheetFormatPr defaultRowHeight="15"', '<sheetFormatPr defaultRowHeight="15" x14ac:dyDescent="0.25"')
    change(parts, SHEET, '<row r="2" spans="1:10"', '<row r="2" spans="1:10" x14ac:dyDescent="0.25"')
    change(parts, SHEET, "</worksheet>", '<pageSetup paperSize="9" orientation="landscape" r:id="rId1"/></worksheet>')
    parts["xl/printerSettings/printerSettings1.bin"] = b"\0verzonnen printer\0" * 4
    extension(parts, "bin", "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings")
    relate(parts, SHEET, "printerSettings", "../printerSettings/printerSettings1.bin", "rId1")
    parts["customXml/item1.xml"] = '<?xml version="1.0"?><dossier xmlns="urn:voorbeeld:dossier"><nummer>1</nummer></dossier>'
    parts["customXml/itemProps1.xml"] = (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?><ds:datastoreItem ds:itemID="{11111111-2222-3333-4444-555555555555}"'
        ' xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs/></ds:datastoreItem>'
    )
    typed(parts, "customXml/itemProps1.xml", "application/vnd.openxmlformats-officedocument.customXmlProperties+xml")
    relate(parts, "customXml/item1.xml", "customXmlProps", "itemProps1.xml", "rId1")
    relate(parts, "xl/workbook.xml", "customXml", "../customXml/item1.xml", "rId90")
    parts["docProps/custom.xml"] = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2"'
        ' name="Dossier"><vt:lpwstr>verzonnen</vt:lpwstr></property></Properties>'
    )
    typed(parts, "docProps/custom.xml", "application/vnd.openxmlformats-officedocument.custom-properties+xml")
    relate(parts, "", "custom-properties", "docProps/custom.xml", "rId90")
    return parts


def threaded(parts):
    """A thread on the cell that will be marked, with the note that stands in for it, and one elsewhere."""
    space = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    person, first, second, third = (f"{{{n}0000000-0000-4000-8000-000000000000}}" for n in "1234")
    change(parts, "xl/comments1.xml", "Nog opvragen bij Bram.", f"[Threaded comment]&#10;&#10;Comment:&#10;    Nog opvragen bij Bram.")
    change(parts, "xl/comments1.xml", "<author>HR</author>", f"<author>tc={first}</author><author>HR</author>")
    text = parts["xl/comments1.xml"].decode()
    text = re.sub(r'(ref="B2" authorId=")\d+', r"\g<1>1", text)
    parts["xl/comments1.xml"] = text.encode()
    parts["xl/threadedComments/threadedComment1.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<ThreadedComments xmlns="{space}" xmlns:x="{MAIN}">'
        f'<threadedComment ref="I3" dT="2026-01-05T10:00:00.00" personId="{person}" id="{first}"><text>Nog opvragen bij Bram.</text></threadedComment>'
        f'<threadedComment ref="I3" dT="2026-01-06T10:00:00.00" personId="{person}" id="{second}" parentId="{first}"><text>Is gevraagd.</text></threadedComment>'
        "</ThreadedComments>"
    )
    parts["xl/persons/person.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<personList xmlns="{space}" xmlns:x="{MAIN}">'
        f'<person displayName="HR" id="{person}" userId="verzonnen" providerId="None"/></personList>'
    )
    typed(parts, "xl/threadedComments/threadedComment1.xml", "application/vnd.ms-excel.threadedcomments+xml")
    typed(parts, "xl/persons/person.xml", "application/vnd.ms-excel.person+xml")
    relate(parts, SHEET, "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment", "../threadedComments/threadedComment1.xml", "rId91")
    relate(parts, "xl/workbook.xml", "http://schemas.microsoft.com/office/2017/10/relationships/person", "persons/person.xml", "rId91")
    return parts


def pivot(parts):
    """The least that is a pivot table: fte per group on the second sheet."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    groups = ["De Linde", "Het Anker"]
    fields = []
    for heading in HEADINGS:
        if heading == "Groep":
            items = "".join(f'<s v="{group}"/>' for group in groups)
            fields.append(f'<cacheField name="Groep" numFmtId="0"><sharedItems count="2">{items}</sharedItems></cacheField>')
        else:
            fields.append(f'<cacheField name="{heading}" numFmtId="0"><sharedItems/></cacheField>')
    parts["xl/pivotCache/pivotCacheDefinition1.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{OFFICE}" r:id="rId1" refreshOnLoad="1"'
        ' refreshedBy="verzonnen" createdVersion="6" refreshedVersion="6" minRefreshableVersion="3" recordCount="0"><cacheSource type="worksheet">'
        f'<worksheetSource ref="A1:J9" sheet="Personeel"/></cacheSource><cacheFields count="10">{"".join(fields)}</cacheFields></pivotCacheDefinition>'
    )
    parts["xl/pivotCache/pivotCacheRecords1.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<pivotCacheRecords xmlns="{MAIN}" xmlns:r="{OFFICE}" count="0"/>'
    )
    pivot_fields = "".join(
        '<pivotField axis="axisRow" showAll="0"><items count="3"><item x="0"/><item x="1"/><item t="default"/></items></pivotField>' if heading == "Groep"
        else '<pivotField dataField="1" showAll="0"/>' if heading == "FTE" else '<pivotField showAll="0"/>'
        for heading in HEADINGS
    )
    parts["xl/pivotTables/pivotTable1.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<pivotTableDefinition xmlns="{MAIN}" name="Draaitabel1" cacheId="1" applyNumberFormats="0"'
        ' applyBorderFormats="0" applyFontFormats="0" applyPatternFormats="0" applyAlignmentFormats="0" applyWidthHeightFormats="1" dataCaption="Waarden"'
        ' updatedVersion="6" minRefreshableVersion="3" useAutoFormatting="1" itemPrintTitles="1" createdVersion="6" indent="0" outline="1" outlineData="1"'
        ' multipleFieldFilters="0"><location ref="A3:B6" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/>'
        f'<pivotFields count="10">{pivot_fields}</pivotFields><rowFields count="1"><field x="3"/></rowFields>'
        '<rowItems count="3"><i><x/></i><i><x v="1"/></i><i t="grand"><x/></i></rowItems><colItems count="1"><i/></colItems>'
        '<dataFields count="1"><dataField name="Som van FTE" fld="4" baseField="0" baseItem="0"/></dataFields>'
        '<pivotTableStyleInfo name="PivotStyleLight16" showRowHeaders="1" showColHeaders="1" showRowStripes="0" showColStripes="0" showLastColumn="1"/>'
        "</pivotTableDefinition>"
    )
    typed(parts, "xl/pivotCache/pivotCacheDefinition1.xml", f"{kind}.pivotCacheDefinition+xml")
    typed(parts, "xl/pivotCache/pivotCacheRecords1.xml", f"{kind}.pivotCacheRecords+xml")
    typed(parts, "xl/pivotTables/pivotTable1.xml", f"{kind}.pivotTable+xml")
    relate(parts, "xl/workbook.xml", "pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml", "rId90")
    relate(parts, "xl/pivotCache/pivotCacheDefinition1.xml", "pivotCacheRecords", "pivotCacheRecords1.xml", "rId1")
    relate(parts, "xl/worksheets/sheet2.xml", "pivotTable", "../pivotTables/pivotTable1.xml", "rId1")
    relate(parts, "xl/pivotTables/pivotTable1.xml", "pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml", "rId1")
    change(parts, "xl/workbook.xml", "</workbook>", '<pivotCaches><pivotCache cacheId="1" r:id="rId90"/></pivotCaches></workbook>')
    return parts


def pivot_cells(workbook, _):
    sheet = workbook.add_worksheet("Draaitabel")
    for row, values in enumerate([("Rijlabels", "Som van FTE"), ("De Linde", 2.99), ("Het Anker", 3.05), ("Eindtotaal", 6.04)], 2):
        sheet.write_row(row, 0, values)


def linked(parts):
    """A link to another workbook, that a name and a formula use."""
    parts["xl/externalLinks/externalLink1.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{OFFICE}" r:id="rId1"><sheetNames>'
        '<sheetName val="Blad1"/></sheetNames><sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1"><v>36</v></cell></row></sheetData></sheetDataSet>'
        "</externalBook></externalLink>"
    )
    typed(parts, "xl/externalLinks/externalLink1.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml")
    relate(parts, "xl/externalLinks/externalLink1.xml", "externalLinkPath", "formatie.xlsx", "rId1", ' TargetMode="External"')
    relate(parts, "xl/workbook.xml", "externalLink", "externalLinks/externalLink1.xml", "rId90")
    change(parts, "xl/workbook.xml", "</sheets>",
           '</sheets><externalReferences><externalReference r:id="rId90"/></externalReferences><definedNames><definedName name="Weekuren">[1]Blad1!$A$1</definedName></definedNames>')
    return parts


def linked_cells(_, sheet):
    sheet.write("K1", "Uren per week")
    for row in range(1, 9):
        sheet.write_formula(row, 10, f"=E{row + 1}*[1]Blad1!$A$1", None, PEOPLE[row - 1][4] * 36)


def chained(parts):
    """The order of calculation, as Excel keeps it."""
    cells = "".join(f'<c r="K{row}" i="1"/>' for row in range(2, 10)) + '<c r="L2" i="1"/><c r="L3" i="1" a="1"/>'
    parts["xl/calcChain.xml"] = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<calcChain xmlns="{MAIN}">{cells}</calcChain>'
    typed(parts, "xl/calcChain.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml")
    relate(parts, "xl/workbook.xml", "calcChain", "calcChain.xml", "rId90")
    return parts


def controlled(parts):
    """The button as Excel writes it: a control in mc:AlternateContent, behind legacyDrawing."""
    change(parts, SHEET, f'xmlns:r="{OFFICE}"', f'xmlns:r="{OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"')
    text = parts[SHEET].decode()
    control = (
        '<mc:AlternateContent><mc:Choice xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" Requires="x14"><controls>'
        '<control shapeId="1025" r:id="rId92" name="Button 1"/></controls></mc:Choice></mc:AlternateContent>'
    )
    place = text.index("<legacyDrawingHF") if "<legacyDrawingHF" in text else text.index("</worksheet>")
    end = text.index("/>", place) + 2 if "<legacyDrawingHF" in text else place
    parts[SHEET] = (text[:end] + control + text[end:]).encode()
    parts["xl/ctrlProps/ctrlProp1.xml"] = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<formControlPr xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" objectType="Button" lockText="1"/>'
    )
    typed(parts, "xl/ctrlProps/ctrlProp1.xml", "application/vnd.ms-excel.controlproperties+xml")
    relate(parts, SHEET, "ctrlProp", "../ctrlProps/ctrlProp1.xml", "rId92")
    return parts


def signed(parts):
    """A signature part; nothing in it could be checked."""
    parts["_xmlsignatures/origin.sigs"] = b""
    parts["_xmlsignatures/sig1.xml"] = (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?><Signature xmlns="http://www.w3.org/2000/09/xmldsig#" Id="idPackageSignature">'
        "<SignedInfo/><SignatureValue>dmVyem9ubmVu</SignatureValue></Signature>"
    )
    extension(parts, "sigs", "application/vnd.openxmlformats-package.digital-signature-origin")
    typed(parts, "_xmlsignatures/sig1.xml", "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml")
    relate(parts, "", "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin", "_xmlsignatures/origin.sigs", "rId90")
    relate(parts, "_xmlsignatures/origin.sigs", "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/signature", "sig1.xml", "rId1")
    return parts


def strict(parts):
    """The namespaces of ISO 29500 Strict."""
    for part in list(parts):
        if part.endswith((".xml", ".rels")):
            text = parts[part].decode()
            text = text.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
            text = text.replace("http://schemas.openxmlformats.org/officeDocument/2006/", "http://purl.oclc.org/ooxml/officeDocument/")
            parts[part] = text.encode()
    change(parts, "xl/workbook.xml", "<workbook ", '<workbook conformance="strict" ')
    return parts


def locked(parts):
    change(parts, "xl/workbook.xml", "<bookViews>", '<workbookProtection lockStructure="1"/><bookViews>')
    return parts


def typed_by_hand(parts):
    """A byte order mark, single quotes, comments and instructions between the elements, blanks inside tags."""
    text = parts[SHEET].decode().replace('"', "'")
    text = text.replace("<sheetData>", "<!-- met de hand > < --><sheetData >").replace("</sheetData>", "</sheetData\n><?let op?>")
    parts[SHEET] = b"\xef\xbb\xbf" + text.encode()
    workbook = parts["xl/workbook.xml"].decode().replace("<sheets>", "<!-- de bladen -->\r\n<sheets >\r\n")
    parts["xl/workbook.xml"] = workbook.encode()
    styles = parts["xl/styles.xml"].decode()
    styles = re.sub(r'<dxfs count="0"/>', "", styles)
    parts["xl/styles.xml"] = styles.replace("<cellXfs", "<!-- uiterlijk --><cellXfs").encode()
    return parts


def bare():
    """The least that is a workbook: texts in the cells, no styles, no shared strings, other names."""
    def cell(value):
        if value is None:
            return ""
        if isinstance(value, DAY):
            value = f"{value.day}-{value.month}-{value.year}"
        return f"<v>{value}</v>" if not isinstance(value, str) else value
    rows = []
    for row, values in enumerate([HEADINGS, *PEOPLE], 1):
        cells = ""
        for column, value in enumerate(values):
            content = cell(value)
            place = f"{chr(65 + column)}{row}"
            if content.startswith("<v>"):
                cells += f'<c r="{place}">{content}</c>'
            elif content:
                cells += f'<c r="{place}" t="inlineStr"><is><t>{content}</t></is></c>'
        rows.append(f'<row r="{row}">{cells}</row>')
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return {
        "[Content_Types].xml": '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="{kind}.worksheet+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{PACKAGE}"><Relationship Id="a" Type="{OFFICE}/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{PACKAGE}"><Relationship Id="blad" Type="{OFFICE}/worksheet" Target="bladen/Personeel.xml"/></Relationships>',
        "xl/workbook.xml": f'<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="{MAIN}" xmlns:verband="{OFFICE}"><sheets><sheet name="Personeel" sheetId="7" verband:id="blad"/></sheets></workbook>',
        "xl/bladen/Personeel.xml": f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>',
    }


def vba(parts):
    parts["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0verzonnen, geen macro's" * 8
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    change(parts, "[Content_Types].xml", kind, "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    extension(parts, "bin", "application/vnd.ms-office.vbaProject")
    relate(parts, "xl/workbook.xml", "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin", "rId90")
    return parts


def protected(_, sheet):
    sheet.protect("verzonnen", {"select_locked_cells": True, "autofilter": True})
    sheet.autofilter(0, 0, 8, 9)


# --- openpyxl ---------------------------------------------------------------------------------------------------------


def of_openpyxl():
    """Title above the table, table, notes (VML with prefixes ns0, ns1, ns2), chart, validation, colours, names, hidden parts."""
    workbook = openpyxl.Workbook()
    workbook.properties.created = workbook.properties.modified = datetime.datetime(2026, 1, 1)
    sheet = workbook.active
    sheet.title = "Personeel & inzet"
    sheet["B2"] = "Personeelslijst"
    sheet["B2"].font = Font(bold=True, size=14)
    sheet.merge_cells("B2:F2")
    for down, values in enumerate([HEADINGS, *PEOPLE]):
        for right, value in enumerate(values):
            cell = sheet.cell(4 + down, 2 + right, value)
            if isinstance(value, DAY):
                cell.number_format = "dd-mm-yyyy"
            if down == 0:
                cell.font = Font(bold=True)
                cell.fill = PatternFill("solid", fgColor="FFDDEBF7")
    table = Table(displayName="Staf", ref="B4:K12")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleMedium2", showRowStripes=True)
    sheet.add_table(table)
    sheet["J6"].comment = Comment("Nog opvragen bij Bram.", "HR", width=220, height=80)
    sheet["C5"].comment = Comment("Teamleider <De Linde> & Co.", "HR")
    choice = DataValidation(type="list", formula1='"ja,nee"', allow_blank=True)
    choice.add("K5:K40")
    sheet.add_data_validation(choice)
    sheet.conditional_formatting.add("F5:F12", ColorScaleRule(start_type="min", start_color="FFFFFF", end_type="max", end_color="63BE7B"))
    sheet.conditional_formatting.add("F5:F12", CellIsRule(operator="greaterThan", formula=["1"], fill=PatternFill("solid", bgColor="FFFFC7CE")))
    sheet.freeze_panes = "D5"
    sheet.column_dimensions["F"].hidden = True
    sheet.row_dimensions[10].hidden = True
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=6, min_row=4, max_row=12), titles_from_data=True)
    sheet.add_chart(chart, "M4")
    other = workbook.create_sheet("Keuzes")
    other["A1"] = "ja"
    other.sheet_state = "hidden"
    workbook.defined_names["Keuze"] = DefinedName("Keuze", attr_text="Keuzes!$A$1")
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def main():
    modules = pathlib.Path(sys.argv[1])
    save("openpyxl.xlsx", parts_of(of_openpyxl()))
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "libreoffice.xlsx"
        source.write_bytes(of_openpyxl())
        out = pathlib.Path(folder) / "uit"
        subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profiel", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", out, source], check=True, stdout=subprocess.DEVNULL)
        save("libreoffice.xlsx", parts_of((out / "libreoffice.xlsx").read_bytes()))
        table = [HEADINGS, *[[value.isoformat() if isinstance(value, DAY) else value for value in person] for person in PEOPLE]]
        # Node looks for packages beside the script.
        script = modules / "make-programmas.mjs"
        script.write_bytes((HERE / "make.mjs").read_bytes())
        try:
            subprocess.run(["node", script, folder], input=json.dumps(table).encode(), check=True)
        finally:
            script.unlink()
        for name in ("sheetjs.xlsx", "exceljs.xlsx"):
            save(name, parts_of((pathlib.Path(folder) / name).read_bytes()))
    save("xlsxwriter.xlsx", written(rich))
    save("verborgen.xlsx", written(hidden))
    save("grafiekblad.xlsx", written(before=chart_sheet_first))
    save("beveiligd-blad.xlsx", written(protected))
    save("knop.xlsx", controlled(written(button)))
    save("formules.xlsx", chained(written(formulas)))
    save("voorvoegsels.xlsx", prefixed(written()))
    save("excel.xlsx", of_excel(written()))
    save("discussie.xlsx", threaded(written(rich)))
    save("draaitabel.xlsx", pivot(written(pivot_cells)))
    save("externe-koppeling.xlsx", linked(written(linked_cells)))
    save("met-de-hand.xlsx", typed_by_hand(written()))
    save("kaal.xlsx", bare())
    save("macro.xlsm", vba(written()))
    save("ondertekend.xlsx", signed(written()))
    save("strict.xlsx", strict(written()))
    save("vergrendeld.xlsx", locked(written()))


main()
