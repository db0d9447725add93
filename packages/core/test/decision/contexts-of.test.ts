// Which patterns matter for a permission: for showing, beside the answer without a resource.
import { expect, it } from 'vitest'
import { createAuthorizer } from '../../src/index.ts'
import type { HandedInRole, Role } from '../../src/index.ts'
import { forbid, grant, permissions } from '../authorizer/support.ts'
import type { RuleName } from '../authorizer/support.ts'

const roles: readonly Role<RuleName>[] = [
  { id: 'admin', administrator: true, rules: [] },
  { id: 'a', rules: [grant('job.run', 'a.*'), forbid('job', 'b.*'), grant('job')] },
  { id: 'b', rules: [forbid('job.run', 'a.*'), grant('job.run', 'a.*'), grant('*')] },
]
const authorizer = createAuthorizer({ permissions, roles })
const contexts = async (...held: HandedInRole[]) =>
  (await authorizer.access({ id: 'ann', roles: held })).contexts('job.run')

it('the nearest come first, each once, and those for every resource not at all', async () => {
  expect(await contexts('a', 'b')).toStrictEqual([
    { state: 'granted', context: 'a.*' },
    { state: 'forbidden', context: 'a.*' },
    { state: 'forbidden', context: 'b.*' },
  ])
})

it('a rule for every resource is shown where its role is held with a scope', async () => {
  expect(await contexts({ role: 'a', scope: 'eu.*' })).toStrictEqual([
    { state: 'granted', context: 'a.*', scope: 'eu.*' },
    { state: 'forbidden', context: 'b.*', scope: 'eu.*' },
    { state: 'granted', scope: 'eu.*' },
  ])
})

it('none matters to those whose roles are not asked', async () => {
  expect(await contexts('a', 'admin')).toEqual([])
  const suspended = await authorizer.access({ id: 'ann', roles: ['a'], suspended: true })
  expect(suspended.contexts('job.run')).toEqual([])
  const off = createAuthorizer({ permissions, roles, enabled: false })
  const access = await off.access({ id: 'ann', roles: ['a'] })
  expect([access.contexts('job.run'), access.canSome('job.run')]).toEqual([[], true])
})
