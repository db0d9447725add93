import { maxPage } from '../../contract/common.ts'
import type { Handlers } from '../handler.ts'
import { wrote } from '../written.ts'

/** As many items of a list as a page holds; all are counted. */
function first<Item>({ items, total }: { readonly items: readonly Item[]; readonly total: number }): {
  readonly items: readonly Item[]
  readonly total: number
} {
  return { items: items.slice(0, maxPage), total }
}

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
    const { roles, assignments, mappings, warnings, ...plan } = await call.planning.planImport(
      body.document,
      query,
    )
    const shown = {
      roles: first(roles),
      assignments: { added: first(assignments.added), removed: first(assignments.removed) },
      mappings: { added: first(mappings.added), removed: first(mappings.removed) },
      warnings: warnings.slice(0, maxPage),
    }
    return { body: { ...plan, ...shown }, version: plan.version }
  },
  importPolicy: async ({ body, seen, call }) =>
    wrote(await call.writing.importPolicy(body.document, { version: seen ?? '' })),
}
