// Every write records who, when, what before and after; refused writes leave nothing.
import { describe, expect, it } from 'vitest'
import { grant } from '../authorizer/support.ts'
import { managed } from './support.ts'

type Manager = ReturnType<typeof managed>['manager']
const eu = { id: 'eu', rules: [grant('job.run', 'eu.*')] }
const row = { provider: 'ldap', group: 'cn=ops', roles: ['eu'] }
const ann = (fields: object) => expect.objectContaining({ id: 'ann', ...fields }) as object

const writes: readonly [string, string, unknown, unknown, (manager: Manager) => Promise<unknown>][] = [
  ['role.create', 'new', null, { id: 'new', rules: [] }, (m) => m.createRole({ id: 'new', rules: [] })],
  [
    'role.update',
    'eu',
    eu,
    { id: 'eu', rules: [] },
    async (m) => m.replaceRole('eu', { rules: [] }, await m.role('eu')),
  ],
  [
    'role.rule',
    'eu',
    eu,
    { id: 'eu', rules: [...eu.rules, grant('job')] },
    async (m) => m.setRule('eu', grant('job'), await m.role('eu')),
  ],
  ['role.delete', 'eu', eu, null, (m) => m.deleteRole('eu')],
  ['mappings.replace', 'mappings', [], [row], async (m) => m.replaceMappings([row], await m.mappings())],
  [
    'members.replace',
    'eu',
    { members: 1, removed: ['boss'] },
    { members: 1, added: ['ann'] },
    async (m) => m.replaceMembers('eu', ['ann'], await m.members('eu')),
  ],
  [
    'members.change',
    'eu',
    ['boss'],
    ['ann'],
    async (m) => m.changeMembers('eu', { add: ['ann'], remove: ['boss'] }, await m.members('eu')),
  ],
  ['subject.roles', 'ann', [], ['eu'], async (m) => m.replaceRolesOf('ann', ['eu'], await m.rolesOf('ann'))],
  [
    'subject.assign',
    'ann',
    null,
    { subject: 'ann', role: 'eu', scope: 'x.*' },
    (m) => m.assign({ subject: 'ann', role: 'eu', scope: 'x.*' }),
  ],
  [
    'subject.unassign',
    'boss',
    { subject: 'boss', role: 'eu' },
    null,
    (m) => m.unassign({ subject: 'boss', role: 'eu' }),
  ],
  [
    'user.create',
    'new',
    null,
    expect.objectContaining({ id: 'new', roles: [], origin: 'registered' }),
    (m) => m.createUser({ id: 'new' }, 'registered'),
  ],
  [
    'user.update',
    'ann',
    ann({}),
    ann({ title: 'Ann' }),
    async (m) => m.updateUser('ann', { title: 'Ann' }, await m.user('ann')),
  ],
  ['user.suspend', 'ann', ann({ suspended: false }), ann({ suspended: true }), (m) => m.suspendUser('ann')],
  ['user.delete', 'ann', ann({}), null, (m) => m.deleteUser('ann')],
]

async function make() {
  const made = managed()
  await made.manager.createUser({ id: 'ann' })
  await made.manager.assign({ subject: 'boss', role: 'eu' })
  return made
}

/** What chains an entry to the one before it. */
const link = {
  store: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
  kept: 10_000,
  key: '-',
  previous: expect.stringMatching(/^[\w-]{43}$/) as string,
  hash: expect.stringMatching(/^[\w-]{43}$/) as string,
}

type Line = { readonly before: string[]; readonly after: string[] }

describe('The audit trail', () => {
  it.each(writes)(
    'has one line for %s of %s, with before and after',
    async (action, target, before, after, write) => {
      const { manager } = await make()
      const written = (await write(manager)) as { version: string }
      const { items } = await manager.audit()
      expect(items).toHaveLength(3)
      expect(items[0]).toEqual({
        sequence: 3,
        tag: written.version,
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
        actor: 'boss',
        action,
        target,
        outcome: 'done',
        before,
        after,
        ...link,
      })
    },
  )

  it('has a line for the end of a suspension', async () => {
    const { manager } = await make()
    await manager.suspendUser('ann')
    await manager.restoreUser('ann')
    expect((await manager.audit()).items[0]).toMatchObject({
      action: 'user.restore',
      before: { suspended: true },
      after: { suspended: false },
    })
  })

  it('names who wrote, also a program', async () => {
    const { manager, authorizer } = await make()
    await authorizer.manage({ id: 'nightly-import' }).createRole({ id: 'new', rules: [] })
    expect((await manager.audit()).items.map(({ actor }) => actor)).toEqual([
      'nightly-import',
      'boss',
      'boss',
    ])
    expect(() => authorizer.manage(undefined as never)).toThrow(
      new TypeError(
        "manage() needs an actor, in whose name it writes: the id of a person, or a word for a program, as manage('importer')",
      ),
    )
  })

  it('has no line for refused writes and for those with nothing to do, and no gap', async () => {
    const { manager } = await make()
    const refused = [
      manager.createRole({ id: 'eu', rules: [] }),
      manager.unassign({ subject: 'boss', role: 'admin' }),
      manager.replaceRole('eu', { rules: [] }, { version: 'old' }),
      manager.assign({ subject: 'ann', role: 'ghost' }),
      manager.deleteUser('ghost'),
    ]
    for (const { status } of await Promise.allSettled(refused)) expect(status).toBe('rejected')
    await manager.assign({ subject: 'boss', role: 'eu' })
    await manager.restoreUser('ann')
    expect((await manager.audit()).items).toHaveLength(2)
    await manager.suspendUser('ann')
    expect((await manager.audit()).items.map(({ sequence }) => sequence)).toEqual([3, 2, 1])
  })

  it('comes newest first, page by page', async () => {
    const { manager } = await make()
    await manager.suspendUser('ann')
    const first = await manager.audit({ limit: 2 })
    expect([first.items.map(({ sequence }) => sequence), first.next]).toEqual([[3, 2], '2'])
    const rest = await manager.audit({ limit: 2, after: '2' })
    expect([rest.items.map(({ sequence }) => sequence), rest.next]).toEqual([[1], undefined])
  })

  it('cannot be edited by who reads it', async () => {
    const { manager } = await make()
    await manager.changeMembers('eu', { add: ['ann'], remove: ['boss'] }, await manager.members('eu'))
    const [line] = (await manager.audit()).items as unknown as [Line]
    for (const edit of [
      () => Object.assign(line, { actor: 'eve' }),
      () => line.after.push('eve'),
      () => line.before.splice(0),
    ]) {
      try {
        edit()
      } catch {}
    }
    expect((await manager.audit()).items[0]).toMatchObject({
      actor: 'boss',
      before: ['boss'],
      after: ['ann'],
    })
  })
})
