import type { Access } from '../authorizer/access.ts'
import type { Authorizer } from '../authorizer/authorizer.ts'
import type { Subject } from '../decision/subject.ts'
import { enforce, withoutResource } from '../enforcement/enforce.ts'
import type { AskedResources, EnforcementOptions } from '../enforcement/enforce.ts'
import type { Problem } from '../enforcement/problem.ts'
import type { Refusal } from '../enforcement/refusal.ts'
import { loudly, quietly } from './as-error.ts'
import { asksForPage } from './asks-for-page.ts'
import { whyNoAuthorizer } from './check-authorizer.ts'
import { readGuardOptions, refuseGuards } from './guard-options.ts'
import type { CheckedGuardOptions, GuardOptions } from './guard-options.ts'
import type { GuardPlan } from './guard-verbs.ts'
import { noRequest, requestNotes } from './request-notes.ts'
import { copyOfSubject, sameSubject } from './same-subject.ts'
import { signInRedirect } from './sign-in-location.ts'
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

/** One naming of the caller, and what came of it; never mixed with another. */
interface Naming<Name extends string> {
  /** The subject as it was then; `undefined` while it is waited for. */
  named: Subject | null | undefined
  pending: Promise<KnownCaller<Name>> | undefined
  caller: KnownCaller<Name> | undefined
  /** The caller's access for those who wait for it. */
  promised?: Promise<Access<Name>>
}

/** What is kept about a request. */
interface Note<Name extends string> {
  naming: Naming<Name> | undefined
  /** What the last guard was granted on. */
  resource: unknown
}

/** What a guard without resources is asked about. */
const nothing: AskedResources = Object.freeze([])

/**
 * What all adapters do, once: one access per request, resources found and checked, and the refusal to answer with.
 */
export class RequestGuards<Name extends string, Req extends object> {
  readonly options: CheckedGuardOptions<Req>
  readonly #authorizer: Authorizer<Name>
  readonly #notes = requestNotes<Note<Name>>()
  readonly #enforcement: EnforcementOptions

  constructor(authorizer: Authorizer<Name>, options: GuardOptions<Req>, others: readonly string[] = []) {
    const why = whyNoAuthorizer(authorizer, 'trilatch(authorizer, { subject })')
    if (why !== undefined) refuseGuards(why)
    this.options = readGuardOptions(options, others)
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
    const naming = this.#notes.of(request)?.naming
    const caller = naming?.caller?.access.expired === false ? naming.caller : undefined
    if (caller !== undefined && caller.waited && caller.subject !== null) return caller
    if (naming?.pending !== undefined && naming.named === undefined) return naming.pending
    const subject = loudly(() => this.options.subject(request))
    if (!isThenable(subject) && sameSubject(naming?.named, subject ?? null)) {
      if (caller !== undefined) return caller
      if (naming?.caller === undefined && naming?.pending !== undefined) return naming.pending
    }
    return this.#obtain(request, subject, caller === undefined ? undefined : naming)
  }

  /** The caller's access. */
  access(request: Req): MaybePromise<Access<Name>> {
    return andThen(this.caller(request), ({ access }) => access)
  }

  /** The caller's access as a promise, for handlers: one for each access, so that asking again makes no other. */
  promised(request: Req): Promise<Access<Name>> {
    try {
      const access = this.access(request)
      if (isThenable(access)) return Promise.resolve(access)
      const naming = this.#notes.of(request)?.naming
      if (naming?.caller?.access !== access) return Promise.resolve(access)
      return (naming.promised ??= Promise.resolve(access))
    } catch (error) {
      return Promise.reject(Object(request) === request ? error : noRequest())
    }
  }

  /** What the last guard of this request was granted on: the very thing its resolver found; of several, the first declared. */
  resource(request: Req): unknown {
    return this.#notes.of(request)?.resource
  }

  /** Decides one request. Rejects or throws an Error when that cannot be done; then nothing may go on either. */
  check(request: Req, plan: GuardPlan<Req>): MaybePromise<Refusal | undefined> {
    if (plan.requirement.kind === 'public') return undefined
    return loudly(() =>
      andThen(this.caller(request), ({ access }) => {
        const asked = this.#resolve(request, plan.finders)
        if (!isThenable(asked)) return this.#enforce(request, access, plan, asked)
        // While a resolver was waited for, the caller may have been exchanged.
        return Promise.resolve(asked).then((found) =>
          andThen(this.access(request), (current) => this.#enforce(request, current, plan, found)),
        )
      }),
    )
  }

  /**
   * The redirect to the sign-in page that a browser gets instead of a 401, or `undefined`.
   *
   * @param asked The path and query that were asked for: where the browser comes back to.
   */
  redirect(refusal: Refusal, method: string, accept?: string, asked?: string): Problem | undefined {
    const { signIn, prefix } = this.options
    if (signIn === undefined || refusal.status !== 401 || !asksForPage(method, accept)) return undefined
    return signInRedirect({ signIn, prefix }, asked, refusal.code === 'TRILATCH_SIGN_IN_AGAIN')
  }

  /** Names the caller anew; the access there is stays where it is still the same subject's. */
  #obtain(
    request: Req,
    subject: MaybePromise<Subject | null | undefined>,
    before: Naming<Name> | undefined,
  ): MaybePromise<KnownCaller<Name>> {
    const naming: Naming<Name> = { named: undefined, pending: undefined, caller: undefined }
    const note = this.#notes.of(request) ?? { naming, resource: undefined }
    note.naming = naming
    this.#notes.set(request, note)
    const make = (given: Subject | null | undefined): MaybePromise<KnownCaller<Name>> => {
      const now = given ?? null
      naming.named = copyOfSubject(now)
      const held = sameSubject(before?.named, now) ? before?.caller?.access : undefined
      const access = held?.expired === false ? held : this.#authorizer.obtain(now, this.#enforcement)
      return andThen(access, (found) => {
        naming.caller = { subject: now, access: found, waited: isThenable(subject) }
        return naming.caller
      })
    }
    const forget = (error: unknown): never => {
      if (note.naming === naming) note.naming = undefined
      throw error
    }
    try {
      const made = loudly(() => andThen(subject, make))
      if (!isThenable(made)) return made
      naming.pending = Promise.resolve(made).catch(forget)
      return naming.pending
    } catch (error) {
      return forget(error)
    }
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
    const asked: unknown[] = []
    let waits = false
    for (const find of finders) {
      const found = find === undefined ? withoutResource : quietly(() => find(request))
      waits ||= isThenable(found)
      asked.push(found)
    }
    return waits ? Promise.all(asked) : asked
  }
}
