// Names and patterns as the reader of bundles needs them: docs/rule.md, said with one library for patterns.
import { minimatch } from 'minimatch'

const plain = { dot: true, nonegate: true, nocomment: true, nobrace: true, noext: true } as const
const exact = { platform: 'linux', optimizationLevel: 0, preserveMultipleSlashes: true } as const

/** Whether a context or a scope speaks about a name. */
export const limitMatches = (limit: string, name: string): boolean =>
  minimatch(name, limit, { ...plain, ...exact })

/** The proper name in what was handed over as a resource, or `undefined`. */
export function properName(resource: unknown): string | undefined {
  const name =
    typeof resource === 'object' && resource !== null && 'name' in resource ? resource.name : resource
  if (typeof name !== 'string' || name.length === 0 || name.length > 1_024) return undefined
  if (!name.isWellFormed() || /\p{Cc}/u.test(name)) return undefined
  const segments = name.replace(/^\//, '').split('/')
  return segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..') ? name : undefined
}
