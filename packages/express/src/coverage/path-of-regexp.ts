/** What Express 4 keeps of a path that was given to `use`: only the expression that was made of it. */
export interface MadeRegExp extends RegExp {
  /** The path was `*`. */
  readonly fast_star?: boolean
  /** The path was `/`. */
  readonly fast_slash?: boolean
}

const end = String.raw`\/?(?=\/|$)`
// The two ways in which releases of path-to-regexp 0.1 write one whole parameter, and a literal without special characters.
const piece =
  /\(\?:\\\/\(\[\^\/\]\+\?\)\)|\\\/\(\?:\(\[\^\\\/\]\+\?\)\)|\\\/((?:[\w~%@-]|\\\.)+)(?=\\\/|\(|$)/y

/** One alternative back into a path, or `undefined` where it is not made of plain segments. */
function pathOf(source: string, names: Iterator<string>): string | undefined {
  if (!source.startsWith('^') || !source.endsWith(end)) return undefined
  const body = source.slice(1, -end.length)
  let path = ''
  for (piece.lastIndex = 0; piece.lastIndex < body.length; ) {
    const found = piece.exec(body)
    if (found === null) return undefined
    path += found[1] === undefined ? `/:${String(names.next().value)}` : `/${found[1].replaceAll('\\', '')}`
  }
  return path === '' ? '/' : path
}

/**
 * The paths that an Express 4 layer was given, read back from its expression; the expression itself where that is
 * not certain.
 *
 * @param sensitive Whether the router minds letter case: an expression with other flags was made by hand.
 */
export function pathsOfRegExp(
  regexp: MadeRegExp,
  keys: readonly { readonly name: string | number }[],
  sensitive: boolean,
): readonly (string | RegExp)[] {
  if (regexp.fast_slash === true) return ['/']
  if (regexp.fast_star === true) return ['*']
  if (regexp.flags !== (sensitive ? '' : 'i')) return [regexp]
  // Older releases put a group around the alternatives of an array.
  const source = /^\(\?:(\^.*)\)$/.exec(regexp.source)?.[1] ?? regexp.source
  const names = keys.map(({ name }) => String(name)).values()
  const paths = source.split(/\|(?=\^)/).map((one) => pathOf(one, names))
  return paths.includes(undefined) ? [regexp] : (paths as string[])
}
