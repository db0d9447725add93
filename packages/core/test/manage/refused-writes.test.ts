// What a write is refused with, in full: code, message and status, for whoever sent it.
import { describe, expect, it } from 'vitest'
import { createAuthorizer, memoryStore } from '../../src/index.ts'
import { forbid, grant, permissions } from '../authorizer/support.ts'
import { managed, roles } from './support.ts'

type Manager = ReturnType<typeof managed>['manager']

const refusals: readonly [
  what: string,
  write: (manager: Manager) => Promise<unknown>,
  code: string,
  message: string,
  status: number,
][] = [
  [
    'a role that exists',
    (m) => m.createRole({ id: 'eu', rules: [] }),
    'TRILATCH_ROLE_EXISTS',
    'There is a role "eu" already',
    409,
  ],
  [
    'a new role with an unknown permission',
    (m) => m.createRole({ id: 'b', rules: [grant('job.rum')] } as never),
    'TRILATCH_PERMISSION_UNKNOWN',
    'Cannot use role "b": roles[3].rules[0].permission: unknown permission "job.rum". Did you mean "job.run"?',
    422,
  ],
  [
    'another content with an unknown permission',
    async (m) => m.replaceRole('eu', { rules: [grant('job.rum')] } as never, await m.role('eu')),
    'TRILATCH_PERMISSION_UNKNOWN',
    'Cannot use role "eu": rules[0].permission: unknown permission "job.rum". Did you mean "job.run"? Its rules stay as they are stored.',
    422,
  ],
  [
    'another content that inherits itself',
    async (m) => m.replaceRole('eu', { inherits: ['eu'], rules: [] }, await m.role('eu')),
    'TRILATCH_ROLE_CYCLE',
    'Cannot use role "eu": roles[1].inherits: roles inherit each other in a circle: eu → eu',
    422,
  ],
  [
    'a content that is none',
    async (m) => m.replaceRole('eu', 'none' as never, await m.role('eu')),
    'TRILATCH_POLICY_INVALID',
    'Cannot use the role: Invalid input: expected record, received string',
    422,
  ],
  [
    'a rule that is none',
    async (m) => m.setRule('eu', 'none' as never, await m.role('eu')),
    'TRILATCH_POLICY_INVALID',
    'Cannot use the rule: Invalid input: expected object, received string',
    422,
  ],
  [
    'a rule with an unknown permission',
    async (m) => m.setRule('eu', grant('job.rum') as never, await m.role('eu')),
    'TRILATCH_PERMISSION_UNKNOWN',
    'Cannot use the rule of role "eu": permission: unknown permission "job.rum". Did you mean "job.run"?',
    422,
  ],
  [
    'mappings to a role that does not exist',
    async (m) => m.replaceMappings([{ provider: 'p', group: 'g', roles: ['eus'] }], await m.mappings()),
    'TRILATCH_ROLE_UNKNOWN',
    'Cannot use the mappings: mappings[0].roles[0]: unknown role "eus". Did you mean "eu"?',
    422,
  ],
  [
    'an assignment that is none',
    (m) => m.assign({ subject: 'ann', role: 'eu', scop: 'x' } as never),
    'TRILATCH_POLICY_INVALID',
    'Cannot use the assignment: scop: unknown key',
    422,
  ],
  [
    'a scope that is not accepted',
    (m) => m.assign({ subject: 'ann', role: 'eu', scope: 'a//b' }),
    'TRILATCH_CONTEXT_INVALID',
    'Cannot use context "a//b": no name has an empty segment here (at position 2)',
    422,
  ],
  [
    'members of a role that does not exist',
    (m) => m.replaceMembers('ghost', [], { version: 'empty' }),
    'TRILATCH_ROLE_UNKNOWN',
    'There is no role "ghost"',
    404,
  ],
  [
    'a change of members of a role that does not exist',
    (m) => m.changeMembers('ghost', { add: ['ann'] }, { version: 'empty' }),
    'TRILATCH_ROLE_UNKNOWN',
    'There is no role "ghost"',
    404,
  ],
  [
    'fields that no user has',
    async (m) => {
      await m.createUser({ id: 'ann' })
      await m.updateUser('ann', { admin: true } as never, await m.user('ann'))
    },
    'TRILATCH_USER_INVALID',
    'Cannot use the user: admin: unknown key',
    422,
  ],
]

