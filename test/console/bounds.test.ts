// What may be sent, and what comes back: nothing unknown, nothing without bounds, nothing of anybody else.
import { beforeAll, describe, expect, it } from 'vitest'
import { operations } from '@trilatch/console'
import type { Declaration } from '@trilatch/console'
import { ask, whole } from './ask.ts'
import type { Asking, Host } from './ask.ts'
import { direct } from './direct.ts'
import { caller, makeWorld, onlyRole, withUsers } from './world.ts'
import type { World } from './world.ts'

let world: World
let host: Host
beforeAll(async () => {
  world = await withUsers(makeWorld())
  host = direct(world)
})

const root = caller('root')
const send = (method: string, path: string, more: Asking = {}): ReturnType<typeof ask> =>
  ask(host, path, { as: root, method, ...more })
const unacceptable = { status: 422, body: { code: 'TRILATCH_REQUEST_INVALID' } }

describe('T124: a property that is unknown or only read', () => {
  const version = 'any'
  it.each([
    ['POST', '/users', '{"title":"x","isAdmin":true}', 'isAdmin'],
    ['POST', '/users', '{"title":"x","suspended":false}', 'suspended'],
    ['PATCH', '/users/bob', '{"id":"root"}', 'id'],
    ['PATCH', '/users/bob', '{"createdAt":"2020-01-01"}', 'createdAt'],
    ['PATCH', '/users/bob', '{"passwordHash":"x"}', 'passwordHash'],
    ['PATCH', '/users/bob', '{"__proto__":{"suspended":false}}', '__proto__'],
    ['POST', '/roles', '{"id":"x","__proto__":{"administrator":true}}', '__proto__'],
    ['POST', '/roles', '{"id":"x","constructor":{}}', 'constructor'],
    ['PUT', '/roles/empty', '{"id":"other","rules":[]}', 'id'],
    ['PUT', '/roles/empty', '{"rules":[{"permission":"job","state":"granted","__proto__":{}}]}', '__proto__'],
    ['PATCH', '/roles/empty/rules', '{"changes":[],"administrator":true}', 'administrator'],
  ])('of %s %s is refused and not dropped: %s', async (method, path, body, name) => {
    const answer = await send(method, path, { body, ...(method === 'POST' ? {} : { version }) })
    expect(answer).toMatchObject(unacceptable)
    const issues = answer.body['issues'] as readonly {
      readonly path: readonly unknown[]
      readonly message: string
    }[]
    expect(issues.map(({ path, message }) => [path.at(-1), message])).toContainEqual([name, 'unknown key'])
  })

  it('of a query is refused too, and so is one that is given twice', async () => {
    for (const path of [
      '/roles?page=2',
      '/roles?__proto__=1',
      '/me/permissions?subject=root',
      '/roles?limit=1&limit=2',
    ])
      expect(await send('GET', path), path).toMatchObject(unacceptable)
  })
})

describe('An id that no address can say', () => {
  it.each([
    ['a user', 'POST', '/users', (id: string) => ({ id }), undefined],
    ['a member', 'PATCH', '/roles/empty/members', (id: string) => ({ add: ['bob', id] }), 'members'],
    ['all members', 'PUT', '/roles/empty/members', (id: string) => ({ members: [id] }), 'whole'],
  ] as const)('is made for nobody, by %s', async (_, method, path, bodyOf, seen) => {
    const manager = world.authorizer.manage('test')
    const { version: read } = await manager.members('empty')
    const version = seen === undefined ? {} : { version: seen === 'whole' ? whole(read) : read }
    for (const id of ['.', '..']) {
      const answer = await send(method, path, { body: bodyOf(id), ...version })
      expect(answer).toMatchObject({ status: 422, body: { code: 'TRILATCH_REQUEST_INVALID' } })
      expect(answer.body['issues']).toEqual([
        { path: [], message: `nobody can have the id "${id}": no address can say it` },
      ])
    }
    expect((await manager.members('empty')).items).toEqual([])
  })

  it('can still be taken from a role', async () => {
    const manager = world.authorizer.manage('test')
    await manager.assign({ subject: '..', role: 'empty' })
    const { version } = await manager.members('empty')
    const answer = await send('PATCH', '/roles/empty/members', { body: { remove: ['..'] }, version })
    expect(answer.status).toBe(200)
    expect((await manager.members('empty')).items).toEqual([])
  })
})

