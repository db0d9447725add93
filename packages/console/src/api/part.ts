/** At the end of a version that somebody knows from a part of a list. No version has it. */
const mark = '~part'

/** The version of a list of which a part is shown: enough to change single things, and not to replace the whole. */
export const partOf = (version: string | null): string => `${version ?? ''}${mark}`

/** A version that a caller has seen, and whether on a part of a list only. */
export interface Seen {
  readonly version: string | null
  readonly isPart: boolean
}

/** @param written As it came; nothing stands for "there is none yet". */
export function seenIn(written: string): Seen {
  const isPart = written.endsWith(mark)
  const version = isPart ? written.slice(0, -mark.length) : written
  return { version: version === '' ? null : version, isPart }
}
