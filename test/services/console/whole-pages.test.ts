// A page of two hundred asks the store about each of its items: of Redis no more at once than it answers.
import { createAuthorizer } from '@trilatch/core'
import { createConsole } from '@trilatch/console'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ask } from '../../console/ask.ts'
import type { Host } from '../../console/ask.ts'
import { direct } from '../../console/direct.ts'
import { caller, permissions } from '../../console/world.ts'
import { openStore } from './stores.ts'

const ids = Array.from({ length: 200 }, (_, i) => `many-${String(i).padStart(3, '0')}`)

let host: Host
let end: () => Promise<unknown>
beforeAll(async () => {
  const { store, close: closeStore } = await openStore('redis')
  const authorizer = createAuthorizer({ permissions, store, newUserRoles: { created: [] } })
  const manager = authorizer.manage('test')
  await manager.createRole({ id: 'administrator', administrator: true, rules: [] })
  await manager.assign({ subject: 'root', role: 'administrator' })
  const { document, version } = await manager.exportPolicy()
  const roles = [...document.roles, ...ids.map((id) => ({ id, rules: [] }))]
  await manager.importPolicy({ ...document, roles }, { version })
  for (const id of ids) await manager.createUser({ id })
  await manager.replaceMembers('many-000', ids, await manager.members('many-000'))
  host = direct({ authorizer, options: { authorizer } }, createConsole({ authorizer }))
  end = async () => {
    await authorizer.close()
    await closeStore()
  }
})
afterAll(() => end?.())

it.each([
  '/roles',
  '/users',
  '/roles/many-000/members',
  '/roles/many-000/members?all=true',
  '/users/many-001/roles',
])('a page of %s is answered whole from Redis, to two who ask at once', async (path) => {
  const place = `${path}${path.includes('?') ? '&' : '?'}limit=${ids.length}`
  const answers = await Promise.all([0, 1].map(async () => ask(host, place, { as: caller('root') })))
  for (const { status, text, body } of answers) {
    expect([status, status === 200 ? '' : text]).toEqual([200, ''])
    expect(body['items']).toHaveLength(ids.length)
  }
})
