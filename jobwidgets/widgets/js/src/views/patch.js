// @ts-check
// Turns nodes into others by changing little: what the reader has selected or focused stays where it is.

/**
 * Make the children of `parent` from the one at `from` on equal to those of `next`, which is used up.
 * @param {Node} parent @param {number} from @param {Node} next
 */
export function patch(parent, from, next) {
  /** @type {ChildNode|null} */
  let old = parent.childNodes[from] ?? null;
  for (const node of [...next.childNodes]) {
    /** @type {ChildNode|null} */
    const after = old ? old.nextSibling : null;
    if (!old) parent.appendChild(node);
    else if (!become(old, node)) parent.replaceChild(node, old);
    old = after;
  }
  while (old) {
    const after = old.nextSibling;
    parent.removeChild(old);
    old = after;
  }
}

/** @param {Node} old @param {Node} next @returns {boolean} whether `old` could be made to equal `next` */
function become(old, next) {
  if (old.isEqualNode(next)) return true;
  if (old instanceof Text && next instanceof Text) {
    if (next.data.startsWith(old.data)) old.appendData(next.data.slice(old.length));
    else old.data = next.data;
    return true;
  }
  if (!old.cloneNode(false).isEqualNode(next.cloneNode(false))) return false;
  patch(old, 0, next);
  return true;
}
