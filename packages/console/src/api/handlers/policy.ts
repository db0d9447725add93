import type { Handlers } from '../handler.ts'
import { wrote } from '../written.ts'

export const policyHandlers: Handlers<'exportPolicy' | 'planImport' | 'importPolicy'> = {
  exportPolicy: async ({ query, call }) => {
    const exported = await call.store.exportPolicy(query)
    const { assignments = [], mappings = [], ...document } = exported.document
    return {
      body: {
        document: { ...document, ...(query.assignments === false ? {} : { assignments }), mappings },
        version: exported.version,
      },
      version: exported.version,
    }
  },
  planImport: async ({ body, query, call }) => {
    // As the caller, so that it says what they would be refused.
    const plan = await call.planning.planImport(body.document, query)
    return { body: plan, version: plan.version }
  },
  importPolicy: async ({ body, seen, call }) =>
    wrote(await call.writing.importPolicy(body.document, { version: seen ?? '' })),
}
