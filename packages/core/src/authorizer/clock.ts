/** -1: not read since the last stretch of code. */
let now = -1

function forget(): void {
  now = -1
}

/**
 * Monotonic whole milliseconds, read once for each stretch of code that runs without giving way. A check must not cost
 * a look at the clock each, and while nothing else can run, no time passes that anybody could act in; the next
 * microtask reads the clock anew, so a process that was stopped sees it at once. (A flag set by a timer would
 * not do: after a pause, callbacks may run before the timer's.)
 */
export function tickNow(): number {
  if (now !== -1) return now
  now = Math.trunc(performance.now())
  queueMicrotask(forget)
  return now
}
