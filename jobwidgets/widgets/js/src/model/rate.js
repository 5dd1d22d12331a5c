// @ts-check
// How fast a job gets on, and how long it may still take. Pure.

const WINDOW = 30; // seconds looked back
const APART = 0.5; // seconds between two samples
const ENOUGH = { samples: 3, span: 3, gain: 0.02 }; // before anything is said: looks, seconds, share of the whole
const LONG = { samples: 5, span: 10 }; // or so much of a job that takes long
const LONGEST = 48 * 3600; // seconds; beyond that nobody knows

/** @typedef {{at: number, share: number, done: number|null}} Sample  seconds, 0 to 1, and things done if they are counted */

export class Rate {
  constructor() {
    /** @type {Sample[]} */
    this.samples = [];
  }

  /**
   * The job is that far.
   * @param {number} at seconds
   * @param {number|null} share 0 to 1; null: nobody can tell, all is forgotten
   * @param {number|null} [done] things done, where things are counted
   */
  add(at, share, done = null) {
    const last = this.samples.at(-1);
    if (share === null || (last && (share < last.share || (done === null) !== (last.done === null)))) this.samples = [];
    if (share === null || (last && share === last.share && this.samples.length)) return;
    const before = this.samples.at(-2);
    if (before && at - before.at < APART) this.samples.pop();
    this.samples.push({ at, share, done });
    while (this.samples.length > ENOUGH.samples && this.samples[1].at < at - WINDOW) this.samples.shift();
  }

  /** Things a second (null where none are counted) and seconds left; null until it means something. @param {number} now seconds */
  read(now) {
    const [first, last] = [this.samples[0], this.samples.at(-1)];
    if (!last || this.samples.length < ENOUGH.samples || last.share >= 1) return null;
    const gain = last.share - first.share;
    const pause = (last.at - first.at) / (this.samples.length - 1);
    // A pause that is longer than usual slows it down.
    const span = Math.max(last.at, now - 2 * pause - 1) - first.at;
    const long = this.samples.length >= LONG.samples && span >= LONG.span;
    if (!(long && gain > 0) && (span < ENOUGH.span || gain < ENOUGH.gain)) return null;
    const left = ((1 - last.share) * span) / gain - Math.max(0, Math.min(now, last.at + 2 * pause) - last.at);
    const perSecond = first.done === null || last.done === null ? null : (last.done - first.done) / span;
    return { perSecond, left: Math.max(0, left) };
  }

  /** "12/s · about 3 min left", or "". @param {number} now seconds */
  text(now) {
    const known = this.read(now);
    if (!known) return "";
    const parts = [known.perSecond ? rateText(known.perSecond) : "", leftText(known.left)];
    return parts.filter(Boolean).join(" · ");
  }
}

/** @param {number} perSecond */
function rateText(perSecond) {
  const [n, unit] = perSecond >= 0.95 ? [perSecond, "s"] : perSecond * 60 >= 0.95 ? [perSecond * 60, "min"] : [perSecond * 3600, "h"];
  return `${n >= 9.5 ? Math.round(n).toLocaleString("en-US") : n.toFixed(1).replace(/\.0$/, "")}/${unit}`;
}

/** Coarse on purpose: what jumps about is not read. @param {number} seconds */
function leftText(seconds) {
  if (seconds > LONGEST) return "";
  if (seconds < 8) return "a few seconds left";
  if (seconds < 50) return `about ${Math.ceil(seconds / 10) * 10} s left`;
  if (seconds < 55 * 60) return `about ${Math.max(1, Math.round(seconds / 60))} min left`;
  const hours = seconds / 3600;
  return `about ${hours < 9.5 ? hours.toFixed(1).replace(/\.0$/, "") : Math.round(hours)} h left`;
}
