/** How a layer stands in its router: `use` matches the beginning of a path, a route all of it. */
export type LayerKind = 'use' | 'route'

/** A path of a layer, as far as its beginning can be compared with another's. */
export interface PathPattern {
  /** As the application wrote it; a regular expression as it would be written. */
  readonly text: string
  /** It is a regular expression. */
  readonly expression: boolean
  /** Equal keys of the same kind of layer match the same requests; `undefined`: never equal. */
  readonly key: string | undefined
  /** The leading segments that are one literal, or one whole parameter (`:`). */
  readonly plain: readonly string[]
  /** What follows those. `everything`: the pattern matches every path. */
  readonly rest: 'nothing' | 'wildcard' | 'everything' | 'unknown'
}

// A segment counts only where nothing behind it makes its slash optional: `/a/?x` of Express 4 matches `/ax`.
const plainSegment = /^\/(?::\w+|[\w.~%@-]+)(?=\/(?![?+{)])|$)/

function plainSegments(path: string): { readonly plain: readonly string[]; readonly rest: string } {
  const plain: string[] = []
  let rest = path
  // An alternative or an escape anywhere may undo what stands before it.
  if (/[|\\]/.test(path)) return { plain, rest }
  for (let found = plainSegment.exec(rest); found !== null; found = plainSegment.exec(rest)) {
    plain.push(found[0].startsWith('/:') ? ':' : found[0].slice(1))
    rest = rest.slice(found[0].length)
  }
  return { plain, rest }
}

/** Reads one path of a layer: a string of Express 5 or 4, or a regular expression. */
export function readPath(path: string | RegExp): PathPattern {
  if (path instanceof RegExp) {
    // A regular expression with a memory answers differently each time.
    const key = path.global || path.sticky ? undefined : `pattern ${String(path)}`
    return { text: String(path), expression: true, key, plain: [], rest: 'unknown' }
  }
  const text = path === '' ? '/' : path
  const base = { text, expression: false, key: `path ${path}` }
  if (/^(?:\/?\*|\/\{\*\w+\})$/.test(text)) {
    // `/*name` of Express 5 does not match `/`; `*` and `/*` of Express 4, and `/{*name}`, match every path.
    return { ...base, plain: [], rest: 'everything' }
  }
  const { plain, rest } = plainSegments(text.replace(/\/+$/, ''))
  if (rest === '') return { ...base, plain, rest: 'nothing' }
  return { ...base, plain, rest: /^\/(?:\*\w*|\{\*\w+\})$/.test(rest) ? 'wildcard' : 'unknown' }
}

/**
 * Whether every request that gets as far as `target` has met `guard` before, where both stand in the same router.
 * Answers "no" wherever that cannot be seen from the text.
 */
export function covers(
  guard: PathPattern,
  guardKind: LayerKind,
  target: PathPattern,
  targetKind: LayerKind,
): boolean {
  if (guard.rest === 'everything') return true
  if (guardKind === targetKind && guard.key !== undefined && guard.key === target.key) return true
  const within = guard.plain.every((segment, i) => {
    const other = target.plain[i]
    return other !== undefined && (segment === ':' || segment === other)
  })
  if (guard.rest === 'nothing') return guardKind === 'use' && within
  return guard.rest === 'wildcard' && within && target.plain.length > guard.plain.length
}
