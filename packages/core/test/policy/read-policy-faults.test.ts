import { describe, expect, test } from 'vitest'
import { definePermissions } from '../../src/catalogue/define-permissions.ts'
import { PolicyError } from '../../src/policy/policy-error.ts'
import { readPolicy } from '../../src/policy/read-policy.ts'

const rest = 'assignments: []\nmappings: []\n'

function errorOf(text: string, options?: Parameters<typeof readPolicy>[1]): PolicyError {
  try {
    readPolicy(text, options)
  } catch (error) {
    expect(error).toBeInstanceOf(PolicyError)
    return error as PolicyError
  }
  throw new Error('nothing was refused')
}

const places = ({ issues }: PolicyError): string[] => issues.map(({ line, column }) => `${line}:${column}`)

describe('a fault of structure', () => {
  const document = (role: string): string => `format: 1\nroles:\n${role}${rest}`

  test.each([
    ['format: 2', `format: 2\nroles: []\n${rest}`, 'policy:1:9 format: expected 1, received 2'],
    ['format "1"', `format: "1"\nroles: []\n${rest}`, 'policy:1:9 format: expected 1, received "1"'],
    ['no format', `roles: []\n${rest}`, 'policy:1:1 format: expected 1, received nothing'],
    [
      'a list for a format',
      `format: [1]\nroles: []\n${rest}`,
      'policy:1:9 format: expected 1, received a list',
    ],
    [
      'a long text for a format',
      `format: ${'x'.repeat(51)}\nroles: []\n${rest}`,
      'policy:1:9 format: expected 1, received a longer text',
    ],
    [
      'a format that is not a number',
      `format: .nan\nroles: []\n${rest}`,
      'policy:1:9 format: expected 1, received NaN',
    ],
    [
      'an id that is a number',
      document('  - id: 12\n    rules: []\n'),
      'policy:3:9 roles[0].id: Invalid input: expected string, received number',
    ],
    [
      'a title of nothing',
      document('  - id: a\n    title:\n    rules: []\n'),
      'policy:4:11 roles[0].title: Invalid input: expected string, received null',
    ],
    [
      'a state that is none',
      document('  - id: a\n    rules:\n      - permission: x\n        state: Granted\n'),
      'policy:6:16 roles[0].rules[0].state: expected "granted" or "forbidden"; unspecified is no rule at all',
    ],
    [
      'an unknown key',
      document('  - id: a\n    rulez: []\n    rules: []\n'),
      'policy:4:5 roles[0].rulez: unknown key. Did you mean "rules"?',
    ],
    [
      'a role without rules',
      document('  - id: a\n'),
      'policy:3:5 roles[0].rules: a role needs `rules`, a list, which may be []',
    ],
    [
      'rules that are no list',
      document('  - id: a\n    rules: { permission: x }\n'),
      'policy:4:12 roles[0].rules: expected a list of rules, which may be []',
    ],
    [
      'several contexts in one rule',
      document('  - id: a\n    rules:\n      - { permission: x, state: granted, context: [a, b] }\n'),
      'policy:5:51 roles[0].rules[0].context: expected one text, and not a list: write one entry for each context',
    ],
    [
      '__proto__ as a key',
      document('  - id: a\n    __proto__: { administrator: true }\n    rules: []\n'),
      'policy:4:5 roles[0].__proto__: unknown key',
    ],
    [
      'constructor as a key',
      document('  - id: a\n    constructor: 1\n    rules: []\n'),
      'policy:4:5 roles[0].constructor: unknown key',
    ],
    [
      'a merge key',
      document('  - id: a\n    <<: { title: x }\n    rules: []\n'),
      'policy:4:5 roles[0].<<: unknown key',
    ],
    [
      'a merge key of YAML 1.1',
      `%YAML 1.1\n---\n${document('  - id: a\n    <<: { title: x }\n    rules: []\n')}`,
      'policy:6:5 roles[0].<<: unknown key',
    ],
    ['a key twice', document('  - id: a\n    id: b\n    rules: []\n'), 'policy:4:5 Map keys must be unique'],
    [
      'a second document',
      `format: 1\nroles: []\n${rest}---\nformat: 1\n`,
      'policy:5:1 Source contains multiple documents; please use YAML.parseAllDocuments()',
    ],
    ['nothing', '', 'policy:1:1 it is empty: the least there is is { format: 1, roles: [] }'],
    ['only a comment', '# nothing\n', 'it is empty: the least there is is { format: 1, roles: [] }'],
    ['a list', '[]', 'policy:1:1 Invalid input: expected object, received array'],
    [
      'the name of a file',
      'policy.yaml',
      'policy:1:1 expected a document, and this is a single value: hand over what the file holds, and not its name',
    ],
    [
      'a context that begins with a star',
      document('  - id: a\n    rules: [{ permission: "*", state: granted, context: *.eu }]\n'),
      "policy:4:57 tags, anchors and aliases are not read: quote it, as '*.eu', if it is text",
    ],
    [
      'a permission that is a star',
      document('  - id: a\n    rules:\n      - permission: *\n        state: granted\n'),
      "tags, anchors and aliases are not read: quote it, as '*', if it is text",
    ],
  ])('%s is refused where it stands', (_, text, message) => {
    const error = errorOf(text)
    expect(error.code).toBe('TRILATCH_POLICY_INVALID')
    expect(error.issues).toHaveLength(1)
    expect(error.message.startsWith('Cannot use policy: ')).toBe(true)
    expect(error.message).toContain(message)
  })

  test.each([
    [
      '{"format":1,"format":1,"roles":[],"assignments":[],"mappings":[]}',
      'a.json:1:13 Map keys must be unique',
    ],
    [
      '{\n  "format": 2,\n  "roles": [], "assignments": [], "mappings": []\n}',
      'a.json:2:13 format: expected 1, received 2',
    ],
    [
      '{"format":1,\n"roles":[{"id":"a","rules":[{"permission":"x","state":"yes"}]}],"assignments":[],"mappings":[]}',
      'a.json:2:55 roles[0].rules[0].state: expected "granted" or "forbidden"; unspecified is no rule at all',
    ],
  ])('in JSON is refused by line and column, with the name of the file: %s', (text, message) => {
    expect(errorOf(text, { source: 'a.json' }).message).toBe(`Cannot use a.json: ${message}`)
  })

  test('in a text with line breaks of Windows has the same position', () => {
    const text = document('  - id: a b\n    rules: []\n')
    expect(places(errorOf(text.replaceAll('\n', '\r\n')))).toEqual(['3:9'])
    expect(places(errorOf(text))).toEqual(['3:9'])
  })

  test('never comes alone when there are several, each with code, path and place', () => {
    const error = errorOf(
      document('  - id: a b\n    rules:\n      - { permission: 1, state: granted, foo: 1 }\n'),
    )
    const code = 'TRILATCH_POLICY_INVALID'
    expect(error.issues).toMatchObject([
      { code, path: ['roles', 0, 'id'], line: 3, column: 9 },
      { code, path: ['roles', 0, 'rules', 0, 'permission'], line: 5, column: 23 },
      {
        code,
        path: ['roles', 0, 'rules', 0, 'foo'],
        line: 5,
        column: 42,
        message: 'unknown key. Known: "permission", "state", "context".',
      },
    ])
    expect(error.message.split('\n- ')).toHaveLength(4)
  })

  test('is shown twenty times at most and counted on', () => {
    const error = errorOf(document(Array.from({ length: 30 }, () => '  - { id: 1, rules: [] }\n').join('')))
    expect(error.issues).toHaveLength(30)
    expect(error.message.split('\n- ')).toHaveLength(22)
    expect(error.message.endsWith('\n- … and 10 more')).toBe(true)
  })
})

