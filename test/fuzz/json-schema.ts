// Values for a JSON Schema: right ones, and ones in which a few things are not as they should be.
import fc from 'fast-check'
import { hostileWords } from './hostile.ts'

export type Json = Readonly<Record<string, unknown>>

/** Words that mean something to the application, by the name of the schema that takes them. */
export type Pools = Readonly<Record<string, readonly unknown[]>>

const last = (ref: unknown): string => String(ref).split('/').at(-1) ?? ''

function stringFor({
  enum: words,
  pattern,
  format,
  minLength = 0,
  maxLength = 40,
}: Json): fc.Arbitrary<unknown> {
  if (Array.isArray(words)) return fc.constantFrom(...(words as unknown[]))
  if (format === 'email' || String(pattern).includes('@['))
    return fc.constantFrom('a@example.org', 'ann@example.org')
  const most = Math.min(Number(maxLength), 40)
  return fc.oneof(
    fc.constantFrom('a', 'eu.1', 'Title').filter((text) => text.length <= most),
    fc.string({ minLength: Number(minLength), maxLength: most }),
  )
}

/** Values that a schema accepts, as far as it tells. */
export function acceptable(
  schema: Json,
  schemas: Readonly<Record<string, Json>>,
  pools: Pools,
): fc.Arbitrary<unknown> {
  const of = (inner: unknown): fc.Arbitrary<unknown> => acceptable((inner ?? {}) as Json, schemas, pools)
  const { $ref, type, anyOf, const: word, enum: words, items, properties, required = [] } = schema
  if ($ref !== undefined) {
    const pool = pools[last($ref)]
    return pool === undefined ? of(schemas[last($ref)]) : fc.constantFrom(...pool)
  }
  if (word !== undefined) return fc.constant(word)
  if (Array.isArray(anyOf)) return fc.oneof(...anyOf.map(of))
  if (Array.isArray(words)) return fc.constantFrom(...(words as unknown[]))
  if (Array.isArray(type)) return fc.oneof(...type.map((one) => of({ ...schema, type: one as unknown })))
  switch (type) {
    case 'string':
      return stringFor(schema)
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.integer({ min: 1, max: 200 })
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(of(items), { minLength: Number(schema['minItems'] ?? 0), maxLength: 3 })
    case 'object': {
      const fields = Object.entries((properties ?? {}) as Record<string, Json>)
      return fc.record(Object.fromEntries(fields.map(([name, field]) => [name, of(field)])), {
        requiredKeys: required as string[],
        noNullPrototype: true,
      })
    }
    default:
      return fc.constant('x')
  }
}

/** What nobody should send. */
const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...hostileWords, null, true, 0, -1, 1e308, [], {}, [[]], '', ' ', 'a'.repeat(600)),
  fc.constant(Array.from({ length: 1_001 }, () => 'a')),
  fc.string({ unit: 'binary', maxLength: 20 }),
)

/** Where something is changed: the how-manieth of all places, counted around. */
interface Fault {
  readonly at: number
  readonly kind: 'replace' | 'remove' | 'add' | 'wrap' | 'prototype'
  readonly value: unknown
}

const fault: fc.Arbitrary<Fault> = fc.record({
  at: fc.nat({ max: 50 }),
  kind: fc.constantFrom('replace', 'remove', 'add', 'wrap', 'prototype'),
  value: hostile,
})

function places(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.keys(value).flatMap((key) => places((value as Json)[key], [...path, key]))]
}

function changedAt(value: unknown, path: readonly string[], change: (found: unknown) => unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return change(value)
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<
    string,
    unknown
  >
  const next = changedAt(copy[key], rest, change)
  if (next === removed) Reflect.deleteProperty(copy, key)
  else Object.defineProperty(copy, key, { value: next, enumerable: true, configurable: true, writable: true })
  return copy
}

const removed = Symbol('removed')

function withFault(value: unknown, { at, kind, value: bad }: Fault): unknown {
  const all = places(value)
  const path = all[at % all.length] ?? []
  const change = (found: unknown): unknown => {
    if (kind === 'remove') return path.length === 0 ? bad : removed
    if (kind === 'wrap') return [found]
    if (kind === 'replace' || typeof found !== 'object' || found === null || Array.isArray(found)) return bad
    const name = kind === 'prototype' ? '__proto__' : 'isAdmin'
    return Object.defineProperty({ ...found }, name, { value: bad, enumerable: true })
  }
  const made = changedAt(value, path, change)
  return made === removed ? bad : made
}

/** Values that a schema may accept, and others. */
export function sendable(
  schema: Json,
  schemas: Readonly<Record<string, Json>>,
  pools: Pools,
): fc.Arbitrary<unknown> {
  const right = acceptable(schema, schemas, pools)
  const wrong = fc
    .tuple(right, fc.array(fault, { minLength: 1, maxLength: 2 }))
    .map(([value, faults]) => faults.reduce(withFault, value))
  return fc.oneof(
    { weight: 3, arbitrary: right },
    { weight: 3, arbitrary: wrong },
    { weight: 1, arbitrary: hostile },
  )
}
