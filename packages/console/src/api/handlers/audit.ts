import type { AuditEntry, ListOptions, Page } from '@trilatch/core'
import { maxPage } from '../../contract/common.ts'
import type { Call } from '../call.ts'
import type { Handlers } from '../handler.ts'

interface Filters {
  readonly actor?: string
  readonly action?: string
  readonly target?: string
}

/** Entries that fit; a page may hold fewer than were asked for. */
async function fitting(
  call: Call,
  { actor, action, target }: Filters,
  list: ListOptions,
): Promise<Page<AuditEntry>> {
  const { items, ...page } = await call.store.audit(list)
  const fits = (wanted: string | undefined, is: string): boolean => wanted === undefined || wanted === is
  const found = items.filter(
    (entry) => fits(actor, entry.actor) && fits(action, entry.action) && fits(target, entry.target),
  )
  return { items: found, ...page }
}

async function* every(call: Call, filters: Filters): AsyncGenerator<AuditEntry> {
  let after: string | undefined
  do {
    const page = await fitting(call, filters, { limit: maxPage, ...(after === undefined ? {} : { after }) })
    yield* page.items
    after = page.next
  } while (after !== undefined)
}

export const auditHandlers: Handlers<'listAudit' | 'exportAudit'> = {
  listAudit: async ({ query: { limit, after, ...filters }, call }) => ({
    body: await fitting(call, filters, {
      ...(limit === undefined ? {} : { limit }),
      ...(after === undefined ? {} : { after }),
    }),
  }),
  exportAudit: async ({ query, call }) => ({ body: every(call, query) }),
}
