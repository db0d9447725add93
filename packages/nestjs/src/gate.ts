import type { IncomingMessage } from 'node:http'
import { Logger } from '@nestjs/common'
import type { CanActivate, ExecutionContext, OnApplicationBootstrap, OnModuleInit } from '@nestjs/common'
import type { ModulesContainer } from '@nestjs/core'
import { guardVerbs, isThenable, Refusal } from '@trilatch/core'
import type { Application } from './application.ts'
import type { HandlerPlan } from './declared-plans.ts'
import { refuseFaults, refuseHiddenRoots, refuseLateFaults } from './faults.ts'
import { findHandlers, nameOfHandler } from './handlers.ts'
import type { Handler, Way } from './handlers.ts'
import { HandlerGuard } from './handler-guard.ts'
import { guardsFields, rootTypes } from './graphql-options.ts'
import { letPass, putLast } from './latches.ts'
import { putFilterLast } from './refusal-filter.ts'
import { HttpRefusal, refusalFor } from './refusals.ts'
import { announce } from './reply.ts'
import type { Reply } from './reply.ts'
import { kindOf, paramsOf } from './request-of.ts'
import type { Kind } from './request-of.ts'
import { loadTransports } from './transports.ts'
import type { Transports } from './transports.ts'

/** A handler that is guarded: what it asks for, the class first. */
export interface ArmedHandler extends Handler {
  readonly plans: readonly HandlerPlan[]
}

/** Says nothing of who may use it, so nobody may. */
const unprotected = (): Refusal =>
  new Refusal('TRILATCH_ROUTE_UNPROTECTED', 403, 'Nothing says who may use this.')

const isPart = ({ ways }: Handler): boolean => ways.length > 0 && ways.every((way) => way === 'field')

/** What is done for messages, which global guards and filters of the application do not all reach. */
function armMessage({ prototype, name, method, host }: Handler, besideRoutes: boolean): void {
  // Nest drops the guards of a method that an object binds. Whoever is made later fails over it, and is not called.
  Object.defineProperty(prototype, name, { writable: false })
  putFilterLast(besideRoutes ? method : host)
}

/**
 * Stands before every handler of an application. When the modules are known and nothing has been routed yet, it puts
 * a guard behind all others of every handler, so that whatever signs callers in has run before.
 */
export class Gate implements CanActivate, OnModuleInit, OnApplicationBootstrap {
  readonly application: Application
  readonly #modules: ModulesContainer
  readonly #transports: Transports
  readonly #armed = new Map<unknown, Map<unknown, ArmedHandler>>()

  private constructor(application: Application, modules: ModulesContainer, transports: Transports) {
    this.application = application
    this.#modules = modules
    this.#transports = transports
  }

  /** @throws TrilatchError `TRILATCH_GUARD_INVALID` for decorators that say what cannot be kept. */
  static async open(application: Application, modules: ModulesContainer): Promise<Gate> {
    const handlers = findHandlers(modules)
    refuseFaults(handlers, application.authorizer.permissions)
    const ways = new Set<Way>(handlers.flatMap((handler) => handler.ways))
    const gate = new Gate(application, modules, await loadTransports(ways))
    gate.#arm(handlers)
    return gate
  }

  /** Every handler, in the order of the modules. */
  get handlers(): readonly ArmedHandler[] {
    return [...this.#armed.values()].flatMap((byHost) => [...byHost.values()])
  }

  /** Factories have made their objects by now, and nothing is routed to those of GraphQL before. */
  /** By now every schema has been made. */
  onApplicationBootstrap(): void {
    refuseHiddenRoots(this.handlers, rootTypes(this.#modules))
  }

  onModuleInit(): void {
    const handlers = findHandlers(this.#modules)
    refuseFaults(handlers, this.application.authorizer.permissions)
    refuseLateFaults(handlers, guardsFields(this.#modules))
    this.#arm(handlers)
    const silent = this.handlers.filter((handler) => handler.plans.length === 0 && !isPart(handler))
    if (silent.length > 0) {
      const names = silent.map(nameOfHandler).join(', ')
      new Logger('Trilatch').warn(
        `Nobody may use ${names}: nothing says who may. Add a permission, @SignedIn() or @Public().`,
      )
    }
  }

  /** As a global guard, before all others: what is not armed, or says nothing, stays shut. */
  canActivate(context: ExecutionContext): boolean {
    this.#find(context)
    return true
  }

  /** As the guard of one handler, behind all others. */
  decide(context: ExecutionContext): boolean | Promise<boolean> {
    const { kind, plans } = this.#find(context)
    const settle = (refusal: Refusal | undefined): true => {
      if (refusal !== undefined) throw this.#told(kind, refusal, context)
      letPass(context)
      return true
    }
    const fail = (error: unknown): never => {
      throw this.#told(kind, error, context)
    }
    let checked: ReturnType<Application['check']>
    try {
      checked = this.application.check(context, plans)
    } catch (error) {
      return fail(error)
    }
    return isThenable(checked) ? Promise.resolve(checked).then(settle, fail) : settle(checked)
  }

  #find(context: ExecutionContext): { readonly kind: Kind; readonly plans: readonly HandlerPlan[] } {
    const kind = kindOf(context)
    if (kind === undefined) throw unprotected()
    const handler = this.#armed.get(context.getHandler())?.get(context.getClass())
    if (handler === undefined || (handler.plans.length === 0 && !isPart(handler)))
      throw this.#told(kind, unprotected(), context)
    return { kind, plans: handler.plans }
  }

  /** The error the way this context's clients are told. */
  #told(kind: Kind, error: unknown, context: ExecutionContext): unknown {
    const told = refusalFor(kind, error, this.#transports)
    if (!(told instanceof HttpRefusal)) return told
    const http = context.switchToHttp()
    const { method, headers, originalUrl } = http.getRequest<
      IncomingMessage & { readonly originalUrl?: string }
    >()
    const redirect =
      error instanceof Refusal
        ? this.application.guards.redirect(error, method ?? 'GET', headers.accept, originalUrl)
        : undefined
    const answer = redirect === undefined ? told : new HttpRefusal(error as Refusal, redirect)
    announce(answer.problem, http.getResponse<Reply>())
    return answer
  }

  #arm(handlers: readonly Handler[]): void {
    const guard = new HandlerGuard(this)
    const open = guardVerbs(
      this.application.authorizer.permissions,
      paramsOf,
      (plan: HandlerPlan) => plan,
    ).publicRoute()
    this.#armed.clear()
    for (const handler of handlers) {
      const { method, host, answersAs, ofClass, ofMethod, module, ways } = handler
      if (ways.length === 0) continue
      const declared = [...ofClass, ...ofMethod]
      const byClass = this.#armed.get(method) ?? new Map<unknown, ArmedHandler>()
      const own = declared.length === 0 && this.application.open.has(host) ? [open] : declared
      // Nest tells a guard the function, not its name: one function under two names asks for what both ask for.
      const plans = [...new Set([...(byClass.get(answersAs)?.plans ?? []), ...own])]
      this.#armed.set(method, byClass.set(answersAs, { ...handler, plans }))
      putLast(method, HandlerGuard, declared.length > 0)
      this.#modules.get(module)?.addInjectable({ provide: HandlerGuard, useValue: guard }, 'guard')
      if (ways.includes('ws') || ways.includes('rpc'))
        armMessage(
          handler,
          handlers.some((one) => one.host === host && one.ways.includes('http')),
        )
    }
  }
}
