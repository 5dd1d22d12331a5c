// @ts-check
// Styles reach a page without a <style> element: they work under a strict CSP and inside a shadow root alike.

/** @type {Map<string, CSSStyleSheet>} */
const sheets = new Map();

/** Give the document or shadow root around `el` these styles, each once. @param {Node} el @param {string[]} texts */
export function installStyles(el, ...texts) {
  const root = /** @type {Document|ShadowRoot} */ (el.getRootNode());
  // Not in a page yet: whoever puts it there is in the document.
  const home = "adoptedStyleSheets" in root ? root : document;
  for (const text of texts) {
    let sheet = sheets.get(text);
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      sheets.set(text, sheet);
    }
    if (!home.adoptedStyleSheets.includes(sheet)) home.adoptedStyleSheets = [...home.adoptedStyleSheets, sheet];
  }
}
