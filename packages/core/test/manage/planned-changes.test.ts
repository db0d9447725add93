// What a store is asked to do, in full: the versions that a write relies on, and its operations.
import { describe, expect, it } from 'vitest'
import type { Change, MappingRow, MemoryStoreContent } from '../../src/index.ts'
import { grant } from '../authorizer/support.ts'
import { roles, watched } from './support.ts'

const row = (...ids: string[]) => ({ provider: 'ldap', group: ids.join('+'), roles: ids })

/** A manager, and every change that its store was asked for. */
function recorded(content: MemoryStoreContent = {}) {
  const made = watched({
    roles: [...roles, { id: 'heir', inherits: ['eu', 'runner'], rules: [] }],
    assignments: [
      { subject: 'boss', role: 'admin' },
      { subject: 'ann', role: 'runner' },
      { subject: 'ann', role: 'eu' },
      { subject: 'ann', role: 'eu', scope: 'x.*' },
    ],
    mappings: [row('runner'), row('eu', 'runner'), row('eu')],
    ...content,
  })
  const policy = async () => {
    const { version } = (await made.store.view(null)).policy
    return { kind: 'policy', id: '', version }
  }
  const last = () => {
    const { expect: relied, operations } = made.changes.at(-1) as Change
    return { expect: relied, operations }
  }
  return { ...made, policy, last }
}

