import type { AuditEntry, AuditListOptions } from '@trilatch/core'
import { maxPage } from '../../contract/common.ts'
import type { Call } from '../call.ts'
import type { Handlers } from '../handler.ts'

/** Every entry that fits, page by page. */
async function* every(call: Call, filter: AuditListOptions): AsyncGenerator<AuditEntry> {
  let after: string | undefined
  do {
    const page = await call.store.audit({
      ...filter,
      limit: maxPage,
      ...(after === undefined ? {} : { after }),
    })
    yield* page.items
    after = page.next
  } while (after !== undefined)
}

export const auditHandlers: Handlers<'listAudit' | 'exportAudit'> = {
  listAudit: async ({ query, call }) => ({ body: await call.store.audit(query) }),
  exportAudit: async ({ query, call }) => ({ body: every(call, query) }),
}
