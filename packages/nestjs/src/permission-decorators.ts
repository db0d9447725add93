import type { ExecutionContext } from '@nestjs/common'
import { asGuard, guardVerbs, TrilatchError } from '@trilatch/core'
import type { GuardItem, GuardPlan, GuardVerbs, Permissions } from '@trilatch/core'
import type { Requirement, requirementKey } from '@trilatch/core'
import { CurrentAccess, CurrentResource } from './current-access.ts'
import { declareOnClass, declareOnMethod } from './declared-plans.ts'
import { latchClass, latchMethod } from './latches.ts'
import { isRouted, paramsOf } from './request-of.ts'

/** Guards every handler of a class, or one handler; those of a class and of its method add up. */
export interface HandlerDecorator {
  (target: object, name?: string | symbol, descriptor?: PropertyDescriptor): void
  /** What it asks for, for tests. */
  readonly [requirementKey]: Requirement
}

type Verbs<Name extends string, Located extends string> = GuardVerbs<
  Name,
  Located,
  ExecutionContext,
  HandlerDecorator
>

/** A permission of `PermissionAll` or `PermissionAny`: its name, or with the resource it is asked about. */
export type PermissionItem<Name extends string, Located extends string> = GuardItem<
  Name,
  Located,
  ExecutionContext
>

/** The decorators of one catalogue. */
export interface PermissionDecorators<Name extends string, Located extends string> {
  /** One permission, on a resource where one is named: `{ param: 'name' }`, or `{ resource: (context) => … }`. */
  readonly Permission: Verbs<Name, Located>['requirePermission']
  /** All of them. */
  readonly PermissionAll: Verbs<Name, Located>['requireAll']
  /** One of them. */
  readonly PermissionAny: Verbs<Name, Located>['requireAny']
  /** The permission for some resource: for a list that the handler filters. */
  readonly PermissionSome: Verbs<Name, Located>['requireSome']
  /** Anybody who is signed in. */
  readonly SignedIn: Verbs<Name, Located>['requireSignedIn']
  /** Everybody; says that a handler is open on purpose. */
  readonly Public: Verbs<Name, Located>['publicRoute']
  /** A parameter of a handler: the caller's `Access`. */
  readonly CurrentAccess: () => ParameterDecorator
  /** A parameter of a handler: the very thing that the last decorator's `resource` found. */
  readonly CurrentResource: () => ParameterDecorator
}

function misplaced(where: string): never {
  const message = `A decorator of a permission stands on ${where}: put it on a class or on a method of one, with experimentalDecorators`
  throw new TrilatchError('TRILATCH_GUARD_INVALID', message)
}

function decorate(
  plan: GuardPlan<ExecutionContext>,
  target: object,
  name: string | symbol | undefined,
  descriptor: PropertyDescriptor | undefined,
): void {
  if (typeof name === 'object') misplaced("a standard (TC39) decorator's place, which Nest does not read")
  if (name === undefined) {
    if (typeof target !== 'function') misplaced('no class')
    declareOnClass(target, plan)
    return latchClass(target)
  }
  const method: unknown = descriptor?.value
  if (typeof target === 'function') misplaced(`the static member ${String(name)}`)
  if (typeof method !== 'function' || typeof name !== 'string')
    misplaced(`${String(name)}, which is no method`)
  declareOnMethod({ prototype: target, name, method }, plan)
  latchMethod(method)
}

/** What the verbs are called here. */
const called = {
  requirePermission: '@Permission',
  requireAll: '@PermissionAll',
  requireAny: '@PermissionAny',
  requireSome: '@PermissionSome',
  requireSignedIn: '@SignedIn',
  publicRoute: '@Public',
} as const

/**
 * The decorators of an application, typed from its catalogue.
 *
 * @throws Each decorator throws where it is written: TrilatchError `TRILATCH_PERMISSION_UNKNOWN` with "did you mean",
 * `TRILATCH_GUARD_INVALID` for one that names nothing, lacks a resource, or stands on no class and no method.
 */
export function permissionDecorators<Name extends string, Located extends string>(
  permissions: Permissions<Name, Located>,
): PermissionDecorators<Name, Located> {
  const verbs = guardVerbs<Name, Located, ExecutionContext, HandlerDecorator>(
    permissions,
    paramsOf,
    (plan) =>
      asGuard(
        (target: object, name?: string | symbol, descriptor?: PropertyDescriptor) =>
          decorate(plan, target, name, descriptor),
        plan.requirement,
      ),
    { called, isRouted },
  )
  return {
    Permission: verbs.requirePermission,
    PermissionAll: verbs.requireAll,
    PermissionAny: verbs.requireAny,
    PermissionSome: verbs.requireSome,
    SignedIn: verbs.requireSignedIn,
    Public: verbs.publicRoute,
    CurrentAccess,
    CurrentResource,
  }
}
