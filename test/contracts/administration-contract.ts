// What holds of administration whoever writes, over any store that two processes share.
import { afterEach, describe, expect, it } from 'vitest'
import { createAuthorizer, credentialKind, definePermissions } from '@trilatch/core'
import type { Accounts, Authorizer, Manager, MappingRow, Role, Store, WrittenDocument } from '@trilatch/core'
import { admin, boss, everything, reader } from './store-kit.ts'
import type { Content } from './store-kit.ts'

const permissions = definePermissions({ 'job.run': 'Run Job', 'job.view': 'View Job' })
const root: Role = { id: 'root', administrator: true, rules: [] }
const runner: Role = { id: 'runner', rules: [{ permission: 'job.run', state: 'granted' }] }
const other = { subject: 'ann', role: 'root' }
const leading: MappingRow = { provider: 'acme', group: 'acme/ops', roles: ['root'] }

/** One process: what it writes with. */
interface Process {
  readonly authorizer: Authorizer
  readonly manager: Manager
  readonly accounts: Accounts
}

type Path = readonly [how: string, write: (process: Process, who: 'boss' | 'ann') => Promise<unknown>]

const roleOf = { boss: 'admin', ann: 'root' } as const

/** Imports what is there with a change. */
async function importing(
  { manager }: Process,
  change: (document: WrittenDocument) => Partial<WrittenDocument>,
): Promise<unknown> {
  const { document, version } = await manager.exportPolicy()
  return manager.importPolicy({ ...document, ...change(document) }, { version })
}

/** Each way in which an administrator stops being one. */
const paths: readonly Path[] = [
  ['deleting the user', ({ manager }, who) => manager.deleteUser(who)],
  ['suspending the user', ({ manager }, who) => manager.suspendUser(who)],
  ['deleting the role', ({ manager }, who) => manager.deleteRole(roleOf[who])],
  [
    'a role that makes nobody an administrator any more',
    async ({ manager }, who) =>
      manager.replaceRole(roleOf[who], { rules: [] }, await manager.role(roleOf[who])),
  ],
  ['taking the role', ({ manager }, who) => manager.unassign({ subject: who, role: roleOf[who] })],
  [
    'members without them',
    async ({ manager }, who) => manager.replaceMembers(roleOf[who], [], await manager.members(roleOf[who])),
  ],
  [
    'a change of members',
    async ({ manager }, who) =>
      manager.changeMembers(roleOf[who], { remove: [who] }, await manager.members(roleOf[who])),
  ],
  [
    'roles without it',
    async ({ manager }, who) => manager.replaceRolesOf(who, ['reader'], await manager.rolesOf(who)),
  ],
  ['an account without it', ({ accounts }, who) => accounts.change(who, { action: 'user.roles', roles: [] })],
  [
    'an import without the role',
    (process, who) =>
      importing(process, ({ roles, assignments = [] }) => ({
        roles: roles.filter(({ id }) => id !== roleOf[who]),
        assignments: assignments.filter(({ role }) => role !== roleOf[who]),
      })),
  ],
  [
    'an import in which the role is an ordinary one',
    (process, who) =>
      importing(process, ({ roles }) => ({
        roles: roles.map((role) => (role.id === roleOf[who] ? { id: role.id, rules: [] } : role)),
      })),
  ],
  [
    'an import in which nobody has the role',
    (process, who) =>
      importing(process, ({ assignments = [] }) => ({
        assignments: assignments.filter(({ subject }) => subject !== who),
      })),
  ],
]

const last = { code: 'TRILATCH_LAST_ADMINISTRATOR', status: 409 }

