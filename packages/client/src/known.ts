import { readDecision, refused } from './decision.ts'
import type { ClientDecision } from './decision.ts'
import type { PermissionsDocument } from './documents.ts'

/** What the server has said without a resource, at one version. */
export interface Known {
  readonly version: string
  /** By permission; those that were asked about and are not listed too. */
  readonly whole: Map<string, ClientDecision>
  readonly some: ReadonlyMap<string, ClientDecision>
  /** What is said of a permission that is not listed. */
  readonly refuse: (reason: string, text: string, code?: string) => ClientDecision
  /** What is said of a name that is none. */
  readonly improper: ClientDecision
}

/**
 * Reads what the server answered, or what a page carries.
 *
 * @throws TypeError for what is no such answer.
 */
export function readPermissions({ version, permissions, otherwise }: PermissionsDocument): Known {
  const whole = new Map<string, ClientDecision>()
  const some = new Map<string, ClientDecision>()
  for (const item of permissions) {
    const { permission, state, someMessage, message = someMessage } = item
    whole.set(permission, readDecision({ ...item, granted: state === 'granted' }))
    some.set(permission, readDecision({ ...item, granted: item.some, message: someMessage ?? message }))
  }
  const refuse: Known['refuse'] = (reason, text, code) =>
    refused(reason, otherwise?.message ?? text, otherwise?.code ?? code)
  const improper = refuse('improper-resource', 'The resource has no proper name.', 'TRILATCH_RESOURCE_IMPROPER')
  return { version, whole, some, refuse, improper }
}
