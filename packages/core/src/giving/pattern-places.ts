import type { Range } from './characters.ts'

/** One character that a place takes: one of these, or one that is none of these. Never a slash, but for `any`. */
export interface CharacterTest {
  readonly ranges: readonly Range[]
  readonly negated: boolean
}

/**
 * What a pattern consists of: `one` takes one character of a segment, `some` any number of them, `slash` a slash.
 * `segments` takes any number of segments with the slashes behind them, `rest` all that is left, one character at least.
 */
export type Place =
  | { readonly kind: 'one'; readonly test: CharacterTest }
  | { readonly kind: 'some' | 'slash' | 'segments' | 'rest' }

const anyCharacter: CharacterTest = { ranges: [], negated: true }

const codeOf = (char: string): number => char.codePointAt(0) as number

const exactly = (char: string): CharacterTest => {
  const code = codeOf(char)
  return { ranges: [[code, code]], negated: false }
}

/** The test of a class, from what stands between its brackets. */
function classTest(inside: readonly string[]): CharacterTest {
  const negated = inside[0] === '!'
  const members = negated ? inside.slice(1) : inside
  const ranges: Range[] = []
  for (let at = 0; at < members.length; at++) {
    const [dash, high] = members.slice(at + 1, at + 3)
    const isRange = dash === '-' && high !== undefined
    const low = members[at] as string
    ranges.push([codeOf(low), codeOf(isRange ? high : low)])
    if (isRange) at += 2
  }
  return { ranges, negated }
}

/** The places of a segment that is not `**`. */
function* placesOfSegment(segment: string): Generator<Place> {
  // No segment that a wildcard could stand for is empty, so stars alone take one character at least.
  if (/^\*+$/.test(segment)) yield { kind: 'one', test: anyCharacter }
  const chars = Array.from(segment)
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at] as string
    if (char === '*') {
      while (chars[at + 1] === '*') at++
      yield { kind: 'some' }
    } else if (char === '?') yield { kind: 'one', test: anyCharacter }
    else if (char === '[') {
      // A "]" right behind the bracket, or behind its "!", is a member.
      const end = chars.indexOf(']', at + (chars[at + 1] === '!' ? 3 : 2))
      yield { kind: 'one', test: classTest(chars.slice(at + 1, end)) }
      at = end
    } else yield { kind: 'one', test: exactly(char === '\\' ? (chars[++at] as string) : char) }
  }
}

/**
 * The places of an accepted context, in order: the language of design section 2.3 taken apart, for asking what a
 * pattern could match. Matching itself is the engine's (`context/dialect.ts`).
 */
export function placesOf(text: string): readonly Place[] {
  const segments = text.split('/')
  return segments.flatMap((segment, i): Place[] => {
    const last = i === segments.length - 1
    if (segment === '**') return [{ kind: last ? 'rest' : 'segments' }]
    const places = Array.from(placesOfSegment(segment))
    return last ? places : [...places, { kind: 'slash' }]
  })
}

/** The ranges of characters that the places tell apart. */
export function* rangesOf(places: readonly Place[]): Generator<Range> {
  for (const place of places) if (place.kind === 'one') yield* place.test.ranges
}

/** Whether a place takes a character that is no slash. */
export function takes({ ranges, negated }: CharacterTest, char: number): boolean {
  return ranges.some(([low, high]) => char >= low && char <= high) !== negated
}
