// Lines of an export: what they let through, and that no other line is taken for one.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createAuditChain,
  jsonLine,
  keptJsonLine,
  readAuditKeys,
  readJsonLine,
  verifyTrail,
} from '../../src/index.ts'
import type { AuditHead } from '../../src/index.ts'

const keys = readAuditKeys('a secret that is long enough to be one')
if (typeof keys === 'string') throw new Error(keys)
const chain = createAuditChain(keys)

/** Lines of an export of so many entries, each with one of these values. */
function linesOf(values: readonly unknown[]): readonly string[] {
  let head: AuditHead | null = null
  return values.map((after) => {
    const line = {
      at: '2026-01-01T00:00:00.000Z',
      actor: 'ann',
      action: 'a',
      target: 't',
      before: null,
      after,
    }
    const made = chain.link('tag', line, { head, store: 's', kept: 100 })
    head = made.head
    return jsonLine(chain.read(made.text, made.head.hash))
  })
}

const verified = (lines: readonly string[]) =>
  verifyTrail(async () => ({
    items: lines.map((line, i) => readJsonLine(chain, line, `line ${i + 1}`)),
    bounds: null,
    key: chain.key,
  }))

/** Letters, signs of JSON, and what does not show, also outside the first plane and cut in half. */
const letter = fc.constantFrom(
  ...Array.from('aé"\\{}[]:,0 \u0000\n\u007f\u0085\u200b\u2028\u202e\ufeff\udc41\ud83d'),
  '\u{1f600}',
  '\u{e0041}',
)
const anything = fc.string({ unit: letter })

describe('A line', () => {
  it('says the same as what it is made of, without a character that does not show', () => {
    fc.assert(
      fc.property(anything, (given) => {
        const text = `${given}\u0085\u2028\u200f\u061c\u2066\u{e0041}\ufeff\u00ad`
        const line = jsonLine({ text })
        expect(JSON.parse(line)).toEqual({ text })
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u)
      }),
      { numRuns: 200 },
    )
  })

  it('of an entry is read as it was', async () => {
    const lines = linesOf([1, '\u202e\n', { b: [null], a: 'é' }])
    expect(await verified(lines)).toMatchObject({ intact: true, entries: 3 })
    expect(lines.map((line) => keptJsonLine(readJsonLine(chain, line, '')))).toEqual(lines)
  })

  it('that somebody has changed anywhere is found, and fails nothing', async () => {
    const lines = linesOf(['x', 'y\u202e', { z: 1 }, null, []])
    const edit = fc.oneof(
      fc.record({
        at: fc.nat(),
        remove: fc.integer({ min: 0, max: 9 }),
        put: fc.string({ unit: letter, maxLength: 5 }),
      }),
      fc.record({
        at: fc.nat(),
        remove: fc.constant(1),
        put: fc.constantFrom(' ', '"', '{', '\\', '0', ',"a":1', '}'),
      }),
    )
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 4 }), edit, async (which, { at, remove, put }) => {
        const line = lines[which] as string
        const place = at % line.length
        const edited = line.slice(0, place) + put + line.slice(place + remove)
        expect((await verified(lines.with(which, edited))).intact).toBe(edited === line)
      }),
      { numRuns: 400 },
    )
  })

  it('that says the same in another way is not what was written', () => {
    const [line = ''] = linesOf([1])
    expect(readJsonLine(chain, line, 'line 1')).toStrictEqual({
      place: 'line 1',
      sequence: 1,
      entry: JSON.parse(line) as unknown,
    })
    for (const other of [` ${line}`, line.replace('"actor":"ann"', '"actor":"eve","actor":"ann"')])
      expect(readJsonLine(chain, other, 'line 1')).toMatchObject({ sequence: 1, fault: 'edited' })
  })

  it('of what is no entry says where that is', () => {
    expect(keptJsonLine({ place: 'key 7', sequence: null, entry: null, fault: 'unreadable' })).toBe(
      '{"fault":"unreadable","place":"key 7"}',
    )
  })

  it.each(['', '[]', 'null', '1', '{"a":', '\u0000', `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`])(
    'is not %.20j',
    async (line) => {
      expect(readJsonLine(chain, line, 'line 1')).toEqual({
        place: 'line 1',
        sequence: null,
        entry: null,
        fault: 'unreadable',
      })
    },
  )
})
