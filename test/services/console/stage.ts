import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createConsole } from '@trilatch/console'
import type { ConsoleOptions } from '@trilatch/console'
import { createAuthorizer } from '@trilatch/core'
import type { Assignment, Authorizer, MappingRow, Permissions, Role } from '@trilatch/core'
import { assignments, mappings, people, permissions, roles } from './company.ts'
import { frameworks } from './frameworks.ts'
import { openStore } from './stores.ts'

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
  readonly before?: (request: IncomingMessage, response: ServerResponse, next: () => void) => void
  /** Beside those of the company. */
  readonly roles?: readonly Role[]
  readonly people?: readonly (readonly [id: string, title: string, email: string])[]
  readonly assignments?: readonly Assignment[]
  readonly mappings?: readonly MappingRow[]
  /** Instead of what can be done in the company. */
  readonly permissions?: Permissions
  /** Before those of the company. */
  readonly providers?: Readonly<Record<string, 'path' | 'dn'>>
  /** Of the company its administrator alone: its roles are about its own permissions. */
  readonly isLone?: boolean
  readonly console?: Partial<ConsoleOptions>
}

/** Below more than one segment, one of them encoded: nobody tells the page where it is. */
const place = '/team%20a/console'

async function seed(authorizer: Authorizer, options: StageOptions): Promise<void> {
  const manager = authorizer.manage('seed')
  if (options.isLone === true) {
    for (const role of [...roles.slice(0, 1), ...(options.roles ?? [])]) await manager.createRole(role)
    return void (await manager.assign({ subject: 'ada', role: 'administrator' }))
  }
  for (const role of [...roles, ...(options.roles ?? [])]) await manager.createRole(role)
  for (const [id, title, email] of [...people, ...(options.people ?? [])])
    await manager.createUser({ id, title, email })
  for (const assignment of [...assignments, ...(options.assignments ?? [])]) await manager.assign(assignment)
  await manager.replaceMappings([...mappings, ...(options.mappings ?? [])], await manager.mappings())
  await manager.suspendUser('radia')
  await manager.recordGroups('frances', 'gitlab', {
    status: 'complete',
    groups: [{ name: 'acme/finance', access: 'maintainer' }],
  })
}

/** `TRILATCH_CONSOLE_ON` says which framework and which store: `koa redis`. Default `express memory`. */
const [framework = 'express', kind = 'memory'] = (process.env['TRILATCH_CONSOLE_ON'] ?? '')
  .split(' ')
  .filter(Boolean)

/** Starts it; what is in it is the company. */
export async function startStage(options: StageOptions = {}): Promise<Stage> {
  const mount = frameworks[framework as keyof typeof frameworks]
  if (mount === undefined) throw new Error(`there is no framework ${framework}`)
  const { store, close } = await openStore(kind)
  const authorizer: Authorizer = createAuthorizer({
    permissions: options.permissions ?? permissions,
    store,
    newUserRoles: { created: [] },
    providers: { ...options.providers, gitlab: 'path', ldap: 'dn' },
  })
  await seed(authorizer, options)
  const handler = createConsole({
    authorizer,
    reauthenticated: () => Date.now(),
    signOutUrl: '/auth/',
    ...options.console,
  })
  const listener = await mount(authorizer, place, handler)
  const server = createServer((request, response) => {
    const who = /^\/as\/([\w-]+)$/.exec(request.url ?? '')?.[1]
    if (who !== undefined) {
      response.setHeader('set-cookie', `who=${who}; Path=/; HttpOnly; SameSite=Lax`)
      response.setHeader('content-type', 'text/html')
      response.end('<!doctype html><html lang="en"><title>Signed in</title><h1>Signed in</h1></html>')
    } else if (options.before === undefined) listener(request, response)
    else options.before(request, response, () => listener(request, response))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    authorizer,
    home: `${origin}${place}/`,
    signInAs: (id) => `${origin}/as/${id}`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
      await authorizer.close()
      await close()
    },
  }
}
