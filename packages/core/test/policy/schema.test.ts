import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { accessLevels } from '../../src/policy/policy.ts'
import { readPolicy } from '../../src/policy/read-policy.ts'
import { policyDocumentSchema, policyJsonSchema } from '../../src/policy/schema.ts'

type Json = { readonly [key: string]: Json } & { readonly items?: Json; readonly properties?: Json }
const schema = policyJsonSchema() as unknown as Json

/** Every schema of an object within the document's, with the way to it. */
function objects(within: Json, path = '#'): [string, Json][] {
  const here: [string, Json][] = within.properties === undefined ? [] : [[path, within]]
  const below = [
    ...Object.entries(within.properties ?? {}),
    ...(within.items ? [['[]', within.items] as const] : []),
  ]
  return [...here, ...below.flatMap(([key, value]) => objects(value, `${path}/${key}`))]
}

describe('the JSON Schema of a policy document', () => {
  test('is one of draft 2020-12, with a title', () => {
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'Trilatch policy document',
      type: 'object',
      required: ['format', 'roles'],
    })
  })

  test('describes the document, roles, rules, assignments and mappings', () => {
    const found = objects(schema)
    expect(found.map(([path, value]) => [path, Object.keys(value.properties ?? {}), value.required])).toEqual(
      [
        ['#', ['$schema', 'format', 'roles', 'assignments', 'mappings'], ['format', 'roles']],
        ['#/roles/[]', ['id', 'title', 'description', 'administrator', 'inherits', 'rules'], ['id', 'rules']],
        ['#/roles/[]/rules/[]', ['permission', 'state', 'context'], ['permission', 'state']],
        ['#/assignments/[]', ['subject', 'role', 'scope'], ['subject', 'role']],
        [
          '#/mappings/[]',
          ['provider', 'group', 'roles', 'scope', 'minAccess', 'mode'],
          ['provider', 'group', 'roles'],
        ],
      ],
    )
  })

  test('refuses unknown keys at every level', () => {
    for (const [path, value] of objects(schema)) expect(value.additionalProperties, `at ${path}`).toBe(false)
  })

  test('allows format 1 only, and the states and levels that exist', () => {
    const { format, roles, mappings } = schema.properties as Json
    expect(format).toMatchObject({ const: 1 })
    expect(roles?.items?.properties?.rules?.items?.properties?.state).toMatchObject({
      enum: ['granted', 'forbidden'],
    })
    expect(mappings?.items?.properties?.minAccess).toMatchObject({ enum: [...accessLevels] })
  })

  test('has patterns that are regular expressions of Unicode', () => {
    const patterns = [...JSON.stringify(schema).matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)]
    expect(patterns.length).toBeGreaterThan(5)
    for (const [, quoted] of patterns)
      expect(new RegExp(JSON.parse(quoted ?? '') as string, 'u').test('a')).toBe(true)
  })

  test('has no reference to anything outside', () => {
    expect(JSON.stringify(schema)).not.toMatch(/"\$(?:ref|dynamicRef|id)"/)
  })

  test('is the published file', () => {
    const file = readFileSync(new URL('../../schema/policy.schema.json', import.meta.url), 'utf8')
    expect(JSON.parse(file)).toEqual(policyJsonSchema())
    expect(file.endsWith('}\n')).toBe(true)
  })

  test('is a new object each time, so that nobody changes it for others', () => {
    const first = policyJsonSchema()
    first.title = 'changed'
    expect(policyJsonSchema().title).toBe('Trilatch policy document')
  })
})

describe('the structure', () => {
  const role = { id: 'a', rules: [] }
  const document = { format: 1, roles: [role], assignments: [], mappings: [] }
  const accepts = (data: unknown): boolean => policyDocumentSchema.safeParse(data).success

  test.each(['a', 'A0', '_', 'team/eu:lead@acme.org-1', 'x'.repeat(128), '0', 'constructor', '__proto__'])(
    '%j is an id of a role',
    (id) => {
      expect(accepts({ ...document, roles: [{ ...role, id }] })).toBe(true)
    },
  )

  test.each(['', '.a', ':a', '@a', '/a', '-a', 'a b', 'a\n', 'é', '\u0430', 'x'.repeat(129), '*', 7, null])(
    '%j is no id of a role',
    (id) => {
      expect(accepts({ ...document, roles: [{ ...role, id }] })).toBe(false)
    },
  )

  test('may leave out assignments and mappings, and name its schema for editors', () => {
    const text = JSON.stringify({ $schema: './policy.schema.json', format: 1, roles: [role] })
    expect(readPolicy(text)).toStrictEqual({ format: 1, roles: [role], assignments: [], mappings: [] })
    expect(accepts({ format: 1 })).toBe(false)
  })

  test.each([
    ['the document', { ...document, extra: 1 }],
    ['a role', { ...document, roles: [{ ...role, extra: 1 }] }],
    [
      'a rule',
      { ...document, roles: [{ ...role, rules: [{ permission: 'a', state: 'granted', extra: 1 }] }] },
    ],
    ['an assignment', { ...document, assignments: [{ subject: 's', role: 'a', extra: 1 }] }],
    ['a mapping row', { ...document, mappings: [{ provider: 'p', group: 'g', roles: ['a'], extra: 1 }] }],
  ])('refuses an unknown key in %s', (_, data) => {
    expect(accepts(document)).toBe(true)
    expect(accepts(data)).toBe(false)
  })
})
