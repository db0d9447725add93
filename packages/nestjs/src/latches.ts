import 'reflect-metadata'
import type { CanActivate, ExecutionContext } from '@nestjs/common'
import { GUARDS_METADATA } from '@nestjs/common/constants.js'
import { TrilatchError } from '@trilatch/core'

// Decorated handlers stay shut in an application that has forgotten TrilatchModule, and wherever Nest, for whatever
// reason, drops the guard that decides: a latch is an instance, which Nest cannot fail to find, and it opens only for
// what that guard has let through.

const letThrough = new WeakSet<ExecutionContext>()

/** Notes that a handler's own guard has decided to go on. */
export function letPass(context: ExecutionContext): void {
  letThrough.add(context)
}

function shut(context: ExecutionContext): never {
  const name = `${context.getClass().name}.${context.getHandler().name}`
  const message = `${name} has a permission and nothing that checks it: import TrilatchModule.forRoot({ authorizer, subject }) in the application`
  throw new TrilatchError('TRILATCH_GUARD_INVALID', message)
}

/** Behind the guard of a handler. */
const methodLatch: CanActivate = {
  canActivate: (context) => letThrough.has(context) || shut(context),
}

/** On a class: its handlers have guards of their own, in an application that has the module. */
const classLatch: CanActivate = {
  canActivate: (context) => guardsOf(context.getHandler()).includes(methodLatch) || shut(context),
}

type GuardEntry = CanActivate | (new (...args: never[]) => CanActivate)

function guardsOf(target: object): readonly GuardEntry[] {
  return (Reflect.getMetadata(GUARDS_METADATA, target) as readonly GuardEntry[] | undefined) ?? []
}

export function latchClass(target: object): void {
  const guards = guardsOf(target)
  if (!guards.includes(classLatch)) Reflect.defineMetadata(GUARDS_METADATA, [classLatch, ...guards], target)
}

export function latchMethod(method: object): void {
  const guards = guardsOf(method)
  if (!guards.includes(methodLatch)) Reflect.defineMetadata(GUARDS_METADATA, [...guards, methodLatch], method)
}

/** Puts the guard that decides behind all others of a method, and a latch behind it where something is asked for. */
export function putLast(method: object, guard: GuardEntry, latched: boolean): void {
  const others = guardsOf(method).filter((one) => one !== guard && one !== methodLatch)
  const had = guardsOf(method).includes(methodLatch)
  Reflect.defineMetadata(
    GUARDS_METADATA,
    [...others, guard, ...(latched || had ? [methodLatch] : [])],
    method,
  )
}
