import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSignIn, subjectOf } from '@trilatch/auth'
import type { GroupSource } from '@trilatch/auth'
import { createAuthorizer, memoryStore } from '@trilatch/core'
import type { Store } from '@trilatch/core'
import { problemDetails, trilatch } from '@trilatch/express'
import express from 'express'
import session from 'express-session'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { startSlapd } from '../../../test/services/slapd.ts'
import type { SlapdServer } from '../../../test/services/slapd.ts'
import { suffix } from '../../../test/services/slapd-config.ts'
import { failing, failingNoMore } from './kit/failing.ts'
import { department, password } from './kit/people.ts'
import { permissions, plainly, ports, request, strategyFor } from './kit/place.ts'

let server: SlapdServer
let app: Server
let origin = ''
let store: Store
/** What a refresh does. */
let record: (user: string) => Promise<void>
beforeAll(async () => {
  server = await startSlapd(department)
  store = memoryStore({
    roles: [{ id: 'runner', rules: [{ permission: 'job.run', state: 'granted' }] }],
    // Written as people write it.
    mappings: [{ provider: 'ldap', group: `CN=ETL, OU=groups, ${suffix}`, roles: ['runner'] }],
  })
  const authorizer = createAuthorizer({
    permissions,
    store,
    providers: { ldap: 'dn' },
    newUserRoles: { created: [] },
  })
  // Connections are not kept: each visit makes the same calls.
  const signIn = () => createSignIn({ authorizer, strategies: [plain()] })
  record = async (user) => {
    const identity = await plain().authenticate(request('alice', password), ports())
    if (identity.outcome !== 'success') throw new Error(identity.outcome)
    const { issuer, id } = identity.identity
    const source = plain().groups as GroupSource
    const groups = await source.groupsOf({ issuer, id, subject: user }, ports(), new AbortController().signal)
    if (groups.status !== 'complete') throw new Error(groups.status)
    const names = groups.groups.map(({ name }) => ({ name }))
    await authorizer.manage('ldap').recordGroups(user, 'ldap', { status: 'complete', groups: names })
  }
  const { mount, requirePermission } = trilatch(authorizer, { subject: subjectOf })
  const application = express()
  application.use(session({ secret: 'test', resave: false, saveUninitialized: false }))
  application.use('/auth', (req, res, next) => mount(signIn())(req, res, next))
  application.post('/jobs', requirePermission('job.run'), (_req, res) => res.json({ ran: true }))
  application.use(problemDetails())
  app = application.listen(0, '127.0.0.1')
  await once(app, 'listening')
  origin = `http://127.0.0.1:${(app.address() as AddressInfo).port}`
})
afterAll(async () => {
  app.close()
  await server.stop()
})
afterEach(failingNoMore)

const post = (path: string, body: object, cookie = '') =>
  fetch(origin + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin, cookie },
    body: JSON.stringify(body),
  })

async function visit(username: string, typed: string) {
  const signedIn = await post('/auth/sign-in', { username, password: typed })
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  return [signedIn.status, (await post('/jobs', {}, cookie)).status]
}

/** In the clear, on this machine. */
const plain = () => strategyFor(server, { server: plainly(server) })

const alice = async () => {
  const { items } = await store.users({ limit: 50 })
  return items.map(({ user }) => user).find(({ title }) => title?.startsWith('alice'))
}

it('a group of the directory becomes a role of whoever signs in with it', async () => {
  await visit('alice', password)
  await record((await alice())?.id ?? '')
  expect(await visit('alice', password)).toEqual([200, 200])
  expect(await visit('carol', password)).toEqual([200, 403])
  expect(await visit('alice', 'a guess')).toEqual([401, 401])
  expect(await visit('alice', '')).toEqual([401, 401])
})

it('says the name and the password, and nothing about who there is', async () => {
  const said = await Promise.all(
    ['alice', 'nobody-there', 'twin'].map(async (username) =>
      (await post('/auth/sign-in', { username, password: 'a guess' })).json(),
    ),
  )
  expect(said[0]).toMatchObject({ detail: 'The user name or the password is not right.' })
  expect(said[1]).toEqual(said[0])
  expect(said[2]).toEqual(said[0])
})

it('a directory of which any call fails is 503, and leaves users and their groups as they were', async () => {
  const count = failing(0, 'before', 'timeout')
  expect(await visit('alice', password)).toEqual([200, 200])
  const calls = count()
  const users = await store.users({ limit: 50 })
  const { id = '' } = (await alice()) ?? {}
  const held = async () => (await store.view(id)).subject?.groups
  const before = await held()
  expect(before).toMatchObject([{ provider: 'ldap' }])
  for (const who of ['alice', 'zoë'])
    for (let k = 1; k <= calls; k++) {
      failing(k, 'before', 'timeout')
      expect([k, await visit(who, password)]).toEqual([k, [503, 401]])
    }
  expect(await store.users({ limit: 50 })).toEqual(users)
  expect(await held()).toEqual(before)
})
