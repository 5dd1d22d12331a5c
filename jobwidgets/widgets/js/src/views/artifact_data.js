// @ts-check
import { writeCsv } from "./csv.js";

/**
 * What an artifact is, decided by its media type alone, and what it is as a file. Pure.
 *
 * @typedef {{id: string, name: string, mediaType: string, data: any, version: number, superseded?: boolean,
 *   left?: number}} ArtifactRow  `data`: text, JSON or base64, see `isText`; `left`: bytes that were not kept
 * @typedef {"image"|"svg"|"plotly"|"vega"|"table"|"csv"|"json"|"markdown"|"text"|"file"} Kind
 */

const VEGA = /^application\/vnd\.vega(lite)?\.v\d+(\.\d+)*[+.]json$/;
const TABLE = "application/vnd.jobwidgets.table+json";
/** @type {Map<string, Kind>} */
const KINDS = new Map([
  ["image/png", "image"],
  ["image/jpeg", "image"],
  ["image/gif", "image"],
  ["image/webp", "image"],
  ["image/svg+xml", "svg"],
  ["application/vnd.plotly.v1+json", "plotly"],
  [TABLE, "table"],
  ["text/csv", "csv"],
  ["text/tab-separated-values", "csv"],
  ["application/json", "json"],
  ["text/markdown", "markdown"],
  ["text/plain", "text"],
]);
/** @type {Record<string, string>} */
const ENDINGS = { jpeg: "jpg", plain: "txt", markdown: "md", "svg+xml": "svg", javascript: "js", "octet-stream": "bin" };

/** A media type without its parameters. @param {string} mediaType */
export const bare = (mediaType) => mediaType.split(";")[0].trim().toLowerCase();

/** @param {ArtifactRow} row @returns {Kind} */
export function kindOf(row) {
  const type = bare(row.mediaType);
  if (row.data == null) return "file";
  return VEGA.test(type) ? "vega" : (KINDS.get(type) ?? "file");
}

/** Whether a string of this media type is text, not base64: `protocol.media.is_text` says the same. @param {string} mediaType */
export function isText(mediaType) {
  const type = bare(mediaType);
  return type.startsWith("text/") || /[+./](json|xml|javascript|yaml|toml)$/.test(type);
}

/** The artifact as the content of a file. @param {ArtifactRow} row @returns {string|Uint8Array<ArrayBuffer>} */
export function contentOf({ mediaType, data }) {
  if (bare(mediaType) === TABLE) {
    const table = tableOf(data);
    return writeCsv([table.columns, ...table.rows]);
  }
  if (typeof data !== "string") return JSON.stringify(data, null, 2);
  if (isText(mediaType)) return data;
  try {
    return Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
  } catch {
    return data; // no base64 after all
  }
}

/** Bytes of the file. @param {ArtifactRow} row */
export function sizeOf(row) {
  if (row.left !== undefined) return row.left;
  const { mediaType, data } = row;
  if (typeof data === "string" && !isText(mediaType)) {
    return Math.floor((data.length * 3) / 4) - (data.endsWith("==") ? 2 : data.endsWith("=") ? 1 : 0);
  }
  const text = typeof data === "string" ? data : JSON.stringify(data ?? null);
  return new TextEncoder().encode(text).length;
}

/** @param {number} bytes */
export function sizeText(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  const kilo = bytes / 1000;
  return kilo < 1000 ? `${kilo < 10 ? kilo.toFixed(1) : Math.round(kilo)} kB` : `${(kilo / 1000).toFixed(1)} MB`;
}

/** What a file of it may be called: no folders, nothing invisible, an ending where there is none. @param {ArtifactRow} row */
export function fileName({ name, mediaType }) {
  const last = name.replace(/[\p{C}]/gu, "").split(/[/\\]/).at(-1) ?? "";
  const clean = last.replace(/[<>:"|?*]/g, "_").replace(/^[.\s]+|[.\s]+$/g, "").slice(0, 120) || "artifact";
  return /\.[\w-]{1,12}$/.test(clean) ? clean : `${clean}.${endingOf(mediaType)}`;
}

/** @param {string} mediaType */
function endingOf(mediaType) {
  const type = bare(mediaType);
  if (type === TABLE) return "csv";
  if (type === "text/tab-separated-values") return "tsv";
  if (/[+./]json$/.test(type)) return "json";
  const sub = type.split("/")[1] ?? "";
  return ENDINGS[sub] ?? (/^[a-z0-9]{1,6}$/.test(sub) ? sub : "bin");
}

/** A table as it is drawn; raises `TypeError` for what is none. @param {any} data @returns {{columns: string[], rows: any[][]}} */
export function tableOf(data) {
  if (!Array.isArray(data?.columns) || !Array.isArray(data.rows) || !data.rows.every(Array.isArray)) {
    throw new TypeError("A table is {columns: […], rows: [[…], …]}.");
  }
  return { columns: data.columns.map(String), rows: data.rows };
}

/** Width and height in pixels as an image's head says; null if it cannot be told. @param {Uint8Array} bytes @returns {[number, number]|null} */
export function imageSize(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = String.fromCharCode(...bytes.subarray(0, 16));
  try {
    if (head.startsWith("\x89PNG")) return [view.getUint32(16), view.getUint32(20)];
    if (head.startsWith("GIF8")) return [view.getUint16(6, true), view.getUint16(8, true)];
    if (head.startsWith("RIFF") && head.slice(8, 12) === "WEBP") return webpSize(view, head.slice(12, 16));
    if (head.startsWith("\xff\xd8")) return jpegSize(view);
  } catch (why) {
    if (!(why instanceof RangeError)) throw why; // cut short
  }
  return null;
}

/** @param {DataView} view @param {string} chunk @returns {[number, number]|null} */
function webpSize(view, chunk) {
  const three = (/** @type {number} */ at) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  if (chunk === "VP8X") return [three(24) + 1, three(27) + 1];
  if (chunk === "VP8 ") return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
  if (chunk !== "VP8L") return null;
  const bits = view.getUint32(21, true);
  return [(bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1];
}

/** @param {DataView} view @returns {[number, number]|null} */
function jpegSize(view) {
  for (let at = 2; ; at += 2 + view.getUint16(at + 2)) {
    while (view.getUint8(at) === 0xff && view.getUint8(at + 1) === 0xff) at++; // padding
    const marker = view.getUint8(at + 1);
    if (view.getUint8(at) !== 0xff) return null;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return [view.getUint16(at + 7), view.getUint16(at + 5)];
  }
}
