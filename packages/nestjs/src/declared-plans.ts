import 'reflect-metadata'
import type { ExecutionContext } from '@nestjs/common'
import type { GuardPlan } from '@trilatch/core'

/** What one decorator asks for. */
export type HandlerPlan = GuardPlan<ExecutionContext>

const key = Symbol.for('trilatch.nestjs.plans')

/** A method as decorators see it: a class's prototype and the name there. */
export interface DeclaredMethod {
  readonly prototype: object
  readonly name: string
  readonly method: object
}

function add(plans: readonly HandlerPlan[] | undefined, plan: HandlerPlan): readonly HandlerPlan[] {
  // Decorators run from the inside out: the one written first comes last.
  return [plan, ...(plans ?? [])]
}

/** Notes on a class what one of its decorators asks for; what a class above it asks for stays. */
export function declareOnClass(target: object, plan: HandlerPlan): void {
  Reflect.defineMetadata(
    key,
    add(Reflect.getMetadata(key, target) as HandlerPlan[] | undefined, plan),
    target,
  )
}

/**
 * Notes on a method what one of its decorators asks for: by its place, so that a decorator that wraps the method
 * loses nothing, and on the function, so that one that copies it to another class takes it along.
 */
export function declareOnMethod({ prototype, name, method }: DeclaredMethod, plan: HandlerPlan): void {
  const placed = Reflect.getOwnMetadata(key, prototype, name) as HandlerPlan[] | undefined
  Reflect.defineMetadata(key, add(placed, plan), prototype, name)
  const carried = Reflect.getOwnMetadata(key, method) as HandlerPlan[] | undefined
  Reflect.defineMetadata(key, add(carried, plan), method)
}

/** What the decorators of a class ask for, those of the classes it extends included. */
export function plansOfClass(target: object): readonly HandlerPlan[] {
  return (Reflect.getMetadata(key, target) as HandlerPlan[] | undefined) ?? []
}

/** What the decorators of a method ask for; a method that overrides another has only its own. */
export function plansOfMethod({ prototype, name, method }: DeclaredMethod): readonly HandlerPlan[] {
  const placed = (Reflect.getOwnMetadata(key, prototype, name) as HandlerPlan[] | undefined) ?? []
  const carried = (Reflect.getOwnMetadata(key, method) as HandlerPlan[] | undefined) ?? []
  return [...new Set([...placed, ...carried])]
}
