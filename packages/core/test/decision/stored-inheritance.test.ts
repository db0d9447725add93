import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createAuthorizer, definePermissions, memoryStore } from '../../src/index.ts'
import type { Access, Role, Rule, State } from '../../src/index.ts'
import { compilePolicy } from '../../src/decision/compiled-policy.ts'
import type { StoredFault } from '../../src/decision/compiled-policy.ts'

const permissions = definePermissions({
  'project.create': 'Create Project',
  'project.delete': { title: 'Delete Project', formerly: ['project.remove', 'constructor'] },
  'job.run': 'Run',
})

const rule = (state: State, permission: string, context?: string): Rule => ({
  permission,
  state,
  ...(context === undefined ? {} : { context }),
})
const role = (id: string, rules: readonly Rule[], more: Partial<Role> = {}): Role => ({ id, rules, ...more })

const faultsOf = (roles: readonly Role[]): readonly StoredFault[] =>
  compilePolicy('1', roles, permissions).faults

/** What a holder of role `a` has where these roles are stored, whatever is wrong with them. */
async function holder(roles: readonly Role[]): Promise<Access> {
  const stored = new Map(roles.map((item) => [item.id, { role: item, version: item.id }]))
  const policy = { version: '1', roles: stored, mappings: [], mappingsVersion: '1' }
  const store = { ...memoryStore(), view: () => ({ policy, subject: null }) }
  return createAuthorizer({ permissions, store }).access({ id: 'u', roles: ['a'] })
}

/** Both answers about one question; they must be the same. */
function ask(access: Access, permission: string, name?: string): boolean {
  const on = (name === undefined ? [] : [name]) as [string]
  const granted = access.can(permission, ...on)
  expect(access.decide(permission, ...on).state).toBe(granted ? 'granted' : 'forbidden')
  return granted
}

beforeEach(() => void vi.spyOn(process, 'emitWarning').mockImplementation(() => {}))
afterEach(() => void vi.restoreAllMocks())

describe('stored inheritance', () => {
  const admin = role('admin', [rule('granted', '*')], { administrator: true })

  test('of an administrator role is ignored with all its rules, and listed', async () => {
    const roles = [role('a', [], { inherits: ['admin'] }), admin]
    expect(faultsOf(roles)).toEqual([{ role: 'a', inherits: 'admin', why: 'administrator-inherited' }])
    const access = await holder(roles)
    expect(ask(access, 'job.run')).toBe(false)
    expect(ask(access, 'trilatch.roles.edit')).toBe(false)
  })

  test('of an administrator role two roles away is ignored too', async () => {
    const roles = [role('a', [], { inherits: ['b'] }), role('b', [], { inherits: ['admin'] }), admin]
    expect(ask(await holder(roles), 'job.run')).toBe(false)
  })

  test('of an unknown role is ignored, and listed', async () => {
    const inherits = ['gone', '__proto__', 'b']
    const roles = [role('a', [], { inherits }), role('b', [rule('granted', 'job')])]
    expect(faultsOf(roles)).toEqual([
      { role: 'a', inherits: 'gone', why: 'role-unknown' },
      { role: 'a', inherits: '__proto__', why: 'role-unknown' },
    ])
    expect(ask(await holder(roles), 'job.run')).toBe(true)
  })

  test('in a circle ends, and every role on it counts', async () => {
    const access = await holder([
      role('a', [], { inherits: ['b', 'a'] }),
      role('b', [rule('granted', 'job.run', 'x')], { inherits: ['c'] }),
      role('c', [rule('granted', 'project')], { inherits: ['a', 'b'] }),
    ])
    expect(ask(access, 'job.run', 'x')).toBe(true)
    expect(ask(access, 'project.create')).toBe(true)
    expect(ask(access, 'job.run')).toBe(false)
  })

  test('over a chain of a thousand roles is followed to its end', async () => {
    const chain = Array.from({ length: 1_000 }, (_, i) =>
      role(i === 0 ? 'a' : `r${i}`, i === 999 ? [rule('granted', 'job')] : [], { inherits: [`r${i + 1}`] }),
    )
    expect(ask(await holder([...chain, role('r1000', [])]), 'job.run')).toBe(true)
  })
})

describe('a stored policy', () => {
  test('with names of a prototype as ids leaves everything as it was', async () => {
    const before = Object.getOwnPropertyNames(Object.prototype)
    const ids = ['__proto__', 'constructor', 'a']
    const access = await holder(ids.map((id) => role(id, [rule('granted', 'job')], { inherits: ids })))
    expect(ask(access, 'job.run')).toBe(true)
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
  })
})
