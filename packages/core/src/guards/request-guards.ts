import type { Access } from '../authorizer/access.ts'
import type { Authorizer } from '../authorizer/authorizer.ts'
import type { Subject } from '../decision/subject.ts'
import { enforce } from '../enforcement/enforce.ts'
import type { AskedResource } from '../enforcement/enforce.ts'
import type { Problem } from '../enforcement/problem.ts'
import type { Refusal } from '../enforcement/refusal.ts'
import { asksForPage } from './asks-for-page.ts'
import { readGuardOptions } from './guard-options.ts'
import type { CheckedGuardOptions, GuardOptions } from './guard-options.ts'
import type { GuardPlan, ResourceOption } from './guard-verbs.ts'
import { andThen, isThenable } from './maybe-promise.ts'
import type { MaybePromise } from './maybe-promise.ts'

/** Who is calling, as this request has it. */
export interface Caller<Name extends string> {
  readonly subject: Subject | null
  readonly access: Access<Name>
}

/**
 * What all adapters do, once: one access per request, resources found and checked, and the refusal to answer with.
 *
 * @param paramOf Reads a route parameter the framework's way.
 */
export class RequestGuards<Name extends string, Req extends object> {
  readonly options: CheckedGuardOptions<Req>
  readonly #authorizer: Authorizer<Name>
  readonly #paramOf: (request: Req, name: string) => unknown
  readonly #callers = new WeakMap<Req, MaybePromise<Caller<Name>>>()
  readonly #resources = new WeakMap<Req, unknown>()

  constructor(
    authorizer: Authorizer<Name>,
    options: GuardOptions<Req>,
    paramOf: (request: Req, name: string) => unknown,
  ) {
    this.options = readGuardOptions(options)
    this.#authorizer = authorizer
    this.#paramOf = paramOf
  }

  /**
   * Who is calling. Found out once for each request, and again when somebody signs in during it or when the
   * access has expired; questions at the same time share one answer.
   */
  caller(request: Req): MaybePromise<Caller<Name>> {
    const known = this.#callers.get(request)
    if (isThenable(known)) return known
    if (known !== undefined && known.subject !== null && !known.access.expired) return known
    const found = andThen(this.options.subject(request), (named) => {
      const subject = named ?? null
      if (subject === null && known?.subject === null && !known.access.expired) return known
      return this.#authorizer.access(subject).then((access) => {
        const { disclose, realm } = this.options
        return { subject, access: access.phrased({ disclose, realm }) }
      })
    })
    if (!isThenable(found)) return found
    const pending = Promise.resolve(found).then(
      (caller) => {
        this.#callers.set(request, caller)
        return caller
      },
      (error: unknown) => {
        this.#callers.delete(request)
        throw error
      },
    )
    this.#callers.set(request, pending)
    return pending
  }

  /** The caller's access. */
  access(request: Req): MaybePromise<Access<Name>> {
    return andThen(this.caller(request), ({ access }) => access)
  }

  /** What the last guard of this request was granted on: the very thing its resolver found; of several, the first declared. */
  resource(request: Req): unknown {
    return this.#resources.get(request)
  }

  /** Decides one request. Rejects or throws when that cannot be done; then nothing may go on either. */
  check(request: Req, plan: GuardPlan<Req>): MaybePromise<Refusal | undefined> {
    if (plan.requirement.kind === 'public') return undefined
    return andThen(this.access(request), (access) =>
      andThen(this.#resolve(request, plan.resources), (resources) =>
        this.#enforce(request, access, plan, resources),
      ),
    )
  }

  /** The redirect to the sign-in page that a browser gets instead of a 401, or `undefined`. */
  redirect(refusal: Refusal, method: string, accept: string | undefined): Problem | undefined {
    const { signIn } = this.options
    if (signIn === undefined || refusal.code !== 'TRILATCH_UNAUTHENTICATED') return undefined
    if (!asksForPage(method, accept)) return undefined
    return {
      status: 303,
      headers: { location: signIn, 'cache-control': 'no-store', vary: 'Accept' },
      body: '',
    }
  }

  #enforce(
    request: Req,
    access: Access<Name>,
    { requirement }: GuardPlan<Req>,
    resources: ReadonlyMap<string, AskedResource>,
  ): Refusal | undefined {
    const { disclose, realm } = this.options
    const { permissions } = this.#authorizer
    const refusal = enforce(access, requirement, { permissions, disclose, realm }, resources)
    if (resources.size > 0) this.#resources.delete(request)
    if (refusal !== undefined) return refusal
    for (const [permission, { value }] of resources) {
      if (!access.can(permission as Name, value as string)) continue
      this.#resources.set(request, value)
      break
    }
    return undefined
  }

  /** What the resolvers find, in the order declared. One that throws at once must not leave another's failure unheard. */
  #resolve(
    request: Req,
    sources: ReadonlyMap<string, ResourceOption<Req>>,
  ): MaybePromise<ReadonlyMap<string, AskedResource>> {
    const ask = (source: ResourceOption<Req>): unknown =>
      'param' in source ? this.#paramOf(request, source.param) : source.resource(request)
    const attempt = (source: ResourceOption<Req>): unknown => {
      try {
        return ask(source)
      } catch (error) {
        return Promise.reject(error)
      }
    }
    const permissions = [...sources.keys()]
    const values = Array.from(sources.values(), attempt)
    const found = (settled: readonly unknown[]): ReadonlyMap<string, AskedResource> =>
      new Map(permissions.map((permission, i) => [permission, { value: settled[i] }]))
    return values.some(isThenable) ? Promise.all(values).then(found) : found(values)
  }
}
