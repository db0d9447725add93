import type { SubjectRecord } from '../store/store.ts'
import type { Plan } from './plan.ts'

/** Plans an epoch for a subject that has none yet; without operations when there is one. */
export function planBeginSession(subject: string, record: SubjectRecord | null): Plan {
  return {
    expect: [{ kind: 'subject', id: subject, version: record?.version ?? null }],
    operations: record === null ? [{ kind: 'new-epoch', subject }] : [],
    action: 'session.begin',
    target: subject,
    before: null,
    after: null,
  }
}

/** Plans the end of all sessions of a subject, whoever else changes the record at the same time. */
export function planEndSessions(subject: string): Plan {
  return {
    expect: [],
    operations: [{ kind: 'new-epoch', subject }],
    action: 'session.end',
    target: subject,
    before: null,
    after: null,
  }
}
