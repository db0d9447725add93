import { once } from 'node:events'
import express from 'express'
import type { RequestHandler } from 'express'
import { createConsole } from '@trilatch/console'
import type { ConsoleOptions } from '@trilatch/console'
import { createAuthorizer, memoryStore, problemDetails, trilatch } from '@trilatch/express'
import type { Assignment, Authorizer, MappingRow, Permissions, Role } from '@trilatch/express'
import { freePort } from '../ports.ts'
import { assignments, mappings, people, permissions, roles } from './company.ts'

/** An application with a console, which takes everybody for who they say they are. */
export interface Stage {
  readonly authorizer: Authorizer
  /** Where the console is, with a slash behind it. */
  readonly home: string
  /** Where somebody is taken for one of the people, by a cookie. */
  signInAs(id: string): string
  close(): Promise<void>
}

export interface StageOptions {
  /** What comes before everything else, as an application's own protection does. */
  readonly before?: RequestHandler
  /** Beside those of the company. */
  readonly roles?: readonly Role[]
  readonly people?: readonly (readonly [id: string, title: string, email: string])[]
  readonly assignments?: readonly Assignment[]
  readonly mappings?: readonly MappingRow[]
  /** Instead of what can be done in the company. */
  readonly permissions?: Permissions
  readonly console?: Partial<ConsoleOptions>
}

/** Below more than one segment, with letters that are written in two ways: nobody tells the page where it is. */
const place = '/team%20a/console'

const cookieOf = (header: string | undefined): string | undefined =>
  /(?:^|; )who=([\w-]+)/.exec(header ?? '')?.[1]

export async function startStage(options: StageOptions = {}): Promise<Stage> {
  const { before } = options
  const store = memoryStore({
    roles: [...roles, ...(options.roles ?? [])],
    assignments: [...assignments, ...(options.assignments ?? [])],
    mappings: [...mappings, ...(options.mappings ?? [])],
  })
  const authorizer: Authorizer = createAuthorizer({
    permissions: options.permissions ?? permissions,
    store,
    newUserRoles: { created: [] },
    providers: { gitlab: 'path', ldap: 'dn' },
  })
  const manager = authorizer.manage('seed')
  for (const [id, title, email] of [...people, ...(options.people ?? [])])
    await manager.createUser({ id, title, email })
  await manager.suspendUser('radia')
  await manager.recordGroups('frances', 'gitlab', {
    status: 'complete',
    groups: [{ name: 'acme/finance', access: 'maintainer' }],
  })
  const { mount } = trilatch(authorizer, {
    subject: (request) => {
      const id = cookieOf(request.headers.cookie)
      return id === undefined ? null : { id }
    },
  })
  const app = express()
  if (before !== undefined) app.use(before)
  app.get('/as/:who', (request, response) => {
    response.setHeader('set-cookie', `who=${request.params.who}; Path=/; HttpOnly; SameSite=Lax`)
    response.send('<!doctype html><html lang="en"><title>Signed in</title><h1>Signed in</h1></html>')
  })
  app.use(
    place,
    mount(
      createConsole({
        authorizer,
        reauthenticated: () => Date.now(),
        signOutUrl: '/auth/',
        ...options.console,
      }),
    ),
  )
  app.use(problemDetails())
  const server = app.listen(await freePort(), '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  const origin = `http://127.0.0.1:${address.port}`
  return {
    authorizer,
    home: `${origin}${place}/`,
    signInAs: (id) => `${origin}/as/${id}`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
