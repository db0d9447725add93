// Lists that an application keeps and asks about again: always what one `can` per item would say.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAuthorizer } from '../../src/index.ts'
import type { Access } from '../../src/index.ts'
import { forbid, grant, permissions } from '../authorizer/support.ts'

const roles = [
  { id: 'eu', rules: [grant('job.run', 'eu.*'), forbid('job.run', 'eu.secret.*')] },
  { id: 'two', rules: [grant('project', '*.1'), grant('job', 'us.*'), forbid('job.run', 'us.7')] },
  { id: 'all', rules: [grant('*')] },
] as const
const make = () => createAuthorizer({ permissions, roles })
const accessOf = (...held: string[]): Promise<Access> => make().access({ id: 'ann', roles: held })

/** What `filter` has to say. */
const oneByOne = <Item>(access: Access, permission: string, items: readonly Item[]): Item[] =>
  items.filter((item) => access.can(permission, item as string))
const named = (count: number, prefix = 'eu'): string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}.${i}`)

describe('A list', () => {
  it.each([31, 32, 33, 1_000, 32_768, 32_769, 40_000])(
    'of %i items is filtered as item by item, however often it is asked about',
    async (length) => {
      const access = await accessOf('eu', 'two')
      const items = Array.from({ length }, (_, i) => `${['eu', 'us', 'eu.secret', 'hr'][i % 4]}.${i}`)
      const expected = oneByOne(access, 'job.run', items)
      expect(expected.length).toBeGreaterThanOrEqual(15)
      for (let i = 0; i < 3; i++) expect(access.filter('job.run', items)).toEqual(expected)
      expect(access.filter('project.join', items)).toEqual(oneByOne(access, 'project.join', items))
    },
  )

  it('is no part of what is given: a new array each time, that may be changed', async () => {
    const access = await accessOf('eu')
    const items = named(50)
    const first = access.filter('job.run', items)
    first.length = 0
    first.push('hr.1')
    expect(access.filter('job.run', items)).toEqual(items)
  })

  it('of names gives a new array each time, from what was kept too, and sees every exchange', async () => {
    const access = await accessOf('eu')
    const items = named(50)
    for (let i = 0; i < 3; i++) {
      const given = access.filter('job.run', items)
      expect(given).toEqual(items)
      given.fill('hr.1')
    }
    items[49] = 'hr.49'
    for (let i = 0; i < 3; i++) expect(access.filter('job.run', items)).toEqual(items.slice(0, 49))
    items[49] = 'eu.49'
    for (let i = 0; i < 3; i++) expect(access.filter('job.run', items)).toEqual(items)
    ;(items as unknown[])[7] = { name: 'eu.7' }
    for (let i = 0; i < 3; i++) expect(access.filter('job.run', items)).toEqual(items)
  })

  it('is seen as it is now when items are exchanged, added, taken or put in another order', async () => {
    const access = await accessOf('eu')
    const items = named(40)
    const granted = (): string[] => access.filter('job.run', items)
    expect(granted()).toEqual(items)
    items[3] = 'hr.3'
    expect(granted()).not.toContain('hr.3')
    expect(granted()).toHaveLength(39)
    items.push('eu.new', 'eu.secret.x')
    expect(granted()).toHaveLength(40)
    items.splice(0, 4)
    expect(granted()).toHaveLength(37)
    items.reverse()
    expect(granted()).toEqual(items.filter((name) => name !== 'eu.secret.x'))
    items.length = 5
    expect(granted()).toEqual(items.filter((name) => name !== 'eu.secret.x'))
  })

  it('is seen as it is now when items are renamed, to improper names too', async () => {
    const access = await accessOf('eu')
    const items: { name: unknown }[] = named(40).map((name) => ({ name }))
    const granted = (): unknown[] => access.filter('job.run', items as { name: string }[])
    expect(granted()).toEqual(items)
    const [first = { name: '' }] = items
    for (const name of ['hr.0', 'eu.secret.0', 'eu.0/', 7, null, undefined, { name: 'eu.0' }]) {
      first.name = name
      expect(granted()).toEqual(items.slice(1))
      first.name = 'eu.0'
      expect(granted()).toEqual(items)
    }
  })

  it('gives each subject its own answers, and each version of the policy', async () => {
    const authorizer = make()
    const items = [...named(20), ...named(20, 'us')]
    for (let i = 0; i < 3; i++) {
      for (const held of [['eu'], ['two'], ['eu', 'two'], ['all'], []]) {
        const access = await authorizer.access({ id: `with ${held.join()}`, roles: held })
        for (const permission of ['job.run', 'project.join', 'project.delete'] as const)
          expect(access.filter(permission, items)).toEqual(oneByOne(access, permission, items))
      }
    }
  })

  it('may be asked about by more subjects than answers are kept for', async () => {
    const authorizer = make()
    const items = [...named(20), ...named(20, 'us')]
    for (let i = 0; i < 200; i++) {
      const access = await authorizer.access({ id: 'ann', roles: [{ role: 'eu', scope: `*.${i % 50}` }] })
      expect(access.filter('job.run', items)).toEqual(oneByOne(access, 'job.run', items))
    }
  })
})

describe('For any list and any changes of it', () => {
  const name = fc.oneof(
    fc.constantFrom(
      'eu.1',
      'eu.2',
      'eu.secret.1',
      'us.1',
      'us.7',
      'hr.1',
      'a/',
      '',
      'constructor',
      '__proto__',
    ),
    fc.tuple(fc.constantFrom('eu.', 'us.', 'hr.'), fc.nat(60)).map(([prefix, i]) => prefix + String(i)),
  )
  const item = fc.oneof(
    name,
    name.map((text) => ({ name: text })),
    fc.constantFrom(null, undefined, 7, {}, { name: 7 }),
  )
  const change = fc.tuple(fc.nat(100), item)

  it('filter gives the items that can grants one by one', async () => {
    const authorizer = make()
    const held = fc.subarray(['eu', 'two', 'all'], { maxLength: 2 })
    const size = { minLength: 32, maxLength: 90 }
    // Of names only, too: those are answered in another way.
    const lists = fc.oneof(fc.array(item, size), fc.array(name as fc.Arbitrary<unknown>, size))
    const sequence = fc.array(fc.tuple(held, fc.constantFrom('job.run', 'project.join'), change), {
      maxLength: 8,
    })
    await fc.assert(
      fc.asyncProperty(lists, sequence, async (items, steps) => {
        for (const [roles, permission, [at, next]] of steps) {
          const access = (await authorizer.access({ id: 'ann', roles })) as Access
          // Asked again before anything changes, the answer may come from what was kept.
          for (let i = 0; i < 3; i++) {
            const given = access.filter(permission, items as string[])
            expect(given).toEqual(oneByOne(access, permission, items))
          }
          items[at % items.length] = next
        }
      }),
      { numRuns: 300 },
    )
  })
})
