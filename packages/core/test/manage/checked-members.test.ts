// What writes of members and roles are given, and how long lists are read.
import { describe, expect, it } from 'vitest'
import { managed } from './support.ts'

const improper = { code: 'TRILATCH_SUBJECT_INVALID' }
const unknown = { code: 'TRILATCH_ROLE_UNKNOWN', message: 'There is no role "ghost"', status: 404 }
const unseen = new TypeError('This write replaces what is there: pass { version } as you read it')

describe('Members of a role', () => {
  it('are replaced over however many pages, and the trail says who came and went', async () => {
    const ids = Array.from({ length: 401 }, (_, i) => `s${i}`)
    const asked: unknown[] = []
    const many = ids.map((subject) => ({ subject, role: 'eu' }))
    const { manager } = managed({ assignments: [{ subject: 'boss', role: 'admin' }, ...many] }, (store) => ({
      ...store,
      members: (role, query) => {
        if (role === 'eu') asked.push(query)
        return store.members(role, query)
      },
    }))
    const seen = await manager.members('eu', { limit: 1 })
    asked.length = 0
    await manager.replaceMembers('eu', [...ids.slice(2), 'zoe', 'ann'], seen)
    const sorted = ids.toSorted()
    expect(asked).toStrictEqual([
      { limit: 200 },
      { limit: 200, after: sorted[199] },
      { limit: 200, after: sorted[399] },
    ])
    expect((await manager.audit({ limit: 1 })).items).toMatchObject([
      { before: { members: 401, removed: ['s0', 's1'] }, after: { members: 401, added: ['ann', 'zoe'] } },
    ])
  })

  it('are of a role that there is, and are subjects', async () => {
    const { manager } = managed()
    const seen = { version: 'v' }
    await expect(manager.members('ghost')).rejects.toMatchObject(unknown)
    await expect(manager.replaceMembers('ghost', [], seen)).rejects.toMatchObject(unknown)
    await expect(manager.changeMembers('ghost', {}, seen)).rejects.toMatchObject(unknown)
    await expect(manager.replaceMembers('eu', ['a\0'], seen)).rejects.toMatchObject(improper)
    await expect(manager.changeMembers('eu', { add: ['a\0'] }, seen)).rejects.toMatchObject(improper)
    await expect(manager.replaceMembers('eu', [], {} as never)).rejects.toEqual(unseen)
    await expect(manager.changeMembers('eu', {}, {} as never)).rejects.toEqual(unseen)
  })

  it('who come and go are each looked at once, fifty at a time', async () => {
    let [looks, now, most] = [0, 0, 0]
    const { manager } = managed({}, (store) => ({
      ...store,
      reread: async (id) => {
        looks++
        most = Math.max(most, ++now)
        const view = await store.view(id)
        now--
        return view
      },
    }))
    const add = Array.from({ length: 101 }, (_, i) => `s${i}`)
    await manager.changeMembers('eu', { add }, await manager.members('eu'))
    expect([looks, most]).toEqual([101, 50])
    expect((await manager.members('eu', { limit: 200 })).items).toEqual(add.toSorted())
  })

  it('are those of the list as it was when it was handed in', async () => {
    const { manager } = managed()
    const [subjects, ids] = [['ann'], ['eu']]
    const writing = manager.replaceMembers('eu', subjects, await manager.members('eu'))
    subjects.push('eve')
    await writing
    expect((await manager.members('eu')).items).toEqual(['ann'])
    const replacing = manager.replaceRolesOf('ben', ids, { version: null })
    ids.push('admin')
    await replacing
    expect((await manager.rolesOf('ben')).roles).toEqual(['eu'])
  })
})

describe('The roles of a subject', () => {
  it.each([null, undefined, 'null', { version: 7 }])('are not replaced by who saw %j', async (seen) => {
    const { manager } = managed()
    await expect(manager.replaceRolesOf('ann', ['eu'], seen as never)).rejects.toEqual(unseen)
  })

  it('are a list of ids, of a subject', async () => {
    const { manager } = managed()
    const seen = { version: null }
    await expect(manager.replaceRolesOf('ann', [7] as never, seen)).rejects.toEqual(
      new TypeError('The roles must be an array of ids'),
    )
    await expect(manager.replaceRolesOf('a\0', [], seen)).rejects.toMatchObject(improper)
    expect(await manager.rolesOf('ann')).toMatchObject({ version: null })
  })
})

describe('An assignment', () => {
  it('is of a subject, and what is none is named', async () => {
    const { manager } = managed()
    await expect(manager.assign({ subject: 'a\0', role: 'eu' })).rejects.toMatchObject({
      code: 'TRILATCH_POLICY_INVALID',
      status: 422,
    })
    await expect(manager.assign({ subject: 'trilatch:off', role: 'eu' })).rejects.toMatchObject(improper)
    await expect(manager.assign({ subject: 'ann' } as never)).rejects.toThrow(/^Cannot use the assignment:/)
  })

  it('with a scope that is not accepted is refused (422)', async () => {
    const { manager } = managed()
    await expect(manager.assign({ subject: 'ann', role: 'eu', scope: 'a//b' })).rejects.toMatchObject({
      code: 'TRILATCH_CONTEXT_INVALID',
      status: 422,
    })
    // It can be taken all the same, wherever it came from.
    const unassigned = manager.unassign({ subject: 'ann', role: 'eu', scope: 'a//b' })
    expect(await unassigned).toMatchObject({ changed: false })
  })
})
