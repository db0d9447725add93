import { isDeepStrictEqual } from 'node:util'
import type { Access } from '../authorizer/access.ts'
import type { Authorizer } from '../authorizer/authorizer.ts'
import type { Subject } from '../decision/subject.ts'
import { enforce, withoutResource } from '../enforcement/enforce.ts'
import type { AskedResources, EnforcementOptions } from '../enforcement/enforce.ts'
import type { Problem } from '../enforcement/problem.ts'
import type { Refusal } from '../enforcement/refusal.ts'
import { loudly } from './as-error.ts'
import { asksForPage } from './asks-for-page.ts'
import { readGuardOptions } from './guard-options.ts'
import type { CheckedGuardOptions, GuardOptions } from './guard-options.ts'
import type { Finder, GuardPlan } from './guard-verbs.ts'
import { requestNotes } from './request-notes.ts'
import { andThen, isThenable } from '../maybe-promise.ts'
import type { MaybePromise } from '../maybe-promise.ts'

/** Who is calling, as this request has it. */
export interface Caller<Name extends string> {
  readonly subject: Subject | null
  readonly access: Access<Name>
}

interface KnownCaller<Name extends string> extends Caller<Name> {
  /** The subject had to be waited for. */
  readonly waited: boolean
}

/** What is kept about a request. */
interface Note<Name extends string> {
  caller: Promise<KnownCaller<Name>> | KnownCaller<Name> | undefined
  /** What the last guard was granted on. */
  resource: unknown
}

/** What a guard without resources is asked about. */
const nothing: AskedResources = Object.freeze([])

/** Whether two answers of the application name the same subject with the same roles. */
function sameSubject(a: Subject | null, b: Subject | null): boolean {
  if (a === b) return true
  return (
    a !== null &&
    b !== null &&
    a.id === b.id &&
    a.suspended === b.suspended &&
    isDeepStrictEqual(a.roles, b.roles)
  )
}

/**
 * What all adapters do, once: one access per request, resources found and checked, and the refusal to answer with.
 */
export class RequestGuards<Name extends string, Req extends object> {
  readonly options: CheckedGuardOptions<Req>
  readonly #authorizer: Authorizer<Name>
  readonly #notes = requestNotes<Note<Name>>()
  readonly #enforcement: EnforcementOptions

  constructor(authorizer: Authorizer<Name>, options: GuardOptions<Req>) {
    this.options = readGuardOptions(options)
    this.#authorizer = authorizer
    const { disclose, realm } = this.options
    this.#enforcement = { permissions: authorizer.permissions, disclose, realm }
  }

  /**
   * Who is calling. A `subject` function that answers at once is asked again for every guard, so that somebody who
   * signs in or is exchanged during a request is seen; one that has to be waited for is asked once. The access is
   * obtained anew only for another subject, or when it has expired; questions at the same time share one answer.
   */
  caller(request: Req): MaybePromise<Caller<Name>> {
    const known = this.#notes.of(request)?.caller
    if (known instanceof Promise) return known
    if (known !== undefined && known.waited && known.subject !== null && !known.access.expired) return known
    const named = loudly(() => this.options.subject(request))
    const waited = isThenable(named)
    if (!waited && known !== undefined && !known.access.expired && sameSubject(named ?? null, known.subject))
      return known
    const found = loudly(() =>
      andThen(named, (subject) => this.#obtain(request, subject ?? null, waited, known)),
    )
    if (!isThenable(found)) return found
    const pending = Promise.resolve(found)
    this.#keep(request, pending)
    return pending.catch((error: unknown) => {
      this.#keep(request, undefined)
      throw error
    })
  }

  /** The caller's access. */
  access(request: Req): MaybePromise<Access<Name>> {
    return andThen(this.caller(request), ({ access }) => access)
  }

  /** What the last guard of this request was granted on: the very thing its resolver found; of several, the first declared. */
  resource(request: Req): unknown {
    return this.#notes.of(request)?.resource
  }

  /** Decides one request. Rejects or throws an Error when that cannot be done; then nothing may go on either. */
  check(request: Req, plan: GuardPlan<Req>): MaybePromise<Refusal | undefined> {
    if (plan.requirement.kind === 'public') return undefined
    return loudly(() =>
      andThen(this.caller(request), ({ access }) =>
        andThen(this.#resolve(request, plan.finders), (asked) => this.#enforce(request, access, plan, asked)),
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

  #obtain(
    request: Req,
    subject: Subject | null,
    waited: boolean,
    known: KnownCaller<Name> | undefined,
  ): MaybePromise<KnownCaller<Name>> {
    const same = known !== undefined && !known.access.expired && sameSubject(subject, known.subject)
    return andThen(same ? known.access : this.#authorizer.obtain(subject, this.#enforcement), (access) => {
      const caller = { subject, access, waited }
      this.#keep(request, caller)
      return caller
    })
  }

  #keep(request: Req, caller: Note<Name>['caller']): void {
    const note = this.#notes.of(request)
    if (note === undefined) this.#notes.set(request, { caller, resource: undefined })
    else note.caller = caller
  }

  #enforce(
    request: Req,
    access: Access<Name>,
    { requirement }: GuardPlan<Req>,
    asked: AskedResources,
  ): Refusal | undefined {
    const refusal = enforce(access, requirement, this.#enforcement, asked)
    if (asked.length === 0) return refusal
    const { kind, permissions } = requirement
    const at = asked.findIndex(
      (value, i) =>
        value !== withoutResource && (kind === 'all' || access.can(permissions[i] as Name, value as string)),
    )
    const note = this.#notes.of(request)
    if (note !== undefined) note.resource = refusal === undefined ? asked[at] : undefined
    return refusal
  }

  /** What the resolvers find, in the order declared. One that throws at once must not leave another's failure unheard. */
  #resolve(request: Req, finders: GuardPlan<Req>['finders']): MaybePromise<AskedResources> {
    if (finders.length === 0) return nothing
    const attempt = (find: Finder<Req> | undefined): unknown => {
      if (find === undefined) return withoutResource
      try {
        return find(request)
      } catch (error) {
        return Promise.reject(error)
      }
    }
    const asked = finders.map(attempt)
    return asked.some(isThenable) ? Promise.all(asked) : asked
  }
}
