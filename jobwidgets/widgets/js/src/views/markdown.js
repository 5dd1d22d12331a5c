// @ts-check
import DOMPurify from "dompurify";
import { Marked } from "marked";
import { cleanText } from "../model/clean_text.js";
import { parseCode, splitBlocks } from "../model/markdown_blocks.js";
import { DISPLAY } from "../model/markdown_tail.js";
import { copy } from "./clipboard.js";
import { h } from "./dom.js";
import { highlighted } from "./highlight.js";

/**
 * Markdown from a job as nodes: the one place where text of others becomes markup. Three walls: HTML in the Markdown is
 * only ever text, the renderer writes few elements with few attributes and checks every address, and DOMPurify lets
 * nothing else through. Nothing is ever fetched.
 *
 * Left as they are written: references with their definitions, footnotes, mathematics.
 *
 * @typedef {import("../model/markdown_blocks.js").Block} Block
 */

export const ROWS = 4_000; // characters of plain code the browser may skip as one
const IMAGE = /^data:image\/(?:png|jpe?g|gif|webp);base64,[a-z0-9+/]+={0,2}$/i;
/** Ours, and those of the highlighter. */
const CLASSES = /^(?:jw-(?:code|head|lang|rows|table|math|display|task|right|center)|(?:hljs|language)-[\w-]+|\w+_)$/;

