// @ts-check

/** One paint per frame, whatever came in; and timers that end with the view. */
export function createFrames() {
  /** @type {Set<() => void>} */
  let work = new Set();
  let frame = 0;
  /** @type {Set<ReturnType<typeof setTimeout>>} */
  const timers = new Set();

  function paint() {
    frame = 0;
    const now = work;
    work = new Set();
    for (const job of now) job();
  }

  return {
    /** Do it with the next frame, once however often it is asked for. @param {() => void} job */
    schedule(job) {
      work.add(job);
      if (!frame) frame = requestAnimationFrame(paint);
    },
    /** @param {() => void} job @param {number} ms */
    later(job, ms) {
      const timer = setTimeout(() => (timers.delete(timer), job()), ms);
      timers.add(timer);
    },
    destroy() {
      for (const timer of timers) clearTimeout(timer);
      if (frame) cancelAnimationFrame(frame);
    },
  };
}
