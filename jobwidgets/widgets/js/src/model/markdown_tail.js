// @ts-check
/**
 * Markdown whose end is still to be written, so that its rendering does not jump: what is open is closed, and what
 * cannot be told yet (is this dash a list, a rule, a heading?) waits for the next characters.
 */

const ITEM = String.raw`(?:[-*+]|\d{1,9}[.)])`;
/** At the end: marks of any kind, the start of an item, or of the box of a task. */
const MARKS = String.raw`[-*+_=#|:~$\x60]+|[-*+]|\d{1,9}[.)]?|${ITEM}[ \t]+\[[ xX]?\]?|[-:| \t]*`;
const UNDECIDED = new RegExp(String.raw`(?:^|\n)[ \t>]*(?:${MARKS})[ \t]*$`);
const FENCE_LINE = /(?:^|\n)[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?:`{3,}[^`\n]*|~{3,}[^\n]*)$/;
const SAME = String.raw`(?!\n[ \t]*\n)`; // no blank line ends the paragraph
/** Mathematics on lines of their own, as a regular expression. The limit keeps long nonsense from costing much. */
export const DISPLAY = String.raw` {0,3}(?:\$\$(?:${SAME}[^$]){1,2000}\$\$|\\\[(?:${SAME}[^]){1,2000}?\\\])`;
const DISPLAYS = new RegExp(`^${DISPLAY}`, "gm");
const HALF_LINK = /!\[[^\]\n]*(?:\](?:\([^()\s]*)?)?$|\[([^[\]\n]*)(?:\](?:\([^()\n]*)?)?$/;

/** @param {string} source of the last block, no code fence @returns {string} */
export function completed(source) {
  const known = source.replace(FENCE_LINE, "").replace(UNDECIDED, "");
  const display = openDisplay(known);
  if (display) return `${known}\n${display}`;
  if (isHead(known)) return `${closedLine(known)}\n${delimiterRow(known)}`;
  const line = known.lastIndexOf("\n") + 1;
  return known.slice(0, line) + closedLine(known.slice(line));
}

/** What ends the mathematics at the end of the text, if it is in one. @param {string} text */
function openDisplay(text) {
  const last = text.split(/\n[ \t]*\n/).at(-1) ?? "";
  const begun = /^ {0,3}(\$\$|\\\[)/m.exec(last.replace(DISPLAYS, ""));
  return begun && (begun[1] === "$$" ? "$$" : "\\]");
}

/** The first line of what will be a table. @param {string} text */
const isHead = (text) => /^\|[^\n]*[^\s|][^\n]*$/.test(text);

/** @param {string} head */
function delimiterRow(head) {
  const cells = head.replace(/\\\|/g, "").replace(/\|?\s*$/, "").split("|").length - 1;
  return `|${"---|".repeat(cells)}`;
}

/** @param {string} line @returns {string} with an end to all emphasis, code and links */
function closedLine(line) {
  const cut = codeStart(line);
  if (cut >= 0) {
    const ticks = /^`+/.exec(line.slice(cut))?.[0] ?? "";
    return line.length > cut + ticks.length ? line + ticks : line.slice(0, cut);
  }
  const text = line.replace(HALF_LINK, "$1").replace(/[*_~`]+$/, (marks) => (closes(line, marks) ? marks : ""));
  const body = text.trimEnd();
  return body + openMarks(body).reverse().join("");
}

/** Where code begins that does not end, or -1. @param {string} line */
function codeStart(line) {
  for (let at = line.indexOf("`"); at >= 0; at = line.indexOf("`", at)) {
    const ticks = /^`+/.exec(line.slice(at))?.[0] ?? "";
    const rest = line.slice(at + ticks.length);
    const end = new RegExp(`(?<!\`)${ticks}(?!\`)`).exec(rest);
    if (!end) return at;
    at += ticks.length + end.index + ticks.length;
  }
  return -1;
}

/** Whether the marks at the end of the line end something. @param {string} line @param {string} marks */
function closes(line, marks) {
  if (marks.includes("`")) return true; // of code that is complete: `codeStart` looked
  const before = line.slice(0, -marks.length);
  return !/(?:^|\s)$/.test(before) && openMarks(before).reverse().join("") === marks;
}

/** The marks of emphasis that are open at the end. @param {string} text @returns {string[]} the innermost last */
function openMarks(text) {
  /** @type {string[]} */
  const open = [];
  const plain = text.replace(/\\.|(`+)[^`]*\1|\$[^$\s][^$]*\$|https?:\/\/\S+/g, (all) => "x".repeat(all.length));
  for (const { 0: mark, index } of plain.matchAll(/\*\*|\*|__|_|~~/g)) {
    const [before, after] = [plain[index - 1] ?? " ", plain[index + mark.length] ?? " "];
    const inWord = mark[0] === "_" && /[\p{L}\p{N}]/u.test(before) && /[\p{L}\p{N}]/u.test(after);
    if (inWord) continue;
    if (open.at(-1) === mark && !/\s/.test(before)) open.pop();
    else if (!/\s/.test(after)) open.push(mark);
  }
  return open;
}
