// Versions, many at once, and the switch.
import { describe, expect, it } from 'vitest'
import { createAuthorizer, defaultRoles } from '@trilatch/core'
import type { Authorizer } from '@trilatch/core'
import { operations } from '@trilatch/console'
import type { Declaration } from '@trilatch/console'
import { documented } from './as-declared.ts'
import { ask, whole } from './ask.ts'
import { direct } from './direct.ts'
import { expectations } from './expectations.ts'
import { hosts } from './hosts.ts'
import { caller, consoleOf, makeWorld, permissions, withUsers } from './world.ts'

const root = caller('root')

describe('Versions', () => {
  it('of a hundred edits of one role at the same moment, one is done and ninety-nine are told that it has changed', async () => {
    const world = await withUsers(makeWorld())
    const [, start] = hosts[0] as (typeof hosts)[number]
    const host = await start(world, consoleOf(world))
    try {
      const version = (await world.authorizer.manage('test').role('empty')).version
      const edits = Array.from({ length: 100 }, (_, i) =>
        ask(host, '/roles/empty', {
          as: root,
          method: 'PUT',
          version,
          body: { title: `Edit ${i}`, rules: [] },
        }),
      )
      const answers = await Promise.all(edits)
      const done = answers.filter(({ status }) => status === 200)
      expect(done).toHaveLength(1)
      expect(
        answers.filter(({ status, body }) => status === 412 && body['code'] === 'TRILATCH_CONFLICT'),
      ).toHaveLength(99)
      const { role, version: now } = await world.authorizer.manage('test').role('empty')
      expect(`Edit ${answers.findIndex(({ status }) => status === 200)}`).toBe(role.title)
      expect(done[0]?.headers.get('etag')).toBe(`"${now}"`)
    } finally {
      await host.close()
    }
  })

  it('are asked for by every write that replaces one: 428 without, 412 with an older one', async () => {
    const world = await withUsers(makeWorld())
    const host = direct(world)
    for (const { method, path, operationId } of documented) {
      const { ifMatch }: Declaration = operations[operationId]
      if (ifMatch === undefined) continue
      const { sample } = expectations[operationId]
      const { params = {}, body } = await sample(world.authorizer.manage('test'), `of-${operationId}`, world)
      const at = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '')
      const asked = { as: root, method, ...(body === undefined ? {} : { body }) }
      for (const headers of [{}, { 'if-match': '*' }])
        expect(await ask(host, at, { ...asked, headers }), operationId).toMatchObject({
          status: 428,
          body: { code: 'TRILATCH_PRECONDITION_REQUIRED' },
        })
      const older = ifMatch === 'whole' ? whole('older') : 'older'
      expect(await ask(host, at, { ...asked, version: older }), operationId).toMatchObject({
        status: 412,
        body: { code: 'TRILATCH_CONFLICT' },
      })
      for (const header of ['older', 'W/"older"', '"a", "b"'])
        expect((await ask(host, at, { ...asked, headers: { 'if-match': header } })).status, header).toBe(400)
    }
  })

  it('save answers that the caller has: 304', async () => {
    const world = await withUsers(makeWorld())
    const host = direct(world)
    for (const path of ['/roles/empty', '/me/permissions', '/users/ada', '/policy']) {
      const etag = (await ask(host, path, { as: root })).headers.get('etag') ?? ''
      const again = await ask(host, path, { as: root, headers: { 'if-none-match': `W/"x", ${etag}` } })
      expect([path, again.status, again.text, again.headers.get('etag')]).toEqual([path, 304, '', etag])
    }
  })

  it('are for writes alone where more is shown than they are of: expected states, names, what makes administrators', async () => {
    const host = direct(await withUsers(makeWorld()))
    const paths = [
      '/roles/runner/tree',
      '/roles/runner/members',
      '/roles/runner/groups',
      '/users/ada/roles',
      '/mappings',
    ]
    for (const path of paths) {
      const etag = (await ask(host, path, { as: root })).headers.get('etag') ?? ''
      const again = await ask(host, path, { as: root, headers: { 'if-none-match': etag } })
      expect([path, etag === '', again.status]).toEqual([path, false, 200])
    }
  })

  it("of one's own permissions change with whatever may change an answer", async () => {
    const world = await withUsers(makeWorld())
    const manager = world.authorizer.manage('test')
    const host = direct(world)
    const etag = async (id: string): Promise<string | null> =>
      (await ask(host, '/me/permissions', { as: caller(id) })).headers.get('etag')
    const found = new Set([
      await etag('ada'),
      await etag('bob'),
      (await ask(host, '/me/permissions')).headers.get('etag'),
    ])
    await manager.assign({ subject: 'bob', role: 'runner', scope: 'eu.*' })
    found.add(await etag('bob'))
    await manager.replaceMappings([], await manager.mappings())
    found.add(await etag('bob'))
    await manager.suspendUser('bob')
    found.add(await etag('bob'))
    expect(found.size).toBe(6)
    const asked = { as: caller('ada'), method: 'POST', body: { questions: [{ permission: 'job.run' }] } }
    expect((await ask(host, '/me/decisions', asked)).body['version']).toBe((await etag('ada'))?.slice(1, -1))
  })
})

describe('The six roles that everybody knows', () => {
  const six = defaultRoles(permissions)
  it.each(six.map(({ id }) => id))("%s: opens nothing of the console but what is one's own", async (id) => {
    const authorizer: Authorizer = createAuthorizer({ permissions, roles: six })
    const world = { ...makeWorld(), authorizer, options: { authorizer } }
    const host = direct(world)
    for (const { method, path, operationId } of documented) {
      const { requires }: Declaration = operations[operationId]
      const { status } = await ask(host, path.replaceAll(/\{\w+\}/g, 'x'), { as: caller('eve', id), method })
      if (requires === 'everybody' || requires === 'signed-in')
        expect([200, 415], operationId).toContain(status)
      else expect([operationId, status]).toEqual([operationId, 403])
    }
    await authorizer.close()
  })
})

describe('While Trilatch is switched off', () => {
  it('everybody sees the console, and nobody writes', async () => {
    const authorizer: Authorizer = createAuthorizer({
      permissions,
      roles: [{ id: 'a', rules: [] }],
      enabled: false,
    })
    const host = direct({ ...makeWorld(), authorizer, options: { authorizer } })
    const document = { format: 1, roles: [] }
    const bodies: Readonly<Record<string, unknown>> = {
      planImport: { document },
      previewMappings: { rows: [] },
    }
    expect((await ask(host, '/session')).body).toMatchObject({
      enabled: false,
      may: { 'trilatch.roles.edit': true },
    })
    expect((await ask(host, '/roles')).body).toMatchObject({ items: [{ id: 'a' }] })
    for (const { method, path, operationId } of documented) {
      const { writes }: Declaration = operations[operationId]
      if (!writes) {
        // Whoever asks, nothing there needs somebody who is signed in.
        expect(
          (await ask(host, path.replaceAll(/\{\w+\}/g, 'a'), { method, body: bodies[operationId] ?? {} }))
            .status,
          operationId,
        ).toBeOneOf([200, 403, 404, 422])
        continue
      }
      const answer = await ask(host, path.replaceAll(/\{\w+\}/g, 'x'), { method, as: caller('root') })
      expect(answer.body, operationId).toMatchObject({ status: 403, code: 'TRILATCH_READ_ONLY' })
    }
    await authorizer.close()
  })
})
