import { TrilatchError } from '@trilatch/core'
import type { Permissions } from '@trilatch/core'
import { plansOfMethod } from './declared-plans.ts'
import type { HandlerPlan } from './declared-plans.ts'
import { nameOfHandler, ownerOf, resolvedType } from './handlers.ts'
import type { Handler } from './handlers.ts'

const isPublic = ({ requirement }: HandlerPlan): boolean => requirement.kind === 'public'

function contradiction(handler: Handler): string | undefined {
  const plans = [...handler.ofClass, ...handler.ofMethod]
  // A class that is open may have handlers that ask for more; never the other way round.
  if (!handler.ofMethod.some(isPublic) || plans.every(isPublic)) return undefined
  return 'is @Public and asks for more all the same: what a class and its methods ask for adds up, so take one of them away'
}

/** A decorator where Nest runs no guard would be a promise that nobody keeps. */
function idle(handler: Handler, others: readonly Handler[]): string | undefined {
  if (handler.ways.length > 0) return undefined
  if (handler.ofMethod.length > 0)
    return 'is no handler of HTTP, GraphQL, WebSockets or microservices: Nest runs no guard before it, so its decorator protects nothing'
  return others.some(({ host, ways }) => host === handler.host && ways.length > 0)
    ? undefined
    : 'stands in a decorated class without any handler: Nest runs no guard there'
}

/** A handler that replaces a decorated one and says nothing would quietly ask for less. */
function forgotten({ ofMethod, prototype, name, ways }: Handler): string | undefined {
  const above = Object.getPrototypeOf(prototype) as object | null
  if (ways.length === 0 || ofMethod.length > 0 || above === null) return undefined
  const owner = ownerOf(above, name)
  const method: unknown =
    owner === undefined ? undefined : Object.getOwnPropertyDescriptor(owner, name)?.value
  if (owner === undefined || typeof method !== 'function') return undefined
  const asked = plansOfMethod({ prototype: owner, name, method }).length > 0
  return asked
    ? 'overrides a handler that has a decorator, and has none itself: say again what it asks for'
    : undefined
}

function unknown({ ofClass, ofMethod }: Handler, permissions: Permissions): string | undefined {
  const names = [...ofClass, ...ofMethod].flatMap(({ requirement }) => requirement.permissions)
  const stray = names.find((name) => !permissions.has(name))
  return stray === undefined
    ? undefined
    : `asks for ${JSON.stringify(stray)}, which the authorizer's catalogue does not have: give both the same definePermissions`
}

/** Where Nest would call something else than the method that the guards are on. */
function replaced({ instance, name, method, ways }: Handler): string | undefined {
  if (instance === undefined || ways.length === 0) return undefined
  return (instance as Record<string, unknown>)[name] === method
    ? undefined
    : 'is replaced on its object, as by binding it in the constructor: Nest drops the guards of such a method'
}

/** A federated object can be asked for by anybody who knows its key: it has to say who may. */
function unguardedParts({ ofClass, ofMethod, ways }: Handler, guarded: boolean): string | undefined {
  const plans = [...ofClass, ...ofMethod]
  const silent = plans.length === 0 && ways.includes('reference')
  const asks = plans.some((plan) => !isPublic(plan)) && (ways.includes('field') || ways.includes('reference'))
  if (guarded || !(silent || asks)) return undefined
  const remedy = silent ? ', or say @Public()' : ''
  return `resolves a part of an object, and GraphQLModule runs no guards there: give it fieldResolverEnhancers: ['guards']${remedy}`
}

function refuse(handlers: readonly Handler[], judge: (handler: Handler) => string | undefined): void {
  const faults = handlers.flatMap((handler) => {
    const fault = judge(handler)
    return fault === undefined ? [] : [`${nameOfHandler(handler)} ${fault}`]
  })
  if (faults.length === 0) return
  const message = `Not every handler is guarded as it says:\n- ${[...new Set(faults)].join('\n- ')}`
  throw new TrilatchError('TRILATCH_GUARD_INVALID', message)
}

/** Refuses an application whose decorators say what cannot be kept. @throws TrilatchError `TRILATCH_GUARD_INVALID` */
export function refuseFaults(handlers: readonly Handler[], permissions: Permissions): void {
  refuse(
    handlers,
    (handler) =>
      contradiction(handler) ??
      idle(handler, handlers) ??
      forgotten(handler) ??
      unknown(handler, permissions) ??
      replaced(handler),
  )
}

/**
 * Refuses what can only be seen when all objects have been made.
 *
 * @param guarded Whether every GraphQL module of the application runs guards for fields.
 * @throws TrilatchError `TRILATCH_GUARD_INVALID`
 */
export function refuseLateFaults(handlers: readonly Handler[], guarded: boolean): void {
  refuse(handlers, (handler) => unguardedParts(handler, guarded))
}

/**
 * Refuses resolvers of fields that are operations, since a schema calls its root types otherwise than Nest does:
 * Nest takes them for parts of an object, which need no guard of their own.
 *
 * @throws TrilatchError `TRILATCH_GUARD_INVALID`
 */
export function refuseHiddenRoots(handlers: readonly Handler[], roots: ReadonlySet<string>): void {
  refuse(handlers, ({ host, method, ways }) => {
    const type = resolvedType(host, method)
    if (!ways.includes('field') || typeof type !== 'string' || !roots.has(type)) return undefined
    return `resolves an operation of ${type} as if it were a field: declare it with @Query(), @Mutation() or @Subscription(), and call the root types Query, Mutation and Subscription`
  })
}
