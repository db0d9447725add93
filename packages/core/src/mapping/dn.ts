/** Types by the numbers that some servers write them with. */
const namesByNumber: Readonly<Record<string, string>> = {
  '0.9.2342.19200300.100.1.1': 'uid',
  '0.9.2342.19200300.100.1.25': 'dc',
  '2.5.4.3': 'cn',
  '2.5.4.6': 'c',
  '2.5.4.7': 'l',
  '2.5.4.8': 'st',
  '2.5.4.10': 'o',
  '2.5.4.11': 'ou',
}

/** The most characters of a name that is read. */
const longest = 4_096

interface ReadValue {
  /** Between the stars that nothing escapes. */
  readonly pieces: readonly string[]
  /** Bytes in another notation, which stay as they are. */
  readonly hex?: string
  readonly end: number
}

/** Reads a value from behind its equals sign on; `undefined` for what is none. */
function readValue(dn: string, begin: number): ReadValue | undefined {
  if (dn[begin] === '#') {
    const hex = /^#(?:[0-9A-Fa-f]{2})+(?=[,+ ]|$)/.exec(dn.slice(begin))?.[0]
    return hex === undefined ? undefined : { pieces: [], hex: hex.toLowerCase(), end: begin + hex.length }
  }
  const pieces: Buffer[][] = [[]]
  const add = (bytes: Buffer): void => void pieces.at(-1)?.push(bytes)
  // Spaces behind the last sign are no part of the value, unless they are escaped.
  let spaces = 0
  let i = begin
  for (; i < dn.length; i++) {
    const sign = String.fromCodePoint(dn.codePointAt(i) as number)
    if (sign === ',' || sign === '+') break
    if ('";<>'.includes(sign)) return undefined
    spaces = sign === ' ' ? spaces + 1 : 0
    if (sign === '*') pieces.push([])
    else if (sign === '\\') {
      if (i + 1 >= dn.length) return undefined
      const pair = /^[0-9A-Fa-f]{2}/.exec(dn.slice(i + 1, i + 3))?.[0]
      const escaped = pair ?? String.fromCodePoint(dn.codePointAt(i + 1) as number)
      add(pair === undefined ? Buffer.from(escaped) : Buffer.from(pair, 'hex'))
      i += escaped.length
    } else {
      add(Buffer.from(sign))
      i += sign.length - 1
    }
  }
  if (spaces > 0) pieces.at(-1)?.splice(-spaces)
  const texts = pieces.map((piece) => textOf(Buffer.concat(piece)))
  return texts.includes(undefined) ? undefined : { pieces: texts as string[], end: i }
}

function textOf(bytes: Buffer): string | undefined {
  const text = bytes.toString('utf8')
  return Buffer.from(text).equals(bytes) ? text : undefined
}

/** A value in the one way in which it is written here: RFC 4514, and a star that is a character as `\2a`. */
function writeValue({ pieces, hex }: ReadValue, star: string): string {
  if (hex !== undefined) return hex
  const written = pieces.map((piece) =>
    piece
      .replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
      .replaceAll(/ {2,}/g, ' ')
      .replaceAll(/["+,;<>\\]/g, '\\$&')
      .replaceAll(/[\p{Cc}*]/gu, (sign) =>
        Array.from(Buffer.from(sign), (byte) => `\\${byte.toString(16).padStart(2, '0')}`).join(''),
      ),
  )
  const whole = written.join(star).replace(/^[ #]/, '\\$&')
  return /. $/.test(whole) && whole !== '\\ ' ? `${whole.slice(0, -1)}\\ ` : whole
}

/** Names of plain signs that are in that form already, which is nearly all of them. */
const plain = /^(?:[a-z][a-z0-9-]*=[a-z0-9._-]+(?: [a-z0-9._-]+)*(?:,(?=.)|$))+$/

/**
 * A distinguished name in the form in which two of them are compared: types and ASCII letters in lower case, no spaces
 * around signs and one between words, one way to escape (RFC 4514), the parts of a first part of several in order. Other letters are
 * compared as they are: never more is equal than to the directory.
 *
 * @param stars Whether a star that is not escaped stays one: in patterns. Otherwise it is an ordinary character, `\2a`.
 * @returns `undefined` for what is no such name, or longer than 4,096 characters
 */
export function normalDn(
  dn: string,
  { stars = false }: { readonly stars?: boolean } = {},
): string | undefined {
  if (typeof dn !== 'string' || dn.length > longest || !dn.isWellFormed()) return undefined
  if (plain.test(dn)) return dn
  const parts: string[] = []
  let several: string[] = []
  let i = 0
  for (;;) {
    const type = /^ *([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*) *= */.exec(dn.slice(i))
    if (type === null) return undefined
    const read = readValue(dn, i + type[0].length)
    if (read === undefined) return undefined
    const name = (type[1] as string).toLowerCase()
    several.push(`${namesByNumber[name] ?? name}=${writeValue(read, stars ? '*' : '\\2a')}`)
    i = read.end
    while (dn[i] === ' ') i++
    const sign = dn[i]
    if (sign !== undefined && sign !== ',' && sign !== '+') return undefined
    if (sign !== '+') {
      parts.push(several.toSorted().join('+'))
      several = []
    }
    if (sign === undefined) return parts.join(',')
    i++
  }
}
