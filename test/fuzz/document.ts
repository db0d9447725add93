// Policy documents as data: right ones, and ones in which a few things are not as they should be.
import fc from 'fast-check'
import { hostileWords } from './hostile.ts'

const ids = ['a', 'b', 'lead', '__proto__', 'constructor', '0', 'x:y@z/-.']
const id = fc.constantFrom(...ids)
const permission = fc.constantFrom(
  '*',
  'project',
  'project.create',
  'project.remove',
  'job.run',
  'trilatch.roles.edit',
)
const context = fc.constantFrom(
  '*',
  '**',
  'eu.*',
  'a/**',
  '[a-c].x',
  String.raw`a\*b`,
  'null',
  '1e3',
  '- a',
  'a: b',
  '\u{1f600}*',
)

const rule = fc.record(
  { permission, state: fc.constantFrom('granted', 'forbidden'), context },
  { requiredKeys: ['permission', 'state'], noNullPrototype: true },
)
const role = fc.record(
  {
    title: fc.constantFrom('A title', 'yes', '1', 'a: b #c'),
    description: fc
      .constantFrom('', 'Why', 'two\nlines')
      .filter((text) => text !== '' && !text.includes('\n')),
    // Of which some are inherited or held with a scope, which is refused.
    administrator: fc.constantFrom(true, false, false, false, false, false),
    rules: fc.array(rule, { maxLength: 3 }),
    first: fc.boolean(),
  },
  { requiredKeys: ['rules', 'first'], noNullPrototype: true },
)

/** Roles of which later ones inherit the first, whose titles differ. */
const roles = fc
  .tuple(
    fc.shuffledSubarray(ids, { minLength: 1, maxLength: 3 }),
    fc.array(role, { minLength: 3, maxLength: 3 }),
  )
  .map(([own, drafts]) =>
    own.map((id, i) => {
      const { first, title, ...rest } = drafts[i] ?? { first: false, rules: [] }
      const inherits = first && i > 0 ? { inherits: [own[0]] } : {}
      return { id, ...(title !== undefined && { title: `${i} ${title}` }), ...inherits, ...rest }
    }),
  )

const right = roles.chain((made) => {
  const held = fc.constantFrom(...made.map((one) => one.id))
  return fc.record(
    {
      $schema: fc.constant('https://example.com/policy.schema.json'),
      format: fc.constant(1),
      roles: fc.constant(made),
      assignments: fc.array(
        fc.record(
          { subject: fc.constantFrom('ann', '__proto__', '1'), role: held, scope: context },
          { requiredKeys: ['subject', 'role'], noNullPrototype: true },
        ),
        { maxLength: 2 },
      ),
      mappings: fc.array(
        fc.record(
          {
            provider: fc.constant('ldap'),
            group: fc.constantFrom('cn=Ops,dc=x', 'everyone'),
            roles: fc.array(held, { minLength: 1, maxLength: 2 }),
            scope: context,
            minAccess: fc.constantFrom('member', 'owner'),
            mode: fc.constantFrom('sync', 'additive'),
          },
          { requiredKeys: ['provider', 'group', 'roles'], noNullPrototype: true },
        ),
        { maxLength: 1 },
      ),
    },
    { requiredKeys: ['format', 'roles'], noNullPrototype: true },
  )
})

const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...hostileWords,
    'a'.repeat(300),
    '?'.repeat(17),
    'granted',
    'unspecified',
    'Granted',
  ),
  fc.constantFrom<unknown>(null, true, false, 0, 1, 2, -0, 1.5, [], {}, [[]], [null], { rules: [] }),
  fc.integer({ min: 18, max: 24 }).map((depth) => {
    let value: unknown = 'deep'
    for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { a: value }
    return value
  }),
  id,
)

/** All that can be taken out of a value or changed in it: pairs of an object or an array and one of its keys. */
function placesIn(value: unknown): [object: Record<string, unknown>, key: string][] {
  if (typeof value !== 'object' || value === null) return []
  const object = value as Record<string, unknown>
  return Object.keys(object).flatMap((key) => [
    [object, key] as [Record<string, unknown>, string],
    ...placesIn(object[key]),
  ])
}

const faultyKeys = [
  '__proto__',
  'constructor',
  'rulez',
  'context',
  'administrator',
  'inherits',
  'scope',
  'title',
]

/** Puts, changes, removes or doubles one thing. */
function spoil(data: unknown, kind: number, at: number, value: unknown): void {
  const places = placesIn(data)
  const [object, key] = places[at % (places.length || 1)] ?? []
  if (object === undefined || key === undefined) return
  const define = (name: string, to: unknown): void =>
    void Object.defineProperty(object, name, {
      value: to,
      enumerable: true,
      configurable: true,
      writable: true,
    })
  if (kind === 0) define(key, value)
  else if (kind === 1) delete object[key]
  else if (kind === 2)
    define(Array.isArray(object) ? `${object.length}` : (faultyKeys[at % faultyKeys.length] ?? ''), value)
  else if (Array.isArray(object)) object.push(structuredClone(object[Number(key)]))
}

/** Data of which about half is a policy document that fits, and half nearly. */
export const documentArbitrary: fc.Arbitrary<unknown> = fc
  .tuple(
    right,
    fc.oneof(
      fc.constant([]),
      fc.array(fc.tuple(fc.nat(3), fc.nat(0xffff), hostileValue), { minLength: 1, maxLength: 3 }),
    ),
  )
  .map(([document, faults]) => {
    // A copy by way of JSON: the parts of a random value may be shared with others.
    const data: unknown = JSON.parse(JSON.stringify(document))
    // And one of each fault, which later ones may spoil.
    for (const [kind, at, value] of faults) spoil(data, kind, at, structuredClone(value))
    return data
  })
