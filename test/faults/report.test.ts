import { describe, expect, it } from 'vitest'
import type { Check, FaultsEvent } from './events.ts'
import { bounds, check, fault, first, given, taken } from './judge/sample-log.ts'
import { judge } from './judge/verdict.ts'
import { shortcomings } from './report.ts'

describe('what a run came to', () => {
  const many = (count: number, one: (n: number) => Check): Check[] =>
    Array.from({ length: count }, (_, n) => one(n))

  it('counts opportunities, and how soon and how late things were seen', () => {
    const soon = check('denied', 115, { seen: 't' })
    const verdict = judge(
      [...first, ...given, ...taken, { type: 'started', process: 'c', at: 0 }, soon, check('granted', 500)],
      bounds,
    )
    expect(verdict).toMatchObject({ checks: 2, granted: 1, soonAfterRevocation: 2, worstStaleness: 390 })
    expect(verdict.propagation).toEqual([5])
  })

  it('is too little where nobody could have been wrong, or nobody was answered', () => {
    const lacks = (...events: readonly FaultsEvent[]): readonly string[] =>
      shortcomings(judge([...first, ...taken, ...events], bounds))
    const enough = [...many(3, () => check('granted', 115)), ...many(8, () => check('denied', 3_000))]
    expect(lacks(...enough)).toEqual([])
    expect(lacks()).toEqual(['nothing was checked'])
    expect(lacks(...many(10, () => check('denied', 3_000)))).toEqual([
      'only 0.0 % of the checks came soon after a revocation elsewhere, not 10 %',
      'only 0.0 % of the checks were granted, not 20 %',
    ])
    const without = check('unavailable', 5_000, { end: 5_250 })
    expect(lacks(...enough, without)).toEqual(['1 checks got no answer although all was well'])
    expect(lacks(...enough, without, fault(1_000, 3_000))).toEqual([])
    expect(lacks(...enough, without, fault(1_000, 2_999))).toHaveLength(1)
    expect(lacks(...enough, without, { type: 'lag', process: 'd', start: 5_000, end: 5_100 })).toEqual([])
  })
})
