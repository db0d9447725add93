import type { Store, SubjectRecord } from '../store/store.ts'
import { newestView } from './sessions.ts'

/** How many are asked for side by side: a store answers them together, or a few at a time. */
const recordsAtOnce = 50

/** The records of subjects, none older than this call; `null` where there is none. */
export async function newestRecords(
  store: Store,
  ids: readonly string[],
): Promise<Map<string, SubjectRecord | null>> {
  const records = new Map<string, SubjectRecord | null>()
  for (let from = 0; from < ids.length; from += recordsAtOnce) {
    const some = ids.slice(from, from + recordsAtOnce)
    const views = await Promise.all(some.map(async (id) => newestView(store, id)))
    for (const [i, { subject }] of views.entries()) records.set(some[i] as string, subject)
  }
  return records
}
