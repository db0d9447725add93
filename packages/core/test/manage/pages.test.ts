// Lists are asked for in pages; what is no page is refused before the store is asked.
import { describe, expect, it } from 'vitest'
import type { PageQuery } from '../../src/index.ts'
import { managed } from './support.ts'

const empty = { items: [] }

/** A manager over a store that keeps what it is asked for and has nothing. */
function listening() {
  const asked: PageQuery[] = []
  const keep = <T>(page: T) => {
    return async (query: PageQuery): Promise<T> => {
      asked.push(query)
      return page
    }
  }
  const { manager } = managed({}, (store) => ({
    ...store,
    users: keep(empty),
    audit: keep(empty),
    members: async (_, query) => keep({ ...empty, version: 'v' })(query),
  }))
  return { manager, asked }
}

describe('A page', () => {
  it('has 50 items unless something else is asked for, and begins where the one before ended', async () => {
    const { manager, asked } = listening()
    await manager.users()
    await manager.users({})
    await manager.audit({ limit: 1 })
    await manager.members('eu', { limit: 200, after: 'x' })
    await manager.members('eu', { after: '' })
    expect(asked).toStrictEqual([
      { limit: 50 },
      { limit: 50 },
      { limit: 1 },
      { limit: 200, after: 'x' },
      { limit: 50, after: '' },
    ])
  })

  it.each([null, 7, 'x', true])('is no %j', async (list) => {
    const { manager, asked } = listening()
    const error = new TypeError('A list takes { after?, limit? }')
    for (const read of [manager.users, manager.audit, (page: never) => manager.members('eu', page)])
      await expect(read(list as never)).rejects.toThrow(error)
    expect(asked).toEqual([])
  })

  it.each([null, 7, {}])('begins behind no %j', async (after) => {
    const { manager, asked } = listening()
    await expect(manager.users({ after } as never)).rejects.toThrow(
      new TypeError('`after` must be the `next` of a page'),
    )
    expect(asked).toEqual([])
  })
})

describe('The members of a role that does not exist', () => {
  it('are refused, not empty', async () => {
    const { manager, asked } = listening()
    await expect(manager.members('ghost')).rejects.toMatchObject({
      code: 'TRILATCH_ROLE_UNKNOWN',
      message: 'There is no role "ghost"',
      status: 404,
    })
    expect(asked).toEqual([])
  })
})

describe('More members than a page has', () => {
  it('are all replaced', async () => {
    const subjects = Array.from({ length: 450 }, (_, i) => `person${i}`)
    const asked: PageQuery[] = []
    const { manager } = managed(
      {
        assignments: [
          { subject: 'boss', role: 'admin' },
          ...subjects.map((subject) => ({ subject, role: 'eu' })),
        ],
      },
      (store) => ({
        ...store,
        members: (role, query) => {
          asked.push(query)
          return store.members(role, query)
        },
      }),
    )
    const seen = await manager.members('eu', { limit: 1 })
    asked.length = 0
    await manager.replaceMembers('eu', ['person0', 'new'], seen)
    const sorted = subjects.toSorted()
    expect(asked).toStrictEqual([
      { limit: 200 },
      { limit: 200, after: sorted[199] },
      { limit: 200, after: sorted[399] },
    ])
    expect((await manager.members('eu')).items).toEqual(['new', 'person0'])
    const [line] = (await manager.audit()).items
    expect(line?.before).toEqual({ members: 450, removed: sorted.slice(1) })
    expect(line?.after).toEqual({ members: 2, added: ['new'] })
  })
})
