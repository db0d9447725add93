const tokenForm =
  /\s+|--[^\n]*|(?<number>\d+(?:\.\d+)?)|(?<text>'[^'\\]*'|"[^"\\]*")|(?<name>[A-Za-z_]\w*)|(?<mark>\.\.|==|~=|<=|>=|[-+*#<>=(){}[\],;.])/gy
const words = new Set(
  'and break do else elseif end false for function if in local nil not or return then true'.split(' '),
)

/** A word of Lua's. */
export interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'mark' | 'word' | 'end'
  readonly text: string
}

/** @throws Error for what this Lua does not know */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = []
  tokenForm.lastIndex = 0
  while (tokenForm.lastIndex < source.length) {
    const at = tokenForm.lastIndex
    const groups = tokenForm.exec(source)?.groups
    if (groups === undefined) throw new Error(`this Lua does not know ${source.slice(at, at + 20)}`)
    for (const kind of ['number', 'text', 'name', 'mark'] as const) {
      const text = groups[kind]
      if (text !== undefined) tokens.push({ kind: kind === 'name' && words.has(text) ? 'word' : kind, text })
    }
  }
  return tokens
}
