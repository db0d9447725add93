/** The most characters (code points) a context may have. */
export const maxContextLength = 256
/** The most wildcards (`*`, `**`, `?`, `[…]`) a context may have. */
export const maxWildcards = 16

/** Why a text is no context, and where: an offset in UTF-16 units from 0. */
export interface ContextFault {
  readonly message: string
  readonly position: number
}

/** What a scan of a context's text found. */
export interface ContextScan {
  readonly fault?: ContextFault
  /** Accepted, but probably not what was meant. */
  readonly warnings: readonly ContextFault[]
  /** Characters outside wildcards; an escaped one counts as one. */
  readonly literals: number
  readonly wildcards: number
  readonly escapes: number
}

class Fault extends Error {
  readonly position: number
  constructor(message: string, position: number) {
    super(message)
    this.position = position
  }
}

/** The offset behind the `]` that closes the class opened at `start`. */
function scanClass(text: string, start: number): number {
  let at = start + 1
  if (text[at] === '!') at++
  const first = at
  let before: number | undefined
  // Where the last range ends: what follows a range begins anew, so `a-c-b` is a range, a dash and a letter.
  let rangeEnd: number | undefined
  for (; at < text.length; at++) {
    const code = text.codePointAt(at) as number
    const char = String.fromCodePoint(code)
    if (char === ']' && at > first) return at + 1
    if (char === '/') break
    if ('\\[:.=^'.includes(char)) throw new Fault(`${JSON.stringify(char)} has no place in a class`, at)
    const high = text.codePointAt(at + 1)
    if (char === '-' && before !== undefined && high !== undefined && text[at + 1] !== ']') {
      if (high < before)
        throw new Fault('the range in the class runs backwards', at - (before > 0xffff ? 2 : 1))
      rangeEnd = at + 1
      before = undefined
    } else before = at === rangeEnd ? undefined : code
    if (char.length === 2) at++
  }
  throw new Fault('the class is not closed with "]"', start)
}

/** A text without its escapes: `a\\*b` → `a*b`. */
export function unescapeText(text: string): string {
  return text.replaceAll(/\\(.)/gsu, '$1')
}

/** Segments must be what they seem: names never contain `.`, `..`, `//` or a trailing `/`. */
function checkSegments(text: string): void {
  let at = 0
  for (const [i, segment] of text.split('/').entries()) {
    const plain = unescapeText(segment)
    if (plain === '.' || plain === '..') throw new Fault(`no name has a segment ${JSON.stringify(plain)}`, at)
    if (segment === '' && i > 0) throw new Fault('no name has an empty segment here', at)
    at += segment.length + 1
  }
}

function scan(text: string, warnings: ContextFault[]): ContextScan {
  if (text === '') throw new Fault('it is empty; leave the context out to mean every resource', 0)
  // UTF-16 units bound code points from above and below, so a huge text is refused before it is walked.
  if (text.length > 2 * maxContextLength || Array.from(text).length > maxContextLength) {
    // Where the first character too many stands; pairs of surrogates count as one.
    const kept = Array.from(text.slice(0, 2 * maxContextLength))
      .slice(0, maxContextLength)
      .join('')
    throw new Fault(`it is longer than ${maxContextLength} characters`, kept.length)
  }
  const half = text.search(/\p{Surrogate}/u)
  if (half !== -1) throw new Fault('it is not well-formed Unicode', half)
  const control = text.search(/\p{Cc}/u)
  if (control !== -1) throw new Fault('it contains a control character', control)
  let [literals, wildcards, escapes] = [0, 0, 0]
  for (let at = 0; at < text.length;) {
    const char = text[at]
    if (char === '*') {
      const start = at
      while (text[at] === '*') at++
      const whole = (start === 0 || text[start - 1] === '/') && (at === text.length || text[at] === '/')
      if (at - start > 2)
        warnings.push({ message: `"${'*'.repeat(at - start)}" means the same as "*"`, position: start })
      else if (at - start === 2 && !whole) {
        warnings.push({
          message: '"**" spans segments only as a whole segment; here it means "*"',
          position: start,
        })
      }
      wildcards++
    } else if (char === '?' || char === '[') {
      at = char === '?' ? at + 1 : scanClass(text, at)
      wildcards++
    } else if (char === '\\') {
      const next = text.codePointAt(at + 1)
      if (next === undefined) throw new Fault('it ends in "\\", which escapes nothing', at)
      if (next === 0x2f) throw new Fault('"/" separates segments and cannot be escaped', at)
      at += next > 0xffff ? 3 : 2
      literals++
      escapes++
    } else {
      at += (text.codePointAt(at) as number) > 0xffff ? 2 : 1
      literals++
    }
    if (wildcards > maxWildcards) throw new Fault(`it has more than ${maxWildcards} wildcards`, at - 1)
  }
  checkSegments(text)
  return { warnings, literals, wildcards, escapes }
}

/** Reads a context's text once: the first fault with its position, the warnings, and what it counts. */
export function scanContext(text: string): ContextScan {
  const warnings: ContextFault[] = []
  try {
    return scan(text, warnings)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const fault = { message: error.message, position: error.position }
    return { fault, warnings, literals: 0, wildcards: 0, escapes: 0 }
  }
}
