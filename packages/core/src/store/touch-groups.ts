import type { MemoryState } from './memory-state.ts'
import { withProvider } from './provider-groups.ts'
import type { WriteOutcome } from './store.ts'
import type { TouchedGroups } from './subject-record.ts'

/** Counts groups as confirmed now, in a memory store. */
export function touchGroups(
  { subjects }: MemoryState,
  { subject, provider, version }: TouchedGroups,
  now: number,
): WriteOutcome {
  const record = subjects.get(subject)
  const known = record?.groups.find((entry) => entry.provider === provider)
  if (record === undefined || record.version !== version || known === undefined) {
    const detail = `subject ${JSON.stringify(subject)} has changed in the meantime`
    return { status: 'refused', reason: 'conflict', detail }
  }
  const groups = withProvider(record.groups, { ...known, verifiedAt: now })
  subjects.set(subject, Object.freeze({ ...record, groups }))
  return { status: 'done', version }
}
