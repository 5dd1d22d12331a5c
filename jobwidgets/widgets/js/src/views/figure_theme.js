// @ts-check
import { h } from "./dom.js";

/** @typedef {import("../libraries/figure.d.ts").Theme} Theme */

const LOOKS = [0, 150, 600]; // ms: JupyterLab names its theme before the theme's stylesheet is there

/** The colours around `el`, for what is drawn without CSS. @param {HTMLElement} el @returns {Theme} */
export function themeOf(el) {
  const probe = h("span");
  el.append(probe);
  const colour = (/** @type {string} */ name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const theme = {
    foreground: colour("--jw-fg"),
    dim: colour("--jw-dim"),
    line: colour("--jw-line"),
    accent: colour("--jw-accent"),
    font: getComputedStyle(el).fontFamily || "sans-serif",
  };
  probe.remove();
  return theme;
}

/** Calls `look` whenever the page may have changed its theme; returns what ends that. @param {() => void} look */
export function watchTheme(look) {
  /** @type {Set<ReturnType<typeof setTimeout>>} */
  const timers = new Set();
  const soon = () => {
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
    for (const ms of LOOKS) timers.add(setTimeout(look, ms));
  };
  const observer = new MutationObserver(soon);
  for (const node of [document.documentElement, document.body]) {
    observer.observe(node, { attributes: true, attributeFilter: ["class", "data-jp-theme-name", "data-jp-theme-light", "data-theme"] });
  }
  const dark = globalThis.matchMedia?.("(prefers-color-scheme: dark)");
  dark?.addEventListener("change", soon);
  return () => {
    observer.disconnect();
    dark?.removeEventListener("change", soon);
    for (const timer of timers) clearTimeout(timer);
  };
}
