const segment = /^[A-Za-z0-9_:-]{1,64}$/

/** The most segments a permission's name may have. */
export const maxSegments = 16

/** The name of the tree's root: every permission of the application. */
export const root = '*'

/**
 * Says what is wrong with a permission's name, or nothing when it is 1 to 16 segments of
 * `[A-Za-z0-9_:-]{1,64}` joined by dots. Names are ASCII, so no two of them look alike.
 */
export function permissionNameFault(name: string): string | undefined {
  if (name === '') return 'it is empty'
  // Bounded before it is split: a hostile name costs no more than a long one.
  if (name.length > maxSegments * 65) return `it is longer than ${maxSegments} segments of 64 characters`
  const segments = name.split('.')
  if (segments.length > maxSegments)
    return `it has ${segments.length} segments, at most ${maxSegments} are allowed`
  const bad = segments.find((part) => !segment.test(part))
  if (bad === undefined) return undefined
  if (bad === '') return 'it has an empty segment'
  return `its segment ${JSON.stringify(bad)} is not 1 to 64 of the characters A-Z a-z 0-9 _ : -`
}

/** The name one level up, or `undefined` at the top: `project.create` → `project` → `undefined`. */
export function parentName(name: string): string | undefined {
  const dot = name.lastIndexOf('.')
  return dot === -1 ? undefined : name.slice(0, dot)
}

/** A title for a node that was given none: `month_over_month` → `Month over month`. */
export function titleFromName(name: string): string {
  const words = name
    .slice(name.lastIndexOf('.') + 1)
    .replaceAll(/[_:-]+/g, ' ')
    .trim()
  return words === '' ? name : words.charAt(0).toUpperCase() + words.slice(1)
}
