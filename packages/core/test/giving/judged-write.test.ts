import { describe, expect, it } from 'vitest'
import { additiveKind, credentialKind, firstRun, linksKind } from '../../src/store/vault-place.ts'
import {
  aboutOf,
  assigned,
  fromNothing,
  isAdministrator,
  subjectsOf,
  wholeOf,
} from '../../src/giving/judged-write.ts'
import type { About } from '../../src/giving/judged-write.ts'
import type { MappingRow } from '../../src/index.ts'
import type { Operation } from '../../src/store/store.ts'

const row: MappingRow = { provider: 'acme', group: 'acme/dev', roles: ['a', 'b'] }
const user = { id: 'ann', suspended: false, createdAt: '2026-01-01T00:00:00.000Z' }
const entry = (kind: string, key = 'ann') => ({ kind, key, value: {} })

const giving = (role: string, scope?: string) => ({
  what: `role "${role}"`,
  after: [{ role, source: 'assigned', ...(scope !== undefined && { scope }) }],
  before: [],
})
const beside = { administrators: 'what is kept beside users' }

const kinds: readonly (readonly [what: string, operation: Operation, about: object])[] = [
  [
    'an edited role is about what it says more than before',
    { kind: 'put-role', role: { id: 'a', rules: [] } },
    {
      roles: ['a'],
      given: [
        {
          what: 'role "a"',
          after: [{ role: 'a', source: 'assigned' }],
          before: [{ role: 'a', source: 'assigned' }],
        },
      ],
    },
  ],
  ['the end of a role gives nothing', { kind: 'remove-role', id: 'a' }, { roles: ['a'] }],
  [
    'an assignment gives the role',
    { kind: 'assign', assignment: { subject: 'ann', role: 'a' } },
    { roles: ['a'], subject: 'ann', given: [giving('a')] },
  ],
  [
    'an assignment within a scope gives the role there',
    { kind: 'assign', assignment: { subject: 'ann', role: 'a', scope: 'eu.*' } },
    { roles: ['a'], subject: 'ann', given: [giving('a', 'eu.*')] },
  ],
  [
    'the end of an assignment gives nothing',
    { kind: 'unassign', assignment: { subject: 'ann', role: 'a', scope: 'eu.*' } },
    { roles: ['a'], subject: 'ann' },
  ],
  ['a user is theirs as a whole', { kind: 'put-user', user }, { whole: 'ann' }],
  ['the end of a user is about all of theirs', { kind: 'remove-user', id: 'ann' }, { whole: 'ann' }],
  ['the end of sessions too', { kind: 'new-epoch', subject: 'ann' }, { whole: 'ann' }],
  ['a password too', { kind: 'put-entry', entry: entry(credentialKind) }, { whole: 'ann' }],
  ['the end of one too', { kind: 'remove-entry', entry: entry(credentialKind) }, { whole: 'ann' }],
  ['links too', { kind: 'put-entry', entry: entry(linksKind) }, { whole: 'ann' }],
  ['the end of links too', { kind: 'remove-entry', entry: entry(linksKind) }, { whole: 'ann' }],
  [
    'the offer of a first administrator is an administrator’s',
    { kind: 'put-entry', entry: { ...firstRun, value: 'open' } },
    beside,
  ],
  ['the end of that offer too', { kind: 'remove-entry', entry: firstRun }, beside],
  ['what a directory has given too', { kind: 'put-entry', entry: entry(additiveKind) }, beside],
  ['the end of that too', { kind: 'remove-entry', entry: entry(additiveKind) }, beside],
  ['other entries are about nobody', { kind: 'put-entry', entry: entry('invitation') }, {}],
  ['the end of other entries too', { kind: 'remove-entry', entry: entry('invitation') }, {}],
  [
    'what a provider says is an administrator’s',
    { kind: 'put-groups', subject: 'ann', provider: 'acme', groups: [] },
    { administrators: 'what a provider says' },
  ],
  [
    'that it says nothing any more too',
    { kind: 'remove-groups', subject: 'ann', provider: 'acme' },
    { administrators: 'what a provider says' },
  ],
  [
    'whatever is not known here too',
    { kind: 'put-anything', id: 'ann' } as unknown as Operation,
    { administrators: 'what a provider says' },
  ],
]

