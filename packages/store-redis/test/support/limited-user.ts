import { Redis } from 'ioredis'
import { afterEach } from 'vitest'
import type { Script } from '../../src/scripts/script.ts'
import type { Used } from './server.ts'

/** The commands that the text of a script calls. */
export const calledBy = ({ text }: Script): readonly string[] =>
  [
    ...new Set(Array.from(text.matchAll(/call\('([A-Z]+)'/g), ([, name = '']) => name.toLowerCase())),
  ].toSorted()

/** A user of a server who may do everything but what a test takes away until its end. */
export interface LimitedUser {
  /** As in a URL. */
  readonly login: string
  client(): Promise<Redis>
  /** Everything but this, in the words of `ACL SETUSER`. */
  allow(...rules: readonly string[]): Promise<unknown>
}

export function limitedUser(used: Used): LimitedUser {
  const allow = (...rules: readonly string[]): Promise<unknown> =>
    used.client.call('ACL', 'SETUSER', 'limited', 'reset', 'on', '>secret', '~*', '&*', '+@all', ...rules)
  const clients: Redis[] = []
  afterEach(async () => {
    await allow()
    for (const client of clients.splice(0)) client.disconnect()
  })
  return {
    login: 'limited:secret@',
    client: async () => {
      await allow()
      const client = new Redis(used.server.port, { username: 'limited', password: 'secret' })
      clients.push(client)
      return client
    },
    allow,
  }
}
