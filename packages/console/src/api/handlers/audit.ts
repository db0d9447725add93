import { matchesFilter } from '@trilatch/core'
import type { AuditFilter, KeptEntry } from '@trilatch/core'
import { maxPage } from '../../contract/common.ts'
import type { Call } from '../call.ts'
import type { Handlers } from '../handler.ts'

type Exported = NonNullable<KeptEntry['entry']> | Pick<KeptEntry, 'place' | 'fault'>

/** The trail as it is kept, page by page: entries that fit, and where something is that is none. */
async function* every({ store }: Call, filter: AuditFilter): AsyncGenerator<Exported> {
  let after: string | undefined
  do {
    const page = await store.trail({ limit: maxPage, ...(after === undefined ? {} : { after }) })
    for (const { place, entry, fault } of page.items) {
      if (entry === null) yield { place, ...(fault === undefined ? {} : { fault }) }
      else if (matchesFilter(entry, filter)) yield entry
    }
    after = page.next
  } while (after !== undefined)
}

export const auditHandlers: Handlers<'listAudit' | 'exportAudit'> = {
  listAudit: async ({ query, call }) => ({ body: await call.store.audit(query) }),
  exportAudit: async ({ query, call }) => ({ body: every(call, query) }),
}
