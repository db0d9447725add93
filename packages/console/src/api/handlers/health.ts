import type { Handlers } from '../handler.ts'

/** The most findings that are told. */
const maxFindings = 1_000

export const healthHandlers: Handlers<'getHealth' | 'getDiagnostics'> = {
  getHealth: async ({ call }) => ({ body: call.settings.authorizer.health() }),
  getDiagnostics: async ({ call }) => {
    const all = await call.settings.authorizer.diagnostics()
    return { body: { items: all.slice(0, maxFindings), more: all.length > maxFindings } }
  },
}
