import { Minimatch } from 'minimatch'

/**
 * The one place that knows the pattern language's engine. Brace expansion, extended globs, comments and
 * leading negation are off; `/` separates segments on every operating system; nothing is rewritten.
 */
const dialect = Object.freeze({
  dot: true,
  nonegate: true,
  nocomment: true,
  nobrace: true,
  noext: true,
  platform: 'linux',
  optimizationLevel: 0,
  preserveMultipleSlashes: true,
} as const)

/** A test for whole names, case-sensitive. Give it only what `parseContext` has accepted. */
export function compileGlob(pattern: string): (name: string) => boolean {
  const glob = new Minimatch(pattern, dialect)
  return (name) => glob.match(name)
}
