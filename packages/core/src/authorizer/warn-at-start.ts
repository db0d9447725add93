import type { CompiledPolicy } from '../decision/compiled-policy.ts'
import { warn } from '../events.ts'
import type { MappingFault } from '../mapping/mapping-table.ts'
import { contextDiagnostics, storedDiagnostics } from './diagnostics.ts'
import { mappingDiagnostics } from './mapping-diagnostics.ts'

/** Says in the log of the process what somebody should look at in the policy it starts with. */
export function warnAtStart(policy: CompiledPolicy, mappingFaults: readonly MappingFault[]): void {
  for (const { severity, message } of storedDiagnostics(policy))
    if (severity === 'error') warn('TRILATCH_STORED_RULE', message)
  for (const { message } of contextDiagnostics(policy)) warn('TRILATCH_DOUBTFUL_CONTEXT', message)
  for (const { message } of mappingDiagnostics(mappingFaults)) warn('TRILATCH_MAPPING_UNMATCHED', message)
}
