/** Script for `before`: time passes when the page's `pass(milliseconds)` says so; `sleep` moves the clock, but no timer. */
export const CLOCK = `
  let now = 0, wall = 1e12, count = 0;
  const timers = new Map();
  Date.now = () => wall + now;
  window.setTimeout = (work, wait = 0) => { timers.set(++count, { work, due: now + wait }); return count; };
  window.clearTimeout = (id) => timers.delete(id);
  window.sleep = (milliseconds) => { wall += milliseconds; };
  window.pass = (milliseconds) => {
    const end = now + milliseconds;
    for (;;) {
      const next = [...timers].filter(([, { due }]) => due <= end).sort(([, a], [, b]) => a.due - b.due)[0];
      if (!next) break;
      timers.delete(next[0]);
      now = next[1].due;
      next[1].work();
    }
    now = end;
  };
  window.pending = () => timers.size;`;