/** @param {string} text */
const escapeAll = (text) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
/** Character references stay what they are. @param {string} text */
const escapeText = (text) =>
  text.replace(/[<>"']|&(?!(?:#\d{1,7}|#x[\da-f]{1,6}|\w{1,31});)/gi, (c) => `&#${c.charCodeAt(0)};`);

/** An address a reader may follow, complete; undefined for all others. @param {string} href */
export function safeAddress(href) {
  if (!/^(?:https?:\/\/|mailto:)/i.test(href)) return undefined;
  return URL.canParse(href) ? new URL(href).href : undefined;
}

/** @param {string} address @param {string} inner HTML */
function anchor(address, inner) {
  const href = escapeAll(address);
  return `<a href="${href}" title="${href}" target="_blank" rel="noopener noreferrer nofollow">${inner}</a>`;
}

/** @param {string} code @returns {string[]} cut between lines */
export function codeRows(code) {
  const rows = [];
  let from = 0;
  for (let end; (end = code.indexOf("\n", from + ROWS)) >= 0; from = end + 1) rows.push(code.slice(from, end + 1));
  return from < code.length ? [...rows, code.slice(from)] : rows;
}

/** @param {string} code @param {string} lang */
function codeHtml(code, lang) {
  const inner = highlighted(code, lang) ?? plainCode(code);
  const head = `<div class="jw-head"><span class="jw-lang">${escapeAll(lang.slice(0, 30))}</span></div>`;
  return `<div class="jw-code">${head}<pre><code>${inner}</code></pre></div>`;
}

/** @param {string} code */
function plainCode(code) {
  if (code.length <= ROWS) return escapeAll(code);
  return codeRows(code)
    .map((rows) => `<span class="jw-rows">${escapeAll(rows)}</span>`)
    .join("");
}

let links = 0; // open around what is being rendered

/** @type {import("marked").RendererObject} No line ends between elements: white space in text is kept. */
const renderer = {
  space: () => "",
  html: ({ raw }) => escapeAll(raw),
  def: ({ raw }) => escapeAll(raw),
  code: ({ text, lang }) => codeHtml(text, (lang ?? "").trim().split(/\s+/)[0]),
  hr: () => "<hr>",
  br: () => "\n",
  blockquote({ tokens }) {
    return `<blockquote>${this.parser.parse(tokens)}</blockquote>`;
  },
  heading({ tokens, depth }) {
    const tag = `h${Math.min(depth + 2, 6)}`; // the page has greater ones
    return `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`;
  },
  paragraph({ tokens }) {
    return `<p>${this.parser.parseInline(tokens)}</p>`;
  },
  list({ ordered, start, items }) {
    const inner = items.map((item) => this.listitem(item)).join("");
    if (!ordered) return `<ul>${inner}</ul>`;
    return Number(start) === 1 ? `<ol>${inner}</ol>` : `<ol start="${Number(start)}">${inner}</ol>`;
  },
  listitem({ tokens }) {
    return `<li>${this.parser.parse(tokens)}</li>`;
  },
  checkbox: ({ checked }) => `<span class="jw-task">${checked ? "☑" : "☐"}</span> `,
  table({ header, rows }) {
    const row = (/** @type {import("marked").Tokens.TableCell[]} */ cells) =>
      `<tr>${cells.map((cell) => this.tablecell(cell)).join("")}</tr>`;
    const body = rows.length ? `<tbody>${rows.map(row).join("")}</tbody>` : "";
    return `<div class="jw-table"><table><thead>${row(header)}</thead>${body}</table></div>`;
  },
  tablecell({ header, align, tokens }) {
    const tag = header ? "th" : "td";
    const side = align === "right" || align === "center" ? ` class="jw-${align}"` : "";
    return `<${tag}${side}>${this.parser.parseInline(tokens)}</${tag}>`;
  },
  codespan: ({ text }) => `<code>${escapeAll(text)}</code>`,
  link({ href, raw, tokens }) {
    const address = safeAddress(href);
    if (!address) return escapeAll(raw);
    links++;
    const inner = this.parser.parseInline(tokens);
    links--;
    return links ? inner : anchor(address, inner);
  },
  image({ href, raw, text }) {
    const alt = escapeAll(text);
    if (IMAGE.test(href)) return `<img src="${escapeAll(href)}" alt="${alt}">`;
    const address = safeAddress(href);
    if (!address) return escapeAll(raw);
    const name = alt || escapeAll(address);
    return links ? name : anchor(address, name);
  },
  text(token) {
    return "tokens" in token && token.tokens ? this.parser.parseInline(token.tokens) : escapeText(token.text);
  },
};

/** @type {import("marked").TokenizerObject} */
const tokenizer = {
  // A block of HTML is a paragraph that happens to have angle brackets; a definition stays to be read.
  html: () => undefined,
  def: () => undefined,
  tag(src) {
    // As marked does, without its notion of being inside of an element, which would leave text unescaped.
    const found = this.rules.inline.tag.exec(src);
    if (!found) return undefined;
    return { type: "html", raw: found[0], text: found[0], block: false, inLink: false, inRawBlock: false };
  },
};

const ALONE = new RegExp(`^${DISPLAY}[ \\t]*(?:\\n|$)`);
/** Between dollars only if they cannot be prices: no space inside of them, no digit behind. */
const DOLLARS = String.raw`\$\$[^$\n]{1,500}\$\$|\$(?![\s$])(?:\\[^\n]|[^\\$\n]){1,500}(?<!\s)\$(?!\d)`;
const INLINE = new RegExp(String.raw`^(?:${DOLLARS}|\\\([^\n]{1,500}?\\\)|\\\[[^\n]{1,500}?\\\])`);

/**
 * Mathematics, shown as written: what is in it is no Markdown.
 * @type {import("marked").TokenizerAndRendererExtension[]}
 */
const mathematics = [
  {
    name: "display",
    level: "block",
    start: (src) => src.match(/^ {0,3}(?:\$\$|\\\[)/m)?.index,
    tokenizer(src) {
      const found = ALONE.exec(src);
      return found ? { type: "display", raw: found[0], text: found[0].trim() } : undefined;
    },
    renderer: ({ text }) => `<div class="jw-math jw-display">${escapeAll(text)}</div>`,
  },
  {
    name: "math",
    level: "inline",
    start: (src) => src.match(/\$|\\[([]/)?.index,
    tokenizer(src) {
      const found = INLINE.exec(src);
      return found ? { type: "math", raw: found[0], text: found[0] } : undefined;
    },
    renderer: ({ text }) => `<span class="jw-math">${escapeAll(text)}</span>`,
  },
];

const marked = new Marked({ gfm: true, renderer, tokenizer, extensions: mathematics });

const TAGS =
  "p h3 h4 h5 h6 ul ol li blockquote hr pre code div span strong em del a img table thead tbody tr th td".split(" ");
/** @type {import("dompurify").Config & {RETURN_DOM_FRAGMENT: true}} */
const ALLOWED = {
  ALLOWED_TAGS: TAGS,
  ALLOWED_ATTR: ["class", "href", "title", "target", "rel", "src", "alt", "start"],
  ALLOWED_URI_REGEXP: /^(?:https?:\/\/|mailto:|data:image\/(?:png|jpe?g|gif|webp);base64,)/i,
  ADD_URI_SAFE_ATTR: ["target", "rel", "start"], // which are no addresses
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
};

/** @type {Record<string, (value: string) => boolean>} */
const VALUES = {
  class: (value) => value.split(" ").every((name) => CLASSES.test(name)),
  href: (value) => safeAddress(value) === value,
  src: (value) => IMAGE.test(value),
  start: (value) => /^\d{1,9}$/.test(value),
  target: (value) => value === "_blank",
  rel: (value) => value === "noopener noreferrer nofollow",
};

DOMPurify.addHook("uponSanitizeAttribute", (_, data) => {
  if (VALUES[data.attrName]?.(data.attrValue) === false) data.keepAttr = false;
});

/** @param {string} html @returns {DocumentFragment} */
function sanitised(html) {
  return /** @type {DocumentFragment} */ (DOMPurify.sanitize(html, ALLOWED));
}

/** What is no markup of the text: buttons, and names for screen readers. @param {DocumentFragment} fragment */
function equip(fragment) {
  for (const code of fragment.querySelectorAll(".jw-code")) {
    const lang = code.querySelector(".jw-lang")?.textContent;
    const label = lang ? `Code, ${lang}` : "Code";
    const name = `Copy the ${label.toLowerCase()}`;
    code.firstElementChild?.append(h("button", "jw-copy", { type: "button", "aria-label": name }, "Copy"));
    reachable(code.querySelector("pre"), label);
  }
  for (const table of fragment.querySelectorAll(".jw-table")) reachable(table, "Table");
  for (const task of fragment.querySelectorAll(".jw-task")) {
    task.setAttribute("role", "img");
    task.setAttribute("aria-label", task.textContent === "☑" ? "done" : "to do");
  }
  return fragment;
}

/**
 * It may be wider than there is room: keys must be able to scroll it.
 * @param {Element|null} box @param {string} label
 */
function reachable(box, label) {
  box?.setAttribute("role", "group");
  box?.setAttribute("aria-label", label);
  box?.setAttribute("tabindex", "0");
}

/** @param {Block} block @returns {DocumentFragment} */
export function renderBlock({ kind, source, start, continues }) {
  const html = kind === "code" ? codeOf(source) : markup(source);
  const fragment = equip(sanitised(html));
  const first = fragment.firstElementChild;
  if (start !== null && first?.tagName === "OL") first.setAttribute("start", String(start));
  if (continues) first?.classList.add("jw-continues"); // without room above
  return fragment;
}

/** @param {string} source */
function markup(source) {
  try {
    return /** @type {string} */ (marked.parse(source));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return `<p>${escapeAll(source)}</p>`; // nested thousands of times, deeper than the stack
  }
}

/** @param {string} source */
function codeOf(source) {
  const { code, lang } = parseCode(source);
  return codeHtml(code, lang);
}

/**
 * Markdown as nodes, safe to put into the page. Give what holds them the class `jw-markdown` and, for the buttons
 * that copy code, the listener `onCopy`.
 * @param {string} text @returns {DocumentFragment}
 */
export function renderMarkdown(text) {
  const fragment = document.createDocumentFragment();
  fragment.append(...splitBlocks(cleanText(text)).map(renderBlock));
  return fragment;
}

/** Copies the code whose button was clicked. @param {Event} event */
export async function onCopy({ target }) {
  const button = target instanceof Element ? target.closest(".jw-copy") : null;
  const code = button?.closest(".jw-code")?.querySelector("code");
  if (!button || !code) return;
  await copy(code.textContent ?? "");
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = "Copy"), 1200);
}
