import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { can } from '../../../../test/specification/specification.ts'
import type { Held, Role, World } from '../../../../test/specification/specification.ts'
import { findGain } from '../../src/giving/find-gain.ts'
import type { Gain } from '../../src/giving/find-gain.ts'
import { CannotProve } from '../../src/giving/representative-names.ts'
import { changeArbitrary, f, g, resources, sideOf, worldOf, worldsOf } from './worlds.ts'

const cases = Number(process.env['TRILATCH_CASES'] ?? 500)
const seed = Number(process.env['TRILATCH_SEED'] ?? Date.now() % 2_147_483_647)
const gainOf = (after: World, before: World, holder: World): Gain | undefined =>
  findGain(sideOf(after), sideOf(before), sideOf(holder), { left: 1_000_000 })

/** What giving `gives` to somebody who has nothing would gain, of a giver who has the role `holds` within a scope. */
function giving(gives: Role['rules'], holds: Role['rules'], scopes: { gives?: string; holds?: string } = {}) {
  const roles = [
    { id: 'given', rules: gives },
    { id: 'held', rules: holds },
  ]
  const held = (role: string, scope?: string): Held => ({ role, ...(scope !== undefined && { scope }) })
  return gainOf(
    worldOf(roles, held('given', scopes.gives)),
    worldOf(roles),
    worldOf(roles, held('held', scopes.holds)),
  )
}

describe('What somebody may give', () => {
  it('is what they hold, and less', () => {
    expect(giving([g('job')], [g('job')])).toBeUndefined()
    expect(giving([g('job.run')], [g('job')])).toBeUndefined()
    expect(giving([g('job', 'sales.eu.*')], [g('job', 'sales.*')])).toBeUndefined()
    expect(giving([g('job')], [g('job')], { gives: 'sales.*' })).toBeUndefined()
    expect(giving([f('*')], [])).toBeUndefined()
  })

  it('is not more: a permission, a name, or the question without a resource is shown', () => {
    expect(giving([g('job')], [g('job.run')])).toEqual({ permission: 'job' })
    expect(giving([g('job')], [g('job'), f('job.stop')])).toEqual({ permission: 'job.stop' })
    expect(giving([g('job.run')], [g('job.run')], { holds: 'sales.*' })).toEqual({ permission: 'job.run' })
    expect(giving([g('job', 'sales.*')], [g('job', 'sales.*'), f('job', 'sales.secret.*')])).toEqual({
      permission: 'job',
      resource: 'sales.secret.',
    })
  })

  it('is judged by names where patterns only look different', () => {
    expect(giving([g('job', 's*.eu')], [g('job', 's*')])).toBeUndefined()
    expect(giving([g('job', '[ab]x')], [g('job', 'ax'), g('job', 'bx')])).toBeUndefined()
    expect(giving([g('job', '[abc]x')], [g('job', 'ax'), g('job', 'bx')])).toEqual({
      permission: 'job',
      resource: 'cx',
    })
  })

  it('leaves out what the one who gets it has already', () => {
    const roles = [
      { id: 'given', rules: [g('job.run')] },
      { id: 'had', rules: [g('job')] },
    ]
    expect(gainOf(worldOf(roles, { role: 'given' }), worldOf(roles, { role: 'had' }), worldOf(roles))).toBe(
      undefined,
    )
  })

  it('of the application says nothing about rights of Trilatch itself', () => {
    expect(giving([g('trilatch.roles')], [g('*')])).toEqual({ permission: 'trilatch.roles' })
    expect(giving([g('*')], [g('trilatch')])).toEqual({ permission: '*' })
  })

  it('is everything for an administrator, and nobody else may give that', () => {
    const roles = [{ id: 'admin', administrator: true, rules: [] }]
    const [admin, nobody] = [worldOf(roles, { role: 'admin' }), worldOf(roles)]
    expect(gainOf(admin, nobody, admin)).toBeUndefined()
    expect(gainOf(admin, nobody, nobody)).toEqual({ permission: '*' })
  })
})