describe('a fault of content', () => {
  const text = `format: 1
roles:
  - id: a
    inherits: [b]
    rules:
      - { permission: x.crete, state: granted, context: "[a" }
${rest}`
  const permissions = definePermissions({ 'x.create': 'Create' })

  test('is told with its own code, path and place, several at once', () => {
    const error = errorOf(text, { permissions, source: 'p.yaml' })
    expect(error.code).toBe('TRILATCH_POLICY_INVALID')
    expect(error.issues.map(({ code, line, column }) => `${line}:${column} ${code}`)).toEqual([
      '6:23 TRILATCH_PERMISSION_UNKNOWN',
      '6:57 TRILATCH_CONTEXT_INVALID',
      '4:16 TRILATCH_ROLE_UNKNOWN',
    ])
    expect(error.message).toBe(`Cannot use p.yaml:
- p.yaml:6:23 roles[0].rules[0].permission: unknown permission "x.crete". Did you mean "x.create"?
- p.yaml:6:57 roles[0].rules[0].context: Cannot use context "[a": the class is not closed with "]" (at position 0)
- p.yaml:4:16 roles[0].inherits[0]: unknown role "b". Known: "a".`)
  })

  test('gives the error its code when it is the only kind', () => {
    const unknown = text.replace('"[a"', 'a').replace('[b]', '[]')
    expect(errorOf(unknown, { permissions })).toMatchObject({
      code: 'TRILATCH_PERMISSION_UNKNOWN',
      name: 'PolicyError',
    })
    expect(readPolicy(unknown).roles[0]?.rules[0]?.permission).toBe('x.crete')
  })
})

describe('options', () => {
  const permissions = definePermissions({ 'project.create': 'Create Project' })
  test.each<readonly [string, unknown, string]>([
    [
      'that are misspelt',
      { permisions: permissions },
      'readPolicy has no option "permisions". Did you mean "permissions"?',
    ],
    [
      'that are the permissions',
      permissions,
      'The permissions are an option: write readPolicy(text, { permissions })',
    ],
    [
      'with plain permissions',
      { permissions: {} },
      'The permissions of readPolicy(text, { permissions }) must be what definePermissions() gives',
    ],
    ['that are none', 'policy.yaml', 'The options of readPolicy are { permissions?, source? }'],
  ])('%s leave no name unchecked', (_, options, message) => {
    expect(() => readPolicy('format: 1\nroles: []\n', options as never)).toThrow(new TypeError(message))
  })
})
