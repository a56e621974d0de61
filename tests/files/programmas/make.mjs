// The table of make.py (as JSON on standard input) by SheetJS and ExcelJS; make.py runs this. All of it is made up.
import fs from "node:fs";
import path from "node:path";
import XLSX from "xlsx";
import ExcelJS from "exceljs";

const folder = process.argv[2];
const isDate = (value) => typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value);
const day = (value) => (isDate(value) ? new Date(`${value}T00:00:00Z`) : value);
const table = JSON.parse(fs.readFileSync(0, "utf8"));

// SheetJS: numbers of days, so that no time zone has a say.
const serial = (value) => (isDate(value) ? { t: "n", v: (Date.parse(`${value}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86400000, z: "dd-mm-yyyy" } : value);
const sheet = XLSX.utils.aoa_to_sheet(table.map((row) => row.map(serial)));
sheet["!cols"] = table[0].map(() => ({ wch: 16 }));
sheet["!autofilter"] = { ref: "A1:J9" };
sheet["I3"] = { t: "s", v: "", c: [{ a: "HR", t: "Nog opvragen bij Bram." }] };
sheet["I3"].c.hidden = true;
const book = XLSX.utils.book_new();
book.Props = { CreatedDate: new Date("2026-01-01T00:00:00Z") };
XLSX.utils.book_append_sheet(book, sheet, "Personeel");
XLSX.writeFile(book, path.join(folder, "sheetjs.xlsx"), { bookSST: true, compression: true });

const workbook = new ExcelJS.Workbook();
workbook.created = workbook.modified = new Date("2026-01-01T00:00:00Z");
const staff = workbook.addWorksheet("Personeel", { views: [{ state: "frozen", ySplit: 1 }] });
for (const row of table) staff.addRow(row.map(day));
staff.eachRow((row) => row.eachCell((cell) => { if (cell.value instanceof Date) cell.numFmt = "dd-mm-yyyy"; }));
staff.getRow(1).font = { bold: true };
staff.columns.forEach((column) => { column.width = 16; });
staff.getCell("I3").note = "Nog opvragen bij Bram.";
staff.getCell("J5").note = { texts: [{ font: { bold: true }, text: "Let op: " }, { text: "alleen een vinkje" }] };
staff.getCell("C2").dataValidation = { type: "list", allowBlank: true, formulae: ['"pedagogisch medewerker,groepsleider"'] };
staff.addConditionalFormatting({ ref: "E2:E9", rules: [{ type: "cellIs", operator: "greaterThan", priority: 1, formulae: [1], style: { fill: { type: "pattern", pattern: "solid", bgColor: { argb: "FFFFC7CE" } } } }] });
const choices = workbook.addWorksheet("Keuzes");
choices.addTable({ name: "Keuzelijst", ref: "A1", headerRow: true, columns: [{ name: "Keuze" }], rows: [["ja"], ["nee"]] });
await workbook.xlsx.writeFile(path.join(folder, "exceljs.xlsx"));
