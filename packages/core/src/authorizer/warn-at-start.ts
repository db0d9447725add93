import type { CompiledPolicy } from '../decision/compiled-policy.ts'
import { warn } from '../events.ts'
import { contextDiagnostics, storedDiagnostics } from './diagnostics.ts'
import type { Diagnostic } from './diagnostics.ts'

/**
 * Says in the log of the process what somebody should look at in the policy it starts with.
 *
 * @param mapping What is to be said of mapping rows.
 */
export function warnAtStart(policy: CompiledPolicy, mapping: readonly Diagnostic[]): void {
  for (const { severity, message } of storedDiagnostics(policy))
    if (severity === 'error') warn('TRILATCH_STORED_RULE', message)
  for (const { message } of contextDiagnostics(policy)) warn('TRILATCH_DOUBTFUL_CONTEXT', message)
  for (const { kind, message } of mapping)
    warn(kind === 'mapping-mixed' ? 'TRILATCH_MAPPING_MIXED' : 'TRILATCH_MAPPING_UNMATCHED', message)
}
