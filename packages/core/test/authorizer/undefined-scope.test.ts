// A scope that is there and undefined was forgotten somewhere: to read it as every resource would open.
import { afterEach, expect, it } from 'vitest'
import { createAuthorizer } from '../../src/index.ts'
import { grant, permissions } from './support.ts'

const authorizer = createAuthorizer({ permissions, roles: [{ id: 'runner', rules: [grant('job.run')] }] })
const holding = (role: unknown) => authorizer.access({ id: 'ann', roles: [role] } as never)
const host = Object.prototype as { scope?: unknown }

afterEach(() => void delete host.scope)

it('a handed-in role with an undefined scope is refused', async () => {
  await expect(holding({ role: 'runner', scope: undefined })).rejects.toThrow(
    new TypeError('The scope of a handed-in role is undefined; leave it out to mean every resource'),
  )
})

it('a scope that only the prototype of all objects has is none', async () => {
  host.scope = 'eu.*'
  expect((await holding({ role: 'runner' })).can('job.run')).toBe(true)
})

it('a handed-in role must be a text or an object', async () => {
  const error = new TypeError("A subject's roles must be ids or { role, scope } with strings")
  for (const role of [null, undefined, true, () => 'runner', { role: 7 }, { role: 'runner', scope: null }])
    await expect(holding(role)).rejects.toThrow(error)
})
