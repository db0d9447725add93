// Who counts as an administrator by a group, and how far somebody is looked for, where nobody is one by assignment.
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Change, MappingRow, Store } from '../../src/index.ts'
import { edited, make, row, withRole } from './imports.ts'
import { lastByGroup, roles, showing } from './support.ts'

const second = { id: 'second', administrator: true, rules: [] }
const leading = [row('acme/boss', 'admin')]

/** Users in groups of their own: `ann` for `{ ann: 'acme/boss' }`. */
async function grouped(
  users: Readonly<Record<string, string>>,
  mappings: readonly MappingRow[] = leading,
  wrap?: (store: Store) => Store,
) {
  const here = make({ roles: [...roles, second], assignments: [], mappings }, wrap)
  for (const [id, name] of Object.entries(users)) {
    await here.manager.createUser({ id })
    await here.manager.recordGroups(id, 'acme', { status: 'complete', groups: [{ name }] })
  }
  return here
}

/** A store that keeps what it is asked about people, and what it is to write. */
function listening() {
  const asked: string[] = []
  const changes: Change[] = []
  const wrap = (store: Store): Store => ({
    ...store,
    users: (query) => {
      asked.push('users')
      return store.users(query)
    },
    members: (role, query) => {
      asked.push(`members of ${role}`)
      return store.members(role, query)
    },
    write: (change) => {
      changes.push(change)
      return store.write(change)
    },
  })
  /** What one write asks, and relies on. */
  const of = async (write: () => Promise<unknown>) => {
    asked.length = 0
    await write()
    return { asked: [...asked], expect: changes.at(-1)?.expect }
  }
  return { wrap, of, asked }
}

describe('Who is an administrator by a group', () => {
  afterEach(() => void vi.useRealTimers())

  it('stays one where the role is written in the same write that takes away the row of another', async () => {
    const here = await grouped({ bob: 'acme/boss', zoe: 'acme/dev' }, [...leading, row('acme/dev', 'second')])
    const [document, seen] = await edited(here, (all) => ({
      ...withRole('admin', { title: 'All' })(all),
      mappings: leading,
    }))
    expect(await here.manager.importPolicy(document, seen)).toMatchObject({ changed: true })
    expect((await here.manager.role('admin')).role.title).toBe('All')
  })

  it('is one also where nobody has confirmed the group for long: signing in confirms it', async () => {
    vi.useFakeTimers({ toFake: ['performance', 'Date'] })
    const { manager, authorizer } = await grouped({ bob: 'acme/boss' })
    vi.advanceTimersByTime(86_400_000)
    expect((await authorizer.access({ id: 'bob' })).can('project.delete')).toBe(false)
    await expect(manager.suspendUser('bob')).rejects.toMatchObject(lastByGroup('user.suspend'))
  })

  it.each<readonly [string, MappingRow]>([
    ['within a scope', { ...row('acme/dev/one', 'admin'), scope: 'eu.*' }],
    ['by a row for many groups', row('acme/dev/**', 'admin')],
    ['by a row for everyone', row('everyone', 'admin')],
  ])('is nobody who has the role %s, whatever is stored', async (_, stored) => {
    const wrap = showing([...leading, stored])
    const { manager, authorizer } = await grouped({ bob: 'acme/boss', zoe: 'acme/dev/one' }, leading, wrap)
    expect((await authorizer.access({ id: 'zoe' })).can('project.delete')).toBe(false)
    await expect(manager.suspendUser('bob')).rejects.toMatchObject(lastByGroup('user.suspend'))
  })

  it('is nobody by a role that is not there, and the role stops no write, whatever is stored', async () => {
    const wrap = showing([...leading, row('acme/dev', 'ghost')])
    const { manager } = await grouped({ bob: 'acme/boss', zoe: 'acme/dev' }, leading, wrap)
    await expect(manager.suspendUser('bob')).rejects.toMatchObject(lastByGroup('user.suspend'))
    await manager.replaceRole('eu', { rules: [] }, await manager.role('eu'))
    await manager.suspendUser('zoe')
  })

  it('is the last one although a store lists a member who is gone when they are looked at', async () => {
    const wrap = (store: Store): Store => ({
      ...store,
      members: async () => ({ items: ['gone'], version: 'v' }),
    })
    const { manager } = await grouped({ bob: 'acme/boss' }, leading, wrap)
    await expect(manager.suspendUser('bob')).rejects.toMatchObject(lastByGroup('user.suspend'))
  })
})

