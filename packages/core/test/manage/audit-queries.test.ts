// What a store is asked for where the trail is read.
import { describe, expect, it } from 'vitest'
import { grant } from '../authorizer/support.ts'
import { managed } from './support.ts'

function watchedTrail() {
  const asked: unknown[] = []
  const made = managed({}, (store) => ({
    ...store,
    audit: (query) => {
      asked.push(query)
      return store.audit(query)
    },
    trail: (query) => {
      asked.push(query)
      return store.trail(query)
    },
  }))
  return { ...made, asked }
}

describe('The trail', () => {
  it('is asked for with what was named and nothing else', async () => {
    const { manager, asked } = watchedTrail()
    await manager.audit()
    await manager.audit({ actor: 'ann', action: 'a', target: 't', outcome: 'refused', after: '7', limit: 3 })
    await manager.audit({ outcome: 'done' })
    await manager.trail()
    await manager.trail({ after: '7', limit: 3 })
    await manager.auditHead()
    expect(asked).toStrictEqual([
      { limit: 50 },
      { actor: 'ann', action: 'a', target: 't', outcome: 'refused', after: '7', limit: 3 },
      { outcome: 'done', limit: 50 },
      { limit: 50 },
      { after: '7', limit: 3 },
      { limit: 1 },
    ])
  })

  it.each([
    [{ actor: 1 }, '`actor` must be a string'],
    [{ action: null }, '`action` must be a string'],
    [{ target: ['a'] }, '`target` must be a string'],
    [{ after: 7 }, '`after` must be the `next` of a page'],
    [null, 'A list takes { after?, limit? }'],
    ['all', 'A list takes { after?, limit? }'],
  ])('is not asked for %j', async (list, message) => {
    const { manager } = managed()
    await expect(manager.audit(list as never)).rejects.toEqual(new TypeError(message))
  })

  it.each(['maybe', null, 7])('has no entries of the outcome %j', async (outcome) => {
    const { manager } = managed()
    await expect(manager.audit({ outcome } as never)).rejects.toMatchObject({
      code: 'TRILATCH_OPTION_INVALID',
      message: `Cannot list entries of the outcome ${JSON.stringify(outcome)}: it must be done or refused`,
      status: 422,
    })
  })

  it('is read 200 entries at a time to be verified', async () => {
    const { store, manager, asked } = watchedTrail()
    const audit = { at: '', actor: 'x', action: 'a', target: 't', before: null, after: grant('job') }
    for (let i = 0; i < 201; i++) await store.write({ tag: `t${i}`, expect: [], operations: [], audit })
    expect(await manager.verifyAudit()).toMatchObject({ intact: true, entries: 201 })
    expect(asked).toStrictEqual([{ limit: 200 }, { limit: 200, after: '200' }])
  })
})