describe('A proof', () => {
  const overlapping = Array.from({ length: 12 }, (_, i) => g('job', `*a${i}*b${i % 5}*`))
  const little = (after: World, before: World, holder: World): Gain | undefined =>
    findGain(sideOf(after), sideOf(before), sideOf(holder), { left: 100 })

  it('looks for no names where the giver, or the one who gets it, has it for every name', () => {
    const roles = [
      { id: 'given', rules: overlapping },
      { id: 'all', rules: [g('job')] },
    ]
    const [given, all, none] = [
      worldOf(roles, { role: 'given' }),
      worldOf(roles, { role: 'all' }),
      worldOf(roles),
    ]
    expect(little(given, none, all)).toBeUndefined()
    expect(little(given, all, none)).toBeUndefined()
    expect(() => little(given, none, none)).toThrow(CannotProve)
  })

  it('pays for all that it looks at: a role of contradictions is too much to prove', () => {
    const names = Array.from({ length: 2_000 }, (_, i) => `x.${i}`)
    const roles = [
      {
        id: 'given',
        rules: [
          ...names.flatMap((name) => [g('job', name), f('job', name)]),
          f('job.run', 'y'),
          f('job.stop', 'y'),
        ],
      },
    ]
    const [given, none] = [worldOf(roles, { role: 'given' }), worldOf(roles)]
    expect(() => gainOf(given, none, none)).toThrow(CannotProve)
  })

  it('looks for no names where nothing can be granted', () => {
    const roles = [
      { id: 'given', rules: overlapping.map(({ permission, context }) => f(permission, context)) },
    ]
    const none = worldOf(roles)
    expect(little(worldOf(roles, { role: 'given' }), none, none)).toBeUndefined()
  })

  it('costs more the more contexts an answer has to look at, and is given up in time', () => {
    const gives = Array.from({ length: 500 }, (_, i) => g('job', `design.${i}`))
    const roles = [{ id: 'given', rules: gives }]
    const [after, nobody] = [worldOf(roles, { role: 'given' }), worldOf(roles)]
    const prove = (left: number): Gain | undefined =>
      findGain(sideOf(after), sideOf(nobody), sideOf(worldOf(roles, { role: 'given' })), { left })
    expect(prove(1_000_000)).toBeUndefined()
    expect(() => prove(10_000)).toThrow(CannotProve)
  })
})

describe(`A gain, in ${cases} changes, seed ${seed}`, () => {
  it('is found wherever the specification knows one, and is one for the specification', () => {
    const met = { gains: 0, none: 0, given: 0 }
    fc.assert(
      fc.property(changeArbitrary, (change) => {
        const { world } = change
        const { before, after } = worldsOf(change)
        const isGain = (permission: string, ...resource: [] | [string]): boolean =>
          can(after, permission, ...resource) &&
          !can(before, permission, ...resource) &&
          !can(world, permission, ...resource)
        let gain: Gain | undefined
        try {
          gain = findGain(sideOf(after), sideOf(before), sideOf(world), { left: 1_000_000 })
        } catch (error) {
          expect(error).toBeInstanceOf(CannotProve)
          return
        }
        if (gain !== undefined) {
          met.gains++
          const { permission, resource } = gain
          expect(isGain(permission, ...(resource === undefined ? [] : ([resource] as const)))).toBe(true)
          return
        }
        met.none++
        for (const permission of world.nodes)
          for (const resource of resources) {
            if (isGain(permission, ...resource))
              expect.fail(`${permission} on ${String(resource)} was not seen`)
            if (can(after, permission, ...resource)) met.given++
          }
      }),
      { numRuns: cases, seed },
    )
    expect(met.gains).toBeGreaterThan(cases / 10)
    expect(met.none).toBeGreaterThan(cases / 10)
    expect(met.given).toBeGreaterThan(cases)
  })
})
