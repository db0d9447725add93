// What callers are told about themselves: what the guards of the application would say, to the letter.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMe } from '@trilatch/console'
import { createAuthorizer, definePermissions, problemDetails, trilatch } from '@trilatch/express'
import type { Disclose } from '@trilatch/express'
import { given } from './given.ts'
import { caller } from './world.ts'

const permissions = definePermissions({
  'project.create': 'Create Project',
  'job.run': 'Run Job',
  'page.read': 'Read Page',
})
const roles = [
  { id: 'visitor', rules: [{ permission: 'page.read', state: 'granted' }] },
  { id: 'eu', rules: [{ permission: 'job.run', state: 'granted', context: 'eu.*' }] },
] as const

/** An application whose guards and whose answers about oneself come from the same authorizer. */
async function start(disclose: Disclose) {
  const authorizer = createAuthorizer({ permissions, roles: [...roles], anonymousRoles: ['visitor'] })
  const { mount, requirePermission } = trilatch(authorizer, { ...given, disclose })
  const app = express()
  app.use('/api/me', mount(createMe({ authorizer })))
  for (const name of permissions.names) {
    app.get(`/all/${name}`, requirePermission(name), (_, response) => void response.end())
    app.get(
      `/on/${name}/:resource`,
      requirePermission(name, { param: 'resource' }),
      (_, response) => void response.end(),
    )
  }
  app.use(problemDetails())
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const ask = async (path: string, as: ReturnType<typeof caller> | null, body?: unknown) => {
    const headers = {
      ...(as === null ? {} : { 'x-caller': JSON.stringify(as) }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    }
    const init = body === undefined ? { headers } : { headers, method: 'POST', body: JSON.stringify(body) }
    const response = await fetch(origin + path, init)
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: JSON.parse(text || '{}') as Record<string, unknown>,
    }
  }
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return { ask, close }
}

interface Told {
  readonly permission: string
  readonly state?: string
  readonly some?: boolean
  readonly granted?: boolean
  readonly message?: string
  readonly code?: string
}

const people = [
  null,
  caller('eve'),
  caller('ada', 'eu'),
  { ...caller('sue', 'eu'), suspended: true },
] as const

describe.each(['permission', 'generic', 'not-found'] as const)('With disclose: %s', (disclose) => {
  let app: Awaited<ReturnType<typeof start>>
  beforeAll(async () => {
    app = await start(disclose)
  })
  afterAll(() => app.close())

  it('everybody is told what the guards would say, without a resource and with one', async () => {
    for (const as of people) {
      const { body } = await app.ask('/api/me/permissions', as)
      const listed = new Map((body['permissions'] as Told[]).map((told) => [told.permission, told]))
      for (const name of permissions.names) {
        const guard = await app.ask(`/all/${name}`, as)
        const told = listed.get(name) ?? { state: 'forbidden', ...(body['otherwise'] as object) }
        expect([name, told.state === 'granted', told.message, told.code]).toEqual([
          name,
          guard.status === 200,
          guard.body['detail'],
          guard.body['code'],
        ])
        const resources = ['eu.1', 'us.1', 'a..b', 'x/']
        const questions = resources.map((resource) => ({ permission: name, resource }))
        const { body: answered } = await app.ask('/api/me/decisions', as, { questions })
        for (const [i, resource] of resources.entries()) {
          const on = await app.ask(`/on/${name}/${encodeURIComponent(resource)}`, as)
          const { granted, message, code } = (answered['decisions'] as Told[])[i] as Told
          expect([name, resource, granted, message, code]).toEqual([
            name,
            resource,
            on.status === 200,
            on.body['detail'],
            on.body['code'],
          ])
        }
      }
    }
  })

  it('who is not signed in is told what is granted, and nothing of what there is besides', async () => {
    const { body } = await app.ask('/api/me/permissions', null)
    expect(body).toMatchObject({
      signedIn: false,
      otherwise: { code: 'TRILATCH_UNAUTHENTICATED', message: 'Sign in to do this.' },
    })
    expect((body['permissions'] as Told[]).map(({ permission }) => permission)).toEqual(['page.read'])
    const questions = ['project.create', 'project.creat', 'no.such', 'trilatch.roles.view'].map(
      (permission) => ({ permission }),
    )
    const { body: answered } = await app.ask('/api/me/decisions', null, { questions })
    const same = {
      granted: false,
      reason: 'nothing-granted',
      code: 'TRILATCH_UNAUTHENTICATED',
      message: 'Sign in to do this.',
    }
    expect(answered['decisions']).toEqual(questions.map((question) => ({ ...question, ...same })))
  })

  it('what is asked about no permission is said to whoever is signed in', async () => {
    const questions = [{ permission: 'project.creat' }, { permission: '__proto__', resource: 'x' }]
    const { body } = await app.ask('/api/me/decisions', caller('eve'), { questions })
    expect(body['decisions']).toMatchObject([
      {
        granted: false,
        reason: 'unknown-permission',
        message: expect.stringContaining('Did you mean "project.create"?'),
      },
      { granted: false, reason: 'unknown-permission' },
    ])
  })
})

describe('The answers about oneself, alone', () => {
  it('have the addresses that they have in the console, and no others', async () => {
    const app = await start('permission')
    try {
      expect((await app.ask('/api/me/roles', caller('eve'))).status).toBe(404)
      expect((await app.ask('/api/me/decisions', caller('eve'))).headers.get('allow')).toBe('POST')
      const hundred = Array.from({ length: 101 }, () => ({ permission: 'job.run' }))
      expect((await app.ask('/api/me/decisions', caller('eve'), { questions: hundred })).status).toBe(422)
      expect(
        (await app.ask('/api/me/decisions', caller('eve'), { questions: hundred.slice(1) })).status,
      ).toBe(200)
    } finally {
      await app.close()
    }
  })
})
