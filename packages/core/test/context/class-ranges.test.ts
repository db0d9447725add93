// Ranges in a class, where several dashes meet: what is refused is a range that runs backwards, and nothing else.
import { describe, expect, it } from 'vitest'
import { minimatch } from 'minimatch'
import { parseContext } from '../../src/context/context.ts'
import { scanContext } from '../../src/context/scan-context.ts'

const backwards = 'the range in the class runs backwards'

describe('A dash in a class', () => {
  it.each([
    ['[a-c-b]', 'b c -', 'd'],
    ['[a-b--c]', 'a b - c 0', 'd'],
    ['[a-c-]', 'a c -', 'd'],
    ['[z-z-a]', 'z - a', 'b'],
    ['[--a]', '- a 0', 'b'],
    ['[a-b-y-z]', 'a - y z', 'c'],
    ['[------!]', '- !', '+'],
    ['[------]', '-', '+'],
    ['[\u{1f600}-\u{1f602}-a]', '\u{1f601} - a', '\u{1f603}'],
  ])('behind a whole range is one character: %s is accepted', (text, members, stranger) => {
    expect(scanContext(text).fault).toBeUndefined()
    const context = parseContext(text)
    for (const name of members.split(' ')) expect(context?.matches(name), name).toBe(true)
    expect(context?.matches(stranger)).toBe(false)
    for (const name of [...members.split(' '), stranger])
      expect(context?.matches(name)).toBe(minimatch(name, text, { dot: true, platform: 'linux' }))
  })

  it.each([
    ['[a-cc-a]', 4],
    ['[a-c--+]', 4],
    ['[a-c-d-a]', 5],
    ['[a--]', 1],
    ['[-----+]', 4],
    ['[!b-a]', 2],
    ['[a-bd-c]', 4],
    ['[\u{1f602}-\u{1f600}]', 1],
  ])('makes a range backwards of greater and smaller: %s is refused at %i', (text, position) => {
    expect(scanContext(text).fault).toEqual({ message: backwards, position })
  })
})
