// What came of asking a provider, written down.
import { describe, expect, it } from 'vitest'
import { createAuthorizer, definePermissions, memoryStore } from '../../src/index.ts'
import type { Change, GroupMembership, GroupsOutcome, Store } from '../../src/index.ts'

const permissions = definePermissions({ 'job.run': 'Run Job' })

function make(wrap: (store: Store) => Store = (store) => store) {
  const store = wrap(memoryStore({ roles: [{ id: 'r', rules: [] }] }))
  const manager = createAuthorizer({ permissions, store }).manage('sync')
  const complete = (groups: readonly GroupMembership[], provider = 'ldap') =>
    manager.recordGroups('ann', provider, { status: 'complete', groups })
  const groups = async () => (await store.view('ann')).subject?.groups
  return { store, manager, complete, groups }
}

describe('A complete answer', () => {
  it('is kept ordered, each group once with its highest level, and nothing else of what was given', async () => {
    const { complete, groups } = make()
    await complete([
      { name: 'b' },
      { name: 'a', access: 'developer' },
      { name: 'a', access: 'owner' },
      { name: 'a' },
      { name: 'c', access: 'member' },
    ])
    expect(await groups()).toMatchObject([
      { provider: 'ldap', groups: [{ name: 'a', access: 'owner' }, { name: 'b' }, { name: 'c' }] },
    ])
    expect((await groups())?.[0]?.groups[2]).toEqual({ name: 'c' })
  })

  it('is audited with what came and what went, as a sync', async () => {
    const changes: Change[] = []
    const { manager, complete } = make((store) => ({
      ...store,
      write: (change) => {
        changes.push(change)
        return store.write(change)
      },
    }))
    await complete([{ name: 'a' }, { name: 'b' }, { name: 'd' }])
    await complete([{ name: 'b', access: 'owner' }, { name: 'c' }, { name: 'd' }])
    const [second, first] = (await manager.audit()).items
    expect(first).toMatchObject({
      actor: 'sync',
      action: 'subject.groups',
      target: 'ann',
      before: null,
      after: { provider: 'ldap', groups: [{ name: 'a' }, { name: 'b' }, { name: 'd' }] },
    })
    expect(second).toMatchObject({
      before: { provider: 'ldap', groups: [{ name: 'a' }, { name: 'b' }] },
      after: { provider: 'ldap', groups: [{ name: 'b', access: 'owner' }, { name: 'c' }] },
    })
    expect(changes.map(({ by }) => by)).toEqual(['sync', 'sync'])
    await manager.assign({ subject: 'ann', role: 'r' })
    expect(changes.at(-1)).not.toHaveProperty('by')
  })

  it('that is the same writes no line and no version, in whatever order it comes', async () => {
    const { store, manager, complete } = make()
    await complete([{ name: 'a' }, { name: 'b' }])
    const before = (await store.view('ann')).subject
    expect(await complete([{ name: 'b' }, { name: 'a', access: 'member' }])).toEqual({
      version: before?.version,
      changed: false,
    })
    const after = (await store.view('ann')).subject
    expect(after?.version).toBe(before?.version)
    expect(after?.groups[0]?.verifiedAt).toBeGreaterThan(before?.groups[0]?.verifiedAt ?? Infinity)
    expect((await manager.audit()).items).toHaveLength(1)
  })

  it('is looked at again when something else is written at the same time', async () => {
    let meddle = true
    const { store, manager, complete, groups } = make((inner) => ({
      ...inner,
      touchGroups: async (touched) => {
        if (meddle) {
          meddle = false
          const groups = [{ name: 'z' }]
          const audit = { at: '', actor: '', action: '', target: '', before: null, after: null }
          const operations = [{ kind: 'put-groups', subject: 'ann', provider: 'ldap', groups }] as const
          await inner.write({ tag: 'f'.repeat(32), expect: [], operations, audit })
        }
        return inner.touchGroups(touched)
      },
    }))
    await complete([{ name: 'a' }])
    expect(await complete([{ name: 'a' }])).toMatchObject({ changed: true })
    expect(await groups()).toMatchObject([{ groups: [{ name: 'a' }] }])
    expect((await manager.audit()).items).toHaveLength(3)
    expect((await store.view('ann')).subject?.groups).toHaveLength(1)
  })

  it('ends with an error when it cannot be confirmed', async () => {
    const { complete } = make((store) => ({
      ...store,
      touchGroups: () => Promise.reject(new Error('gone')),
    }))
    await complete([{ name: 'a' }])
    await expect(complete([{ name: 'a' }])).rejects.toMatchObject({
      code: 'TRILATCH_WRITE_UNKNOWN',
      status: 503,
    })
  })

  it('ends with a conflict when the record never stays the same', async () => {
    const { complete } = make((store) => ({
      ...store,
      touchGroups: async () => ({ status: 'refused', reason: 'conflict', detail: 'it has changed' }),
    }))
    await complete([{ name: 'a' }])
    await expect(complete([{ name: 'a' }])).rejects.toMatchObject({ code: 'TRILATCH_CONFLICT', status: 409 })
  })
})

