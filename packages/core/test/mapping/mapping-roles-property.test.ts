// All rows apply, with their scopes and modes; and what changes is what a plain comparison of sets says.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MappingTable } from '../../src/mapping/mapping-table.ts'
import { mixedGroups } from '../../src/mapping/mixed-groups.ts'
import { roleChanges } from '../../src/mapping/role-changes.ts'
import type { ScopedRole } from '../../src/mapping/role-changes.ts'
import type { MappingMode, MappingRow } from '../../src/index.ts'
import { naiveMatch } from './naive-mapping.ts'
import type { NaiveGroup } from './naive-mapping.ts'

const levels = ['member', 'developer', 'maintainer', 'owner'] as const
const maybe = <T>(...values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined })
const roleNames = ['a', 'b', 'c', 'admin']
const providers = new Map([['gitlab', 'path'] as const])

/** An object without what is undefined. */
const lean = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T

const row = fc
  .record({
    provider: fc.constantFrom('gitlab', 'gitlab', 'ldap'),
    group: fc.constantFrom('acme', 'acme/dev', 'acme/**', 'everyone', 'Acme/dev/x', 'acme-corp'),
    roles: fc.uniqueArray(fc.constantFrom(...roleNames), { minLength: 1, maxLength: 3 }),
    scope: maybe('eu.*', 'us.*'),
    minAccess: maybe(...levels),
    mode: maybe<MappingMode>('sync', 'additive'),
  })
  .map((fields) => lean(fields) as MappingRow)
const group = fc
  .record({
    name: fc.constantFrom('acme', 'acme/dev', 'acme/dev/x', 'acme-corp', 'beta'),
    access: maybe(...levels),
  })
  .map((fields) => lean(fields) as NaiveGroup)
const rows = fc.array(row, { maxLength: 8 })
const groups = fc.array(group, { maxLength: 4 })

/** Every role of every row that matches, one row after the other. */
function naiveRoles(
  all: readonly MappingRow[],
  held: readonly NaiveGroup[],
  mode: MappingMode,
): ScopedRole[] {
  return all
    .filter((one) => (one.mode ?? 'sync') === mode && naiveMatch(one, 'gitlab', held, 'path'))
    .flatMap(({ roles, scope }) => roles.map((role) => lean({ role, scope }) as ScopedRole))
}

const pair = ({ role, scope }: ScopedRole): string => `${role} ${scope ?? '-'}`
const pick = ({ role, scope }: ScopedRole): ScopedRole => lean({ role, scope }) as ScopedRole

describe('The roles of all rows that match', () => {
  it('are those of the oracle, with scope, level and mode', () => {
    let seen = 0
    fc.assert(
      fc.property(rows, groups, (all, held) => {
        const table = new MappingTable(all, providers)
        for (const mode of ['sync', 'additive'] as const) {
          const found = table.rolesOf('gitlab', held, mode).map(pick)
          expect(found).toEqual(naiveRoles(all, held, mode))
          seen += found.length
        }
        expect(table.isAdditive('gitlab')).toBe(
          all.some((one) => one.provider === 'gitlab' && one.mode === 'additive' && isSound(one)),
        )
      }),
      { numRuns: 1_500 },
    )
    expect(seen).toBeGreaterThan(500)
  })

  it('change by what one set has and the other has not, and never by what is held by hand', () => {
    let [gained, lost] = [0, 0]
    fc.assert(
      fc.property(
        rows,
        rows,
        groups,
        groups,
        fc.array(fc.constantFrom('a', 'b')),
        (one, two, was, is, own) => {
          const assignments = own.map((role) => ({ role }))
          const said = (list: readonly NaiveGroup[]) => [{ provider: 'gitlab', groups: list }]
          const changes = roleChanges(
            { assignments },
            { table: new MappingTable(one, providers), said: said(was) },
            { table: new MappingTable(two, providers), said: said(is) },
          )
          const before = [...assignments, ...naiveRoles(one, was, 'sync')].map(pair)
          const after = [
            ...assignments,
            ...naiveRoles(two, is, 'sync'),
            ...naiveRoles(two, is, 'additive'),
          ].map(pair)
          const minus = (all: string[], others: string[]): string[] =>
            [...new Set(all)].filter(
              (text) => !others.includes(text) && !others.includes(`${text.split(' ')[0]} -`),
            )
          expect(changes.gains.map(pair).toSorted()).toEqual(minus(after, before).toSorted())
          expect(changes.loses.map(pair).toSorted()).toEqual(minus(before, after).toSorted())
          gained += changes.gains.length
          lost += changes.loses.length
        },
      ),
      { numRuns: 1_000 },
    )
    expect(Math.min(gained, lost)).toBeGreaterThan(200)
  })
})

/** A row that can match somebody. */
const isSound = ({ group: name, minAccess }: MappingRow): boolean =>
  name !== 'everyone' || minAccess === undefined

describe('A group that leads to administrators and to an ordinary role', () => {
  it('is told for every such group, and for no other', () => {
    const administers = (role: string): boolean => role === 'admin'
    let told = 0
    fc.assert(
      fc.property(rows, (all) => {
        const found = mixedGroups(all, administers, providers).map(({ group: name }) => name.toLowerCase())
        const expected = all
          .filter(({ provider, roles }) => provider === 'gitlab' && roles.includes('admin'))
          .filter((one) =>
            all.some(
              (other) =>
                other.group !== 'everyone' &&
                other.roles.some((role) => role !== 'admin') &&
                naiveMatch(other, 'gitlab', [{ name: one.group, access: 'owner' }], 'path'),
            ),
          )
          .map(({ group: name }) => name.toLowerCase())
        const ofGitlab = mixedGroups(
          all.filter(({ provider }) => provider === 'gitlab'),
          administers,
          providers,
        )
        expect([...new Set(ofGitlab.map(({ group: name }) => name.toLowerCase()))].toSorted()).toEqual(
          [...new Set(expected)].toSorted(),
        )
        expect(found).toEqual(expect.arrayContaining([...new Set(expected)]))
        told += expected.length
      }),
      { numRuns: 800 },
    )
    expect(told).toBeGreaterThan(50)
  })
})
