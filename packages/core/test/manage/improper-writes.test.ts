// What is improper in the code that writes is refused before anything is planned.
import { afterEach, describe, expect, it } from 'vitest'
import { managed } from './support.ts'

const invalid = {
  code: 'TRILATCH_SUBJECT_INVALID',
  message: "A subject's id must be 1 to 512 characters without control characters",
}
const version = { version: null as never }

describe('An improper id of a subject', () => {
  it.each([
    ['replaceMembers', (m) => m.replaceMembers('eu', ['ann', 'a\0'], { version: 'v' })],
    ['changeMembers', (m) => m.changeMembers('eu', { remove: ['a\0'] }, { version: 'v' })],
    ['rolesOf', (m) => m.rolesOf('')],
    ['replaceRolesOf', (m) => m.replaceRolesOf('a\0', [], version)],
    ['user', (m) => m.user('')],
    ['createUser', (m) => m.createUser({ id: '' })],
    ['updateUser', (m) => m.updateUser('', {}, { version: 'v' })],
    ['suspendUser', (m) => m.suspendUser('')],
    ['restoreUser', (m) => m.restoreUser('')],
    ['deleteUser', (m) => m.deleteUser('')],
  ] as [string, (m: ReturnType<typeof managed>['manager']) => Promise<unknown>][])(
    'is refused by %s',
    async (_, call) => {
      await expect(call(managed().manager)).rejects.toMatchObject(invalid)
    },
  )
})

describe("The id that is Trilatch's own", () => {
  it.each(['assign', 'unassign'] as const)('is refused by %s', async (write) => {
    await expect(managed().manager[write]({ subject: 'trilatch:off', role: 'eu' })).rejects.toMatchObject({
      code: 'TRILATCH_SUBJECT_INVALID',
      message: "trilatch:off is Trilatch's own; nobody can have it as an id",
    })
  })
})

describe('What is no list of ids', () => {
  it.each([undefined, 'ann', { length: 0 }, [7], ['ann', null]])('is refused: %j', async (ids) => {
    const { manager } = managed()
    await expect(manager.replaceMembers('eu', ids as never, { version: 'v' })).rejects.toThrow(
      new TypeError('The members must be an array of ids'),
    )
    await expect(manager.replaceRolesOf('ann', ids as never, version)).rejects.toThrow(
      new TypeError('The roles must be an array of ids'),
    )
  })
})

describe('What is no new user', () => {
  it.each([undefined, null, 'ann', 7])('is refused: %j', async (user) => {
    await expect(managed().manager.createUser(user as never)).rejects.toThrow(
      new TypeError('A new user must be { id?, email?, title? }'),
    )
  })
})

describe('Somebody who saw nothing', () => {
  it.each([
    ['replaceMembers', (m) => m.replaceMembers('eu', [], undefined as never)],
    ['changeMembers', (m) => m.changeMembers('eu', {}, undefined as never)],
    ['replaceRolesOf', (m) => m.replaceRolesOf('ann', [], undefined as never)],
    ['replaceRole', (m) => m.replaceRole('eu', { rules: [] }, undefined as never)],
    ['setRule', (m) => m.setRule('eu', { permission: 'job', state: 'granted' }, undefined as never)],
    ['replaceMappings', (m) => m.replaceMappings([], undefined as never)],
    ['updateUser', (m) => m.updateUser('ann', {}, undefined as never)],
  ] as [string, (m: ReturnType<typeof managed>['manager']) => Promise<unknown>][])(
    'cannot replace: %s',
    async (_, call) => {
      await expect(call(managed().manager)).rejects.toThrow(
        new TypeError('This write replaces what is there: pass { version } as you read it'),
      )
    },
  )
})

describe('A list that its caller changes while the write waits', () => {
  it('is written as it was handed in', async () => {
    const { manager } = managed()
    const subjects = ['ann']
    const written = manager.replaceMembers('eu', subjects, await manager.members('eu'))
    subjects.push('eve')
    await written
    expect((await manager.members('eu')).items).toEqual(['ann'])
    const roles = ['eu']
    const given = manager.replaceRolesOf('ben', roles, { version: null })
    roles.push('admin')
    await given
    expect((await manager.rolesOf('ben')).roles).toEqual(['eu'])
  })
})

describe('A polluted prototype', () => {
  const host = Object.prototype as Record<string, unknown>
  afterEach(() => {
    for (const key of ['id', 'email', 'title', 'context']) delete host[key]
  })

  it('gives a new user no id, address or title', async () => {
    const { manager } = managed()
    Object.assign(host, { id: 'eve', email: 'eve@example.com', title: 'Eve' })
    const { id } = await manager.createUser({})
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
    expect(Object.keys((await manager.user(id)).user)).toEqual(['id', 'suspended', 'createdAt'])
  })

  it('narrows no rule that is set', async () => {
    const { manager } = managed()
    host['context'] = 'x'
    await manager.setRule('eu', { permission: 'project', state: 'granted' }, await manager.role('eu'))
    delete host['context']
    expect((await manager.role('eu')).role.rules.at(-1)).toEqual({ permission: 'project', state: 'granted' })
  })
})
