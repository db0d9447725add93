// Reading an item's name may run code of the application: it may ask again, change the list, or fill the table of
// names until that begins anew. The answer is what one `can` per item says all the same.
import { describe, expect, it } from 'vitest'
import { createAuthorizer } from '../../src/index.ts'
import type { Access } from '../../src/index.ts'
import { tableSize } from '../../src/context/name-table.ts'
import { grant, permissions } from '../authorizer/support.ts'

const roles = [{ id: 'eu', rules: [grant('job.run', 'eu.*'), grant('project', 'us.*')] }] as const
const newAccess = async (): Promise<Access> =>
  createAuthorizer({ permissions, roles }).access({ id: 'ann', roles: ['eu'] })
const length = 64

/** Items that are all granted first and all forbidden later; reading one of them runs something, once, later. */
function turning(at: number, run: (items: { readonly name: string }[]) => void) {
  let later = false
  const items: { readonly name: string }[] = Array.from({ length }, (_, i) => ({
    get name() {
      if (later && i === at) {
        const now = run
        run = () => {}
        now(items)
      }
      return `${later ? 'hr' : 'eu'}.${i}`
    },
  }))
  return { items, turn: () => void (later = true) }
}

/** Has so many names remembered, of this length at least: each is asked about twice. */
function fill(access: Access, count: number, width = 1): void {
  for (let i = 0; i < count; i++) {
    const name = `fill.${i}.${'x'.repeat(width)}`
    access.can('job.run', name)
    access.can('job.run', name)
  }
}

/** Asks about the items once before: then each name counts as seen, and a list that has it will have it remembered. */
function see(access: Access, items: readonly { readonly name: string }[]): void {
  for (const item of items) access.can('job.run', item)
}

describe('An item whose name asks again', () => {
  it('about the very same list', async () => {
    const access = await newAccess()
    const { items, turn } = turning(5, (list) => expect(access.filter('job.run', list)).toEqual([]))
    expect(access.filter('job.run', items)).toHaveLength(length)
    turn()
    expect(access.filter('job.run', items)).toEqual([])
    expect(access.filter('job.run', items)).toEqual([])
  })

  it('about another permission and another list', async () => {
    const access = await newAccess()
    const other = Array.from({ length: 40 }, (_, i) => `us.${i}`)
    const { items, turn } = turning(5, (list) => {
      expect(access.filter('project.join', other)).toEqual(other)
      expect(access.filter('project.join', list)).toEqual([])
    })
    expect(access.filter('job.run', items)).toHaveLength(length)
    turn()
    expect(access.filter('job.run', items)).toEqual([])
  })

  it('about so much that the answers of others are forgotten', async () => {
    const authorizer = createAuthorizer({ permissions, roles })
    const access = (await authorizer.access({ id: 'ann', roles: ['eu'] })) as Access
    const others = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        authorizer.access({ id: `s${i}`, roles: [{ role: 'eu', scope: `*.${i}` }] }),
      ),
    )
    const { items, turn } = turning(5, (list) => {
      for (const other of others) other.filter('job.run', list)
    })
    expect(access.filter('job.run', items)).toHaveLength(length)
    turn()
    expect(access.filter('job.run', items)).toEqual([])
  })
})

describe('An item whose name fills the table of names', () => {
  const lists = Array.from({ length: 32 }, (_, i) => `zz.${i}`)

  it.each([0, 63])('at %i, and asks about another list then', async (at) => {
    // However many names the table held before, one of these leaves it full when the other list is asked about.
    for (const known of [length + at, length + at + 1]) {
      const access = await newAccess()
      const { items, turn } = turning(at, () => {
        fill(access, tableSize - known)
        expect(access.filter('job.run', lists)).toEqual([])
      })
      see(access, items)
      expect(access.filter('job.run', items)).toHaveLength(length)
      turn()
      expect(access.filter('job.run', items)).toEqual([])
      expect(access.filter('job.run', items)).toEqual([])
    }
  })

  it('with long names, of which it holds fewer', async () => {
    for (const count of [3_940, 3_980, 4_000, 4_100]) {
      const access = await newAccess()
      const { items, turn } = turning(5, () => {
        fill(access, count, 1_000)
        expect(access.filter('job.run', lists)).toEqual([])
      })
      see(access, items)
      expect(access.filter('job.run', items)).toHaveLength(length)
      turn()
      expect(access.filter('job.run', items)).toEqual([])
    }
  })

  it('is granted what it is granted, too', async () => {
    const access = await newAccess()
    let full = false
    const items = Array.from({ length }, (_, i) => ({
      get name() {
        if (i === 5 && !full) {
          full = true
          fill(access, tableSize)
        }
        return `${i % 2 === 0 ? 'eu' : 'hr'}.${i}`
      },
    }))
    const expected = items.filter((_, i) => i % 2 === 0)
    expect(access.filter('job.run', items)).toEqual(expected)
    expect(access.filter('job.run', items)).toEqual(expected)
  })
})

describe('An item whose name changes the list', () => {
  const changes: readonly (readonly [string, (items: unknown[]) => void])[] = [
    ['adds to it', (items) => void items.push({ name: 'eu.new' }, { name: 'hr.new' })],
    ['cuts it', (items) => void items.splice(10)],
    ['cuts it below what is remembered', (items) => void items.splice(2)],
    [
      'exchanges items that were read',
      (items) => void items.splice(0, 2, { name: 'hr.0' }, { name: 'hr.1' }),
    ],
    [
      'exchanges items that were not',
      (items) => void items.splice(10, 2, { name: 'eu.0' }, { name: 'eu.1' }),
    ],
  ]
  it.each(changes)(
    '%s: each item that is given is granted, and the next answer is whole',
    async (_, change) => {
      const access = await newAccess()
      const { items, turn } = turning(5, change)
      access.filter('job.run', items)
      turn()
      for (const item of access.filter('job.run', items)) expect(access.can('job.run', item)).toBe(true)
      expect(access.filter('job.run', items)).toEqual(items.filter((item) => access.can('job.run', item)))
    },
  )

  it('with a getter that throws is dropped, and nothing else', async () => {
    const access = await newAccess()
    const items = Array.from({ length }, (_, i) => ({
      get name(): string {
        if (i === 5) throw new Error('boom')
        return `eu.${i}`
      },
    }))
    for (let i = 0; i < 2; i++)
      expect(access.filter('job.run', items)).toEqual(items.filter((_, at) => at !== 5))
  })
})
