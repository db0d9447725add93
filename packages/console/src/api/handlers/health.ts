import { createHash } from 'node:crypto'
import { pageByPlace } from '../cursor.ts'
import type { Handlers } from '../handler.ts'

export const healthHandlers: Handlers<'getHealth' | 'getDiagnostics'> = {
  getHealth: async ({ call }) => ({ body: call.settings.authorizer.health() }),
  getDiagnostics: async ({ query, call }) => {
    const all = await call.settings.authorizer.diagnostics()
    // They follow from more than the policy: that they are the same ones is told by themselves.
    const version = createHash('sha256').update(JSON.stringify(all)).digest('base64url')
    const { items, from: _, ...next } = pageByPlace(all, version, query)
    return { body: { items, ...next } }
  },
}
