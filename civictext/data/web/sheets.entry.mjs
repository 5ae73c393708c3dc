// The synchronous writer: the asynchronous one starts workers from blob URLs, which the page's content policy refuses.
import { generateXlsxFileSync } from "./node_modules/write-excel-file/modules/export/writeXlsxFileUniversal.js";
import { gunzipSync, strFromU8 } from "fflate";

const refuse = () => { throw new Error("cells hold text, numbers and dates only"); };

/** Return a promise of a workbook of one sheet: a header that stays, then rows of text (always text), numbers and dates. */
export function workbook(name, header, rows, widths) {
  const cell = (value) =>
    value === null || value === undefined || value === "" ? null
      : value instanceof Date ? { value, type: Date, format: "dd.mm.yyyy", alignVertical: "top" }
      : typeof value === "number" ? { value, type: Number, alignVertical: "top" }
      : { value: String(value), type: String, wrap: true, alignVertical: "top" };
  const head = header.map((value) => ({ value, type: String, fontWeight: "bold", wrap: true }));
  return generateXlsxFileSync([head, ...rows.map((row) => row.map(cell))], { sheet: name, columns: widths.map((width) => ({ width })), stickyRowsCount: 1 }, {}, refuse);
}

/** Return the text that was packed by gzip and base64. */
export function unpacked(text) {
  return strFromU8(gunzipSync(Uint8Array.from(atob(text), (c) => c.charCodeAt(0))));
}
