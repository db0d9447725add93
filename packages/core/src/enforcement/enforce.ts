import type { PermissionNode, Permissions } from '../catalogue/permissions.ts'
import type { TrilatchErrorCode } from '../errors.ts'
import { guardChannel } from '../events.ts'
import type { Requirement } from './requirement.ts'
import { beforeLapse } from './before-lapse.ts'
import { forbidden, improperResource, notFound, signInAgain, suspended, unauthenticated } from './refusal.ts'
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

/** Stands for a permission's resource where it is asked about without one. */
export const withoutResource: unique symbol = Symbol('without a resource') as never

/**
 * What is asked about, permission by permission in the order of the requirement: what a resolver found (the resource,
 * `null` for "no such thing", `undefined` for an improper one), or `withoutResource`.
 */
export type AskedResources = readonly unknown[]

const nothing: AskedResources = Object.freeze([])

/** Whether the access allows one permission: asked about `resource` when there is one. */
function allows(access: Answers, permission: string, resource: unknown): boolean {
  // Those who hold it for everything may learn that a thing does not exist; others get the usual refusal.
  return resource === withoutResource || resource === null
    ? access.can(permission)
    : access.can(permission, resource)
}

function isImproper(resource: unknown): boolean {
  return resource !== withoutResource && resource !== null && resourceName(resource) === undefined
}

/**
 * Decides one request: `undefined` to go on, or the refusal to answer with. The whole behaviour of every
 * adapter is here; they only find out what to ask and copy the refusal out.
 *
 * @param resources As `AskedResources` says; left out, nothing is asked about a resource.
 */
export function enforce(
  access: Answers,
  requirement: Requirement,
  options: EnforcementOptions,
  resources: AskedResources = nothing,
): Refusal | undefined {
  const refusal = refusalFor(access, requirement, options, resources)
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

/** What the permission at `i` is asked about. */
const askedAt = (resources: AskedResources, i: number): unknown =>
  i < resources.length ? resources[i] : withoutResource

/** As `enforce`, and nobody is told: for who asks what a guard would answer. */
export function refusalFor(
  access: Answers,
  requirement: Requirement,
  options: EnforcementOptions,
  resources: AskedResources = nothing,
): Refusal | undefined {
  const { kind, permissions } = requirement
  if (kind === 'public') return undefined
  if (kind === 'signed-in') {
    if (!access.signedIn) return unauthenticated(options.realm)
    return access.suspended ? suspended() : undefined
  }
  let missing: number[] | undefined
  let passed = 0
  let absent = 0
  // A request that is granted, as most are, makes nothing here.
  for (let i = 0; i < permissions.length; i++) {
    const permission = permissions[i] as string
    const resource = askedAt(resources, i)
    if (kind === 'some' ? access.canSome(permission) : allows(access, permission, resource)) {
      passed++
      if (resource === null) absent++
    } else (missing ??= []).push(i)
  }
  if (missing !== undefined && (kind !== 'any' || passed === 0))
    return lapseAlone(access, requirement, options, resources)
      ? signInAgain(options.realm)
      : refuse(access, requirement, missing, options, resources)
  return (kind === 'any' ? absent === passed : absent > 0) ? notFound() : undefined
}

/** Whether nothing but groups that have lapsed is missing. */
function lapseAlone(
  access: Answers,
  requirement: Requirement,
  options: EnforcementOptions,
  resources: AskedResources,
): boolean {
  const before = beforeLapse(access)
  if (before === undefined) return false
  // "There is no such thing" is for those who may: they would have got that far.
  const refusal = refusalFor(before, requirement, { ...options, disclose: 'permission' }, resources)
  return refusal === undefined || refusal.code === 'TRILATCH_NOT_FOUND'
}

/** Phrases the refusal of somebody who lacks permissions; `missing` are their places in the requirement. */
function refuse(
  access: Answers,
  { kind, permissions }: Requirement,
  missing: readonly number[],
  { permissions: catalogue, disclose, realm }: EnforcementOptions,
  resources: AskedResources,
): Refusal {
  if (!access.signedIn) return unauthenticated(realm)
  if (missing.some((i) => isImproper(askedAt(resources, i)))) return improperResource()
  const nodes = missing.map(
    (i) => catalogue.nodes[catalogue.index.get(permissions[i] as string) ?? 0] as PermissionNode,
  )
  return forbidden(nodes, kind === 'any' ? 'any' : 'all', disclose)
}