describe('A write is refused', () => {
  it.each(refusals)('for %s', async (_, write, code, message, status) => {
    await expect(write(managed().manager)).rejects.toMatchObject({ code, message, status })
  })

  it('for more than 1,000 roles of one subject', async () => {
    const many = Array.from({ length: 1_001 }, (_, i) => ({ id: `r${i}`, rules: [] }))
    const { manager } = managed({ roles: [...roles, ...many] })
    const ids = many.map(({ id }) => id)
    await expect(manager.replaceRolesOf('ann', ids, { version: null })).rejects.toMatchObject({
      code: 'TRILATCH_OPTION_INVALID',
      message:
        'Cannot change 1001 memberships in one write: at most 1000; do it in steps, as `trilatch-store replace-members` does in Redis',
      status: 422,
    })
    await manager.replaceRolesOf('ann', ids.slice(1), { version: null })
    expect((await manager.rolesOf('ann')).roles).toHaveLength(1_000)
  })

  it.each([
    [
      'an administrator role',
      { administrator: true, rules: [] },
      'Cannot use newUserRoles: registered names the administrator role "eu"; assign it by hand.',
    ],
    [
      'one that grants everything',
      { rules: [grant('*')] },
      'Cannot use newUserRoles: registered names "eu", which grants everything to whoever comes. ' +
        'Choose another role, or write allowFullAccessForStrangers: true.',
    ],
  ] as const)('for making what newcomers get %s', async (_, content, message) => {
    const store = memoryStore({ roles })
    const authorizer = createAuthorizer({ permissions, store, newUserRoles: { registered: ['eu'] } })
    const manager = authorizer.manage('boss')
    await expect(manager.replaceRole('eu', content, await manager.role('eu'))).rejects.toMatchObject({
      code: 'TRILATCH_NEW_USER_ROLES',
      message,
      status: 422,
    })
  })
})

describe('A scope that is not accepted', () => {
  it('can be taken: nothing is held so', async () => {
    const { manager } = managed()
    const taken = await manager.unassign({ subject: 'ann', role: 'eu', scope: 'a//b' })
    expect(taken.changed).toBe(false)
  })
})

describe('A rule of a permission that this application does not know', () => {
  it.each([
    ['wider', forbid('billing.refund')],
    ['of another permission', forbid('billing.void', 'x.*')],
    ['turned round', grant('billing.refund', 'x.*')],
    ['in another context', forbid('billing.refund', 'y.*')],
  ])('is not the one that is stored when it is %s', async (_, rule) => {
    const { manager } = managed({
      roles: [{ id: 'a', rules: [forbid('billing.refund', 'x.*')] }],
      assignments: [],
    })
    await expect(
      manager.replaceRole('a', { rules: [rule] } as never, await manager.role('a')),
    ).rejects.toMatchObject({
      code: 'TRILATCH_PERMISSION_UNKNOWN',
      status: 422,
      message: expect.stringContaining('Its rules stay as they are stored.') as string,
    })
  })

  it('is the one that is stored when it is written as it was read, with its context', async () => {
    const rule = forbid('billing.refund', 'x.*')
    const { manager } = managed({ roles: [{ id: 'a', rules: [rule] }], assignments: [] })
    await manager.replaceRole('a', { title: 'A', rules: [rule] } as never, await manager.role('a'))
    expect((await manager.role('a')).role).toEqual({ id: 'a', title: 'A', rules: [rule] })
  })
})
