// @ts-check
import { h, setText } from "./dom.js";

/** The end of a long id: ids begin with the time and end with what is random. @param {string} id */
export const shortId = (id) => (id.length > 12 ? `…${id.slice(-6)}` : id);

/** Two sheets, in the colour of the text. */
export function copyIcon() {
  const NS = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(NS, "svg");
  const path = document.createElementNS(NS, "path");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("fill", "none");
  path.setAttribute("stroke", "currentColor");
  path.setAttribute("stroke-width", "1.4");
  path.setAttribute("d", "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3");
  svg.append(path);
  return svg;
}

/** Copies also where the page may not use the clipboard (plain http, no permission). @param {string} text */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const focused = /** @type {HTMLElement|null} */ (document.activeElement);
    const area = /** @type {HTMLTextAreaElement} */ (h("textarea", "", { "aria-hidden": "true" }));
    Object.assign(area.style, { position: "fixed", opacity: "0" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    focused?.focus({ preventScroll: true });
  }
}

/**
 * Copies ids and says so where the id stands.
 * @param {(text: string) => void} announce
 * @param {(job: () => void, ms: number) => void} later
 */
export function createIdCopier(announce, later) {
  /** @param {string} id @param {HTMLElement} shown where its short form is */
  return async (id, shown) => {
    const text = shown.textContent ?? "";
    if (text.startsWith("copied")) return;
    await copy(id);
    announce("Job id copied");
    // As wide as the id was: nothing moves.
    setText(shown, "copied".padEnd(text.length, "\u2007"));
    later(() => setText(shown, text), 1200);
  };
}
