import type { RuleChange } from '@trilatch/core'
import type * as z from 'zod'
import type { ruleChanges } from '../contract/roles.ts'
import type { Deep } from './handler.ts'

/** Changes of rules as core takes them: no context for every resource, `unspecified` for no rule. */
export function cellsOf({ changes }: Deep<z.infer<typeof ruleChanges>>): readonly RuleChange<string>[] {
  return changes.map(({ permission, context, state }) => ({
    permission,
    state: state ?? 'unspecified',
    ...(context === undefined || context === null ? {} : { context }),
  }))
}