describe('Of what is written', () => {
  it.each(kinds)('%s', (_what, operation, about) => {
    expect(aboutOf(operation, { mappings: [row] })).toStrictEqual(about)
  })
})

/** What replacing some mapping rows by others is about. */
const mapped = (before: readonly MappingRow[], rows: readonly MappingRow[]): About =>
  aboutOf({ kind: 'put-mappings', rows }, { mappings: before })
const mapping = (...after: readonly object[]) => ({ what: 'the mapping of "acme/dev"', after, before: [] })

describe('Of mapping rows', () => {
  it('those that stay give nothing, in whatever order', () => {
    const other = { ...row, group: 'acme/ops' }
    expect(mapped([row, other], [other, { ...row }])).toStrictEqual({ roles: [], given: [] })
  })

  it('one that comes gives its roles, and one that goes is about its roles', () => {
    const [a, b] = [assigned('a'), assigned('b')]
    expect(mapped([], [row])).toStrictEqual({ roles: ['a', 'b'], given: [mapping(a, b)] })
    expect(mapped([row], [])).toStrictEqual({ roles: ['a', 'b'], given: [] })
  })

  it('one within a scope gives its roles there', () => {
    expect(mapped([row], [{ ...row, roles: ['c'], scope: 'eu.*' }])).toStrictEqual({
      roles: ['c', 'a', 'b'],
      given: [mapping({ role: 'c', source: 'assigned', scope: 'eu.*' })],
    })
  })

  it.each([
    ['provider', { provider: 'other' }],
    ['group', { group: 'acme/*' }],
    ['scope', { scope: 'eu.*' }],
    ['access', { minAccess: 'owner' }],
    ['mode', { mode: 'additive' }],
  ] as const)('one that differs in its %s alone is another', (_what, field) => {
    const other = { ...row, ...field }
    expect(mapped([row], [row, other]).given).toHaveLength(1)
    expect(mapped([row, other], [row])).toMatchObject({ roles: other.roles, given: [] })
  })

  it('one that differs in its roles alone gives those that no row for the same groups gave in the same way', () => {
    const [a, b, c] = [
      { ...row, roles: ['a'] },
      { ...row, roles: ['b'] },
      { ...row, roles: ['a', 'b', 'c'] },
    ]
    expect(mapped([row], [a])).toStrictEqual({ roles: ['a', 'a', 'b'], given: [] })
    expect(mapped([a, b], [row])).toStrictEqual({ roles: ['a', 'b', 'a', 'b'], given: [] })
    expect(mapped([a, { ...b, mode: 'additive' }], [c]).given).toStrictEqual([
      mapping(assigned('b'), assigned('c')),
    ])
  })
})

describe('Of a write', () => {
  const operations: readonly Operation[] = [
    { kind: 'assign', assignment: { subject: 'bob', role: 'a' } },
    { kind: 'put-user', user },
    { kind: 'put-role', role: { id: 'a', rules: [] } },
    { kind: 'new-epoch', subject: 'ann' },
    { kind: 'unassign', assignment: { subject: 'cid', role: 'a' } },
  ]
  const parts = operations.map((operation) => aboutOf(operation, { mappings: [] }))

  it('those are judged as a whole whom it touches, each once', () => {
    expect(wholeOf(parts, {})).toEqual(['ann'])
    expect(wholeOf(parts, { touches: ['dan', 'ann', 'dan'] })).toEqual(['ann', 'dan'])
    expect(wholeOf([{}], {})).toEqual([])
  })

  it('all are looked at who are given or lose something, and whom it touches', () => {
    expect(subjectsOf({ operations, touches: ['dan', 'bob'] })).toEqual(['bob', 'cid', 'ann', 'dan'])
    expect(subjectsOf({ operations: [{ kind: 'put-mappings', rows: [row] }] })).toEqual([])
  })
})

it('What is given from nothing was not had before', () => {
  expect(fromNothing('role "a"', [assigned('a')])).toStrictEqual(giving('a'))
})

it.each([
  ['is one that says so', { id: 'a', administrator: true, rules: [] }, true],
  ['is none that says nothing', { id: 'a', rules: [] }, false],
  ['is none that says no', { id: 'a', administrator: false, rules: [] }, false],
  ['is none that is not there', undefined, false],
])('An administrator role %s', (_what, role, expected) => {
  expect(isAdministrator(role)).toBe(expected)
})
