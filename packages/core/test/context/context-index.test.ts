// The index finds, for a name, the contexts that match it and no other, and runs few patterns for that.
import { Minimatch } from 'minimatch'
import { describe, expect, it, vi } from 'vitest'
import { ContextIndex, everyResource } from '../../src/context/context-index.ts'
import { parseContext } from '../../src/context/context.ts'
import type { Context } from '../../src/context/context.ts'
import { TextTree } from '../../src/context/text-tree.ts'
import { NumberList } from '../../src/number-list.ts'

/** What is found for a name, in order. */
function found(index: Pick<ContextIndex, 'collect'>, name: string): number[] {
  const list = new NumberList()
  index.collect(name, list)
  return Array.from(list.numbers.subarray(0, list.length)).toSorted((a, b) => a - b)
}

/** All texts of one to so many pieces. */
function texts(pieces: readonly string[], most: number): string[] {
  const shorter = most > 1 ? texts(pieces, most - 1) : []
  return [
    ...new Set([...pieces, ...shorter.flatMap((text) => pieces.map((piece) => text + piece)), ...shorter]),
  ]
}

const accepted = (text: string): boolean => {
  try {
    return parseContext(text) !== undefined
  } catch {
    return false
  }
}
const patterns = texts(['a', 'ab', 'b.', '/', '*', '**', '?', '[ab]', String.raw`\*`], 3).filter(accepted)
const names = texts(['a', 'ab', 'b.', 'ba', '/a', '*'], 4).filter(
  (name) => !/^\.|\/\/|\/$|\/\.{1,2}(?:\/|$)/.test(name),
)

describe('The index of contexts', () => {
  it(`finds what matches each of ${names.length} names among ${patterns.length} contexts, each once`, () => {
    const contexts = patterns.map((text) => parseContext(text) as Context)
    const index = new ContextIndex()
    const ids = patterns.map((text) => index.idOf(text))
    let matches = 0
    for (const name of names) {
      const expected = ids.filter((_, i) => (contexts[i] as Context).matches(name))
      matches += expected.length
      if (JSON.stringify(found(index, name)) !== JSON.stringify(expected)) expect.fail(`wrong for ${name}`)
    }
    expect(matches).toBeGreaterThan(10 * names.length)
  })

  it('runs only globs that begin, or end, as the name does, whichever tells more', () => {
    const index = new ContextIndex()
    const globs = Array.from({ length: 50 }, (_, i) => [`?.end${i}`, `begin${i}.?`, `a?.end${i}`]).flat()
    const ids = globs.map((text) => index.idOf(text))
    const run = vi.spyOn(Minimatch.prototype, 'match')
    expect(found(index, 'x.end7')).toEqual([ids[7 * 3]])
    expect(found(index, 'begin7.x')).toEqual([ids[7 * 3 + 1]])
    expect(found(index, 'other')).toEqual([])
    expect(run).toHaveBeenCalledTimes(3)
    run.mockRestore()
  })

  it('has one number for a text, however often it is asked; 0 is every resource', () => {
    const index = new ContextIndex()
    expect([undefined, '*', '**'].map((text) => index.idOf(text))).toEqual([0, 0, 0])
    expect(index.size).toBe(1)
    expect(['a', 'a*', 'a', 'b', 'a*'].map((text) => index.idOf(text))).toEqual([1, 2, 1, 3, 2])
    expect(index.size).toBe(4)
    expect([1, 2, 3].map((id) => index.contextOf(id)?.text)).toEqual(['a', 'a*', 'b'])
    expect(index.contextOf(everyResource)).toBeUndefined()
  })

  it('has a number for each spelling of a name, and finds all of them', () => {
    const index = new ContextIndex()
    const ids = ['a', String.raw`\a`].map((text) => index.idOf(text))
    expect(ids).toEqual([1, 2])
    expect(found(index, 'a')).toEqual(ids)
    expect(found(index, 'ab')).toEqual([])
  })

  it('refuses what is no context, and has no number for it', () => {
    const index = new ContextIndex()
    expect(() => index.idOf('[')).toThrow(/class/)
    expect(index.size).toBe(1)
  })
})

describe('A tree of patterns', () => {
  /** A tree in which it is counted which patterns are run. */
  function counted(by: 'beginning' | 'end', ...given: string[]) {
    const tree = new TextTree(by)
    const run: string[] = []
    given.forEach((text, i) => {
      const context = parseContext(text) as Context
      const matches = (name: string): boolean => {
        run.push(text)
        return context.matches(name)
      }
      tree.add({ ...context, matches }, i + 1)
    })
    return (name: string): readonly [found: number[], run: string[]] => {
      run.length = 0
      return [found(tree, name), run.toSorted()]
    }
  }

  it('by beginnings runs only globs that begin as the name does', () => {
    const ask = counted('beginning', 'abc?', 'abd?', 'ab?x', 'abc/**', 'x?', '?')
    expect(ask('abcd')).toEqual([[1], ['?', 'ab?x', 'abc?']])
    expect(ask('abdx')).toEqual([
      [2, 3],
      ['?', 'ab?x', 'abd?'],
    ])
    expect(ask('abc/d')).toEqual([[4], ['?', 'ab?x', 'abc?']])
    expect(ask('ab')).toEqual([[], ['?', 'ab?x']])
    expect(ask('a')).toEqual([[6], ['?']])
    expect(ask('xy')).toEqual([[5], ['?', 'x?']])
  })

  it('by ends runs only globs that end as the name does', () => {
    const ask = counted('end', '?.cba', '*.dba', '**/x', '*a')
    expect(ask('z.cba')).toEqual([
      [1, 4],
      ['*a', '?.cba'],
    ])
    expect(ask('z.dba')).toEqual([
      [2, 4],
      ['*.dba', '*a'],
    ])
    expect(ask('a/b/x')).toEqual([[3], ['**/x']])
    expect(ask('cba')).toEqual([[4], ['*a']])
    expect(ask('.cb')).toEqual([[], []])
  })

  it('runs nothing for a prefix or a subtree', () => {
    const ask = counted('beginning', 'a*', 'a/**', 'a/b*', 'ab*')
    expect(ask('ab')).toEqual([[1, 4], []])
    expect(ask('a/b')).toEqual([[2, 3], []])
    expect(ask('a/b/c')).toEqual([[2], []])
    expect(ask('a')).toEqual([[1], []])
    expect(ask('b')).toEqual([[], []])
  })

  it('parts where texts part, in whatever order they come', () => {
    const all = ['t*', 'te*', 'team*', 'tet*', 'tex*', 'team1*', 'team12*', 'tea*', 'tom*', 'x*']
    for (let turn = 0; turn < all.length; turn++) {
      const given = [...all.slice(turn), ...all.slice(0, turn)]
      const ask = counted('beginning', ...given)
      for (const name of ['team123', 'team', 'teak', 'tetris', 'text', 'tomb', 'tim', 'xx', 'y', 'team2']) {
        const expected = given.flatMap((text, i) => (name.startsWith(text.slice(0, -1)) ? [i + 1] : []))
        expect(ask(name)[0]).toEqual(expected)
      }
    }
  })
})
