import { describe, expect, it } from 'vitest'
import { isProperName } from '../../src/context/proper-name.ts'
import { parseContext } from '../../src/context/context.ts'
import { dead, remembering } from '../../src/giving/machine.ts'
import type { Machine } from '../../src/giving/machine.ts'
import { namesMachine } from '../../src/giving/names-machine.ts'
import { patternMachine } from '../../src/giving/pattern-machine.ts'
import { placesOf } from '../../src/giving/pattern-places.ts'
import { properMachine } from '../../src/giving/proper-machine.ts'
import { accepts, codesOf, stateBehind } from './reading.ts'

const characters = 'ab./'
/** Every text of at most five of these characters. */
const texts: string[] = ['']
for (const text of texts) if (text.length < 5) for (const char of characters) texts.push(text + char)

const read = (machine: Machine): readonly string[] =>
  texts.filter((text) => accepts(machine, characters, text))
const patternOf = (text: string): Machine => patternMachine(placesOf(text), codesOf(characters))

describe('The machine of proper names', () => {
  const machine = properMachine(codesOf(characters))

  it('accepts every proper name, and nothing else', () => {
    expect(read(machine)).toEqual(texts.filter((text) => isProperName(text)))
  })

  it.each(['//', 'a//', './', 'a/../', '///'])('reads no further behind %s', (text) => {
    expect(stateBehind(machine, characters, text)).toBe(dead)
    for (const more of characters) expect(stateBehind(machine, characters, text + more)).toBe(dead)
  })
})

describe('The machine of exact names', () => {
  it.each([
    ['nothing', []],
    ['one', ['ab']],
    ['names that begin alike, or with one another', ['a', 'ab', 'aa/b', 'aa/a', 'b']],
  ])('accepts %s', (_what, names) => {
    expect(read(namesMachine(names, codesOf(characters)))).toEqual(
      texts.filter((text) => names.includes(text)),
    )
  })

  it('reads no further where no name goes on', () => {
    const machine = namesMachine(['ab'], codesOf(characters))
    expect(stateBehind(machine, characters, 'aa')).toBe(dead)
    expect(stateBehind(machine, characters, 'aab')).toBe(dead)
  })

  it('reads characters beyond the basic plane as one', () => {
    const machine = namesMachine(['a\u{1f600}'], codesOf('a\u{1f600}'))
    expect(accepts(machine, 'a\u{1f600}', 'a\u{1f600}')).toBe(true)
    expect(accepts(machine, 'a\u{1f600}', '\u{1f600}')).toBe(false)
  })
})

describe('The machine of a pattern', () => {
  it.each(
    [
      'a a.b a?b ? * a* *a *a*b a/* */b /a *.* ***/a a**b',
      '**/b a/** a/**/b /**/b **/a/** **/**/b **/*a */** **/a*/**/b',
      '[ab]* [!a]b b[!a] [!b]*[!b] [+-a] [+-a][+-b] [!+-a]',
    ].flatMap((patterns) => patterns.split(' ')),
  )('%s accepts the proper names that the engine matches', (text) => {
    const context = parseContext(text)
    const proper = texts.filter((name) => isProperName(name))
    const machine = patternOf(text)
    const matched = proper.filter((name) => context === undefined || context.matches(name))
    // As a context `*` means every resource; as a pattern it is one segment.
    const expected = text === '*' ? matched.filter((name) => !name.includes('/')) : matched
    expect(proper.filter((name) => accepts(machine, characters, name))).toEqual(expected)
  })

  it('takes a slash at no place of one character, whatever that takes', () => {
    expect(read(patternOf('a?b'))).toEqual(['aab', 'abb', 'a.b'])
    expect(read(patternOf('a[!b]b'))).toEqual(['aab', 'a.b'])
  })

  it('reads no further where it cannot match', () => {
    expect(stateBehind(patternOf('ab*'), characters, 'aa')).toBe(dead)
    expect(stateBehind(patternOf('ab*'), characters, 'aab')).toBe(dead)
    expect(accepts(patternOf('ab*'), characters, 'aab')).toBe(false)
  })

  it('of no places accepts the empty text alone', () => {
    expect(read(patternMachine([], codesOf(characters)))).toEqual([''])
  })

  it('tells apart what was read by what may follow, in many places too', () => {
    const machine = patternOf('*a?????*b?????*')
    const context = parseContext('*a?????*b?????*')
    const names = [
      'aaaaaabaaaaa',
      'aaaaaabaaaa',
      'abbbbbbbbbbb',
      'abbbbbbbbbb',
      'baaaaabaaaaa',
      'bbbbbbabbbbbbbbbbb',
    ]
    expect(names.map((name) => accepts(machine, characters, name))).toEqual(
      names.map((name) => context?.matches(name)),
    )
    expect(names.map((name) => accepts(machine, characters, name))).toEqual([
      true,
      false,
      true,
      false,
      false,
      true,
    ])
  })
})

describe('A machine that remembers', () => {
  it('takes each step once, and no step from where nothing can be read', () => {
    const steps: string[] = []
    const machine = remembering(3, {
      start: 0,
      step(state, char) {
        steps.push(`${state} ${char}`)
        return char === 2 ? dead : state + 1
      },
      accepts: (state) => state !== 1,
    })
    const run = (...chars: readonly number[]): number =>
      chars.reduce((state, char) => machine.step(state, char), machine.start)
    expect([run(0, 1), run(0, 1), run(1, 0), run(0, 2), run(0, 2, 1)]).toEqual([2, 2, 2, dead, dead])
    expect(steps).toEqual(['0 0', '1 1', '0 1', '1 0', '1 2'])
    expect([0, 1, 2, dead].map((state) => machine.accepts(state))).toEqual([true, false, true, false])
  })
})
