// @ts-check
import { h, setText } from "./dom.js";
import { themeOf, watchTheme } from "./figure_theme.js";

/**
 * A plot: waits for its library and for a place to be drawn in, and follows its width and the page's theme.
 *
 * @typedef {import("../libraries/figure.d.ts").Figure} Figure
 * @typedef {import("../libraries/figure.d.ts").FigureLibrary} FigureLibrary
 * @typedef {(name: string) => Promise<any>} Library
 */

const STEP = 8; // pixels of width that are worth drawing anew
const LEAST = 80; // pixels: with less it is not shown yet, or not any more

/** @param {string} library @param {string} label @param {Library|undefined} load @param {() => void} again asks to be drawn again */
export function createFigureHost(library, label, load, again) {
  const note = h("div", "jw-artifact-note", { role: "status", hidden: "" });
  const place = h("div", "jw-figure");
  const el = h("div", "", {}, h("div", "jw-artifact-pad", {}, place), note);
  /** @type {Figure|undefined} */
  let figure;
  /** @type {any} what is drawn */
  let shown;
  let [width, colours] = [0, ""];
  let over = false;

  /** @param {string} text */
  function say(text) {
    note.hidden = !text;
    setText(note, text);
  }

  const endTheme = watchTheme(() => {
    if (figure && shown !== undefined && JSON.stringify(themeOf(place)) !== colours) again();
  });
  const sizes = new ResizeObserver(() => {
    if (place.clientWidth >= LEAST && Math.abs(place.clientWidth - width) >= STEP) again();
  });
  sizes.observe(place);

  async function make() {
    if (!load) throw new Error("Plots cannot be drawn here.");
    say("Loading the plot library…");
    const { createFigure } = /** @type {FigureLibrary} */ (await load(library));
    say("");
    if (!over) figure = createFigure(place, label);
  }

  return {
    el,
    /** @param {any} spec */
    async draw(spec) {
      if (!figure) {
        place.classList.add("jw-awaited");
        try {
          await make();
        } catch (why) {
          throw new Error(`The plot library did not come: ${/** @type {Error} */ (why).message}`);
        }
      }
      // In a tab or fold that is closed there is no width: the observer asks again.
      if (!figure || place.clientWidth < LEAST) return;
      width = place.clientWidth;
      const theme = themeOf(place);
      colours = JSON.stringify(theme);
      say(await figure.draw(spec, theme, width));
      place.classList.remove("jw-awaited");
      shown = spec;
    },
    /** @returns {Promise<string>|undefined} */
    picture: () => (figure && shown !== undefined ? figure.picture() : undefined),
    destroy() {
      over = true;
      endTheme();
      sizes.disconnect();
      figure?.destroy();
    },
  };
}
