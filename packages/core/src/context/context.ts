import { TrilatchError } from '../errors.ts'
import { compileGlob } from './dialect.ts'
import { scanContext, unescapeText } from './scan-context.ts'

/** A pattern over resource names, accepted and ready to match. "Every resource" is `undefined`, never a Context. */
export interface Context {
  /** As written. */
  readonly text: string
  /** No special character at all: it matches the name that reads the same, and beats every pattern. */
  readonly plain: boolean
  /** Characters outside wildcards; the more, the more specific. */
  readonly literals: number
  /**
   * How it can be found without being run: `name` matches one name, `prefix` what begins with `literal` and has
   * no `/` behind it, `subtree` whatever begins with `literal`; `glob` has to be run, on names that begin with `literal`.
   */
  readonly kind: 'name' | 'prefix' | 'subtree' | 'glob'
  readonly literal: string
  /** Plain text that every name it matches ends with; for globs, and empty where there is none. */
  readonly end: string
  matches(name: string): boolean
}

/** The two texts that mean every resource; they are stored as no context. */
export function meansEveryResource(text: string | undefined): boolean {
  return text === undefined || text === '*' || text === '**'
}

/** The plain text behind the last special character, up to the end. */
export function plainEnd(text: string): string {
  return text.slice(text.search(/[^*?[\]\\]*$/))
}

function shape(text: string, wildcards: number): Pick<Context, 'kind' | 'literal' | 'end' | 'matches'> {
  if (wildcards === 0) {
    const literal = unescapeText(text)
    return { kind: 'name', literal, end: '', matches: (name) => name === literal }
  }
  const star = text.search(/[*?[\\]/)
  const literal = text.slice(0, star)
  const rest = text.slice(star)
  if (rest === '*') {
    const matches = (name: string): boolean => name.startsWith(literal) && !name.includes('/', literal.length)
    return { kind: 'prefix', literal, end: '', matches }
  }
  if (rest === '**' && literal.endsWith('/')) {
    return { kind: 'subtree', literal, end: '', matches: (name) => name.startsWith(literal) }
  }
  // Without a leading slash: `**/a` matches `a` too.
  const end = plainEnd(text).replace(/^\//, '')
  return { kind: 'glob', literal, end, matches: compileGlob(text) }
}

/**
 * Reads a context. `undefined`, `*` and `**` mean every resource and give `undefined`.
 * Matching is defined for proper names only.
 *
 * @throws TrilatchError `TRILATCH_CONTEXT_INVALID` with the position of what is not accepted.
 */
export function parseContext(text: string | undefined): Context | undefined {
  if (text === undefined || meansEveryResource(text)) return undefined
  if (typeof text !== 'string') throw new TypeError('A context must be a string')
  const { fault, wildcards, escapes, literals } = scanContext(text)
  if (fault !== undefined) {
    const shown = JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)
    const message = `Cannot use context ${shown}: ${fault.message} (at position ${fault.position})`
    throw new TrilatchError('TRILATCH_CONTEXT_INVALID', message)
  }
  return Object.freeze({ text, plain: wildcards === 0 && escapes === 0, literals, ...shape(text, wildcards) })
}

/**
 * Orders contexts, the most specific first: no special character beats any pattern, then more literal
 * characters; every resource (`undefined`) comes last. 0 means equally specific.
 */
export function compareSpecificity(a: Context | undefined, b: Context | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
  if (a.plain !== b.plain) return a.plain ? -1 : 1
  return a.plain ? 0 : b.literals - a.literals
}

/**
 * A context that matches exactly this name and nothing else: `a*b` → `a\*b`.
 *
 * @throws TrilatchError `TRILATCH_CONTEXT_INVALID` when no context can: an improper name, or one over 256 characters.
 */
export function escapeContext(name: string): string {
  if (typeof name !== 'string') throw new TypeError('A name must be a string')
  const text = name.replaceAll(/[*?[\]\\]/g, String.raw`\$&`)
  parseContext(text)
  return text
}
