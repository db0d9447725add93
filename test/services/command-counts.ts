/** Commands in lower case with the number of their calls. */
export type CommandCounts = Readonly<Record<string, number>>

/** Reads `INFO commandstats`: `cmdstat_get:calls=3,usec=…`. */
export function readCounts(info: ReadonlyMap<string, string>): CommandCounts {
  return Object.fromEntries(
    Array.from(info)
      .filter(([key]) => key.startsWith('cmdstat_'))
      .map(([key, value]) => [key.slice('cmdstat_'.length), Number(/^calls=(\d+)/.exec(value)?.[1] ?? 0)]),
  )
}

/** What was called between two readings, without the reading itself: one INFO. */
export function countsSince(before: CommandCounts, after: CommandCounts): CommandCounts {
  return Object.fromEntries(
    Object.entries(after)
      .map(([name, calls]) => [name, calls - (before[name] ?? 0) - (name === 'info' ? 1 : 0)] as const)
      .filter(([, calls]) => calls > 0),
  )
}
