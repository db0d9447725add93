// The console without a framework around it: for what is the same in all of them.
import type { FetchHandler } from '@trilatch/core'
import { basePath } from './ask.ts'
import type { Host } from './ask.ts'
import { given } from './given.ts'
import { consoleOf } from './world.ts'
import type { World } from './world.ts'

const origin = 'http://localhost'

/** A host that answers within the process. */
export function direct(world: World, handler: FetchHandler = consoleOf(world)): Host {
  return {
    origin,
    send: async (url, init) => {
      const headers = Object.fromEntries(new Headers(init.headers))
      const request = new Request(url, { ...init, headers: { host: 'localhost', ...headers } })
      const subject = given.subject({ headers })
      return handler.fetch(request, {
        access: await world.authorizer.access(subject),
        subject,
        session: given.session({ headers }),
        address: '127.0.0.1',
        basePath,
      })
    },
  }
}
