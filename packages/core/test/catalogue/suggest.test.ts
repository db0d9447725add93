import { describe, expect, test } from 'vitest'
import { didYouMean } from '../../src/catalogue/suggest.ts'

const names = ['project.create', 'project.delete', 'design.view', 'job.run']

describe('didYouMean', () => {
  test.each([
    ['project.creat', 'a letter missing', 'project.create'],
    ['project.createe', 'a letter too many', 'project.create'],
    ['project.crexte', 'another letter', 'project.create'],
    ['project.craete', 'two letters swapped', 'project.create'],
    ['projcet.detele', 'up to three edits', 'project.delete'],
    ['PROJECT.CREATE', 'another case', 'project.create'],
    ['job_run', 'one edit in a short word', 'job.run'],
  ])('%j (%s) suggests %j', (word, _, meant) => {
    expect(didYouMean(word, names)).toBe(` Did you mean "${meant}"?`)
  })

  test('suggests the nearest, and the first of those that are as near', () => {
    expect(didYouMean('abcdefx', ['abcdxyx', 'abcdefg', 'abcdefh'])).toBe(' Did you mean "abcdefg"?')
    expect(didYouMean('abcd', ['abce', 'abcd'])).toBe(' Did you mean "abcd"?')
  })

  test('lists what is known when nothing is near', () => {
    expect(didYouMean('wholly different', names)).toBe(
      ' Known: "project.create", "project.delete", "design.view", "job.run".',
    )
  })

  test('allows fewer edits the shorter the word', () => {
    expect(didYouMean('ab', ['xb'])).toBe(' Did you mean "xb"?')
    expect(didYouMean('ab', ['xy'])).toBe(' Known: "xy".')
    expect(didYouMean('abcd', ['xyd'])).toBe(' Known: "xyd".')
    expect(didYouMean('abcdefghijkl', ['xyzwefghijkl'])).toBe(' Known: "xyzwefghijkl".')
    expect(didYouMean('', ['a'])).toBe(' Known: "a".')
  })

  test('shows eight at most and counts the rest', () => {
    const many = Array.from({ length: 11 }, (_, i) => `permission-${i}`)
    const shown = many.slice(0, 8).map((name) => JSON.stringify(name))
    expect(didYouMean('zzz', many)).toBe(` Known: ${shown.join(', ')}, … 3 more.`)
    expect(didYouMean('zzz', many.slice(0, 8))).toBe(` Known: ${shown.join(', ')}.`)
  })

  test('says nothing when nothing is known', () => {
    expect(didYouMean('a', [])).toBe('')
  })

  test.each(['__proto__', 'constructor', 'toString'])('%j is a word like any other', (word) => {
    expect(didYouMean(word, names)).toMatch(/^ Known: /)
    expect(didYouMean(`${word}x`, [word])).toBe(` Did you mean "${word}"?`)
  })

  test('quotes names so that no control character reaches a terminal', () => {
    expect(didYouMean('aaaa', ['aaa\u001b'])).toBe(String.raw` Did you mean "aaa\u001b"?`)
  })

  test('costs little, however long the word and however large the catalogue', () => {
    const many = Array.from({ length: 100_000 }, (_, i) => `a.permission.with.a.long.name.${i}`)
    const start = performance.now()
    expect(didYouMean('x'.repeat(1_000_000), many)).toMatch(/^ Known: /)
    expect(didYouMean('a.permission.with.a.long.name.x', many)).toBe(
      ' Did you mean "a.permission.with.a.long.name.0"?',
    )
    expect(performance.now() - start).toBeLessThan(2_000)
  })
})
