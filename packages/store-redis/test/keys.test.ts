import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Keys } from '../src/keys.ts'
import { fromOrderKey, orderKey } from '../src/order-key.ts'

const ids = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(':', '{', '}', '\u0001', 'a', '1', 'subject', 'user'), maxLength: 6 }),
  fc.string({
    unit: fc.constantFrom(
      '\uD7FF',
      '\uE000',
      '\uFFFF',
      '\u{10000}',
      '\u{10FFFE}',
      '\u{10FFFF}',
      '\u0001',
      'z',
    ),
    maxLength: 5,
  }),
)
const bytes = (text: string): Buffer => Buffer.from(text, 'utf8')

describe('Keys', () => {
  const keys = new Keys('ns', 'p')
  const kinds = [
    (id: string) => keys.subject(id),
    (id: string) => keys.user(id),
    (id: string) => keys.members(id),
    (id: string) => keys.scoped(id),
    (id: string) => keys.bundle(id),
    (id: string) => keys.entry(`links:${id}`),
    (id: string) => keys.count(`links:${id}`),
  ]

  it('of different things are different, and of one slot', () => {
    const kind = fc.nat({ max: kinds.length - 1 })
    fc.assert(
      fc.property(kind, ids, kind, ids, (a, id, b, other) => {
        const [one, two] = [kinds[a]?.(id) ?? '', kinds[b]?.(other) ?? '']
        expect(one === two).toBe(a === b && id === other)
        expect(bytes(one).equals(bytes(two))).toBe(one === two)
        expect(one.startsWith('{ns}:2:')).toBe(true)
      }),
      { numRuns: 20_000 },
    )
  })

  it('of all things together are as many as there are things', () => {
    // Sixteen thousand things are over a hundred million pairs.
    const things = new Set(fc.sample(ids, 3_000))
    const made = new Set([...things].flatMap((id) => kinds.map((of) => of(id))))
    expect(things.size * kinds.length).toBeGreaterThan(10_000)
    expect(made.size).toBe(things.size * kinds.length)
  })

  it('of a thing are not those of the store itself', () => {
    const own = Object.values(keys).filter((key) => typeof key === 'string')
    expect(new Set(own).size).toBe(own.length)
    fc.assert(
      fc.property(ids, (id) => kinds.every((of) => !own.includes(of(id)))),
      { numRuns: 2_000 },
    )
  })

  it('are not made of text that Redis would change', () => {
    expect(() => keys.subject('\uD800')).toThrow(TypeError)
  })
})

describe('Ids in an ordered index', () => {
  it('come back as they were, in the order of code units', () => {
    fc.assert(
      fc.property(ids, ids, (a, b) => {
        expect(fromOrderKey(orderKey(a))).toBe(a)
        expect(Math.sign(Buffer.compare(bytes(orderKey(a)), bytes(orderKey(b))))).toBe(
          a < b ? -1 : Number(a > b),
        )
      }),
      { numRuns: 20_000 },
    )
  })
})
