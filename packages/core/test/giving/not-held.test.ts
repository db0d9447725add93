// What needs no proof: the giver has the very same.
import { describe, expect, it } from 'vitest'
import { assigned } from '../../src/giving/judged-write.ts'
import { grant } from '../authorizer/support.ts'
import { assign, judge, putRole, refusal, situationOf } from './judging.ts'
import { more } from './support.ts'

describe('A role that the giver has', () => {
  /** More than can be looked through. */
  const rules = Array.from({ length: 400 }, (_, i) => grant('job.run', `**/team-${i}*/**/pi*/*`))
  const others = [
    { id: 'deep', rules },
    { id: 'above', inherits: ['deep'], rules: [] },
  ]
  const within = (scope: string) => ({
    kind: 'assign' as const,
    assignment: { subject: 'ann', role: 'above', scope },
  })

  it('may be given as it is, everywhere and within any scope, however much it says', () => {
    const situation = situationOf({ others, giver: [assigned('above')] })
    expect(() => judge({ operations: [assign('above')] }, situation)).not.toThrow()
    expect(() => judge({ operations: [within('eu.*')] }, situation)).not.toThrow()
  })

  it('within a scope may be given within that scope and no other, nor everywhere', () => {
    const giver = [assigned('runner', 'eu.*')]
    const given = (scope: string | undefined) => ({
      operations: [
        {
          kind: 'assign' as const,
          assignment: { subject: 'ann', role: 'runner', ...(scope !== undefined && { scope }) },
        },
      ],
    })
    expect(() => judge(given('eu.*'), situationOf({ giver }))).not.toThrow()
    expect(refusal(given('us.*'), situationOf({ giver }))).toMatchObject({ code: 'TRILATCH_MORE_THAN_HELD' })
    expect(refusal(given(undefined), situationOf({ giver }))).toMatchObject(more('role "runner"', 'job.run'))
  })

  it.each([
    [
      'itself',
      [{ kind: 'put-role' as const, role: { id: 'based', inherits: ['runner', 'creator'], rules: [] } }],
    ],
    ['what it inherits', [{ kind: 'put-role' as const, role: { id: 'runner', rules: [grant('project')] } }]],
  ])('is judged where the same write changes %s', (_, changes) => {
    const write = { operations: [...changes, assign('based')] }
    expect(refusal(write, situationOf({ giver: [assigned('based')] }))).toMatchObject({
      code: 'TRILATCH_MORE_THAN_HELD',
    })
    expect(() =>
      judge({ operations: [assign('based')] }, situationOf({ giver: [assigned('based')] })),
    ).not.toThrow()
  })

  it('does not help with another one', () => {
    const situation = situationOf({ giver: [assigned('creator')] })
    expect(refusal({ operations: [assign('creator'), assign('runner')] }, situation)).toMatchObject(
      more('role "runner"', 'job.run'),
    )
    expect(() => judge({ operations: [putRole('new', 'creator')] }, situation)).not.toThrow()
  })
})
