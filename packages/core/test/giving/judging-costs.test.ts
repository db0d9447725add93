import { describe, expect, it } from 'vitest'
import { definePermissions } from '../../src/index.ts'
import { assigned } from '../../src/giving/judged-write.ts'
import type { JudgedWrite } from '../../src/giving/judged-write.ts'
import { grant, permissions } from '../authorizer/support.ts'
import { assign, judge, putRole, refusal, situationOf } from './judging.ts'
import { more } from './support.ts'

describe('Judging', () => {
  it('takes a step for everybody it is about, and one for each thing in each catalogue', () => {
    const other = definePermissions({ 'report.view': 'View Report' })
    const write = {
      operations: [assign('creator'), assign('empty', 'cleo'), putRole('new')],
      touches: ['ann', 'nina'],
      promises: ['creator'],
    }
    const [people, things] = [3, 3 + 2 + 1]
    expect(judge(write)).toBe(people + things)
    expect(judge(write, situationOf({ catalogues: [permissions, other] }))).toBe(people + 2 * things)
    expect(judge({ operations: [] })).toBe(0)
    expect(judge({ operations: [putRole('new')] })).toBe(1)
  })

  it('looks into every catalogue', () => {
    const other = definePermissions({ 'report.view': 'View Report' })
    const others = [{ id: 'viewer', rules: [{ permission: 'report.view', state: 'granted' }] }] as const
    const write = { operations: [assign('viewer')] }
    expect(() => judge(write, situationOf({ others }))).not.toThrow()
    expect(refusal(write, situationOf({ others, catalogues: [permissions, other] }))).toMatchObject(
      more('role "viewer"', 'report.view'),
    )
  })

  it('passes on what is no matter of giving', () => {
    const broken = new Error('The catalogue cannot be read')
    const odd = Object.defineProperty({ ...permissions }, 'nodes', {
      get: () => {
        throw broken
      },
    })
    expect(refusal({ operations: [assign('creator')] }, situationOf({ catalogues: [odd] }))).toBe(broken)
  })
})

describe('What a proof may cost', () => {
  /** Four sets of characters, which take nine tenths of what one thing may cost to be told apart. */
  const sets = Array.from(
    { length: 4 },
    (_, i) => `[${String.fromCodePoint(...Array.from({ length: 225 }, (_, j) => 0x4e00 + 225 * i + j))}]`,
  )
  const others = [{ id: 'dear', rules: sets.map((set) => grant('job.run', set)) }]
  const situation = situationOf({ others, giver: [assigned('dear')] })
  const mapped = (count: number): JudgedWrite => ({
    operations: [
      {
        kind: 'put-mappings',
        rows: Array.from({ length: count }, (_, i) => ({
          provider: 'acme',
          group: `g${i}`,
          roles: ['dear'],
        })),
      },
    ],
  })
  const cannotProve = (what: string) => ({
    code: 'TRILATCH_CANNOT_PROVE',
    status: 403,
    message: `Cannot give ${what}: its contexts and yours overlap in too many ways to tell whether you hold all of it. Use simpler contexts, or ask an administrator`,
    cause: { message: 'Too many combinations of patterns' },
  })

  it('is ten times as much for all that is given as for one thing', () => {
    expect(refusal(mapped(11), situation)).toMatchObject(cannotProve('the mapping of "g10"'))
    expect(judge(mapped(2), situation)).toBe(2)
  })

  it('is no more for one thing because there is only one', () => {
    const dearer = { id: 'dearer', rules: [...sets, '[a-z]*', '*[0-9]'].map((set) => grant('job.run', set)) }
    const here = situationOf({ others: [dearer], giver: [assigned('dearer')] })
    expect(refusal({ operations: [assign('dearer')] }, here)).toMatchObject(cannotProve('role "dearer"'))
  })
})
