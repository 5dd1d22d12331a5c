// @ts-check

/**
 * Nothing typed or pressed in `root` is a shortcut of the page around it: JupyterLab reads the attribute, in command
 * mode too, and whoever listens further up hears nothing.
 * @param {HTMLElement} root
 */
export function keepKeys(root) {
  root.setAttribute("data-lm-suppress-shortcuts", "true");
  root.setAttribute("data-jp-suppress-context-menu", "");
  const stop = (/** @type {Event} */ event) => event.stopPropagation();
  for (const type of ["keydown", "keypress", "keyup"]) root.addEventListener(type, stop);
}
