// @ts-check
// What all views share: making nodes, setting text, writing durations.

export const NO_ANSWER = 2000; // ms until a click without acknowledgement is explained

/** @param {string} tag @param {string} [cls] @param {Record<string, string>} [attrs] @param {(Node|string)[]} children */
export function h(tag, cls = "", attrs = {}, ...children) {
  const node = document.createElement(tag);
  if (cls) node.className = cls;
  for (const [name, value] of Object.entries(attrs)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** @param {Node} node @param {string} text */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** `static_style.duration` writes the same. @param {number} seconds @param {boolean} [whole] */
export function duration(seconds, whole) {
  const s = Math.max(0, seconds);
  if (s < 9.95 && !whole) return `${s.toFixed(1)} s`;
  const n = whole ? Math.floor(s) : Math.floor(s + 0.5);
  if (n < 60) return `${n} s`;
  const two = (/** @type {number} */ x) => String(x).padStart(2, "0");
  const [h, m] = [Math.floor(n / 3600), Math.floor((n % 3600) / 60)];
  return h ? `${h}:${two(m)}:${two(n % 60)}` : `${m}:${two(n % 60)}`;
}
