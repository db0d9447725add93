/** An entry of a stream: its id, and names and values in turn. */
export type StreamEntry = readonly [string, readonly string[]]

/** A stream: its entries in order, and the newest id that it ever had. */
export interface Stream {
  readonly entries: StreamEntry[]
  last: readonly [number, number]
}

function parts(id: string): readonly [number, number] {
  const [ms, count = '0'] = id.split('-')
  return [Number(ms), Number(count)]
}

const compared = (a: readonly [number, number], b: readonly [number, number]): number =>
  a[0] - b[0] || a[1] - b[1]

/** First place in a stream whose id is not before this one. */
function placeOf(entries: readonly StreamEntry[], id: readonly [number, number]): number {
  let [low, high] = [0, entries.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (compared(parts(entries[middle]?.[0] ?? ''), id) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** `XADD`. @param now Milliseconds of the clock, for ids. @throws Error as Redis would say it */
export function append(stream: Stream, args: readonly string[], now: number): string {
  const rest = [...args]
  let keep = Infinity
  if (rest[0] === 'MAXLEN') {
    keep = Number(rest[2])
    rest.splice(0, 3)
  }
  const [wanted = '*', ...fields] = rest
  const next = [Math.floor(now), 0] as const
  const id =
    wanted !== '*'
      ? parts(wanted)
      : compared(next, stream.last) > 0
        ? next
        : ([stream.last[0], stream.last[1] + 1] as const)
  if (compared(id, stream.last) <= 0)
    throw new Error('ERR The ID specified in XADD is equal or smaller than the target stream top item')
  stream.last = id
  stream.entries.push([id.join('-'), fields])
  // `~`: whole nodes of a hundred.
  if (stream.entries.length >= keep + 100) stream.entries.splice(0, 100)
  return id.join('-')
}

/** `XRANGE` over entries. */
export function range(
  entries: readonly StreamEntry[],
  from: string,
  to: string,
  most: number,
): readonly StreamEntry[] {
  const begin = from === '-' ? 0 : placeOf(entries, parts(from.replace('(', '')))
  const exclusive = from.startsWith('(') && entries[begin]?.[0] === from.slice(1)
  const [ms, count] = to === '+' ? [Infinity, 0] : parts(to)
  const end = to === '+' ? entries.length : placeOf(entries, [ms, count + 1])
  const first = begin + Number(exclusive)
  return entries.slice(first, Math.min(end, first + most))
}
