// The table of rows says what the naive oracle says, for random rows and groups of every syntax.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MappingTable } from '../../src/mapping/mapping-table.ts'
import type { GroupSyntax } from '../../src/mapping/group-pattern.ts'
import type { MappingRow } from '../../src/index.ts'
import { naiveMatch } from './naive-mapping.ts'
import type { NaiveGroup, NaiveRow } from './naive-mapping.ts'

const access = fc.option(fc.constantFrom('member', 'developer', 'maintainer', 'owner'), { nil: undefined })
const part = fc.constantFrom('acme', 'acme', 'Acme', 'acme-corp', 'dev')
const path = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))
const pathRow = fc.oneof(
  path,
  fc.tuple(path, fc.constantFrom('/**', '/*', '**', '*', '/**/dev', '-*')).map((both) => both.join('')),
  fc.constantFrom('everyone', '**', '*', '/**', '*/dev', 'acme/**/**', 'acme//**'),
)
const value = fc.array(fc.constantFrom('a', 'b', '\\,', 'é'), { minLength: 1, maxLength: 2 })
const rest = fc.constantFrom('ou=g,dc=x', 'ou=s,ou=g,dc=x')
const dn = fc
  .tuple(fc.constantFrom('cn', 'cn', 'ou'), value, rest)
  .map(([type, text, behind]) => `${type}=${text.join('')},${behind}`)
const dnRow = fc.oneof(
  dn,
  fc
    .tuple(
      fc.constantFrom('cn', 'ou'),
      fc.array(
        fc.oneof(
          value.map((v) => v.join('')),
          fc.constant('*'),
        ),
        { minLength: 1, maxLength: 4 },
      ),
      rest,
    )
    .map(([type, text, behind]) => `${type}=${text.join('')},${behind}`),
  fc.constantFrom(
    'everyone',
    '*',
    'cn=*',
    'cn=*,',
    'cn=*,*',
    'cn=*,ou=*,dc=x',
    '*=a,dc=x',
    'c*=a,dc=x',
    'cn=a+cn=*,dc=x',
  ),
)
const whole = fc.constantFrom('acme', 'acme/dev', 'cn=a,dc=x')
const names: Readonly<Record<string, readonly [fc.Arbitrary<string>, fc.Arbitrary<string>]>> = {
  path: [path, pathRow],
  dn: [fc.oneof(dn, fc.constantFrom('cn=a+cn=b,dc=x', 'cn="a,b",dc=x', 'cn=a', 'S-1-5-32')), dnRow],
  plain: [whole, fc.oneof(whole, pathRow, dnRow)],
  unknown: [whole, fc.oneof(whole, pathRow, dnRow)],
}

describe('The rows that match', () => {
  it.each(Object.keys(names))('are those that the oracle names: %s', (kind) => {
    const [name, group] = names[kind] as (typeof names)[string]
    const syntax = kind === 'unknown' ? undefined : (kind as GroupSyntax)
    const providers = new Map(syntax === undefined ? [] : [['p', syntax]])
    const row = fc
      .record({ provider: fc.constantFrom('p', 'p', 'p', 'q'), group, minAccess: access })
      .map(({ minAccess, ...fields }): NaiveRow =>
        minAccess === undefined ? fields : { ...fields, minAccess },
      )
    const groups = fc.array(
      fc
        .record({ name, access })
        .map(({ access: level, ...fields }): NaiveGroup =>
          level === undefined ? fields : { ...fields, access: level },
        ),
      { minLength: 2, maxLength: 5 },
    )
    let matched = 0
    let wild = 0
    fc.assert(
      fc.property(fc.array(row, { minLength: 3, maxLength: 8 }), groups, (rows, held) => {
        const written: MappingRow[] = rows.map((fields, i) => ({ ...fields, roles: [`r${i}`] }))
        const given = new MappingTable(written, providers).rolesOf('p', held)
        const expected = rows.flatMap((fields, i) => (naiveMatch(fields, 'p', held, syntax) ? [`r${i}`] : []))
        expect(given.map(({ role }) => role)).toEqual(expected)
        expect(new MappingTable(written, providers).rolesOf('p', held.toReversed())).toEqual(given)
        matched += expected.length
        wild += given.filter(({ mapped }) => mapped?.wide === true && mapped.group !== 'everyone').length
      }),
      { numRuns: 600 },
    )
    // A run that hardly ever matches would prove nothing.
    expect(matched).toBeGreaterThan(30)
    if (kind === 'path' || kind === 'dn') expect(wild).toBeGreaterThan(6)
    else expect(wild).toBe(0)
  })
})
