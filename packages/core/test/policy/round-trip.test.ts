import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { stringify } from 'yaml'
import { parseContext } from '../../src/context/context.ts'
import { scanContext } from '../../src/context/scan-context.ts'
import type { PolicyDocument } from '../../src/policy/policy.ts'
import { readPolicy } from '../../src/policy/read-policy.ts'

vi.setConfig({ testTimeout: 60_000 })

const words = (...extra: string[]): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(
      'a',
      'yes',
      'null',
      'true',
      '1',
      '0x1f',
      '1e3',
      '~',
      '- a',
      '# a',
      'a: b',
      '"',
      "'",
      '\\',
      ...extra,
    ),
    fc.string({
      unit: fc.constantFrom(...'ab .:#-*&!|>%@`{}[],\'"\\/?='.split(''), 'é', '\u{1f600}', '\u2028'),
      minLength: 1,
      maxLength: 8,
    }),
  )
const context = words('finance.*', 'a/**', '[a-c]*', '\\*').filter(
  (text) => scanContext(text).fault === undefined && parseContext(text) !== undefined,
)
const ids = ['a', '0', '1e3', 'true', 'null', '__proto__', 'constructor', 'x:y@z/-.']
const id = fc.constantFrom(...ids)

const rule = fc.record(
  {
    permission: fc.constantFrom('*', 'design.view', 'null', '1.5', '__proto__', '0x1'),
    state: fc.constantFrom('granted' as const, 'forbidden' as const),
    context,
  },
  { requiredKeys: ['permission', 'state'], noNullPrototype: true },
)
const role = fc.record(
  { title: words(), description: words(), rules: fc.array(rule, { maxLength: 4 }) },
  { requiredKeys: ['rules'], noNullPrototype: true },
)

/** Documents in their stored form, whose roles inherit only earlier ones. */
const policy: fc.Arbitrary<PolicyDocument> = fc
  .record({
    roles: fc.array(role, { minLength: ids.length, maxLength: ids.length }),
    assignments: fc.array(
      fc.record(
        { subject: words(), role: id, scope: context },
        { requiredKeys: ['subject', 'role'], noNullPrototype: true },
      ),
      { maxLength: 3 },
    ),
    mappings: fc.array(
      fc.record(
        {
          provider: words(),
          group: words('cn=Ops,dc=x', 'acme/**', 'everyone'),
          roles: fc.uniqueArray(id, { minLength: 1, maxLength: 3 }),
          scope: context,
          minAccess: fc.constantFrom('member' as const, 'owner' as const),
        },
        { requiredKeys: ['provider', 'group', 'roles'], noNullPrototype: true },
      ),
      { maxLength: 3 },
    ),
  })
  .map(({ roles, assignments, mappings }) => ({
    format: 1 as const,
    roles: roles.map(({ title, ...rest }, i) => ({
      id: ids[i] ?? '',
      ...(title === undefined ? {} : { title: `${i} ${title}` }),
      ...(i > 1 ? { inherits: ids.slice(0, i - 1) } : {}),
      ...rest,
    })),
    assignments,
    mappings,
  }))

describe('writing a policy and reading it again', () => {
  test('changes nothing in JSON, compact or indented', () => {
    fc.assert(
      fc.property(policy, fc.constantFrom(undefined, 2, '\t'), (document, space) => {
        const read = readPolicy(JSON.stringify(document, null, space))
        expect(read).toStrictEqual(document)
        expect(readPolicy(JSON.stringify(read))).toStrictEqual(read)
        expect(JSON.stringify(readPolicy(JSON.stringify(read)))).toBe(JSON.stringify(read))
      }),
      { numRuns: 300 },
    )
  })

  test('changes nothing in YAML', () => {
    fc.assert(
      fc.property(policy, (document) => {
        const text = stringify(document, { aliasDuplicateObjects: false })
        expect(readPolicy(text)).toStrictEqual(document)
      }),
      { numRuns: 300 },
    )
  })

  test('takes escapes of JSON for what they stand for', () => {
    const title = String.raw`\ud83d\ude00 \u00e9 \/ \" \\`
    const text = `{"format":1,"roles":[{"id":"a","title":"${title}","rules":[]}],"assignments":[],"mappings":[]}`
    expect(readPolicy(text).roles[0]?.title).toBe('\u{1f600} é / " \\')
  })
})
