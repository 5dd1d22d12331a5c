// @ts-check
/**
 * Text as a reader may see it. Terminal colours and other control characters are dropped, line ends become "\n", and
 * what reverses the direction of text (it can make code read differently from what it does) is spelt out.
 */

const SPECIAL = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;
const BIDI = /[\u202a-\u202e\u2066-\u2069]/;

/** @typedef {"text"|"escape"|"sequence"|"string"} Place  in text, or where in an escape sequence (ECMA-48) */

/** @type {Record<Exclude<Place, "text">, (c: string) => Place|null>} where a character leads; null: it is text again */
const NEXT = {
  escape: (c) => {
    if (c === "[") return "sequence";
    if ("]PX^_".includes(c)) return "string";
    return c >= " " && c <= "/" ? "escape" : c < " " ? null : "text";
  },
  sequence: (c) => (c >= " " && c <= "?" ? "sequence" : c >= "@" && c <= "~" ? "text" : null),
  string: (c) => (c === "\x07" ? "text" : c === "\n" || c === "\r" ? null : "string"),
};

/** Cleans a text that comes in pieces: however it is cut, the result is the same. */
export class TextCleaner {
  constructor() {
    /** @type {Place} */
    this.place = "text";
    this.returned = false; // the last character was "\r"
  }

  /** @param {string} piece */
  push(piece) {
    if (this.place === "text" && !this.returned && !SPECIAL.test(piece)) return piece;
    let clean = "";
    for (let i = 0; i < piece.length; i++) clean += this.take(piece[i]);
    return clean;
  }

  /** @param {string} c one UTF-16 unit */
  take(c) {
    if (c === "\x1b") {
      this.place = "escape";
      return "";
    }
    if (this.place !== "text") {
      const next = NEXT[this.place](c);
      this.place = next ?? "text";
      if (next) return "";
    }
    const second = this.returned && c === "\n";
    this.returned = c === "\r";
    if (second) return "";
    if (c === "\r") return "\n";
    if (!SPECIAL.test(c)) return c;
    return BIDI.test(c) ? `⟨U+${c.charCodeAt(0).toString(16).toUpperCase()}⟩` : "";
  }
}

/** @param {string} text */
export const cleanText = (text) => new TextCleaner().push(text);
