// What the audit trail has for stores, commands and the console.
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
  AuditEntry,
  AuditHead,
  AuditLine,
  AuditOutcome,
  AuditRefusal,
  KeptEntry,
  TrailBounds,
  TrailPage,
} from './audit-entry.ts'
