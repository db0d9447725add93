import type { ExecutionContext } from '@nestjs/common'
import { isThenable, RequestGuards } from '@trilatch/core'
import type { Access, Authorizer, GuardOptions, GuardPlan, MaybePromise, Refusal } from '@trilatch/core'
import { bindPlan } from './bound-plan.ts'
import type { HandlerPlan } from './declared-plans.ts'
import { ownOptions, readOptions } from './options.ts'
import type { TrilatchModuleOptions } from './options.ts'
import { callKeyOf, requestOf, runKeyOf } from './request-of.ts'

/** One request, message or operation: what core keeps an access for. */
class Call {
  readonly context: ExecutionContext
  constructor(context: ExecutionContext) {
    this.context = context
  }
}

/** What one Nest application decides with: its authorizer, its options, and what its running calls have been granted. */
export class Application {
  readonly authorizer: Authorizer
  /** Classes whose handlers are open where they say nothing else. */
  readonly open: ReadonlySet<unknown>
  readonly guards: RequestGuards<string, Call>
  readonly #calls = new WeakMap<object, Call>()
  readonly #resources = new WeakMap<object, Map<unknown, unknown>>()

  constructor(options: TrilatchModuleOptions | undefined) {
    const { authorizer, open, guards } = readOptions(options)
    const { subject, session = (context) => requestOf<{ session?: unknown }>(context).session } = guards
    this.authorizer = authorizer
    this.open = open
    const own: GuardOptions<Call> = {
      ...guards,
      // What is no function is left for core to refuse.
      subject: typeof subject === 'function' ? ({ context }) => subject(context) : subject,
      session: typeof session === 'function' ? ({ context }) => session(context) : session,
    }
    this.guards = new RequestGuards<string, Call>(authorizer, own, ownOptions)
  }

  /** The call that a context belongs to. */
  callOf(context: ExecutionContext): Call {
    const key = callKeyOf(context)
    const known = key === undefined ? undefined : this.#calls.get(key)
    if (known !== undefined) return known
    const call = new Call(context)
    if (key !== undefined) this.#calls.set(key, call)
    return call
  }

  access(context: ExecutionContext): MaybePromise<Access> {
    return this.guards.access(this.callOf(context))
  }

  /** What the last decorator of this run of a handler was granted on. */
  resource(context: ExecutionContext): unknown {
    const key = runKeyOf(context)
    return key === undefined ? undefined : this.#resources.get(key)?.get(context.getHandler())
  }

  /** Asks one plan after the other; the first refusal is the answer. */
  check(
    context: ExecutionContext,
    plans: readonly HandlerPlan[],
    from = 0,
  ): MaybePromise<Refusal | undefined> {
    const call = this.callOf(context)
    for (let i = from; i < plans.length; i++) {
      const checked = this.#checkOne(context, call, plans[i] as HandlerPlan)
      if (isThenable(checked))
        return Promise.resolve(checked).then((refusal) => refusal ?? this.check(context, plans, i + 1))
      if (checked !== undefined) return checked
    }
    return undefined
  }

  #checkOne(context: ExecutionContext, call: Call, declared: HandlerPlan): MaybePromise<Refusal | undefined> {
    const { plan, found } = bindPlan<Call>(declared, context)
    const settle = (refusal: Refusal | undefined): MaybePromise<Refusal | undefined> =>
      refusal === undefined && found.size > 0 ? this.#remember(context, call, plan, found) : refusal
    const checked = this.guards.check(call, plan)
    return isThenable(checked) ? Promise.resolve(checked).then(settle) : settle(checked)
  }

  /** Keeps the very thing that was granted: of several, the first declared. */
  #remember(
    context: ExecutionContext,
    call: Call,
    { requirement }: GuardPlan<Call>,
    found: ReadonlyMap<string, unknown>,
  ): MaybePromise<undefined> {
    const key = runKeyOf(context)
    if (key === undefined) return undefined
    const keep = (access: Access): undefined => {
      const granted = requirement.permissions.find(
        (permission) => found.has(permission) && access.can(permission, found.get(permission) as string),
      )
      const ofRun = this.#resources.get(key) ?? new Map<unknown, unknown>()
      ofRun.set(context.getHandler(), granted === undefined ? undefined : found.get(granted))
      this.#resources.set(key, ofRun)
    }
    const access = this.guards.access(call)
    return isThenable(access) ? Promise.resolve(access).then(keep) : keep(access)
  }
}
