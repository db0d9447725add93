// A real Express application whose people, rights and requests a test can see.
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express from 'express'
import type { Request } from 'express'
import { createMe } from '@trilatch/console'
import { createAuthorizer, definePermissions, memoryStore, problemDetails, trilatch } from '@trilatch/express'
import { clientFiles, pageBlock } from '@trilatch/client/server'

export const permissions = definePermissions({
  'project.create': 'Create Project',
  'project.delete': { title: 'Delete Project', level: 'delete' },
  'design.view': { title: 'View Design', level: 'view' },
  'design.edit': { title: 'Edit Design', level: 'edit' },
})

const roles = [
  { id: 'administrator', title: 'Administrator', administrator: true, rules: [] },
  { id: 'everything', title: 'Everything', rules: [{ permission: '*', state: 'granted' }] },
  {
    id: 'finance',
    title: 'Finance',
    rules: [
      { permission: 'design', state: 'granted', context: 'finance.*' },
      { permission: 'design', state: 'forbidden', context: 'finance.secret' },
      { permission: 'project.delete', state: 'forbidden' },
    ],
  },
  // The same rule as one of `finance`: what it opens is no context that was not there before.
  {
    id: 'finance-too',
    title: 'Finance, too',
    rules: [{ permission: 'design', state: 'granted', context: 'finance.*' }],
  },
] as const

const assignments = [
  { subject: 'ada', role: 'administrator' },
  { subject: 'alice', role: 'everything' },
  { subject: 'fred', role: 'finance' },
] as const

/** What pages may load and run: nothing that is not the application's own, and nothing in the pages themselves. */
export const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'"

/** A request that arrived. */
export interface Arrival {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly body: unknown
}

/** How a test's application differs. */
export interface ApplicationOptions {
  readonly disclose?: 'permission' | 'generic' | 'not-found'
  /** Pages of the test, by path: what stands in `body`. */
  readonly pages?: Readonly<Record<string, string>>
  /** Scripts and what else is served, by path. */
  readonly scripts?: Readonly<Record<string, string>>
}

export type Application = Awaited<ReturnType<typeof startApplication>>

/** Starts it. Who calls is said by the cookie `who`: `curl -b who=alice`. */
export async function startApplication({ disclose, pages = {}, scripts = {} }: ApplicationOptions = {}) {
  const store = memoryStore({ roles: [...roles], assignments: [...assignments] })
  const authorizer = createAuthorizer({ permissions, store, newUserRoles: { created: [] } })
  await authorizer.manage('ada').createUser({ id: 'sue', email: 'sue@example.org', title: 'Sue' })
  await authorizer.manage('ada').suspendUser('sue')
  const who = (request: Request): string | undefined =>
    /(?:^|; )who=(\w+)/.exec(request.headers.cookie ?? '')?.[1]
  const guards = trilatch(authorizer, {
    subject: (request) => {
      const id = who(request)
      return id === undefined ? null : { id }
    },
    ...(disclose === undefined ? {} : { disclose }),
  })
  const me = createMe({ authorizer })
  const arrivals: Arrival[] = []
  const trouble: { status?: number | undefined; hang?: boolean } = {}

  const app = express()
  app.use((request, response, next) => {
    response.on('finish', () => {
      const { method, originalUrl: path, body } = request
      arrivals.push({ method, path, status: response.statusCode, body })
    })
    next()
  })
  app.use('/trilatch', guards.mount(clientFiles()))
  app.use('/api/me', express.json(), (_request, response, next) => {
    if (trouble.hang === true) return
    if (trouble.status === undefined) next()
    else response.status(trouble.status).json({})
  })
  app.use('/api/me', guards.mount(me))
  for (const [path, text] of Object.entries(scripts))
    app.get(path, (_request, response) => void response.type(path.split('.').at(-1) ?? 'js').send(text))
  for (const [path, body] of Object.entries(pages)) {
    app.get(path, async (request, response) => {
      const caller = await guards.access(request)
      const questions = [{ permission: 'design.edit', resource: 'finance.cash_flow' }]
      const block = await pageBlock(me, caller, { questions })
      response.set({ 'content-security-policy': policy, 'cache-control': 'no-store' })
      response.send(
        `<!doctype html><html lang="en"><head><title>A page</title><link rel="icon" href="data:,"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><link rel="stylesheet" href="/page.css">${
          'carry' in request.query ? block : ''
        }</head><body>${body}</body></html>`,
      )
    })
  }
  app.get('/page-data', async (request, response) => {
    const questions = [{ permission: 'design.edit', resource: 'finance.cash_flow' }]
    const block = await pageBlock(me, await guards.access(request), { questions })
    response.type('json').send(/>(.*)</.exec(block)?.[1])
  })
  const css =
    'body { line-height: 28px; background: light-dark(#fff, #0d1117) } a { color: light-dark(#0b57d0, #8ab4f8) }'
  app.get('/page.css', (_request, response) => void response.type('css').send(css))
  app.get('/favicon.ico', (_request, response) => void response.status(204).end())
  app.all('/done/:what', (_request, response) => void response.send('done'))
  for (const name of permissions.names) {
    app.get(`/guarded/${name}`, guards.requirePermission(name), (_q, response) => void response.json({}))
    app.get(`/some/${name}`, guards.requireSome(name), (_q, response) => void response.json({}))
    // In the query, where any text is a name.
    const resource = (request: Request): string => request.query['name'] as string
    app.get(
      `/guarded/${name}/on`,
      guards.requirePermission(name, { resource }),
      (_q, response) => void response.json({}),
    )
  }
  app.use(problemDetails())
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    authorizer,
    manage: authorizer.manage('ada'),
    arrivals,
    /** What the application does instead of answering about rights. */
    trouble,
    /** Arrivals at a path, without its query. */
    at: (path: string) => arrivals.filter((arrival) => arrival.path.split('?')[0] === path),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
