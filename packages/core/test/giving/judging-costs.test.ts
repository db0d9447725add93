import { describe, expect, it } from 'vitest'
import { definePermissions } from '../../src/index.ts'
import { assigned } from '../../src/giving/judged-write.ts'
import type { JudgedWrite } from '../../src/giving/judged-write.ts'
import { grant, permissions } from '../authorizer/support.ts'
import { assign, judge, putRole, refusal, situationOf } from './judging.ts'
import { more } from './support.ts'

describe('Judging', () => {
  it('takes a step for everybody it is about, and one for each thing in each catalogue, however often it is given', () => {
    const other = definePermissions({ 'report.view': 'View Report' })
    const write = {
      operations: [assign('creator'), assign('empty', 'cleo'), putRole('new')],
      touches: ['ann', 'nina'],
      promises: ['creator'],
    }
    const [people, things] = [3, 3]
    expect(judge(write)).toBe(people + things)
    expect(judge(write, situationOf({ catalogues: [permissions, other] }))).toBe(people + 2 * things)
    expect(judge({ operations: [] })).toBe(0)
    expect(judge({ operations: [putRole('new')] })).toBe(1)
  })

  it('looks into every catalogue', () => {
    const other = definePermissions({ 'job.start': { title: 'Start Job', formerly: ['project.create'] } })
    const write = { operations: [assign('creator')] }
    expect(() => judge(write)).not.toThrow()
    expect(refusal(write, situationOf({ catalogues: [permissions, other] }))).toMatchObject(
      more('role "creator"', 'job.start'),
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
  const rules = sets.map((set) => grant('job.run', set))
  const others = Array.from({ length: 12 }, (_, i) => ({ id: `dear${i}`, rules }))
  const situation = situationOf({ others, giver: [assigned('dear11')] })
  const mapped = (count: number): JudgedWrite => ({
    operations: [
      {
        kind: 'put-mappings',
        rows: Array.from({ length: count }, (_, i) => ({
          provider: 'acme',
          group: `g${i}`,
          roles: [`dear${i}`],
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

  it('is nothing for what the giver has too, and one thing for all who are given the same', () => {
    expect(judge(mapped(11), { ...situation, giver: others.map(({ id }) => assigned(id)) })).toBe(0)
    const people = Array.from({ length: 20 }, (_, i) => assign('dear0', `u${i}`))
    expect(judge({ operations: people }, situation)).toBe(people.length + 1)
  })

  it('is no more for one thing because there is only one', () => {
    const dearer = { id: 'dearer', rules: [...sets, '[a-z]*', '*[0-9]'].map((set) => grant('job.run', set)) }
    const here = situationOf({ others: [dearer, { ...dearer, id: 'held' }], giver: [assigned('held')] })
    expect(refusal({ operations: [assign('dearer')] }, here)).toMatchObject(cannotProve('role "dearer"'))
  })
})