describe('An administrator by a group', () => {
  const bothMembers = ['members of admin', 'members of second']

  it('is looked for once among all users, and no further where nobody is left', async () => {
    const { wrap, asked } = listening()
    const { manager } = await grouped({ bob: 'acme/boss', zoe: 'acme/dev' }, leading, wrap)
    await manager.assign({ subject: 'zoe', role: 'eu' })
    asked.length = 0
    await expect(manager.suspendUser('bob')).rejects.toMatchObject(lastByGroup('user.suspend'))
    expect(asked).toEqual([...bothMembers, 'users'])
  })

  it('who was found to stay is what the write relies on', async () => {
    const { wrap, of } = listening()
    const { manager, store } = await grouped({ bob: 'acme/boss', zoe: 'acme/boss' }, leading, wrap)
    const { policy, subject } = await store.view('zoe')
    const gone = await of(() => manager.suspendUser('bob'))
    expect(gone).toMatchObject({
      asked: [...bothMembers, 'users'],
      expect: [
        { kind: 'policy', id: '', version: policy.version },
        { kind: 'subject', id: 'zoe', version: subject?.version },
        { kind: 'user', id: 'bob' },
      ],
    })
  })

  it('is looked for nowhere where a write takes none away, and the write relies on nobody', async () => {
    const { wrap, of } = listening()
    const rows = [...leading, row('acme/dev', 'eu')]
    const { manager } = await grouped({ bob: 'acme/boss', zoe: 'acme/dev' }, rows, wrap)
    const seen = await manager.user('zoe')
    expect(await of(() => manager.updateUser('zoe', { title: 'Zoe' }, seen))).toMatchObject({
      asked: [],
      expect: [{ kind: 'user', id: 'zoe' }],
    })
    const rowsSeen = await manager.mappings()
    const other = await of(() => manager.replaceMappings([...leading, row('acme/ops', 'eu')], rowsSeen))
    expect(other).toMatchObject({ asked: [], expect: [{ kind: 'policy' }, { kind: 'mappings' }] })
    // Who goes is looked at, and was none.
    expect(await of(() => manager.suspendUser('zoe'))).toMatchObject({
      asked: bothMembers,
      expect: [{ kind: 'user', id: 'zoe' }],
    })
  })

  it('is looked for nowhere where no row leads to one', async () => {
    const { wrap, of } = listening()
    const { manager } = await grouped({ zoe: 'acme/dev' }, [row('acme/dev', 'eu')], wrap)
    expect((await of(() => manager.suspendUser('zoe'))).asked).toEqual([])
  })

  it('is nobody to rely on where somebody is one by assignment', async () => {
    const { wrap, of } = listening()
    const { manager } = await grouped({ bob: 'acme/boss' }, leading, wrap)
    await manager.assign({ subject: 'root', role: 'admin' })
    expect(await of(() => manager.suspendUser('bob'))).toMatchObject({
      asked: ['members of admin'],
      expect: [{ kind: 'user', id: 'bob' }],
    })
  })

  it('is nobody to rely on where nobody known was one before', async () => {
    const { wrap, of } = listening()
    const rows = [...leading, row('acme/dev', 'second')]
    const { manager } = await grouped({ zoe: 'acme/ops' }, rows, wrap)
    const seen = await manager.mappings()
    expect(await of(() => manager.replaceMappings(leading, seen))).toMatchObject({
      asked: [...bothMembers, 'users'],
      expect: [{ kind: 'policy' }, { kind: 'mappings' }],
    })
  })
})
