// @ts-nocheck: what is under test is checked where it is written
import { describe, expect, it } from "vitest";
import { Rate } from "../src/model/rate.js";

/** A job that does `perSecond` of `total` things, looked at every `every` seconds. */
function steady(perSecond, total, seconds, every = 1) {
  const rate = new Rate();
  for (let at = 0; at <= seconds; at += every) rate.add(at, (at * perSecond) / total, at * perSecond);
  return rate;
}

describe("rate and time left", () => {
  it("says nothing until it means something", () => {
    const rate = new Rate();
    rate.add(0, 0.1, 1);
    rate.add(1, 0.2, 2);
    expect(rate.text(1)).toBe("");
    rate.add(2, 0.3, 3); // three looks, but only two seconds
    expect(rate.text(2)).toBe("");
    rate.add(4, 0.301, 3.01);
    rate.add(6, 0.5, 5);
    expect(rate.text(6)).not.toBe("");
  });

  it("tells things a second and a coarse time", () => {
    expect(steady(12, 3000, 60).text(60)).toBe("12/s · about 3 min left");
    expect(steady(0.05, 100, 200, 20).text(200)).toBe("3/min · about 30 min left");
    expect(steady(1, 20, 15).text(15)).toBe("1/s · a few seconds left");
  });

  it("tells only the time where nothing is counted", () => {
    const rate = new Rate();
    for (let at = 0; at <= 10; at++) rate.add(at, at / 40);
    expect(rate.text(10)).toBe("about 30 s left");
  });

  it("does not jump about while the job is steady", () => {
    const rate = new Rate();
    const said = new Set();
    for (let at = 0; at <= 120; at += 0.5) {
      rate.add(at + (at % 2 ? 0.2 : -0.2), at / 1200, at);
      if (at >= 20 && at <= 50) said.add(rate.text(at).split(" · ")[0]);
    }
    expect([...said]).toEqual(["1/s"]);
  });

  it("counts down between two looks and slows down in a pause", () => {
    const rate = steady(1, 100, 40, 10);
    const [then, soon, late] = [40, 55, 200].map((now) => rate.read(now).left);
    expect(soon).toBeLessThan(then);
    expect(late).toBeGreaterThan(then);
  });

  it("starts over when the job goes back, and stops at the end", () => {
    const rate = steady(1, 100, 40);
    rate.add(41, 0.1, 10);
    expect(rate.text(41)).toBe("");
    const done = steady(1, 40, 40);
    expect(done.text(40)).toBe("");
    done.add(41, null);
    expect(done.samples).toEqual([]);
  });
});