describe('An answer that says nothing, or that nobody is there', () => {
  it('unknown changes nothing, also where there was nothing', async () => {
    const { manager, complete, groups } = make()
    const unknown = { status: 'unknown', why: 'down' } as const
    expect(await manager.recordGroups('ann', 'ldap', unknown)).toEqual({ version: '', changed: false })
    const { version } = await complete([{ name: 'a' }])
    const before = await groups()
    expect(await manager.recordGroups('ann', 'ldap', unknown)).toEqual({ version, changed: false })
    expect(await groups()).toBe(before)
  })

  it('gone takes the groups of that provider and ends the sessions, once', async () => {
    const { store, manager, complete, groups } = make()
    await complete([{ name: 'a' }])
    await complete([{ name: 'b' }], 'sso')
    const { epoch } = await manager.beginSession('ann')
    const gone = () => manager.recordGroups('ann', 'ldap', { status: 'gone' })
    expect(await gone()).toMatchObject({ changed: true })
    const ended = (await store.view('ann')).subject?.epoch
    expect(ended).not.toBe(epoch)
    expect(await groups()).toMatchObject([{ provider: 'sso' }])
    expect(await gone()).toMatchObject({ changed: false })
    expect((await store.view('ann')).subject?.epoch).toBe(ended)
    expect((await manager.audit()).items[0]).toMatchObject({
      action: 'subject.gone',
      target: 'ann',
      before: { provider: 'ldap', groups: [{ name: 'a' }] },
      after: null,
    })
  })

  it('gone makes no record of somebody unknown', async () => {
    const { store, manager } = make()
    expect(await manager.recordGroups('ann', 'ldap', { status: 'gone' })).toEqual({
      version: '',
      changed: false,
    })
    expect((await store.view('ann')).subject).toBeNull()
  })

  it('gone ends the sessions of somebody who was in no group', async () => {
    const { store, manager, complete } = make()
    await complete([])
    const { epoch } = await manager.beginSession('ann')
    await manager.recordGroups('ann', 'ldap', { status: 'gone' })
    expect((await store.view('ann')).subject?.epoch).not.toBe(epoch)
  })
})

describe('Groups that are not accepted', () => {
  const named = (count: number, length = 1) =>
    Array.from({ length: count }, (_, i) => ({ name: String(i).padStart(length, 'x') }))

  it.each([
    ['too many', named(1_001)],
    ['an empty name', [{ name: '' }]],
    ['a name too long', [{ name: 'x'.repeat(2_001) }]],
    ['a control character', [{ name: 'a\nb' }]],
    ['ill-formed text', [{ name: '\ud800' }]],
    ['no name', [{}]],
    ['no text', [{ name: 7 }]],
    ['a level that there is not', [{ name: 'a', access: 'root' }]],
    ['more fields', [{ name: 'a', level: 'owner' }]],
    ['no list', 'a'],
    ['nothing', undefined],
    ['too much text', named(100, 1_000)],
  ])('are refused with nothing changed: %s', async (_, groups) => {
    const { store, complete, manager } = make()
    await complete([{ name: 'a' }])
    const before = (await store.view('ann')).subject
    await expect(complete(groups as never)).rejects.toMatchObject({
      code: 'TRILATCH_GROUPS_INVALID',
      status: 422,
    })
    expect((await store.view('ann')).subject).toBe(before)
    expect((await manager.audit()).items).toHaveLength(1)
  })

  it('are as many as may be', async () => {
    const { complete, groups } = make()
    await complete([...named(999, 65), { name: 'y'.repeat(65_536 - 999 * 65) }])
    expect((await groups())?.[0]?.groups).toHaveLength(1_000)
    await expect(complete(named(100, 1_000))).rejects.toThrow(
      'Cannot record the groups: their names have 100000 characters together, at most 65536',
    )
  })

  it('come from at most twenty providers', async () => {
    const { complete, manager } = make()
    for (let i = 0; i < 20; i++) await complete([], `p${i}`)
    await expect(complete([], 'p20')).rejects.toMatchObject({
      code: 'TRILATCH_GROUPS_INVALID',
      message: 'Cannot record the groups: 20 providers have said something about this subject already',
      status: 422,
    })
    await complete([{ name: 'a' }], 'p19')
    await manager.recordGroups('ann', 'p0', { status: 'gone' })
    await complete([], 'p20')
  })

  it.each(['', 'x'.repeat(201), 'a\u0000', 7, null])('nor is a provider: %j', async (provider) => {
    const { complete } = make()
    await expect(complete([], provider as string)).rejects.toMatchObject({ code: 'TRILATCH_GROUPS_INVALID' })
  })

  it.each([undefined, null, 'complete', {}, { status: 'done' }, { status: 7 }])(
    'nor is an outcome: %j',
    async (outcome) => {
      const { manager } = make()
      await expect(manager.recordGroups('ann', 'ldap', outcome as unknown as GroupsOutcome)).rejects.toThrow(
        new TypeError('An outcome must have the status complete, unknown or gone'),
      )
    },
  )
})
