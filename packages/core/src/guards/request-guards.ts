import type { Access } from '../authorizer/access.ts'
import type { Authorizer } from '../authorizer/authorizer.ts'
import type { Subject } from '../decision/subject.ts'
import { enforce } from '../enforcement/enforce.ts'
import type { AskedResource } from '../enforcement/enforce.ts'
import { readGuardOptions } from './guard-options.ts'
import type { CheckedGuardOptions, GuardOptions } from './guard-options.ts'
import type { GuardPlan, ResourceOption } from './guard-verbs.ts'
import type { Problem } from '../enforcement/problem.ts'
import type { Refusal } from '../enforcement/refusal.ts'

type MaybePromise<T> = T | Promise<T>

/** Continues at once with a value, or later with a promise's: the second use in a request takes no promise. */
function then<T, R>(value: MaybePromise<T>, next: (value: T) => MaybePromise<R>): MaybePromise<R> {
  return value instanceof Promise ? value.then(next) : next(value)
}

interface Known<Name extends string> {
  readonly subject: Subject | null
  readonly access: Access<Name>
}

/** Whether a browser asks for a page, and not a program for data. */
function asksForPage(method: string, accept: string | undefined): boolean {
  return (
    method === 'GET' && /(?:^|,)\s*text\/html\s*(?:,|;(?!\s*q=0(?:\.0*)?\s*(?:,|$))|$)/i.test(accept ?? '')
  )
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
  readonly #known = new WeakMap<Req, Known<Name>>()
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

  /** The caller's access: obtained once for each request, and again when somebody signs in during it or it expires. */
  access(request: Req): MaybePromise<Access<Name>> {
    return then(this.#caller(request), ({ access }) => access)
  }

  /** The subject that the application named for this request. */
  subject(request: Req): MaybePromise<Subject | null> {
    return then(this.#caller(request), ({ subject }) => subject)
  }

  /** What the last guard of this request was asked about: the very object its resolver found. */
  resource(request: Req): unknown {
    return this.#resources.get(request)
  }

  /** Decides one request. Rejects or throws when that cannot be done; then nothing may go on either. */
  check(request: Req, plan: GuardPlan<Req>): MaybePromise<Refusal | undefined> {
    if (plan.requirement.kind === 'public') return undefined
    return then(this.access(request), (access) =>
      then(this.#resolve(request, plan.resources), (resources) => this.#enforce(access, plan, resources)),
    )
  }

  /** The redirect to the sign-in page that a browser gets instead of a 401, or `undefined`. */
  redirect(refusal: Refusal, method: string, accept: string | undefined): Problem | undefined {
    const { signIn } = this.options
    if (signIn === undefined || refusal.code !== 'TRILATCH_UNAUTHENTICATED' || !asksForPage(method, accept))
      return undefined
    return {
      status: 303,
      headers: { location: signIn, 'cache-control': 'no-store', vary: 'Accept' },
      body: '',
    }
  }

  #enforce(
    access: Access<Name>,
    { requirement }: GuardPlan<Req>,
    resources: ReadonlyMap<string, AskedResource>,
  ): Refusal | undefined {
    const { disclose, realm } = this.options
    return enforce(
      access,
      requirement,
      { permissions: this.#authorizer.permissions, disclose, realm },
      resources,
    )
  }

  #caller(request: Req): MaybePromise<Known<Name>> {
    const known = this.#known.get(request)
    if (known !== undefined && known.subject !== null && !known.access.expired) return known
    return then(this.options.subject(request), (found) => {
      const subject = found ?? null
      if (subject === null && known?.subject === null && !known.access.expired) return known
      return this.#authorizer.access(subject).then((access) => {
        const { disclose, realm } = this.options
        const fresh = { subject, access: access.phrased({ disclose, realm }) }
        this.#known.set(request, fresh)
        return fresh
      })
    })
  }

  #resolve(
    request: Req,
    sources: ReadonlyMap<string, ResourceOption<Req>>,
  ): MaybePromise<ReadonlyMap<string, AskedResource>> {
    const found = new Map<string, AskedResource>()
    const pending: Promise<void>[] = []
    for (const [permission, source] of sources) {
      const keep = (value: unknown): void => {
        found.set(permission, { value })
        this.#resources.set(request, value)
      }
      const value = 'param' in source ? this.#paramOf(request, source.param) : source.resource(request)
      if (value instanceof Promise) pending.push(value.then(keep))
      else keep(value)
    }
    return pending.length === 0 ? found : Promise.all(pending).then(() => found)
  }
}
