import 'reflect-metadata'
import { PATH_METADATA } from '@nestjs/common/constants.js'
import { MetadataScanner } from '@nestjs/core'
import type { ModulesContainer } from '@nestjs/core'
import { plansOfClass, plansOfMethod } from './declared-plans.ts'
import type { DeclaredMethod, HandlerPlan } from './declared-plans.ts'

/**
 * How a handler is reached. `field` and `reference` are GraphQL's resolvers of an object's fields and of a
 * federated object: Nest runs guards for them only where it is told to.
 */
export type Way = 'http' | 'rpc' | 'ws' | 'graphql' | 'field' | 'reference'

type AnyClass = abstract new (...args: never[]) => unknown
type Method = (...args: never[]) => unknown

/** A method of a controller, resolver, gateway or other provider, with what its decorators ask for. */
export interface Handler extends DeclaredMethod {
  /** The class that was registered; it may have inherited the method. */
  readonly host: AnyClass
  /** What Nest tells guards is the class: what the objects' own prototype calls their constructor. */
  readonly answersAs: unknown
  readonly method: Method
  /** Empty for a method that nobody calls from outside. */
  readonly ways: readonly Way[]
  readonly ofClass: readonly HandlerPlan[]
  readonly ofMethod: readonly HandlerPlan[]
  /** The key of the module it was found in. */
  readonly module: string
  /** The object that has the method, where Nest has already made one for the whole application. */
  readonly instance: object | undefined
}

// The keys of packages that need not be there; tests hold them against Nest's.
const keys = {
  gateway: 'websockets:is_gateway',
  message: 'websockets:message_mapping',
  pattern: 'microservices:handler_type',
  type: 'graphql:resolver_type',
  property: 'graphql:resolve_property',
  reference: 'graphql:resolve_reference',
}
const roots: readonly unknown[] = ['Query', 'Mutation', 'Subscription']

const has = (key: string, target: object): boolean => Reflect.hasMetadata(key, target)

/** What a method resolves fields of, as Nest has it: what a method does not say, its class says. */
export function resolvedType(host: AnyClass, method: Method): unknown {
  return Reflect.getMetadata(keys.type, method) ?? Reflect.getMetadata(keys.type, host)
}

function waysOf(controller: boolean, host: AnyClass, method: Method): Way[] {
  if (controller) {
    return [
      ...(has(PATH_METADATA, method) ? (['http'] as const) : []),
      ...(has(keys.pattern, method) ? (['rpc'] as const) : []),
    ]
  }
  const ways: Way[] = has(keys.gateway, host) && has(keys.message, method) ? ['ws'] : []
  const type = resolvedType(host, method)
  if (type === undefined) return ways
  if (roots.includes(type)) ways.push('graphql')
  else if (Reflect.getMetadata(keys.reference, method) === true) ways.push('reference')
  else if (Reflect.getMetadata(keys.property, method) === true) ways.push('field')
  return ways
}

/** The prototype that has a method, from a class upwards. */
export function ownerOf(prototype: object, name: string): object | undefined {
  let at: object | null = prototype
  while (at !== null && !Object.hasOwn(at, name)) at = Object.getPrototypeOf(at) as object | null
  return at ?? undefined
}

interface Registered {
  readonly host: AnyClass
  readonly prototype: object
  readonly instance: object | undefined
}

interface Wrapper {
  readonly metatype: unknown
  readonly isNotMetatype: boolean
  readonly isAlias: boolean
  readonly instance: unknown
  isDependencyTreeStatic(): boolean
}

/** The class that a wrapper stands for; what a factory or a value gives is judged by the object itself. */
function registeredIn(wrapper: Wrapper): Registered | undefined {
  if (wrapper.isAlias) return undefined
  const made: unknown = wrapper.isDependencyTreeStatic() ? wrapper.instance : undefined
  const instance = typeof made === 'object' && made !== null ? made : undefined
  if (!wrapper.isNotMetatype) {
    const host = wrapper.metatype as AnyClass
    const prototype: unknown = host.prototype
    return typeof prototype === 'object' && prototype !== null ? { host, prototype, instance } : undefined
  }
  const prototype = instance === undefined ? null : (Object.getPrototypeOf(instance) as object | null)
  if (prototype === null || prototype === Object.prototype) return undefined
  const host: unknown = prototype.constructor
  return typeof host === 'function' ? { host: host as AnyClass, prototype, instance } : undefined
}

/** Every method of every class that the modules of an application have registered: handlers, and decorated others. */
export function findHandlers(modules: ModulesContainer): Handler[] {
  const scanner = new MetadataScanner()
  const found: Handler[] = []
  for (const [module, { controllers, providers }] of modules) {
    const all = [
      ...Array.from(controllers.values(), (w) => [true, w] as const),
      ...Array.from(providers.values(), (w) => [false, w] as const),
    ]
    for (const [controller, wrapper] of all) {
      const registered = registeredIn(wrapper)
      if (registered === undefined) continue
      const { host, prototype, instance } = registered
      const ofClass = plansOfClass(host)
      for (const name of scanner.getAllMethodNames(prototype)) {
        const owner = ownerOf(prototype, name) as object
        const method = (prototype as Record<string, Method>)[name] as Method
        const declared = { prototype: owner, name, method }
        const ofMethod = plansOfMethod(declared)
        const ways = waysOf(controller, host, method)
        if (ways.length + ofClass.length + ofMethod.length > 0)
          found.push({
            ...declared,
            host,
            answersAs: prototype.constructor,
            ways,
            ofClass,
            ofMethod,
            module,
            instance,
          })
      }
    }
  }
  return found
}

/** How a handler is called in messages. */
export const nameOfHandler = ({ host, name }: Handler): string => `${host.name}.${name}`
