import type { CompiledPolicy } from '../decision/compiled-policy.ts'
import { TrilatchError } from '../errors.ts'
import { warn } from '../events.ts'
import type { MappingTable } from '../mapping/mapping-table.ts'
import { mappingDiagnostics } from './mapping-diagnostics.ts'
import { contextDiagnostics, storedDiagnostics } from './diagnostics.ts'

/** Warns, when an authorizer starts, of what is stored and read differently than written. */
export function warnOfStored(policy: CompiledPolicy, mapping: MappingTable): void {
  for (const { severity, message } of storedDiagnostics(policy))
    if (severity === 'error') warn('TRILATCH_STORED_RULE', message)
  for (const { message } of contextDiagnostics(policy)) warn('TRILATCH_DOUBTFUL_CONTEXT', message)
  for (const { message } of mappingDiagnostics(mapping.faults)) warn('TRILATCH_MAPPING_UNMATCHED', message)
}

/** The error of an authorizer that was closed: 503, for another process may answer. */
export function closed(): TrilatchError {
  const headers = { 'retry-after': '1' }
  return new TrilatchError('TRILATCH_CLOSED', 'The authorizer has been closed', { status: 503, headers })
}
