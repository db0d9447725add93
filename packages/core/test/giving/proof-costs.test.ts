import { describe, expect, it } from 'vitest'
import type { Context } from '../../src/context/context.ts'
import { namesOf } from '../../src/giving/find-gain.ts'
import { CannotProve, representativeNames, spend } from '../../src/giving/representative-names.ts'
import { thrown } from '../authorizer/support.ts'
import { contextsOf, costing, listOf, plenty } from './costing.ts'

describe('A budget', () => {
  it('can be used up to nothing, and not beyond', () => {
    const budget = { left: 3 }
    spend(budget, 1)
    spend(budget, 2)
    expect(budget.left).toBe(0)
    expect(thrown(() => spend(budget, 1))).toMatchObject({ message: 'Too many combinations of patterns' })
    expect(thrown(() => spend({ left: 1 }, 1.5))).toBeInstanceOf(CannotProve)
  })
})

describe('Names that stand for all', () => {
  it('cost a step for each machine that reads a character, and ten more, at each place in a name', () => {
    // At the beginning, behind a slash, behind one dot, behind two, and elsewhere; of `a`, `.` and `/`.
    expect(costing((budget) => representativeNames([], budget))).toBe(5 * 3 * (2 + 10))
    // One more character and machine, and elsewhere three things may become of the pattern, in or behind its segment.
    expect(costing((budget) => representativeNames(listOf('a*'), budget))).toBe(1 + 6 * 4 * (3 + 10))
  })

  it('cost no more for exact names that the search does not come upon', () => {
    expect(costing((budget) => representativeNames(listOf('zz', 'yy'), budget))).toBe(5 * 3 * (2 + 10))
  })

  it('cost the square of the ranges that are told apart', () => {
    const cost = (...texts: readonly string[]): number =>
      costing((budget) => representativeNames(listOf(...texts), budget))
    // The same characters are told apart, by one range more.
    expect(cost('[a-b]', '[!a-b]') - cost('[a-b]', '[!a-ba]')).toBeLessThan(0)
    expect(cost('[b-ba]') - cost('[ab]')).toBe(0)
  })

  it('are looked for once for the same contexts, in whatever order', () => {
    const budget = { left: plenty }
    const names = namesOf(budget)
    const first = names(contextsOf('a*', '*b'))
    const { left } = budget
    expect(first).toEqual(['a', 'b', 'c', 'ab'])
    expect(names(contextsOf('*b', 'a*'))).toBe(first)
    expect(budget.left).toBe(left)
    expect(names(contextsOf('a*'))).toEqual(['a', 'b'])
    expect(budget.left).toBeLessThan(left)
  })

  it('come shortest first, and in the order of their characters', () => {
    const names = representativeNames(listOf('zz', 'c', 'b', 'yy', 'x', 'aaa'), { left: plenty })
    expect(names).toEqual(['a', 'b', 'c', 'x', 'yy', 'zz', 'aaa'])
  })

  it.each([
    ['less than the engine', '*b', false],
    ['more than the engine', '*b', true],
  ])('prove nothing where a pattern is read as %s reads it', (_what, text, always) => {
    const [context, odd] = listOf('a*', text) as [Context, Context]
    const read = (second: Context): unknown =>
      thrown(() => representativeNames([context, second], { left: plenty }))
    expect(() => read(odd)).toThrow('Nothing was thrown')
    const error = read({ ...odd, matches: () => always })
    expect(error).toBeInstanceOf(CannotProve)
    expect(error).toMatchObject({ message: always ? '"a" is read in two ways' : '"b" is read in two ways' })
  })
})
