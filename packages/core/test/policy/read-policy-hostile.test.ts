import { afterEach, describe, expect, test, vi } from 'vitest'
import { PolicyError } from '../../src/policy/policy-error.ts'
import { readPolicy } from '../../src/policy/read-policy.ts'

vi.setConfig({ testTimeout: 60_000 })

const notRead = 'tags, anchors and aliases are not read'

function errorOf(text: string): PolicyError {
  try {
    readPolicy(text)
  } catch (error) {
    expect(error).toBeInstanceOf(PolicyError)
    expect(error).toHaveProperty('code', 'TRILATCH_POLICY_INVALID')
    return error as PolicyError
  }
  throw new Error('nothing was refused')
}

const document = (role: string): string => `format: 1\nroles:\n  - ${role}\nassignments: []\nmappings: []\n`

describe('what YAML has and policies do not', () => {
  test.each([
    ['a non-specific tag', '{ id: ! a, rules: [] }'],
    ['a string tag', '{ id: !!str a, rules: [] }'],
    ['a verbatim tag', '{ id: !<tag:yaml.org,2002:str> a, rules: [] }'],
    ['a sequence tag', '{ id: a, rules: !!seq [] }'],
    ['a map tag', '!!map { id: a, rules: [] }'],
    ['a boolean tag', '{ id: a, administrator: !!bool true, rules: [] }'],
    ['an anchor on a value', '{ id: &x a, rules: [] }'],
    ['an anchor on a map', '&x { id: a, rules: [] }'],
    ['an anchor on a key', '{ &x id: a, rules: [] }'],
    ['an anchor and an alias', '{ id: &x a, title: *x, rules: [] }'],
    ['an alias as a key', '{ id: &x a, *x : b, rules: [] }'],
    ['a merge of an alias', '{ <<: &x { id: a }, rules: [] }'],
  ])('%s is refused by its place', (_, role) => {
    const { issues, message } = errorOf(document(role))
    expect(message).toContain(notRead)
    expect(issues.find((issue) => issue.message === notRead)).toMatchObject({ path: [], line: 3 })
  })

  test('a tag that nobody knows is refused by its name', () => {
    expect(errorOf(document('{ id: !role a, rules: [] }')).message).toBe(
      'Cannot use policy: policy:3:11 Unresolved tag: !role',
    )
    expect(errorOf(document('{ id: !!js/function "a", rules: [] }')).message).toMatch(
      /^Cannot use policy: policy:3:11 Unresolved tag: tag:yaml\.org,2002:js\/function/,
    )
  })

  test('an alias of nothing is refused', () => {
    expect(errorOf(document('{ id: *nobody, rules: [] }')).message).toMatch(/policy:3:11 /)
  })

  test('words that other versions read as booleans or numbers are words', () => {
    for (const word of ['yes', 'no', 'on', 'off', 'y', 'n', 'null-x', '1_000', '0b1', '12:30']) {
      expect(readPolicy(document(`{ id: ${word}, rules: [] }`)).roles[0]?.id).toBe(word)
    }
  })
})

describe('what is made to hurt', () => {
  afterEach(() => void vi.restoreAllMocks())

  const within = (milliseconds: number, act: () => unknown): void => {
    const start = performance.now()
    act()
    expect(performance.now() - start).toBeLessThan(milliseconds)
  }

  test('a billion laughs are refused before anybody laughs', () => {
    const lines = ['a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]']
    for (const [i, name] of 'bcdefghij'.split('').entries()) {
      const before = 'abcdefghi'[i] ?? ''
      lines.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`)
    }
    within(2_000, () => {
      const { issues } = errorOf(lines.join('\n'))
      expect(issues[0]).toMatchObject({ message: notRead, line: 1, column: 7 })
      // Ten anchors, nine times nine aliases: nothing was expanded.
      expect(issues).toHaveLength(91)
    })
  })

  test('an alias to itself is refused', () => {
    expect(errorOf('&a [*a]').message).toContain(notRead)
  })

  test.each([21, 100, 300, 500, 700, 900, 1_500, 20_000])(
    'brackets nested %i deep are refused, by a PolicyError',
    (depth) => {
      within(2_000, () => errorOf('['.repeat(depth) + ']'.repeat(depth)))
      within(2_000, () => errorOf('['.repeat(depth)))
      within(2_000, () => errorOf(`{"a":`.repeat(depth) + '1' + '}'.repeat(depth)))
      within(2_000, () =>
        errorOf(Array.from({ length: Math.min(depth, 1_500) }, (_, i) => `${' '.repeat(i)}a:`).join('\n')),
      )
    },
  )

  test.each([
    ['printable', 33, 90],
    ['control', 0, 32],
    ['any', 0, 0xffff],
  ])('64 KB of %s garbage are refused', (_, from, span) => {
    const units = Array.from({ length: 65_536 }, (_, i) => String.fromCharCode(from + ((i * 7_919) % span)))
    within(1_000, () => errorOf(units.join('')))
  })

  test.each([
    '\u0000',
    '@@@ %%% ``` : : :',
    ']]]{{{',
    '%',
    '---',
    '...',
    '- - -',
    '"',
    '? ?',
    '\u0085',
    '\ud800',
    '&',
    '*',
  ])('%j is refused', (text) => {
    expect(errorOf(text).issues.length).toBeGreaterThan(0)
  })

  test('a text of more than ten million characters is not even read', () => {
    within(500, () => {
      expect(errorOf(' '.repeat(10_000_001)).message).toBe(
        'Cannot use policy: it is longer than 10000000 characters',
      )
    })
  })

  test('keys that are collections are refused', () => {
    // The YAML library warns the process once about such keys.
    vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    expect(errorOf(`? [a, b]\n: 1\n${document('{ id: a, rules: [] }')}`).message).toBe(
      'Cannot use policy: policy:1:3 a key must be plain text',
    )
  })

  test('nothing in the process gains a property', () => {
    const before = Object.getOwnPropertyNames(Object.prototype)
    errorOf('{"__proto__":{"administrator":true},"constructor":{"prototype":{"x":1}}}')
    errorOf(document('{ id: a, rules: [], __proto__: { administrator: true } }'))
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
    expect('administrator' in {}).toBe(false)
  })

  test.each([undefined, null, 7, ['format: 1'], {}, Object('format: 1')])(
    '%o is no text: TypeError',
    (text) => {
      expect(() => readPolicy(text as string)).toThrow(
        new TypeError('readPolicy takes the text of a document'),
      )
    },
  )
})
