// Which way led to a role is part of an answer; the order in which roles were written down is not.
import { describe, expect, it } from 'vitest'
import { createAuthorizer, definePermissions } from '../../src/index.ts'

const permissions = definePermissions({ job: 'Job' })

/** What decides for somebody who holds `a`, which inherits these; all but `d` have no rules of their own. */
async function decidedBy(inherited: Readonly<Record<string, readonly string[]>>) {
  const roles = Object.entries(inherited).map(([id, inherits]) => ({ id, inherits, rules: [] }))
  const d = { id: 'd', rules: [{ permission: 'job', state: 'granted' }] } as const
  const authorizer = createAuthorizer({ permissions, roles: [...roles, d] })
  const access = await authorizer.access({ id: 'ann', roles: ['a'] })
  expect(access.explain('job').roles.find(({ role }) => role === 'd')?.via).toEqual(
    access.decide('job').by?.via,
  )
  return access.decide('job').by?.via
}

describe('Of several ways to an inherited role', () => {
  it('the first by role id is told among equally short ones, in whatever order they were written', async () => {
    expect(await decidedBy({ a: ['b', 'c'], b: ['d'], c: ['d'] })).toEqual(['a', 'b', 'd'])
    expect(await decidedBy({ a: ['c', 'b'], b: ['d'], c: ['d'] })).toEqual(['a', 'b', 'd'])
    expect(await decidedBy({ c: ['d'], b: ['d'], a: ['c', 'b'] })).toEqual(['a', 'b', 'd'])
  })

  it('the shortest is told, whatever its roles are called', async () => {
    expect(await decidedBy({ a: ['b', 'z'], b: ['c'], c: ['d'], z: ['d'] })).toEqual(['a', 'z', 'd'])
    expect(await decidedBy({ a: ['b', 'd'], b: ['d'] })).toEqual(['a', 'd'])
  })

  it('capital letters come before small ones, as in every order of ids', async () => {
    expect(await decidedBy({ a: ['b', 'C'], b: ['d'], C: ['d'] })).toEqual(['a', 'C', 'd'])
  })
})