describe('A change', () => {
  it('of roles relies on the policy and on the role, and puts the role', async () => {
    const { manager, policy, last } = recorded()
    let relied = await policy()
    await manager.createRole({ id: 'new', rules: [] })
    expect(last()).toEqual({
      expect: [relied],
      operations: [{ kind: 'put-role', role: { id: 'new', rules: [] } }],
    })
    const seen = await manager.role('new')
    relied = await policy()
    await manager.setRule('new', grant('job'), seen)
    expect(last()).toEqual({
      expect: [relied, { kind: 'role', id: 'new', version: seen.version }],
      operations: [{ kind: 'put-role', role: { id: 'new', rules: [grant('job')] } }],
    })
  })

  it('that deletes a role names what else it changes, and nothing that stays', async () => {
    const { manager, policy, last } = recorded()
    const seen = await manager.role('eu')
    const relied = await policy()
    await manager.deleteRole('eu', seen)
    expect(last()).toEqual({
      expect: [relied, { kind: 'role', id: 'eu', version: seen.version }],
      operations: [
        { kind: 'remove-role', id: 'eu' },
        { kind: 'put-role', role: { id: 'heir', inherits: ['runner'], rules: [] } },
        { kind: 'put-mappings', rows: [row('runner'), { ...row('eu', 'runner'), roles: ['runner'] }] },
      ],
    })
    await manager.deleteRole('heir')
    expect(last().operations).toEqual([{ kind: 'remove-role', id: 'heir' }])
  })

  it('that deletes a role puts mappings only where a row changes or goes', async () => {
    const put = async (mappings: readonly MappingRow[]) => {
      const { manager, last } = recorded({ mappings })
      await manager.deleteRole('eu')
      return last().operations.find(({ kind }) => kind === 'put-mappings')
    }
    const both = row('eu', 'runner')
    expect(await put([row('runner')])).toBeUndefined()
    expect(await put([])).toBeUndefined()
    expect(await put([row('runner'), row('eu')])).toEqual({ kind: 'put-mappings', rows: [row('runner')] })
    const left = { ...both, roles: ['runner'] }
    expect(await put([row('runner'), both])).toEqual({ kind: 'put-mappings', rows: [row('runner'), left] })
  })

  it('of mappings relies on the policy and on the rows', async () => {
    const { manager, policy, last } = recorded()
    const { version } = await manager.mappings()
    const relied = await policy()
    await manager.replaceMappings([row('eu')], { version })
    expect(last()).toEqual({
      expect: [relied, { kind: 'mappings', id: '', version }],
      operations: [{ kind: 'put-mappings', rows: [row('eu')] }],
    })
  })

  it('of members relies on the policy and on the list, and changes only who comes and goes', async () => {
    const { manager, policy, last } = recorded()
    await manager.assign({ subject: 'ben', role: 'eu' })
    const { version } = await manager.members('eu')
    const relied = await policy()
    await manager.replaceMembers('eu', ['cy', 'ben'], { version })
    expect(last()).toEqual({
      expect: [relied, { kind: 'members', id: 'eu', version }],
      operations: [
        { kind: 'assign', assignment: { subject: 'cy', role: 'eu' } },
        { kind: 'unassign', assignment: { subject: 'ann', role: 'eu' } },
      ],
    })
  })

  it('of few members relies on the policy, on each of them and on the list', async () => {
    const { manager, policy, last } = recorded()
    const { version } = await manager.members('eu')
    const relied = await policy()
    const ann = (await manager.rolesOf('ann')).version
    await manager.changeMembers('eu', { add: ['cy'], remove: ['ann', 'ben'] }, { version })
    expect(last()).toEqual({
      expect: [
        relied,
        { kind: 'subject', id: 'cy', version: null },
        { kind: 'subject', id: 'ann', version: ann },
        { kind: 'subject', id: 'ben', version: null },
        { kind: 'members', id: 'eu', version },
      ],
      operations: [
        { kind: 'assign', assignment: { subject: 'cy', role: 'eu' } },
        { kind: 'unassign', assignment: { subject: 'ann', role: 'eu' } },
      ],
    })
  })

  it('of the roles of a subject relies on the policy and on the subject, and is audited in order', async () => {
    const { manager, policy, last } = recorded()
    const seen = await manager.rolesOf('ann')
    expect(seen.roles).toEqual(['eu', 'runner'])
    const relied = await policy()
    await manager.replaceRolesOf('ann', ['heir', 'eu'], seen)
    expect(last()).toEqual({
      expect: [relied, { kind: 'subject', id: 'ann', version: seen.version }],
      operations: [
        { kind: 'assign', assignment: { subject: 'ann', role: 'heir' } },
        { kind: 'unassign', assignment: { subject: 'ann', role: 'runner' } },
      ],
    })
    const [line] = (await manager.audit()).items
    expect(line).toMatchObject({ before: ['eu', 'runner'], after: ['eu', 'heir'] })
    await manager.replaceRolesOf('new', ['eu'], { version: null })
    expect(last().expect).toEqual([relied, { kind: 'subject', id: 'new', version: null }])
  })

  it('of one assignment relies on the policy and on the subject', async () => {
    const { manager, policy, last } = recorded()
    const { version } = await manager.rolesOf('ann')
    const relied = await policy()
    const assignment = { subject: 'ann', role: 'eu', scope: 'x.*' }
    await manager.unassign(assignment)
    expect(last()).toEqual({
      expect: [relied, { kind: 'subject', id: 'ann', version }],
      operations: [{ kind: 'unassign', assignment }],
    })
    await manager.assign({ subject: 'new', role: 'eu' })
    expect(last()).toEqual({
      expect: [relied, { kind: 'subject', id: 'new', version: null }],
      operations: [{ kind: 'assign', assignment: { subject: 'new', role: 'eu' } }],
    })
  })

  it('of users relies on the user, and a new one on the policy too', async () => {
    const { manager, policy, last } = recorded()
    const relied = await policy()
    await manager.createUser({ id: 'new', title: 'New' })
    const { user, version } = await manager.user('new')
    expect(last()).toEqual({
      expect: [relied, { kind: 'user', id: 'new', version: null }],
      operations: [{ kind: 'put-user', user }],
    })
    await manager.updateUser('new', { email: 'n@example.com' }, { version })
    const { title: _, ...rest } = user
    expect(last()).toEqual({
      expect: [{ kind: 'user', id: 'new', version }],
      operations: [{ kind: 'put-user', user: { ...rest, email: 'n@example.com' } }],
    })
    const seen = await manager.user('new')
    await manager.deleteUser('new')
    expect(last()).toEqual({
      expect: [{ kind: 'user', id: 'new', version: seen.version }],
      // What the user signed in with goes in the same step.
      operations: [
        { kind: 'remove-user', id: 'new' },
        { kind: 'remove-entry', entry: { kind: 'credential', key: 'new' } },
        { kind: 'remove-entry', entry: { kind: 'links', key: 'new' } },
      ],
    })
  })
})

describe('A write with nothing to do', () => {
  it('asks the store for nothing, and gives the version it found', async () => {
    const { manager, changes } = recorded()
    const { version } = await manager.rolesOf('ann')
    const nothing = { changed: false, version }
    expect(await manager.assign({ subject: 'ann', role: 'eu' })).toEqual(nothing)
    expect(await manager.unassign({ subject: 'ann', role: 'heir' })).toEqual(nothing)
    expect(await manager.replaceRolesOf('ann', ['runner', 'eu'], { version })).toEqual(nothing)
    expect(await manager.unassign({ subject: 'new', role: 'eu' })).toEqual({ changed: false, version: '' })
    expect(changes).toEqual([])
    await manager.createUser({ id: 'u', title: 'U', email: 'u@example.com' })
    const seen = await manager.user('u')
    const same = await manager.updateUser('u', { title: 'U', email: 'u@example.com' }, seen)
    expect(same).toEqual({ changed: false, version: seen.version })
    expect((await manager.updateUser('u', { title: 'V', email: 'u@example.com' }, seen)).changed).toBe(true)
    const next = await manager.user('u')
    expect((await manager.updateUser('u', { title: 'V', email: 'v@example.com' }, next)).changed).toBe(true)
  })
})