describe('T125: what does not exist', () => {
  it.each([
    ['a role', (id: string) => `/roles/${id}`, ['nothing', 'Admin', '%20', 'a%00b', `x${'y'.repeat(200)}`]],
    ['the tree of a role', (id: string) => `/roles/${id}/tree`, ['nothing', '%ff', '..%2f']],
    [
      'a user',
      (id: string) => `/users/${id}`,
      ['nobody', 'trilatch:off', 'a%00b', '%F0%9F', 'x'.repeat(513)],
    ],
    ['the roles of a user', (id: string) => `/users/${id}/roles`, ['nobody', 'trilatch:off']],
  ])('%s: is answered alike, whatever its id', async (_, path, ids) => {
    for (const id of ids) {
      const { status, body } = await send('GET', path(id))
      expect({ id, status, type: body['type'], title: body['title'] }).toEqual({
        id,
        status: 404,
        type: 'about:blank',
        title: 'Not Found',
      })
    }
  })

  it('is not told to who may not ask: 403, as for what exists', async () => {
    const as = caller('eve', 'everything')
    for (const path of ['/roles/admin', '/roles/nothing', '/users/root', '/users/nobody']) {
      const { status, text } = await ask(host, path, { as })
      expect([path, status, text.replace(/"detail":"[^"]*"/, '')]).toEqual([
        path,
        403,
        expect.not.stringContaining(path),
      ])
    }
  })

  it('of paths and methods is said as HTTP has it', async () => {
    expect((await send('GET', '/nothing')).status).toBe(404)
    expect((await send('GET', '')).status).toBe(404)
    expect((await send('GET', '/roles/')).status).toBe(404)
    for (const [method, path, allow] of [
      ['DELETE', '/roles', 'GET, HEAD, POST'],
      ['POST', '/roles/admin', 'GET, HEAD, PUT, DELETE'],
      ['PUT', '/me/permissions', 'GET, HEAD'],
    ] as const) {
      const answer = await send(method, path)
      expect([answer.status, answer.headers.get('allow'), answer.body['code']]).toEqual([
        405,
        allow,
        'TRILATCH_REQUEST_INVALID',
      ])
    }
  })
})

describe('T127: every answer', () => {
  it.each([
    ['what is asked for', '/roles', root],
    ['a refusal', '/roles', null],
    ['what does not exist', '/nothing', root],
  ])(
    'that is %s may be kept, framed, embedded and taken for something else by nobody',
    async (_, path, as) => {
      const { headers } = await ask(host, path, { as })
      expect(Object.fromEntries(headers)).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'cross-origin-resource-policy': 'same-origin',
        'content-security-policy': expect.stringContaining("default-src 'none'; frame-ancestors 'none'"),
        vary: 'Cookie, Authorization',
      })
      expect(headers.get('access-control-allow-origin')).toBeNull()
    },
  )
})

describe('T128: the export of the trail', () => {
  it('has no character that a terminal, a log or an editor would act upon', async () => {
    const title = 'a\u202Eb\u2028c'
    const made = await send('POST', '/users', { body: { id: 'bidi', title } })
    expect(made.status).toBe(201)
    const { text, headers } = await send('GET', '/audit/export?target=bidi')
    expect(headers.get('content-type')).toBe('application/jsonl; charset=utf-8')
    expect(text).not.toMatch(/(?!\n)\p{Cc}|[\u2028\u2029\u202A-\u202E\u2066-\u2069]/u)
    expect(text).toContain(String.raw`a\u202eb\u2028c`)
    expect(JSON.parse(text.trim())).toMatchObject({ after: { title } })
  })
})

