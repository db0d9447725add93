/** The part of a router's layer that says which requests it is for. */
export interface LayerPath {
  readonly path: string | RegExp
  readonly regexp: RegExp
}

/** What stands for a parameter: texts that patterns made for something else would not let pass. */
const fillers = ['~', '0', 'a', 'Z', 'aB.c-d_1', '%20', 'é', 'a/b', '~/0/~', '/', '/a', 'a/', 'a//b']

/** Where no path is written that examples could be made of. */
const anywhere = ['/', '/~', '/0/', '/a/B.c', '/~/%20/é', '//a', '/a//', '/A-/~/0/1/2']

/** Optional parts of one path of which every combination is tried. */
const maxOptional = 6

/** Patterns in brackets are of older routers; these are the routers' own and match whatever follows. */
const ownPattern = /\((?:\?:\\\/\|\$|\[\^\/\]\*)\)$/

/** The path of middleware in front of routes, without the pattern of a router for what follows. */
export const pathInFront = ({ path }: LayerPath): string =>
  String(path)
    .replace(ownPattern, '')
    .replace(/\{\/\*rest\}$/, '')

/** A path with one text for its parameters: once with and once without each optional part. */
function expand(path: string, filler: string): string[] {
  const optional = /\{([^{}]*)\}/.exec(path)
  if (optional === null)
    return [path.replaceAll(/[:*](?:"[^"]*"|[\p{ID_Start}$_][\p{ID_Continue}$]*)/gu, filler)]
  const [before, after] = [path.slice(0, optional.index), path.slice(optional.index + optional[0].length)]
  return [`${before}${optional[1]}${after}`, before + after].flatMap((rest) => expand(rest, filler))
}

/** The same path as callers may write it. */
const spellings = (path: string): string[] =>
  [path, path.toUpperCase(), path.toLowerCase()].flatMap((text) => [text, `${text}/`])

/** Requests that reach a route, as different as its path lets them be; none where that cannot be told. */
export function examplesOf({ path, regexp }: LayerPath): readonly string[] {
  if (typeof path !== 'string') return anywhere
  if (path.split('{').length > maxOptional + 1) return []
  // An escaped character is none of the syntax: it waits in a private range until the rest is expanded.
  const hidden = path.replaceAll(/\\(.)/gs, (_, one: string) =>
    String.fromCodePoint(0xf0000 + one.charCodeAt(0)),
  )
  const shown = (text: string): string =>
    text.replaceAll(/[\u{f0000}-\u{fffff}]/gu, (one) =>
      String.fromCharCode((one.codePointAt(0) ?? 0) - 0xf0000),
    )
  const all = fillers.flatMap((filler) => expand(hidden, filler)).flatMap((text) => spellings(shown(text)))
  return [...new Set(all)].filter((text) => regexp.test(text))
}

/**
 * Whether every request that reaches a route passes a layer in front of it, as far as their paths say. `no` where
 * that cannot be told: it is asked of guards.
 *
 * @param examples Those of the route.
 */
export function isPassedBy(layer: LayerPath, route: LayerPath, examples: readonly string[]): boolean {
  const { path, regexp } = layer
  // A pattern that remembers where it was matches the same path only now and then.
  if (regexp.global || regexp.sticky) return false
  if (String(regexp) === String(route.regexp)) return true
  if (typeof path !== 'string' || path.replace(ownPattern, '').includes('(')) return false
  return examples.length > 0 && examples.every((example) => regexp.test(example))
}
