// The audit trail: what stores chain it with, and what looks at it.
export { createAuditChain } from './audit-chain.ts'
export type { AuditChain, AuditPlace, LinkedEntry } from './audit-chain.ts'
export { readAuditKeys } from './audit-keys.ts'
export type { AuditKey, AuditKeyOption } from './audit-keys.ts'
export { filterOf, matchesFilter, maxLookedAt } from './audit-query.ts'
export type { AuditFilter } from './audit-query.ts'
export { jsonLine, keptJsonLine, readJsonLine } from './json-line.ts'
export { ocsfEvent } from './ocsf-event.ts'
export { verifyTrail } from './verify-trail.ts'
export type { VerifyOptions } from './verify-trail.ts'
export type { AuditFinding, AuditFindingKind, AuditKeyUse, AuditReport } from './audit-report.ts'
export type {
  AuditHead,
  AuditOutcome,
  AuditRefusal,
  KeptEntry,
  TrailBounds,
  TrailPage,
} from './audit-entry.ts'
