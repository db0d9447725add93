// T132: what opens the console to others needs a sign-in of the last ten minutes, and not only what makes administrators.
import { beforeEach, describe, expect, it } from 'vitest'
import type { Manager, Rule } from '@trilatch/core'
import { ask, whole } from './ask.ts'
import type { Asking, Host } from './ask.ts'
import { direct } from './direct.ts'
import { caller, makeWorld, onlyRole, withUsers } from './world.ts'
import type { World } from './world.ts'

let world: World
let manager: Manager
let host: Host

const granted = (permission: string, context?: string): Rule => ({
  permission,
  state: 'granted',
  ...(context === undefined ? {} : { context }),
})
const exporter = onlyRole('trilatch.policy.export')
const group = { provider: 'ldap', group: 'cn=bosses,dc=example' }
const change = (permission: string, state: string, context?: string) => ({
  changes: [{ permission, state, ...(context === undefined ? {} : { context }) }],
})

beforeEach(async () => {
  world = await withUsers(makeWorld())
  manager = world.authorizer.manage('test')
  host = direct(world)
  await manager.createRole({ id: 'heir', title: 'Heir', inherits: [exporter], rules: [granted('job')] })
  await manager.createRole({ id: 'second-heir', inherits: ['heir'], rules: [] })
  await manager.createRole({
    id: 'most',
    rules: [granted('trilatch'), { permission: 'trilatch.policy', state: 'forbidden' }, granted('job')],
  })
})

type Case = readonly [what: string, request: () => Promise<Asking & { readonly path: string }>]

const ofRole = async (role: string) => ({
  path: `/roles/${role}`,
  method: 'PUT',
  version: (await manager.role(role)).version,
})
const ofRules = async (role: string) => ({
  ...(await ofRole(role)),
  path: `/roles/${role}/rules`,
  method: 'PATCH',
})
const ofUser = async (user: string) => ({
  path: `/users/${user}`,
  method: 'PATCH',
  version: (await manager.user(user)).version,
})
const newRole = async (body: object) => ({ path: '/roles', method: 'POST', body: { id: 'new', ...body } })

const asking: readonly Case[] = [
  ['an assignment', async () => ({ path: `/roles/${exporter}/members/bob`, method: 'PUT' })],
  ['an assignment of an heir', async () => ({ path: '/users/bob/roles/second-heir', method: 'PUT' })],
  [
    'members',
    async () => ({
      path: '/roles/heir/members',
      method: 'PATCH',
      body: { add: ['bob'] },
      version: (await manager.members('heir')).version,
    }),
  ],
  [
    'all members',
    async () => ({
      path: `/roles/${exporter}/members`,
      method: 'PUT',
      body: { members: ['bob'] },
      version: whole((await manager.members(exporter)).version),
    }),
  ],
  [
    'the roles of a user',
    async () => ({
      path: '/users/bob/roles',
      method: 'PUT',
      body: { roles: ['runner', 'most'] },
      version: whole((await manager.rolesOf('bob')).version),
    }),
  ],
  [
    'a group',
    async () => ({
      path: '/roles/heir/groups',
      method: 'POST',
      body: group,
      version: (await manager.mappings()).version,
    }),
  ],
  [
    'everyone',
    async () => ({
      path: '/mappings',
      method: 'PUT',
      body: { rows: [{ provider: 'ldap', group: 'everyone', roles: [exporter] }] },
      version: whole((await manager.mappings()).version),
    }),
  ],
  ['a new role', () => newRole({ rules: [granted('*'), granted('trilatch')] })],
  ['a new role that grants it in a context', () => newRole({ rules: [granted('trilatch.audit', 'eu.*')] })],
  ['a copy', () => newRole({ copyOf: exporter })],
  ['a copy of what inherits it', () => newRole({ copyOf: 'heir' })],
  ['a new role that inherits one', () => newRole({ inherits: ['second-heir'] })],
  [
    'another rule of a role',
    async () => ({ ...(await ofRole('empty')), body: { rules: [granted('trilatch.health')] } }),
  ],
  [
    'a role that inherits one from now on',
    async () => ({ ...(await ofRole('runner')), body: { inherits: ['heir'], rules: [granted('job.run')] } }),
  ],
  [
    'a role without what was forbidden in it',
    async () => ({ ...(await ofRole('most')), body: { rules: [granted('trilatch'), granted('job')] } }),
  ],
  [
    'a rule',
    async () => ({ ...(await ofRules('empty')), body: change('trilatch.roles.view', 'granted', '**') }),
  ],
  [
    'a Forbidden that is taken away',
    async () => ({ ...(await ofRules('most')), body: change('trilatch.policy', 'unspecified', '*') }),
  ],
  [
    'letting in again who has one',
    async () => {
      await manager.assign({ subject: 'bob', role: 'second-heir' })
      await manager.suspendUser('bob')
      return { path: '/users/bob/resume', method: 'POST' }
    },
  ],
  [
    'another e-mail address of who has one',
    async () => {
      await manager.assign({ subject: 'bob', role: exporter })
      return { ...(await ofUser('bob')), body: { email: 'bobby@example.org' } }
    },
  ],
]

