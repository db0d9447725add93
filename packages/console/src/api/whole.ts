/** At the end of a version that somebody knows from the whole of a list. No version has it. */
const mark = '~whole'

/** The version of a list for who has read all of it: the only one that it is replaced with. */
export const wholeOf = (version: string | null): string => `${version ?? ''}${mark}`

/** A version that a caller has seen, and whether with all of a list. */
export interface Seen {
  readonly version: string | null
  readonly isWhole: boolean
}

/** @param written As it came; nothing stands for "there is none yet". */
export function seenIn(written: string): Seen {
  const isWhole = written.endsWith(mark)
  const version = isWhole ? written.slice(0, -mark.length) : written
  return { version: version === '' ? null : version, isWhole }
}
