// What another program left in the store, and this one would have refused: it stays, and excuses nothing new.
import { describe, expect, it } from 'vitest'
import { managed } from './support.ts'

describe('What is stored and wrong already', () => {
  const put = { at: '', actor: 'import', action: 'import', target: 'odd', before: null, after: null }

  /** A manager of a store that another program left with a role inheriting one that is gone, and administrators. */
  async function leftBehind() {
    const { manager, store } = managed()
    const role = { id: 'odd', inherits: ['gone', 'admin'], rules: [] }
    await store.write({ tag: 'tag', expect: [], operations: [{ kind: 'put-role', role }], audit: put })
    return manager
  }

  it('blocks no other write', async () => {
    const manager = await leftBehind()
    expect((await manager.createRole({ id: 'new', rules: [] })).changed).toBe(true)
    const kept = { title: 'Odd', inherits: ['runner', 'admin', 'gone'], rules: [] }
    expect((await manager.replaceRole('odd', kept, await manager.role('odd'))).changed).toBe(true)
  })

  it('excuses nothing else, not even the same mistake of another role', async () => {
    const manager = await leftBehind()
    const unknown = { code: 'TRILATCH_ROLE_UNKNOWN', status: 422 }
    await expect(manager.createRole({ id: 'new', inherits: ['gone'], rules: [] })).rejects.toMatchObject({
      ...unknown,
      message:
        'Cannot use role "new": roles[4].inherits[0]: unknown role "gone". Known: "admin", "eu", "runner", "odd", "new".',
    })
    await expect(
      manager.replaceRole('odd', { inherits: ['lost'], rules: [] }, await manager.role('odd')),
    ).rejects.toMatchObject(unknown)
    await expect(manager.createRole({ id: 'new', inherits: ['admin'], rules: [] })).rejects.toMatchObject({
      code: 'TRILATCH_ADMINISTRATOR_ROLE',
      status: 422,
    })
    const row = { provider: 'p', group: 'g', roles: ['gone'] }
    await expect(manager.replaceMappings([row], await manager.mappings())).rejects.toMatchObject(unknown)
  })

  it('does not excuse a second administrator role in the same mapping row', async () => {
    const { manager, store } = managed()
    const rows = [{ provider: 'p', group: 'everyone', roles: ['admin', 'eu'] }]
    await store.write({ tag: 'tag', expect: [], operations: [{ kind: 'put-mappings', rows }], audit: put })
    await expect(
      manager.replaceRole('eu', { administrator: true, rules: [] }, await manager.role('eu')),
    ).rejects.toMatchObject({
      code: 'TRILATCH_MAPPING_INVALID',
      message:
        'Cannot use role "eu": mappings[0]: a row that leads to the administrator role "eu" takes no scope, no wildcard and not "everyone"',
      status: 422,
    })
  })
})
