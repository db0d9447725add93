import { readDecision } from './decision.ts'
import type { ClientDecision } from './decision.ts'
import type { PermissionsDocument } from './documents.ts'

/** What the server has said without a resource, at one version. */
export interface Known {
  readonly version: string
  /** By permission; what was said of those that are not listed is kept here too. */
  readonly whole: Map<string, ClientDecision>
  readonly some: ReadonlyMap<string, ClientDecision>
  /** What is said of every permission that is not listed, where callers are not told which there are. */
  readonly other: ClientDecision | undefined
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
    const { permission, message, someMessage = message } = item
    whole.set(permission, readDecision(item, item.state === 'granted'))
    some.set(permission, readDecision({ ...item, message: someMessage }, item.some))
  }
  return { version, whole, some, other: otherwise && readDecision(otherwise, false) }
}
