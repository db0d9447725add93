import type { Resource } from '../authorizer/resource.ts'
import { checkCatalogue } from '../catalogue/check-catalogue.ts'
import type { AskedPermission, Permissions } from '../catalogue/permissions.ts'
import { own } from '../own.ts'
import { TrilatchError } from '../errors.ts'
import { requirement } from '../enforcement/requirement.ts'
import type { Requirement } from '../enforcement/requirement.ts'
import type { MaybePromise } from '../maybe-promise.ts'
import { refuseUncalled } from './not-called.ts'
import { paramFinder } from './param-finder.ts'

/** Where a guard finds the resource's name: a route parameter, or whatever a function makes of the request. */
export type ResourceOption<Req> =
  | { readonly param: string }
  | {
      /** May be async. `null`: there is no such thing (404 for those who may know). `undefined`: improper (400). */
      readonly resource: (request: Req) => MaybePromise<Resource | null | undefined>
    }

/** A permission of `requireAll` or `requireAny`: its name, or with the resource it is asked about. */
export type GuardItem<Name extends string, Located extends string, Req> =
  | Exclude<AskedPermission<Name>, Located>
  | ({ readonly permission: AskedPermission<Name> } & ResourceOption<Req>)

/** A resource is required where the permission was declared with `on`. */
type ResourceArgument<Permission, Located, Req> = Permission extends Located
  ? readonly [resource: ResourceOption<Req>]
  : readonly [resource?: ResourceOption<Req>]

/** A guard before it is a framework's: what it asks for, and how it finds the resources. */
export interface GuardPlan<Req> {
  readonly requirement: Requirement
  /** For each permission, in the requirement's order: how its resource is found, or `undefined`. Empty when none has one. */
  readonly finders: readonly (Finder<Req> | undefined)[]
}

/** Finds what a permission is asked about. */
export type Finder<Req> = (request: Req) => unknown

/** The parameters of a route, by name, as the framework has them; what is no object has none. */
export type ParamsOf<Req> = (request: Req) => unknown

/** What an adapter may say beside. */
export interface GuardVerbsOptions<Verb extends string, Req> {
  /** What it calls its verbs, for messages, where it calls them otherwise. */
  readonly called?: Readonly<Partial<Record<Verb, string>>>
  /** Whether a route decides which parameters there are, and not whoever sends a message. Default: always. */
  readonly isRouted?: (request: Req) => boolean
}

/** The verbs of every adapter; each gives a guard to put before a handler. They know Trilatch's own permissions, too. */
export interface GuardVerbs<Name extends string, Located extends string, Req, Guard> {
  /** One permission, on a resource where one is named. */
  readonly requirePermission: <Permission extends AskedPermission<Name>>(
    permission: Permission,
    ...resource: ResourceArgument<Permission, Located, Req>
  ) => Guard
  /** All of them. */
  readonly requireAll: (
    ...permissions: readonly [GuardItem<Name, Located, Req>, ...GuardItem<Name, Located, Req>[]]
  ) => Guard
  /** One of them. */
  readonly requireAny: (
    ...permissions: readonly [GuardItem<Name, Located, Req>, ...GuardItem<Name, Located, Req>[]]
  ) => Guard
  /** The permission for some resource: before a list that the handler filters. */
  readonly requireSome: (permission: AskedPermission<Name>) => Guard
  /** Anybody who is signed in. */
  readonly requireSignedIn: () => Guard
  /** Everybody; says that a route is open on purpose. */
  readonly publicRoute: () => Guard
}

const isLocated = (item: unknown): item is object =>
  typeof item === 'object' && item !== null && !Array.isArray(item)

/** The resource of a guard as one function, whichever way it was written. */
function finderOf<Req>(
  permission: string,
  option: object,
  paramsOf: ParamsOf<Req>,
  isRouted: (request: Req) => boolean,
): Finder<Req> {
  const source = option as { readonly param?: unknown; readonly resource?: unknown }
  const [param, resource] = [own(source, 'param'), own(source, 'resource')]
  if (typeof param === 'string' && param !== '' && resource === undefined)
    return paramFinder(permission, param, paramsOf, isRouted)
  if (typeof resource === 'function' && param === undefined) return resource as Finder<Req>
  const message = `Cannot build a guard for ${JSON.stringify(permission)}: its resource must be { param: 'name' } or { resource: (request) => … }`
  throw new TrilatchError('TRILATCH_GUARD_INVALID', message)
}

function checkLocated(permissions: Permissions, permission: string, has: boolean): void {
  const on = permissions.nodes[permissions.index.get(permission) ?? -1]?.on
  if (on === undefined || has) return
  const message = `Cannot build a guard for ${JSON.stringify(permission)} without a resource: it is declared on ${JSON.stringify(on)}; add { param: 'name' }`
  throw new TrilatchError('TRILATCH_GUARD_INVALID', message)
}

/**
 * The verbs over one catalogue. A guard that names nothing, or nothing known, fails here.
 *
 * @param paramsOf Gives the parameters of a route.
 * @param build Turns a plan into the framework's own kind of guard.
 */
export function guardVerbs<Name extends string, Located extends string, Req, Guard>(
  permissions: Permissions<Name, Located>,
  paramsOf: ParamsOf<Req>,
  build: (plan: GuardPlan<Req>) => Guard,
  {
    called = {},
    isRouted = () => true,
  }: GuardVerbsOptions<keyof GuardVerbs<Name, Located, Req, Guard>, Req> = {},
): GuardVerbs<Name, Located, Req, Guard> {
  checkCatalogue(permissions, 'guards')
  type Verb = keyof GuardVerbs<Name, Located, Req, Guard>
  const nameOf = (verb: Verb): string => called[verb] ?? verb
  const several = `${nameOf('requireAll')} or ${nameOf('requireAny')}`
  const make = (kind: Requirement['kind'], items: readonly unknown[] = []): Guard => {
    const names = items.map((item) =>
      isLocated(item) ? (item as { permission?: unknown }).permission : item,
    )
    const checked = requirement(permissions, kind, names, nameOf('publicRoute'))
    if (checked.permissions.length < names.length) {
      throw new TrilatchError(
        'TRILATCH_GUARD_INVALID',
        `Cannot build a guard that names a permission twice: ${names.join(', ')}`,
      )
    }
    const finders = checked.permissions.map((permission, i) => {
      const item = items[i]
      const located = isLocated(item)
      if (kind !== 'some') checkLocated(permissions, permission, located)
      return located ? finderOf(permission, item, paramsOf, isRouted) : undefined
    })
    const located = finders.some((finder) => finder !== undefined)
    return build(Object.freeze({ requirement: checked, finders: Object.freeze(located ? finders : []) }))
  }
  const check = (verb: Verb, args: readonly unknown[], taken: number): void =>
    refuseUncalled(nameOf(verb), args, taken, several)
  return {
    requirePermission: (permission, ...rest) => {
      check('requirePermission', [permission, ...rest], 2)
      const [resource] = rest
      return make('all', [resource === undefined ? permission : { ...resource, permission }])
    },
    requireAll: (...items) => {
      check('requireAll', items, Infinity)
      return make('all', items)
    },
    requireAny: (...items) => {
      check('requireAny', items, Infinity)
      return make('any', items)
    },
    requireSome: (...args: readonly unknown[]) => {
      check('requireSome', args, 1)
      return make('some', [args[0]])
    },
    requireSignedIn: (...args: readonly unknown[]) => {
      check('requireSignedIn', args, 0)
      return make('signed-in')
    },
    publicRoute: (...args: readonly unknown[]) => {
      check('publicRoute', args, 0)
      return make('public')
    },
  }
}
