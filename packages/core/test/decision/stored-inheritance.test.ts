import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ask, faultsOf, holder, role, rule } from './stored-roles.ts'

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
