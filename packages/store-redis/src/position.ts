/** A place in the change log: the entry that was applied last. */
export interface Position {
  /** Id of the entry in the stream. Ids are used again after a failover, so it says nothing without the tag. */
  readonly id: string
  /** The random tag of the write. */
  readonly tag: string
}

/** The parts of a stream id. */
function parts(id: string): [bigint, bigint] {
  const [ms = '0', count = '0'] = id.split('-')
  return [BigInt(ms), BigInt(count)]
}

/** Whether one stream id comes after another. */
export function isAfter(id: string, other: string): boolean {
  const [a, b] = [parts(id), parts(other)]
  return a[0] === b[0] ? a[1] > b[1] : a[0] > b[0]
}

/** One text for one position, to be compared and shown. */
export const positionText = ({ id, tag }: Position): string => `${id} ${tag}`
