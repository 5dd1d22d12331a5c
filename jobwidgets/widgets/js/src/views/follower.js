// @ts-check
import { h } from "./dom.js";

const NEAR = 12; // px from the end that count as the end
/** Milliseconds in which what the reader did last may still scroll. */
export const RECENT = 1000;

/** A box that scrolls and follows the end of what grows in it until the reader scrolls away; a button leads back. */
export class Follower {
  /** @param {string} label */
  constructor(label) {
    this.flow = h("div", "jw-flow");
    this.scroller = h("div", "jw-scroller", { role: "log", "aria-live": "off", "aria-label": label, tabindex: "0" });
    this.scroller.append(this.flow);
    this.jump = h("button", "jw-jump", { type: "button", hidden: "" }, "↓ Jump to end");
    this.el = h("div", "jw-pane", {}, this.scroller, this.jump);
    this.following = true;
    this.last = 0; // position and height last seen
    this.height = 0;
    this.touched = -Infinity; // when the reader last did something that may scroll
    const touch = () => (this.touched = performance.now());
    for (const type of ["wheel", "touchmove", "pointerdown", "keydown"]) {
      this.scroller.addEventListener(type, touch, { passive: true });
    }
    this.scroller.addEventListener("scroll", () => this.onScroll());
    // At once: a browser scrolls smoothly, and following the end meanwhile would undo its first steps.
    this.scroller.addEventListener(
      "wheel",
      ({ deltaY }) => {
        if (deltaY < 0 && this.scroller.scrollTop > 0) this.following = false;
        this.showJump();
      },
      { passive: true },
    );
    // Heights settle late: blocks out of sight are estimated, the page gets narrower.
    this.resized = new ResizeObserver(() => this.following && this.toEnd());
    this.resized.observe(this.flow);
    this.resized.observe(this.scroller);
    this.jump.addEventListener("click", () => {
      this.following = true;
      this.toEnd();
      this.scroller.focus({ preventScroll: true });
    });
  }

  destroy() {
    this.resized.disconnect();
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.last = this.scroller.scrollTop;
    this.height = this.scroller.scrollHeight;
    this.showJump();
  }

  onScroll() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    if (!clientHeight) return; // not shown: that is no scrolling
    // Only the reader starts and stops the following. Heights change by themselves as well and move the
    // position: then it takes a recent wheel, key or touch to count.
    if (scrollHeight === this.height || performance.now() - this.touched < RECENT) {
      const atEnd = scrollHeight - scrollTop - clientHeight < NEAR;
      // Text that turns out shorter than estimated pulls the end up to the reader: that is no scrolling of theirs.
      const pulled = atEnd && scrollHeight < this.height;
      if (scrollTop < this.last - 1) this.following &&= pulled;
      else if (atEnd && scrollTop > this.last) this.following = true;
    }
    this.height = scrollHeight;
    this.last = scrollTop;
    this.showJump();
  }

  showJump() {
    this.jump.hidden = this.following;
  }
}
