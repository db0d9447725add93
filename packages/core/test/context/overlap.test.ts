import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { parseContext } from '../../src/context/context.ts'
import type { Context } from '../../src/context/context.ts'
import { mayOverlap } from '../../src/context/overlap.ts'
import { isProperName } from '../../src/context/proper-name.ts'
import { scanContext } from '../../src/context/scan-context.ts'

vi.setConfig({ testTimeout: 60_000 })

const letters = ['a', 'b', '.', '/', '*']
const grow = (list: readonly string[]): string[] =>
  list.flatMap((text) => letters.map((letter) => text + letter))
const two = grow(letters)
const three = grow(two)
/** Every proper name of one to four of these characters. */
const names = [letters, two, three, grow(three)].flat().filter(isProperName)

const matched = new Map<string, ReadonlySet<string>>()

/** The short names that a context matches, found by trying. */
function matchedBy(context: Context): ReadonlySet<string> {
  let found = matched.get(context.text)
  if (found === undefined) {
    found = new Set(names.filter((name) => context.matches(name)))
    matched.set(context.text, found)
  }
  return found
}

function context(text: string): Context {
  const parsed = parseContext(text)
  if (parsed === undefined) throw new Error(`${text} means every resource`)
  return parsed
}

const usable = (text: string): boolean =>
  scanContext(text).fault === undefined && text !== '*' && text !== '**'

const handPicked = String.raw`
  a a.b a/b a* *a a/* */a a/** **/a **/b **/a/b a/**/b /** /* /a a** **b *** a*b a.* *.b **/* */** **/*b *b/**
  ? ?? a? ?b [ab] [!a] [ab]b a[]a] [ab]/** \* a\* \** *\* \a* *\a \a \a/**
`
  .trim()
  .split(/\s+/)
  .filter(usable)

function wronglyFalse(x: string, y: string): string | undefined {
  const [a, b] = [context(x), context(y)]
  if (mayOverlap(a, b)) return undefined
  const other = matchedBy(b)
  return [...matchedBy(a)].find((name) => other.has(name))
}

describe('mayOverlap', () => {
  test('is never wrongly false, for every two of the contexts picked by hand', () => {
    const wrong = handPicked.flatMap((x) =>
      handPicked.map((y) => [x, y, wronglyFalse(x, y)] as const).filter(([, , name]) => name !== undefined),
    )
    expect(wrong).toEqual([])
  })

  test('is never wrongly false, for random contexts over short names', () => {
    const unit = fc.constantFrom('a', 'b', '.', '/', '*', '**', '?', '[ab]', '[!a]', '\\*', '\\a')
    const text = fc.string({ unit, minLength: 1, maxLength: 5 }).filter(usable)
    let denied = 0
    let shared = 0
    fc.assert(
      fc.property(text, text, (x, y) => {
        expect(wronglyFalse(x, y)).toBeUndefined()
        if (!mayOverlap(context(x), context(y))) denied++
        else if ([...matchedBy(context(x))].some((name) => matchedBy(context(y)).has(name))) shared++
      }),
      { numRuns: 4_000 },
    )
    expect(denied).toBeGreaterThan(100)
    expect(shared).toBeGreaterThan(100)
  })

  test('the order of the two does not matter', () => {
    for (const x of handPicked) {
      for (const y of handPicked) {
        expect(mayOverlap(context(x), context(y)), `${x} and ${y}`).toBe(mayOverlap(context(y), context(x)))
      }
    }
  })

  test.each([
    ['sales.*', 'hr.*'],
    ['*.x', '*.y'],
    ['a', 'b'],
    ['a.b', 'a.*.c'],
    ['eu/**', 'us/**'],
    ['a*b', 'a*c'],
  ])('%j and %j plainly have nothing in common', (x, y) => {
    expect(mayOverlap(context(x), context(y))).toBe(false)
  })

  test.each([
    ['sales.*', '*.eu'],
    ['a', 'a'],
    ['a\\*', 'a*'],
    ['**/b', 'b'],
    ['a/**/b', 'a/b'],
    ['?', '[!a]'],
  ])('%j and %j may match the same name', (x, y) => {
    expect(mayOverlap(context(x), context(y))).toBe(true)
  })
})