/** Registers what has to be true of administration. @param makeTwo Gives what two processes write to: one store, twice. */
export function administrationContract(
  name: string,
  makeTwo: (content: Content) => Promise<readonly [Store, Store]>,
): void {
  const open: Store[] = []
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close()
  })

  async function make(assignments = [boss]) {
    const stores = await makeTwo({ roles: [admin, root, reader, runner], assignments })
    open.push(...new Set(stores))
    const processOf = (store: Store, actor: string): Process => {
      const authorizer: Authorizer = createAuthorizer({ permissions, store, providers: { acme: 'path' } })
      return { authorizer, manager: authorizer.manage(actor), accounts: authorizer.accounts(actor) }
    }
    const [one, two] = [processOf(stores[0], 'boss'), processOf(stores[1], 'ann')]
    for (const id of ['boss', 'ann']) await one.manager.createUser({ id })
    return { store: stores[0], one, two }
  }

  const administrators = async ({ authorizer }: Process): Promise<string[]> => {
    const found: string[] = []
    for (const id of ['boss', 'ann'])
      if ((await authorizer.access({ id })).can('trilatch.roles.edit')) found.push(id)
    return found
  }

  describe(`The last administrator over ${name}`, () => {
    it.each(paths)('is not lost by %s', async (_, write) => {
      const { store, one } = await make()
      const before = await everything(store, 'boss', 'ann')
      await expect(write(one, 'boss')).rejects.toMatchObject(last)
      expect(await everything(store, 'boss', 'ann')).toEqual(before)
      expect(await administrators(one)).toEqual(['boss'])
    })

    it.each(paths)('stays when two of them go at the same moment, by %s', async (_, write) => {
      const { one, two } = await make([boss, other])
      // Each process reads before the other one has written.
      await Promise.all([administrators(one), administrators(two)])
      const ended = await Promise.allSettled([write(one, 'ann'), write(two, 'boss')])
      const reasons = ended.flatMap((end) =>
        end.status === 'rejected' ? [end.reason as { code: string }] : [],
      )
      expect(reasons).toHaveLength(1)
      // An import is refused because the other one has changed what it is of; all else finds that it would be the last.
      expect(['TRILATCH_LAST_ADMINISTRATOR', 'TRILATCH_CONFLICT']).toContain(reasons[0]?.code)
      await one.manager.createUser({ id: 'later' })
      expect(await administrators(one)).toHaveLength(1)
    })

    it('is not lost by what a role of administrators forbids: they may do everything all the same', async () => {
      const { one } = await make()
      const { manager } = one
      const forbidden = { administrator: true, rules: [{ permission: '*', state: 'forbidden' } as const] }
      await manager.replaceRole('admin', forbidden, await manager.role('admin'))
      expect((await one.authorizer.access({ id: 'boss' })).can('job.run')).toBe(true)
      expect(await administrators(one)).toEqual(['boss'])
    })

    it.each<readonly [string, (process: Process) => Promise<unknown>]>([
      ['the row', async ({ manager }) => manager.replaceMappings([], await manager.mappings())],
      [
        'the group',
        async ({ manager }) =>
          manager.removeGroup('root', { provider: 'acme', group: 'acme/ops' }, await manager.mappings()),
      ],
      ['the role', ({ manager }) => manager.deleteRole('root')],
      [
        'its mark',
        async ({ manager }) => manager.replaceRole('root', { rules: [] }, await manager.role('root')),
      ],
      ['an import without the row', (process) => importing(process, () => ({ mappings: [] }))],
    ])('is whoever a group leads there, where nobody is one by assignment: %s stays', async (_, write) => {
      const { store, one } = await make([])
      const { manager } = one
      await manager.replaceMappings([leading], await manager.mappings())
      await manager.recordGroups('ann', 'acme', { status: 'complete', groups: [{ name: 'acme/ops' }] })
      const before = await everything(store, 'ann')
      await expect(write(one)).rejects.toMatchObject(last)
      expect(await everything(store, 'ann')).toEqual(before)
      expect(await administrators(one)).toEqual(['ann'])
      // With one by assignment, who is never lost, it may go; a suspended one is none.
      await manager.assign({ subject: 'boss', role: 'admin' })
      await write(one)
      expect(await administrators(one)).toEqual(['boss'])
    })

    it('is not looked for among those who are suspended', async () => {
      const { one } = await make([])
      const { manager } = one
      await manager.suspendUser('boss')
      await manager.assign({ subject: 'boss', role: 'admin' })
      await manager.replaceMappings([leading], await manager.mappings())
      await expect(manager.deleteRole('root')).rejects.toMatchObject(last)
    })
  })

  describe(`Nobody over ${name} gives what they do not hold`, () => {
    const deputy = { id: 'deputy', rules: [{ permission: 'job.view' as const, state: 'granted' as const }] }

    it('by an import, an account or a link, and a right that is lost at the same moment counts', async () => {
      const { store, one, two } = await make()
      const { manager } = one
      await manager.createRole(deputy)
      await manager.assign({ subject: 'ann', role: 'deputy' })
      await manager.createUser({ id: 'ben' })
      await manager.assign({ subject: 'ben', role: 'runner' })
      const as = { id: 'ann' }
      const mine: Process = {
        ...two,
        manager: two.authorizer.manage('ann', { as }),
        accounts: two.authorizer.accounts('ann', { as }),
      }
      // But for the trail, which tells of attempts that were refused.
      const held = async () => ({ ...((await everything(store, 'boss', 'ann', 'ben')) as object), trail: [] })
      const before = await held()
      const more = { code: 'TRILATCH_MORE_THAN_HELD', status: 403 }
      await expect(
        importing(mine, ({ assignments = [] }) => ({
          assignments: [...assignments, { subject: 'ann', role: 'runner' }],
        })),
      ).rejects.toMatchObject(more)
      for (const kind of [credentialKind, 'links'])
        await expect(
          mine.accounts.change('ben', { action: 'x', put: [{ kind, key: 'ben', value: 1 }] }),
        ).rejects.toMatchObject(more)
      expect(await held()).toEqual(before)
      await importing(mine, ({ assignments = [] }) => ({
        assignments: [...assignments, { subject: 'boss2', role: 'deputy' }],
      }))
      // The other process takes the right away, and this one may still hold it.
      await manager.unassign({ subject: 'ann', role: 'deputy' })
      await expect(mine.manager.assign({ subject: 'boss3', role: 'deputy' })).rejects.toMatchObject(more)
    })
  })
}