describe('T130: what is sent', () => {
  it('is a megabyte at most, whether its length is told or not', async () => {
    const body = JSON.stringify({ id: 'big', description: 'x'.repeat(1_048_576) })
    expect((await send('POST', '/roles', { body })).status).toBe(413)
    const small = { id: 'big', title: 'x'.repeat(1_000_000) }
    expect((await send('POST', '/roles', { body: small })).status).toBe(422)
  })

  it('is twenty levels deep at most', async () => {
    const deep = (levels: number): string =>
      `{"id":"deep","rules":${'['.repeat(levels)}${']'.repeat(levels)}}`
    const issues = async (levels: number): Promise<unknown> =>
      (await send('POST', '/roles', { body: deep(levels) })).body['issues']
    expect(await issues(20)).toEqual([{ path: [], message: 'nested deeper than 20 levels' }])
    expect(await issues(18)).not.toEqual(await issues(20))
    expect((await send('POST', '/roles', { body: deep(400_000) })).status).toBe(422)
  })

  it('has lists of a thousand items at most', async () => {
    const names = Array.from({ length: 1_001 }, (_, i) => `u${i}`)
    const answer = await send('PUT', '/roles/empty/members', {
      body: { members: names },
      version: 'any~whole',
    })
    expect(answer).toMatchObject(unacceptable)
  })

  it.each(['', 'nothing', '{', '[1,', '"\u{d800}"'])('is JSON: %j is not', async (body) => {
    expect((await send('POST', '/roles', { body })).status).toBeOneOf([400, 422])
  })

  it.each([
    '{"id":"x","id":"y"}',
    String.raw`{"id":"x","\u0069d":"y"}`,
    '{"id":"x","rules":[{"permission":"job","state":"granted","state":"forbidden"}]}',
    '{"id":"x","title":":\\\\","title":""}',
    '{"id":"x","__proto__":1,"__proto__":2}',
  ])('names nothing twice: %s', async (body) => {
    expect(await send('POST', '/roles', { body })).toMatchObject({
      status: 422,
      body: { issues: [{ path: [], message: 'something in it is named twice' }] },
    })
  })

  it('may have names and texts that look like names', async () => {
    const title = String.raw`"a": {"a": 1, "b": 2}, \": : \\"`
    const { status, body } = await send('POST', '/roles', { body: { id: 'colons', title } })
    expect([status, body['issues']]).toEqual([201, undefined])
    const spaced =
      '{ "id" : "spaced" , "title" : ":" , "rules" : [ { "permission" : "job" , "state" : "granted" } ] }'
    expect((await send('POST', '/roles', { body: spaced })).status).toBe(201)
    expect((await world.authorizer.manage('test').role('colons')).role.title).toBe(title)
  })

  it('is well-formed text without control characters', async () => {
    for (const title of ['a\u0000b', 'a\nb', '\u{d800}'])
      expect((await send('POST', '/users', { body: { title } })).status, JSON.stringify(title)).toBe(422)
  })

  it('is looked for as text, never as a pattern', async () => {
    for (const query of ['.*', '%', 'r**', '(a+)+$', '[a-z]'])
      for (const path of ['/roles', '/users', '/roles/admin/tree'])
        expect(
          (
            await send(
              'GET',
              `${path}?${path.endsWith('tree') ? 'name' : 'query'}=${encodeURIComponent(query)}`,
            )
          ).body,
        ).toMatchObject(path.endsWith('tree') ? { rows: [] } : { items: [] })
  })
})

describe('T130: a list', () => {
  it('has two hundred items at most, and says how to go on', async () => {
    const manager = world.authorizer.manage('test')
    for (let i = 0; i < 210; i++) await manager.createUser({ id: `many-${String(i).padStart(3, '0')}` })
    expect(await send('GET', '/users?limit=201')).toMatchObject(unacceptable)
    for (const limit of ['0', '-1', '1.5', '1e2', '', 'all'])
      expect(await send('GET', `/users?limit=${limit}`), limit).toMatchObject(unacceptable)
    const found: unknown[] = []
    let after = ''
    do {
      const { body } = await send('GET', `/users?limit=200&query=many-${after}`)
      found.push(...(body['items'] as unknown[]))
      const { next } = body as { readonly next?: string }
      after = next === undefined ? '' : `&after=${encodeURIComponent(next)}`
    } while (after !== '')
    expect(found).toHaveLength(210)
  })
})

