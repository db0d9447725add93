import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { can } from '../../../../test/specification/specification.ts'
import type { World } from '../../../../test/specification/specification.ts'
import { rightChanges } from '../../src/giving/right-changes.ts'
import type { RightChange, RightChanges } from '../../src/giving/right-changes.ts'
import { changeArbitrary, f, g, resources, sideOf, worldOf, worldsOf } from './worlds.ts'

const cases = Number(process.env['TRILATCH_CASES'] ?? 500)
const seed = Number(process.env['TRILATCH_SEED'] ?? Date.now() % 2_147_483_647)

const changesOf = (before: World, after: World, left = 1_000_000): RightChanges =>
  rightChanges(sideOf(before), sideOf(after), { left })

/** What changes for somebody whose only role had some rules and has others. */
const edited = (
  before: World['roles'][number]['rules'],
  after: World['roles'][number]['rules'],
): RightChanges =>
  changesOf(
    worldOf([{ id: 'a', rules: before }], { role: 'a' }),
    worldOf([{ id: 'a', rules: after }], { role: 'a' }),
  )

describe('What rights become', () => {
  it('is nothing where only the rules look different', () => {
    expect(edited([g('job', 'ax'), g('job', 'bx')], [g('job', '[ab]x')])).toEqual({
      rights: [],
      uncertain: false,
    })
    expect(edited([g('job')], [g('job'), g('job.run')])).toEqual({ rights: [], uncertain: false })
  })

  it('is told for the highest permission that changes so, and for those below it that do not', () => {
    const everywhere = { everywhere: true, contexts: [], names: ['a'] }
    expect(edited([], [g('job'), f('job.stop')]).rights).toEqual([
      { permission: 'job', gained: everywhere },
      { permission: 'job.stop' },
    ])
    expect(edited([g('job')], []).rights).toEqual([{ permission: 'job', lost: everywhere }])
  })

  it('is told by contexts and by the shortest names, five at most', () => {
    const contexts = ['f', 'e', 'd', 'c', 'b', 'aa']
    expect(
      edited(
        [g('job', 's.*')],
        contexts.map((context) => g('job', context)),
      ).rights,
    ).toEqual([
      {
        permission: 'job',
        gained: { everywhere: false, contexts: ['b', 'c', 'd', 'e', 'f'], names: ['b', 'c', 'd', 'e', 'f'] },
        lost: { everywhere: false, contexts: ['s.*'], names: ['s.'] },
      },
    ])
  })

  it('names the scope where that is what limits it', () => {
    const roles = [{ id: 'a', rules: [g('job')] }]
    const after = worldOf(roles, { role: 'a', scope: 'eu.*' })
    expect(changesOf(worldOf(roles), after).rights).toMatchObject([
      { permission: 'job', gained: { contexts: ['eu.*'] } },
    ])
  })

  it('is given up in time, with what was found so far', () => {
    const many = Array.from({ length: 500 }, (_, i) => g('job', `design.${i}`))
    const [before, after] = [
      worldOf([{ id: 'a', rules: [] }], { role: 'a' }),
      worldOf([{ id: 'a', rules: many }], { role: 'a' }),
    ]
    expect(changesOf(before, after, 10_000).uncertain).toBe(true)
    expect(changesOf(before, after).uncertain).toBe(false)
  })
})

/** The row that speaks about a permission: its own, or the nearest above it. */
function rowFor(rights: readonly RightChange[], permission: string): RightChange {
  const own = rights.find((right) => right.permission === permission)
  if (own !== undefined || permission === '*' || permission === 'trilatch') return own ?? { permission }
  return rowFor(rights, permission.includes('.') ? permission.replace(/\.[^.]+$/, '') : '*')
}

describe(`What rights become, in ${cases} changes, seed ${seed}`, () => {
  it('is what the specification says, for every permission and name', () => {
    const met = { gained: 0, lost: 0, nothing: 0 }
    fc.assert(
      fc.property(changeArbitrary, (change) => {
        const { before, after } = worldsOf(change)
        const { rights, uncertain, administrator } = changesOf(before, after)
        if (uncertain) return
        const ways = [
          ['gained', before, after],
          ['lost', after, before],
        ] as const
        for (const [way, from, to] of ways) {
          const isSo = (permission: string, ...resource: [] | [string]): boolean =>
            can(to, permission, ...resource) && !can(from, permission, ...resource)
          if (administrator !== undefined) expect(isSo('trilatch')).toBe(administrator === way)
          for (const permission of change.world.nodes) {
            const extent = rowFor(rights, permission)[way]
            met[extent === undefined ? 'nothing' : way]++
            expect(extent?.everywhere ?? false, `${way} ${permission}`).toBe(isSo(permission))
            for (const name of extent?.names ?? [])
              expect(isSo(permission, name), `${way} ${permission} on ${name}`).toBe(true)
            if (extent !== undefined) continue
            for (const resource of resources)
              if (isSo(permission, ...resource))
                expect.fail(`${way} ${permission} on ${String(resource)} was not seen`)
          }
        }
      }),
      { numRuns: cases, seed },
    )
    expect(met.gained).toBeGreaterThan(cases / 2)
    expect(met.lost).toBeGreaterThan(cases / 10)
    expect(met.nothing).toBeGreaterThan(cases)
  })
})
