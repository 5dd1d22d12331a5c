// @ts-check
// plotly.js leaves two things on the page when it is loaded: itself on `window`, where the page (or the notebook's
// user) may have a Plotly of its own, and styles, which a strict CSP refuses. Ours are in artifacts.css.

const before = Object.getOwnPropertyDescriptor(globalThis, "Plotly");
const marker = document.createElement("i");
marker.id = "plotly.js-style-global";
marker.className = "no-inline-styles"; // so it is told
document.head.prepend(marker);

/** To be called when plotly.js was loaded. */
export function leaveAlone() {
  marker.remove();
  Reflect.deleteProperty(globalThis, "Plotly");
  if (before) Object.defineProperty(globalThis, "Plotly", before);
}
