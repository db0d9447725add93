import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { createAuthorizer, definePermissions, memoryStore } from '@trilatch/core'
import { createConsole, openApiDocument } from '@trilatch/console'
import { ApiProblem, createConsoleClient } from '@trilatch/console/client'
import { consoleTable, tableIn } from '../../../scripts/console-table.ts'
import { consoleTypes } from '../../../scripts/console-types.ts'

/** What formatting changes. */
const bare = (text: string): string => text.replaceAll(/[\s;,'"|()]/g, '')

const authorizer = createAuthorizer({
  permissions: definePermissions({ 'job.run': 'Run Job' }),
  store: memoryStore({
    roles: [{ id: 'admin', administrator: true, rules: [] }],
    assignments: [{ subject: 'root', role: 'admin' }],
  }),
})
const console = createConsole({ authorizer, reauthenticated: () => Date.now() })

/** A client whose requests are answered by the handler itself. */
const clientOf = (id: string | null) =>
  createConsoleClient({
    base: 'http://localhost/admin/api/',
    fetch: async (url, init) => {
      const subject = id === null ? null : { id }
      const headers = {
        ...(init.headers as Record<string, string>),
        origin: 'http://localhost',
        host: 'localhost',
      }
      const context = { access: await authorizer.access(subject), subject, session: {}, address: undefined }
      return console.fetch(new Request(url, { ...init, headers }), { ...context, basePath: '/admin' })
    },
  })

describe('The typed client', () => {
  it('is as the OpenAPI document has it; otherwise: pnpm console:client', async () => {
    const file = new URL('../src/client/api.generated.ts', import.meta.url)
    expect(bare(await readFile(file, 'utf8'))).toBe(bare(consoleTypes(openApiDocument())))
  })

  it('has its operations listed in docs/console.md as they are declared; otherwise: pnpm console:client', async () => {
    const page = await readFile(new URL('../../../docs/console.md', import.meta.url), 'utf8')
    const cells = (text: string): string => text.replaceAll(/[ -]+/g, ' ')
    expect(cells(tableIn.exec(page)?.[0] ?? '')).toBe(cells(consoleTable()))
  })

  it('fills in paths, queries and versions, and reads versions from answers', async () => {
    const client = clientOf('root')
    const made = await client.call('createRole', { body: { id: 'a/b', title: 'A' } })
    expect(made).toMatchObject({ status: 201, body: { changed: true } })
    const read = await client.call('getRole', { params: { role: 'a/b' } })
    expect(read).toMatchObject({
      version: made.version,
      body: { role: { id: 'a/b', title: 'A', rules: [] } },
    })
    await client.call('changeRules', {
      params: { role: 'a/b' },
      version: read.version ?? '',
      body: { changes: [{ permission: 'job.run', state: 'granted' }] },
    })
    const { body } = await client.call('getRoleTree', {
      params: { role: 'a/b' },
      query: { state: 'granted' },
    })
    expect(body.rows.map(({ permission, state }) => [permission, state])).toEqual([
      ['*', 'unspecified'],
      ['job', 'unspecified'],
      ['job.run', 'granted'],
    ])
    expect((await client.call('getUserRoles', { params: { user: 'root' } })).body.items).toHaveLength(2)
    expect((await client.call('listRoles')).body.items.map(({ id }) => id)).toEqual(['a/b', 'admin'])
  })

  it('throws what it is refused with', async () => {
    const refused = clientOf(null).call('listRoles')
    await expect(refused).rejects.toBeInstanceOf(ApiProblem)
    await expect(refused).rejects.toMatchObject({ status: 401, code: 'TRILATCH_UNAUTHENTICATED' })
    await expect(
      clientOf('root').call('replaceRole', {
        params: { role: 'admin' },
        version: 'older',
        body: { rules: [] },
      }),
    ).rejects.toMatchObject({ status: 412, code: 'TRILATCH_CONFLICT' })
  })

  it('reads a list from all of its pages, with what they say beside their items', async () => {
    const client = clientOf('root')
    for (let role = 100; role < 350; role++)
      await client.call('createRole', { body: { id: `many-${role}`, title: `Many ${role}` } })
    const { items, pages } = await client.all('listRoles', { query: { query: 'many-' } })
    expect(pages.map((page) => page.items.length)).toEqual([200, 50])
    expect(items).toEqual(pages.flatMap((page) => page.items))
    const roles = await client.all('getUserRoles', { params: { user: 'root' } })
    expect(roles.version).toMatch(/~whole$/)
    expect(roles.pages.at(-1)).toMatchObject({ version: roles.version })
    const mappings = await client.all('getMappings')
    expect(mappings.pages.map(({ providers }) => providers)).toEqual([[]])
  })

  it('has the addresses of operations, for links', () => {
    const client = createConsoleClient({ base: 'https://app.example.org/admin/api/' })
    expect(client.address('exportAudit', { query: { actor: 'a&b', outcome: 'refused' } })).toBe(
      'https://app.example.org/admin/api/audit/export?actor=a%26b&outcome=refused',
    )
    expect(client.address('getRole', { params: { role: 'a/b?c' } })).toBe(
      'https://app.example.org/admin/api/roles/a%2Fb%3Fc',
    )
  })

  it.each(['.', '..', ''])('asks for nothing else where a parameter is %j', async (value) => {
    const asked: string[] = []
    const client = createConsoleClient({
      base: 'https://app.example.org/admin/api/',
      fetch: async (url) => {
        asked.push(url)
        return new Response(null, { status: 204 })
      },
    })
    const message = `The parameter user of /users/{user}/roles/{role} cannot be ${JSON.stringify(value)}: no address can say it`
    const params = { user: value, role: 'runner' }
    await expect(client.call('unassignUserRole', { params })).rejects.toThrow(new TypeError(message))
    expect(() => client.address('unassignUserRole', { params })).toThrow(new TypeError(message))
    const list = client.all('getUserRoles', { params: { user: value } })
    await expect(list).rejects.toThrow(TypeError)
    expect(asked).toEqual([])
  })

  it('reads a whole list, and so takes no place in it', async () => {
    const client = clientOf('root')
    const refused = (name: string): TypeError =>
      new TypeError(
        `all reads listRoles from its beginning to its end: leave out query.${name}, or ask for one page with call`,
      )
    // @ts-expect-error It begins at the beginning.
    await expect(client.all('listRoles', { query: { after: 'x' } })).rejects.toThrow(refused('after'))
    // @ts-expect-error It has all there is.
    await expect(client.all('listRoles', { query: { limit: 1 } })).rejects.toThrow(refused('limit'))
  })

  it.each([
    'https://app.example.org/admin/api',
    'https://app.example.org/admin/api?x=/',
    '/admin/api/',
    'admin/api/',
    '',
    new URL('https://app.example.org/admin/api'),
    undefined,
  ])('is not made with the base %s', (base) => {
    expect(() => createConsoleClient({ base: base as string })).toThrow(
      new TypeError(
        `Cannot make a client of the console: \`base\` must be an absolute URL that ends with a slash, not ${JSON.stringify(String(base))}. In a page, make it of where the page is: new URL('/admin/api/', location.origin).`,
      ),
    )
  })

  it('gives up with its signal', async () => {
    const given = AbortSignal.abort(new Error('no longer wanted'))
    const told: (AbortSignal | null | undefined)[] = []
    const client = createConsoleClient({
      base: 'https://app.example.org/',
      fetch: async (url, init) => {
        told.push(init.signal)
        return fetch(url, init)
      },
    })
    await expect(client.call('getSession', { signal: given })).rejects.toThrow('no longer wanted')
    await expect(client.all('listRoles', { signal: given })).rejects.toThrow('no longer wanted')
    expect(told).toEqual([given, given])
  })

  it.each([
    [
      'a page of somebody else',
      () => new Response('<p>Sign in</p>', { headers: { 'content-type': 'text/html' } }),
    ],
    ['nothing', () => new Response(null, { status: 204 })],
    [
      'half an answer',
      () => new Response('{"items": [', { headers: { 'content-type': 'application/json' } }),
    ],
  ])('takes no answer that is none of the API: %s', async (_, answer) => {
    const client = createConsoleClient({ base: 'https://app.example.org/', fetch: async () => answer() })
    const refused = client.call('listRoles')
    await expect(refused).rejects.toBeInstanceOf(ApiProblem)
    await expect(refused).rejects.toMatchObject({
      status: answer().status,
      code: undefined,
      message: `The server answered ${answer().status}, with nothing that can be read`,
    })
  })
})
