// @ts-check
import { artifactRow, lengthOf, stepRow } from "./facts.js";
import { shownStatus, stepList, superseded } from "./fold.js";

/**
 * What changed from one snapshot to the next, as the messages `ActivityStore` takes: the twin of
 * widgets/activity_feed.py, for a page that folds by itself. Nothing gets lost in between, so all is told once.
 *
 * @typedef {import("./fold.js").Snapshot} Snapshot
 * @typedef {import("./fold.js").StepNode} StepNode
 * @typedef {import("./fold.js").ArtifactRef} ArtifactRef
 * @typedef {import("./fold.js").TextSegment} TextSegment
 * @typedef {import("../views/text_pane.js").TextSpan} TextSpan
 * @typedef {{segment: TextSegment, length: number, old: boolean}} Told  `length` in characters as Python counts them
 */

export class ActivityFeed {
  constructor() {
    this.n = 0;
    /** @type {Snapshot|null} */
    this.last = null;
    /** @type {Map<string, [StepNode, string, boolean]>} */
    this.steps = new Map();
    /** @type {Told[]} */
    this.told = [];
    /** @type {Map<string, {ref: ArtifactRef, row: ReturnType<typeof artifactRow>}>} */
    this.artifacts = new Map();
  }

  /** The message that brings a view from the last snapshot to this one; null if it would see no difference. @param {Snapshot} snapshot */
  advance(snapshot) {
    const last = this.last;
    this.last = snapshot;
    if (!last || !this.goesOn(last, snapshot)) {
      this.steps.clear();
      this.told = [];
      this.n++;
      return { type: "snapshot", n: this.n, ...this.changes(snapshot), artifacts: this.changedArtifacts(snapshot, true) };
    }
    const news = { ...this.changes(snapshot), artifacts: this.changedArtifacts(snapshot) };
    if (Object.values(news).every((list) => !list.length)) return null;
    this.n++;
    return { type: "delta", n: this.n, ...news };
  }

  /** Everything that was told so far, for a view that lost its way. */
  everything() {
    this.steps.clear();
    this.told = [];
    const snapshot = /** @type {Snapshot} */ (this.last);
    return { type: "snapshot", n: this.n, ...this.changes(snapshot), artifacts: this.changedArtifacts(snapshot, true) };
  }

  /** Whether it is the same history with more in it. @param {Snapshot} last @param {Snapshot} now */
  goesOn(last, now) {
    if (now.epoch !== last.epoch || now.seq < last.seq || now.text.length < last.text.length) return false;
    return last.text.every((was, i) => {
      const is = now.text[i];
      if (is === was) return true;
      return is.channel === was.channel && is.attempt === was.attempt && is.checkpoint === was.checkpoint && is.text.length >= was.text.length;
    });
  }

  /** @param {Snapshot} snapshot */
  changes(snapshot) {
    const steps = [];
    for (const step of stepList(snapshot)) {
      const status = shownStatus(snapshot, step);
      const gone = superseded(snapshot, step.attempt, step.checkpoint);
      const told = this.steps.get(step.id);
      if (told && told[0] === step && told[1] === status && told[2] === gone) continue;
      this.steps.set(step.id, [step, status, gone]);
      steps.push(stepRow(snapshot, step));
    }
    /** @type {TextSpan[]} */
    const text = [];
    /** @type {number[]} */
    const old = [];
    snapshot.text.forEach((segment, seg) => {
      const told = this.told[seg];
      const now = { segment, length: told?.length ?? 0, old: superseded(snapshot, segment.attempt, segment.checkpoint) };
      this.told[seg] = now;
      if (now.old && !told?.old) old.push(seg);
      const piece = segment === told?.segment ? "" : segment.text.slice(told?.segment.text.length ?? 0);
      if (!piece) return;
      const at = now.length;
      now.length += lengthOf(piece);
      text.push({ seg, ch: segment.channel, attempt: segment.attempt, at, to: now.length, text: piece });
    });
    return { steps, text, old };
  }

  /** @param {Snapshot} snapshot @param {boolean} [all] those that did not change too */
  changedArtifacts(snapshot, all = false) {
    const rows = [];
    const before = this.artifacts;
    this.artifacts = new Map();
    for (const ref of snapshot.artifacts.values()) {
      const known = before.get(ref.id);
      const gone = superseded(snapshot, ref.attempt, ref.checkpoint);
      const same = known?.row.superseded === gone && equal(known.ref, ref);
      const row = same ? known.row : artifactRow(snapshot, ref, (known?.row.version ?? 0) + 1);
      this.artifacts.set(ref.id, { ref, row });
      if (all || !same) rows.push(row);
    }
    return rows;
  }
}

/** After a new subscription all objects are new, and mostly equal. @param {ArtifactRef} a @param {ArtifactRef} b */
const equal = (a, b) => a === b || (a.name === b.name && JSON.stringify(a) === JSON.stringify(b));