describe('T131: an import', () => {
  const at = async (): Promise<{ readonly version: string }> => {
    const { version } = await world.authorizer.manage('test').exportPolicy()
    return { version }
  }
  const admin = { id: 'admin', administrator: true, rules: [] }

  it('is checked whole before anything changes, and everything that is wrong is told', async () => {
    const before = await world.authorizer.manage('test').exportPolicy()
    const roles = [
      admin,
      { id: 'one', rules: [{ permission: 'no.such', state: 'granted' }] },
      { id: 'two', rules: [{ permission: 'job', state: 'granted', context: '[' }] },
    ]
    const body = { document: { format: 1, roles, assignments: [], mappings: [] } }
    for (const path of ['/policy/plan', '/policy/import']) {
      const answer = await send('POST', path, { body, ...(path.endsWith('import') ? await at() : {}) })
      expect(answer.status).toBe(422)
      const issues = answer.body['issues'] as readonly { readonly path: readonly unknown[] }[]
      expect(issues.map(({ path: place }) => place.slice(0, 2))).toEqual([
        ['roles', 1],
        ['roles', 2],
      ])
    }
    expect(await world.authorizer.manage('test').exportPolicy()).toEqual(before)
  })

  it('is planned only for who may see the policy as well, since the plan tells what is there', async () => {
    const body = { document: { format: 1, roles: [], assignments: [], mappings: [] } }
    const plan = async (...permissions: readonly string[]): Promise<unknown> => {
      const roles = permissions.map((name) => onlyRole(`trilatch.policy.${name}`))
      const answer = await send('POST', '/policy/plan', { body, as: caller('lim', ...roles) })
      const missing = answer.body['permissions'] as readonly { readonly id: string }[] | undefined
      return [answer.status, missing?.map(({ id }) => id)]
    }
    expect(await plan('import')).toEqual([403, ['trilatch.policy.export']])
    expect(await plan('export')).toEqual([403, ['trilatch.policy.import']])
    expect(await plan('import', 'export')).toEqual([200, undefined])
  })

  it('of another format is told which one there is', async () => {
    for (const [format, received] of [
      [2, '2'],
      ['1', '"1"'],
      [undefined, 'nothing'],
    ]) {
      const answer = await send('POST', '/policy/plan', { body: { document: { format, roles: [admin] } } })
      expect(answer).toMatchObject({
        status: 422,
        body: { issues: [{ path: ['document', 'format'], message: `expected 1, received ${received}` }] },
      })
    }
  })

  it('is planned before it is done, and done only from what was planned', async () => {
    const { document } = await world.authorizer.manage('test').exportPolicy()
    const roles = [...document.roles, { id: 'fresh', rules: [{ permission: 'job.run', state: 'granted' }] }]
    const assignments = [...(document.assignments ?? []), { subject: 'bob', role: 'fresh' }]
    const body = { document: { ...document, roles, assignments } }
    const plan = await send('POST', '/policy/plan', { body })
    expect(plan.body).toMatchObject({
      changed: true,
      roles: { items: [{ id: 'fresh', change: 'created' }], total: 1 },
      assignments: { added: { items: [{ subject: 'bob', role: 'fresh' }] } },
      rights: {
        items: [{ subject: 'bob', rights: [{ permission: 'job.run', gained: { everywhere: true } }] }],
      },
    })
    expect((await world.authorizer.access({ id: 'bob' })).can('job.run')).toBe(false)
    expect((await send('POST', '/policy/import', { body })).status).toBe(428)
    expect((await send('POST', '/policy/import', { body, version: 'older' })).status).toBe(412)
    const version = String(plan.body['version'])
    expect((await send('POST', '/policy/import', { body, version })).body).toMatchObject({ changed: true })
    expect((await world.authorizer.access({ id: 'bob' })).can('job.run')).toBe(true)
  })
})

describe('T133: what callers ask about themselves', () => {
  const own = Object.entries(operations).filter(([, { path }]) => path.startsWith('/me/'))

  it('takes the id of nobody', () => {
    expect(own).toHaveLength(2)
    for (const [, declared] of own) {
      const { params, query, requires }: Declaration = declared
      expect({ params, query, requires }).toEqual({
        params: undefined,
        query: undefined,
        requires: 'everybody',
      })
    }
  })

  it('refuses an id that comes along all the same', async () => {
    const question = { permission: 'job.run' }
    for (const body of [
      { questions: [question], subject: 'root' },
      { questions: [{ ...question, subject: 'root' }] },
    ])
      expect(await send('POST', '/me/decisions', { body })).toMatchObject(unacceptable)
  })

  it("is the caller's own, and names no roles", async () => {
    const ada = await ask(host, '/me/permissions', { as: caller('ada') })
    expect(ada.text).not.toMatch(/runner|writer/)
    const states = (ada.body['permissions'] as { permission: string; state: string }[]).filter(
      ({ state }) => state === 'granted',
    )
    expect(states.map(({ permission }) => permission)).toEqual(['job.run'])
  })
})
