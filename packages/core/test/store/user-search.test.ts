// The form in which users are searched, and where in a search each of them is.
import { describe, expect, it } from 'vitest'
import type { User } from '../../src/index.ts'
import {
  foundAt,
  readTextEntry,
  searchForm,
  searchPlace,
  searchTexts,
  textEntry,
} from '../../src/store/user-search.ts'

const user = (fields: Partial<User>): User => ({ id: 'ann', suspended: false, createdAt: '', ...fields })

describe('The searched form of a text', () => {
  it.each([
    ['Ada LOVELACE', 'ada lovelace', 'without case'],
    ['\u00c9mile', 'emile', 'without accents'],
    ['E\u0301mile', 'emile', 'without accents that are characters of their own'],
    ['\ufb01nn \u2460', 'finn 1', 'with the plain forms of ligatures and the like'],
    [
      '\u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2',
      '\u03c3\u03b9\u03c3\u03c5\u03c6\u03bf\u03c3',
      'with one sigma',
    ],
    ['Stra\u00dfe', 'stra\u00dfe', 'with letters that have no other case'],
    ['  Grace\t\n  Hopper ', 'grace hopper', 'with blanks as one space, and none at the ends'],
    ['a\tb', 'a b', 'with a space where a tab was'],
    ['a\0b\x7fc', 'abc', 'without control characters'],
    ['\u0301 \0', '', 'and may be empty'],
  ])('of %j is %j: %s', (text, form) => {
    expect(searchForm(text)).toBe(form)
  })
})

describe('The texts that a user is found by', () => {
  it.each([
    [{ email: 'B@x.org', title: 'Ann' }, ['ann', 'b@x.org']],
    [{ email: 'a@x.org', title: 'Ben' }, ['a@x.org', 'ben']],
    [{ email: 'Ann', title: '\u00c1NN' }, ['ann']],
    [{ email: 'a@x.org', title: '\u0301' }, ['a@x.org']],
    [{ title: 'Ann' }, ['ann']],
    [{}, []],
  ])('of %j are %j: each once and in order', (fields, texts) => {
    expect(searchTexts(user(fields))).toEqual(texts)
  })

  it('are entries of an index together with whose they are', () => {
    expect(textEntry('ann b', 'u1')).toBe('ann b\0u1')
    expect(readTextEntry('ann b\0u1')).toEqual(['ann b', 'u1'])
    expect(readTextEntry(textEntry('', ''))).toEqual(['', ''])
  })
})

describe('A search', () => {
  const ann = user({ email: 'anna@x.org', title: 'Anna' })

  it.each([
    ['a', 'id'],
    ['ann', 'id'],
    ['anna', { text: 'anna' }],
    ['ANNA', { text: 'anna' }],
    ['Anna@', { text: 'anna@x.org' }],
    ['x.org', undefined],
    ['annas', undefined],
  ])('for %j finds a user at %j', (search, at) => {
    expect(foundAt(ann, search)).toEqual(at)
  })

  it.each([' ', '\0', '\u0301'])('for %j, which has no searched form, finds nobody by a text', (search) => {
    expect(foundAt(ann, search)).toBeUndefined()
  })

  it('lists whom it finds by id before all others', () => {
    expect(searchPlace('id', 'zoe')).toBe('izoe')
    expect(searchPlace({ text: 'a' }, 'ann')).toBe('ta\0ann')
  })
})