const free: readonly Case[] = [
  ['a title of such a role', async () => ({ ...(await ofRole('heir')), body: { ...heir, title: 'Other' } })],
  ['an administrator role by its title', async () => ({ ...(await ofRole('admin')), body: admin })],
  [
    'other rules of such a role',
    async () => ({ ...(await ofRules('most')), body: change('job', 'unspecified') }),
  ],
  [
    'less of the console',
    async () => ({ ...(await ofRules('most')), body: change('trilatch.audit', 'forbidden') }),
  ],
  [
    'nothing of the console',
    async () => ({ ...(await ofRules('most')), body: change('trilatch', 'unspecified') }),
  ],
  [
    'a role that inherits one no more',
    async () => ({ ...(await ofRole('heir')), body: { rules: [granted('job')] } }),
  ],
  [
    'a Forbidden that nothing is granted beside',
    () => newRole({ rules: [{ permission: 'trilatch', state: 'forbidden' }] }),
  ],
  ['everything of the application', () => newRole({ rules: [granted('*')] })],
  ['taking such a role', async () => ({ path: `/roles/${exporter}/members/bob`, method: 'DELETE' })],
]
const heir = { inherits: [exporter], rules: [granted('job')] }
const admin = { title: 'Chief', administrator: true, rules: [] }

describe('T132: a sign-in of the last ten minutes', () => {
  it.each(asking)('is needed where the console is opened by %s', async (_, request) => {
    const { path, ...sent } = await request()
    const before = await manager.exportPolicy()
    expect(await ask(host, path, { as: caller('root'), ...sent, signedInAt: 0 })).toMatchObject({
      status: 403,
      body: { code: 'TRILATCH_REAUTHENTICATION_REQUIRED', reauthenticateUrl: '/auth/sign-in' },
    })
    expect(await manager.exportPolicy()).toEqual(before)
    expect([200, 201]).toContain((await ask(host, path, { as: caller('root'), ...sent })).status)
  })

  it.each(free)('is not asked for by %s', async (_, request) => {
    const { path, ...sent } = await request()
    const answer = await ask(host, path, { as: caller('root'), ...sent, signedInAt: 0 })
    expect([200, 201]).toContain(answer.status)
  })

  it('is not asked for by what would replace another version', async () => {
    const { version: _, path, ...sent } = await ofRules('empty')
    const asked = { ...sent, as: caller('root'), signedInAt: 0, version: 'older' }
    const answer = await ask(host, path, { ...asked, body: change('trilatch', 'granted') })
    expect(answer).toMatchObject({ status: 412, body: { code: 'TRILATCH_CONFLICT' } })
  })
})
