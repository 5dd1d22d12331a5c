// @ts-check
/**
 * The libraries of plots are no part of the views: a page asks its kernel for one when a plot is to be drawn, and
 * gets it compressed, in pieces. A page has one registry for all its widgets.
 *
 * @typedef {{type: "library", name: string, key: string, i: number, n: number, error?: string}} Piece
 */

/** @type {Record<string, string>} */
const HASHES = LIBRARY_HASHES; // filled in by the build: which build of each belongs to these views
const ASK_AGAIN = 1500; // ms without a piece; twice as long each time, for a kernel may be busy
const GIVE_UP = 8; // times without a piece in between: minutes

/** Brings a library through `model`; the second who asks on a page gets the same. @param {any} model @returns {(name: string) => Promise<any>} */
export function libraryThrough(model) {
  return (name) => {
    const page = /** @type {any} */ (globalThis);
    /** @type {Map<string, Promise<any>>} */
    const registry = (page[Symbol.for("jobwidgets.libraries")] ??= new Map());
    const key = HASHES[name];
    const known = registry.get(key);
    if (known) return known;
    const coming = bring(model, name, key);
    registry.set(key, coming);
    coming.catch(() => registry.delete(key)); // the next who asks tries again, maybe through another widget
    return coming;
  };
}

/** @param {any} model @param {string} name @param {string} key */
async function bring(model, name, key) {
  const pieces = await collect(model, name, key);
  const packed = new Blob(pieces).stream().pipeThrough(new DecompressionStream("gzip")); // which checks length and sum
  const code = await new Response(packed).blob();
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  try {
    return await import(/* @vite-ignore */ url);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** All pieces; those that were lost are asked for again. @param {any} model @param {string} name @param {string} key @returns {Promise<BlobPart[]>} */
function collect(model, name, key) {
  /** @type {Map<number, BlobPart>} */
  const pieces = new Map();
  let count = 0;
  let tries = 0;
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  return new Promise((/** @type {(pieces: BlobPart[]) => void} */ done, fail) => {
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(ask, ASK_AGAIN * 2 ** tries);
    };
    const ask = () => {
      if (tries === GIVE_UP) return end(() => fail(new Error("the kernel does not send it")));
      const missing = count ? [...Array(count).keys()].filter((i) => !pieces.has(i)) : null;
      try {
        model.send({ type: "library", name, key, missing });
      } catch (why) {
        return end(() => fail(why)); // the kernel is gone
      }
      later();
      tries++;
    };
    /** @param {Piece} message @param {DataView[]} buffers */
    const hear = (message, buffers) => {
      if (message?.type !== "library" || message.key !== key) return;
      if (message.error) return end(() => fail(new Error(message.error)));
      count = message.n;
      tries = 0;
      pieces.set(message.i, /** @type {BlobPart} */ (/** @type {unknown} */ (buffers[0])));
      later();
      if (pieces.size === count) end(() => done([...Array(count).keys()].map((i) => /** @type {BlobPart} */ (pieces.get(i)))));
    };
    /** @param {() => void} say */
    const end = (say) => {
      clearTimeout(timer);
      model.off("msg:custom", hear);
      say();
    };
    model.on("msg:custom", hear);
    ask();
  });
}
