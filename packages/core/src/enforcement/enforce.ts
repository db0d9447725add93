import type { PermissionNode, Permissions } from '../catalogue/permissions.ts'
import type { TrilatchErrorCode } from '../errors.ts'
import { guardChannel } from '../events.ts'
import type { Requirement } from './requirement.ts'
import { forbidden, improperResource, notFound, suspended, unauthenticated } from './refusal.ts'
import type { Disclose, Refusal } from './refusal.ts'
import { resourceName } from '../context/proper-name.ts'

/** What enforcement asks; an access answers it. */
export interface Answers {
  readonly subjectId: string | null
  readonly signedIn: boolean
  readonly suspended: boolean
  can(permission: string): boolean
  can(permission: string, resource: unknown): boolean
  canSome(permission: string): boolean
}

/** How refusals are phrased; the same for all guards of an application. */
export interface EnforcementOptions {
  readonly permissions: Permissions
  /** What a refusal tells those who are signed in. Default `permission`: which permission is missing. */
  readonly disclose: Disclose
  /** The realm of `WWW-Authenticate`. */
  readonly realm: string
}

/** A guard has answered. Published on `trilatch:guard`. */
export interface GuardEvent {
  /** `null`: nobody was signed in. */
  readonly subject: string | null
  readonly requirement: Requirement
  readonly granted: boolean
  readonly code: TrilatchErrorCode | undefined
}

/** What a resolver found for one permission: the resource, `null` for "no such thing", `undefined` for an improper one. */
export interface AskedResource {
  readonly value: unknown
}

/** Whether the access allows one permission: asked about `resource` when there is one. */
function allows(access: Answers, permission: string, resource: AskedResource | undefined): boolean {
  if (resource === undefined) return access.can(permission)
  // Those who hold it for everything may learn that a thing does not exist; others get the usual refusal.
  return resource.value === null ? access.can(permission) : access.can(permission, resource.value)
}

function isImproper(resource: AskedResource | undefined): boolean {
  return resource !== undefined && resource.value !== null && resourceName(resource.value) === undefined
}

/**
 * Decides one request: `undefined` to go on, or the refusal to answer with. The whole behaviour of every
 * adapter is here; they only find out what to ask and copy the refusal out.
 *
 * @param resources For each permission of the requirement, what its resolver found; absent where it has none.
 */
export function enforce(
  access: Answers,
  requirement: Requirement,
  options: EnforcementOptions,
  resources: ReadonlyMap<string, AskedResource> = new Map(),
): Refusal | undefined {
  const refusal = judge(access, requirement, options, resources)
  if (guardChannel.hasSubscribers) {
    guardChannel.publish({
      subject: access.subjectId,
      requirement,
      granted: refusal === undefined,
      code: refusal?.code,
    } satisfies GuardEvent)
  }
  return refusal
}

function judge(
  access: Answers,
  { kind, permissions }: Requirement,
  { permissions: catalogue, disclose, realm }: EnforcementOptions,
  resources: ReadonlyMap<string, AskedResource>,
): Refusal | undefined {
  if (kind === 'public') return undefined
  if (kind === 'signed-in') {
    if (!access.signedIn) return unauthenticated(realm)
    return access.suspended ? suspended() : undefined
  }
  const passes = (permission: string): boolean =>
    kind === 'some' ? access.canSome(permission) : allows(access, permission, resources.get(permission))
  const missing = permissions.filter((permission) => !passes(permission))
  const granted = kind === 'any' ? missing.length < permissions.length : missing.length === 0
  if (granted) {
    const passed = permissions.filter((permission) => !missing.includes(permission))
    const absent = passed.every((permission) => resources.get(permission)?.value === null)
    const anyAbsent = passed.some((permission) => resources.get(permission)?.value === null)
    return (kind === 'any' ? absent : anyAbsent) ? notFound() : undefined
  }
  if (!access.signedIn) return unauthenticated(realm)
  if (missing.some((permission) => isImproper(resources.get(permission)))) return improperResource()
  const nodes = missing.map(
    (permission) => catalogue.nodes[catalogue.index.get(permission) ?? 0] as PermissionNode,
  )
  return forbidden(nodes, kind === 'any' ? 'any' : 'all', disclose)
}
