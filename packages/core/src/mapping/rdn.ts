/** The first part of a DN, with what is behind it. */
export interface Rdn {
  readonly type: string
  /** The value as bytes, each a character, so that every way to escape it is the same. */
  readonly value: string
  /** Behind the first comma; never empty. */
  readonly rest: string
}

/** A first part with stars in its value: what stands between them, in order. */
export interface RdnPattern {
  readonly type: string
  readonly pieces: readonly string[]
  readonly rest: string
}

/** Signs that, unescaped, make a first part of several values, or of an older notation: nothing is read into those. */
const otherNotation = /[+";<>]/

interface Scanned extends Omit<Rdn, 'value'> {
  /** The value between its unescaped stars. */
  readonly pieces: readonly string[]
}

const bytesOf = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')

/** Reads up to the first comma that is not escaped (RFC 4514). `undefined` for anything that is not plainly that. */
function scan(dn: string): Scanned | undefined {
  const equals = dn.indexOf('=')
  const type = dn.slice(0, equals)
  if (equals < 1 || !/^[A-Za-z][A-Za-z0-9-]*$|^\d+(\.\d+)*$/.test(type)) return undefined
  const pieces = ['']
  const add = (bytes: string): void => void (pieces[pieces.length - 1] += bytes)
  for (let i = equals + 1; i < dn.length; i++) {
    const sign = dn[i] as string
    if (sign === ',') {
      const rest = dn.slice(i + 1)
      return rest === '' ? undefined : { type, pieces, rest }
    }
    if (sign === '*') pieces.push('')
    else if (sign === '\\') {
      const pair = /^[0-9A-Fa-f]{2}/.exec(dn.slice(i + 1, i + 3))?.[0]
      const escaped = String.fromCodePoint(dn.codePointAt(i + 1) ?? 0)
      if (i + 1 >= dn.length) return undefined
      add(pair === undefined ? bytesOf(escaped) : String.fromCharCode(Number.parseInt(pair, 16)))
      i += pair === undefined ? escaped.length : 2
    } else if (otherNotation.test(sign)) return undefined
    else {
      const whole = String.fromCodePoint(dn.codePointAt(i) as number)
      add(bytesOf(whole))
      i += whole.length - 1
    }
  }
  return undefined
}

/** The first part of a group's DN; a star in it is an ordinary character. */
export function readRdn(dn: string): Rdn | undefined {
  const found = scan(dn)
  return found && { type: found.type, value: found.pieces.join('*'), rest: found.rest }
}

/** A pattern: stars in the value of the first part, and none behind it. */
export function readRdnPattern(dn: string): RdnPattern | undefined {
  const found = scan(dn)
  if (found === undefined || found.rest.replaceAll(/\\[^]/g, '').includes('*')) return undefined
  return found
}

/** Whether a value has the pieces of a pattern in order, the first at its beginning and the last at its end. */
export function hasPieces(value: string, pieces: readonly string[]): boolean {
  const [first, last] = [pieces[0] as string, pieces.at(-1) as string]
  if (pieces.length === 1) return value === first
  if (!value.startsWith(first)) return false
  let at = first.length
  for (const piece of pieces.slice(1, -1)) {
    const found = value.indexOf(piece, at)
    if (found === -1) return false
    at = found + piece.length
  }
  return value.length - last.length >= at && value.endsWith(last)
}
