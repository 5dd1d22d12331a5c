// @ts-check

/**
 * The rows of a CSV text (RFC 4180; quotes inside quotes are doubled, lines end in any way), at most `limit` of them.
 * @param {string} text @param {string} [delimiter] @param {number} [limit] @returns {string[][]}
 */
export function parseCsv(text, delimiter = ",", limit = Infinity) {
  /** @type {string[][]} */
  const rows = [];
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < text.length && rows.length < limit) {
    /** @type {string[]} */
    const row = [];
    at = readRow(text, at, delimiter, row);
    if (row.length > 1 || row[0] !== "") rows.push(row);
  }
  return rows;
}

/** Reads one row; returns where the next one begins. @param {string} text @param {number} at @param {string} delimiter @param {string[]} row */
function readRow(text, at, delimiter, row) {
  for (;;) {
    let cell = "";
    if (text[at] === '"') {
      for (at++; at < text.length; at++) {
        if (text[at] !== '"') {
          const end = text.indexOf('"', at);
          cell += text.slice(at, end < 0 ? text.length : end);
          at = end < 0 ? text.length : end;
        }
        if (text[at + 1] !== '"') break;
        cell += '"';
        at++;
      }
      at++;
    }
    const from = at;
    while (at < text.length && text[at] !== delimiter && text[at] !== "\n" && text[at] !== "\r") at++;
    row.push(cell + text.slice(from, at));
    if (text[at] !== delimiter) break;
    at++;
  }
  if (text[at] === "\r" && text[at + 1] === "\n") at++;
  return at + 1;
}

/** @param {any[][]} rows */
export function writeCsv(rows) {
  const cell = (/** @type {any} */ value) => {
    const text = value == null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}
