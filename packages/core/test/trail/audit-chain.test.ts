import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAuditChain, filterOf, memoryStore, readAuditKeys } from '../../src/index.ts'
import { auditText } from '../../src/trail/audit-chain.ts'
import { canonicalJson } from '../../src/trail/canonical-json.ts'
import { isAuditEntry } from '../../src/trail/is-audit-entry.ts'

// Names sort by their code units, in which the second plane comes before the end of the first.
const letter = fc.constantFrom(...Array.from('az09"\\ \u0000\n\u00e9\u2028\ufb33'), '\u{1f600}')
const secret = 'a secret that is long enough to be one'
const line = { at: 'now', actor: 'ann', action: 'a', target: 't', before: null, after: { b: 1, a: [2] } }

describe('The canonical form', () => {
  it('is that of RFC 8785', () => {
    // The examples of the RFC, 3.2.2 and 3.2.3.
    const literals = {
      numbers: [333_333_333.3333333, 1e30, 4.5, 2e-3, 1e-27],
      string: '€$\u000f\nA\'B"\\\\"/',
    }
    expect(canonicalJson(literals)).toBe(
      '{"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
    const names = { '€': 1, '\r': 2, '\ufb33': 3, '1': 4, '😀': 5, '\u0080': 6, ö: 7 }
    expect(canonicalJson(names)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}')
  })

  it('says what JSON says, and the same after a journey through JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4, stringUnit: letter }), (value) => {
        const text = canonicalJson(value)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(canonicalJson(JSON.parse(text))).toBe(text)
        expect(canonicalJson(JSON.parse(JSON.stringify(value)))).toBe(text)
      }),
      { numRuns: 60 },
    )
  })

  it('leaves out what JSON has no word for', () => {
    expect(canonicalJson({ a: undefined, b: [undefined, () => 1], c: NaN })).toBe(
      '{"b":[null,null],"c":null}',
    )
  })
})

describe('An entry', () => {
  it('is made so that anybody with the key can tell', () => {
    const keys = readAuditKeys(secret)
    if (typeof keys === 'string') throw new Error(keys)
    const { text, head } = createAuditChain(keys).link('tag', line, { head: null, store: 's', kept: 9 })
    expect(text).toBe(
      `{"action":"a","actor":"ann","after":{"a":[2],"b":1},"at":"now","before":null,"kept":9,"key":"${keys[0]?.id}","outcome":"done","previous":"","sequence":1,"store":"s","tag":"tag","target":"t"}`,
    )
    expect(head.hash).toBe(createHmac('sha256', secret).update(text).digest('base64url'))
    const plain = createAuditChain([]).link('tag', line, { head, store: 's', kept: 9 })
    expect(plain.head).toEqual({
      sequence: 2,
      key: '-',
      hash: createHash('sha256').update(plain.text).digest('base64url'),
    })
    expect(JSON.parse(plain.text)).toMatchObject({ previous: head.hash, sequence: 2 })
  })

  it('says the same text again when it is read', () => {
    const chain = createAuditChain([])
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.string({ unit: letter }), (after, actor) => {
        const { text, head } = chain.link(
          'tag',
          { ...line, actor, after },
          { head: null, store: 's', kept: 9 },
        )
        const entry = chain.read(text, head.hash)
        expect(entry === null ? null : auditText(entry)).toBe(text)
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    ['', 'h'],
    ['null', 'h'],
    ['[]', 'h'],
    ['{}', 'h'],
    ['{"sequence":1}', 'h'],
    [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'h'],
    [undefined, 'h'],
  ])('is not read from %.20s', (text, hash) => {
    expect(createAuditChain([]).read(text, hash)).toBeNull()
  })

  it('is not read without what it has to have', () => {
    const chain = createAuditChain([])
    const { text, head } = chain.link(
      'tag',
      { ...line, outcome: 'refused', refusal: { code: 'c', detail: 'd' } },
      {
        head: null,
        store: 's',
        kept: 9,
      },
    )
    const whole = JSON.parse(text) as Record<string, unknown>
    expect(chain.read(text, head.hash)).toMatchObject(whole)
    expect(chain.read(text, undefined)).toBeNull()
    for (const name of Object.keys(whole).filter((each) => each !== 'refusal')) {
      const { [name]: _, ...rest } = whole
      expect(chain.read(JSON.stringify(rest), head.hash), name).toBeNull()
    }
    for (const wrong of [
      { sequence: 0 },
      { sequence: 1.5 },
      { kept: '9' },
      { outcome: 'x' },
      { refusal: { code: 1 } },
      { refusal: { code: 'c' } },
      { refusal: { code: 'c', detail: 1 } },
      { refusal: { code: 1, detail: 'd' } },
      { refusal: null },
      { refusal: 'c' },
      { refusal: Object.assign([], { code: 'c', detail: 'd' }) },
    ])
      expect(chain.read(JSON.stringify({ ...whole, ...wrong }), head.hash), JSON.stringify(wrong)).toBeNull()
  })
})

describe('The option auditKey', () => {
  it.each([['short'], [[]], [[secret, secret]], [[secret, 'short']], [7], [null]])('is not %j', (wrong) => {
    expect(() => memoryStore({}, { auditKey: wrong as string })).toThrow(/^Cannot make a store: `auditKey` /)
  })

  it('is a secret of 32 characters or more, known by a name that stays the same', () => {
    expect(readAuditKeys(undefined)).toEqual([])
    // Entries that were made years ago have to be found by it.
    expect(readAuditKeys('0123456789abcdef0123456789abcdef')).toEqual([
      { id: 'OrI9LpJl5iZ1', secret: '0123456789abcdef0123456789abcdef' },
    ])
    expect(readAuditKeys('0123456789abcdef0123456789abcde')).toMatch(
      /^`auditKey` must be a secret of at least 32/,
    )
  })

  it('says which entries can be verified', () => {
    const keys = readAuditKeys([secret, `old ${secret}`])
    if (typeof keys === 'string') throw new Error(keys)
    const chain = createAuditChain(keys)
    expect(keys.map(({ id }) => chain.knows(id))).toEqual([true, true])
    expect([chain.knows('-'), chain.knows('another')]).toEqual([true, false])
    expect([createAuditChain([]).knows('-'), createAuditChain([]).knows(chain.key)]).toEqual([true, false])
  })

  it('has a memory store make entries with a key', async () => {
    const store = memoryStore({}, { auditKey: [secret, `old ${secret}`] })
    await store.write({ tag: 'x', expect: [], operations: [], audit: line })
    const [entry] = (await store.audit({ limit: 1 })).items
    expect(entry?.key).toMatch(/^[\w-]{12}$/)
    const { bounds, items, key } = await store.trail({ limit: 1 })
    expect([bounds?.head?.key, items[0]?.fault, key]).toEqual([entry?.key, undefined, entry?.key])
  })
})

it.each([null, undefined, 7, 'entry', true])('%j is no entry', (data) => {
  expect(isAuditEntry(data)).toBe(false)
})

it('A list that has the members of an entry is none', () => {
  const chain = createAuditChain([])
  const { text, head } = chain.link('tag', line, { head: null, store: 's', kept: 9 })
  const entry = chain.read(text, head.hash)
  expect(isAuditEntry({ ...entry })).toBe(true)
  expect(isAuditEntry(Object.assign([], entry))).toBe(false)
})

it('A filter has what is named, and nothing else', () => {
  expect(filterOf({ actor: 'ann', limit: 3 } as never)).toStrictEqual({ actor: 'ann' })
  expect(filterOf({})).toStrictEqual({})
})
