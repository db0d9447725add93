import { own } from '../own.ts'
import { TrilatchError } from '../errors.ts'
import { switchedOffId } from '../policy/switched-off-id.ts'

/** A role handed in with a subject: its id, or the id with a scope. */
export type HandedInRole = string | { readonly role: string; readonly scope?: string }

/** Who asks. `null` in its place means that nobody is signed in. */
export interface Subject {
  /** 1 to 512 characters. */
  readonly id: string
  /** Roles the application vouches for, beside those the store assigns. At most 1,000. */
  readonly roles?: readonly HandedInRole[]
  /** Forbids everything, whatever the roles say. */
  readonly suspended?: boolean
  /**
   * What the subject's session was begun with (`manage().beginSession()`). When the store has another one by now, or
   * none, the session has ended: nobody is signed in. Left out: not compared.
   */
  readonly epoch?: string
}

/** A subject as it is decided about: a copy that nobody else can change. */
export interface ReadSubject {
  readonly id: string | null
  readonly roles: readonly { readonly role: string; readonly scope?: string }[]
  readonly suspended: boolean
  /** `undefined`: the subject comes without a session, or with one that is not ours. */
  readonly epoch: string | undefined
}

/** The most roles that may be handed in with a subject. */
export const maxHandedInRoles = 1_000

/** Who asks when nobody is signed in. */
export const nobody: ReadSubject = Object.freeze({ id: null, roles: [], suspended: false, epoch: undefined })

function readRole(role: unknown): { readonly role: string; readonly scope?: string } {
  if (typeof role === 'string') return { role }
  if (typeof role === 'object' && role !== null) {
    const id = own(role as { role?: unknown }, 'role')
    const scope = own(role as { scope?: unknown }, 'scope')
    if (scope === undefined && 'scope' in role && !('scope' in Object.prototype)) {
      throw new TypeError('The scope of a handed-in role is undefined; leave it out to mean every resource')
    }
    if (typeof id === 'string' && (scope === undefined || typeof scope === 'string')) {
      return scope === undefined ? { role: id } : { role: id, scope }
    }
  }
  throw new TypeError("A subject's roles must be ids or { role, scope } with strings")
}

/**
 * Checks a subject's id: a proper string that nobody else has a claim to.
 *
 * @throws TypeError when it is no string; TrilatchError `TRILATCH_SUBJECT_INVALID` when it cannot be an id.
 */
export function checkSubjectId(id: unknown): asserts id is string {
  if (typeof id !== 'string')
    throw new TypeError(`A subject's id must be a string, not ${id === null ? 'null' : typeof id}`)
  if (id === '' || id.length > 512 || /\p{Cc}/u.test(id) || !id.isWellFormed()) {
    throw new TrilatchError(
      'TRILATCH_SUBJECT_INVALID',
      "A subject's id must be 1 to 512 characters without control characters",
    )
  }
  if (id === switchedOffId) {
    throw new TrilatchError(
      'TRILATCH_SUBJECT_INVALID',
      `${switchedOffId} is Trilatch's own; nobody can have it as an id`,
    )
  }
}

/** The most characters of an epoch; those given out have 32. */
const maxEpoch = 128

/** A session that lost its epoch must not become one that cannot be ended. */
function readEpoch(subject: Subject): string | undefined {
  const epoch: unknown = own(subject, 'epoch')
  if (epoch === undefined && (!('epoch' in subject) || 'epoch' in Object.prototype)) return undefined
  if (typeof epoch === 'string' && epoch.length <= maxEpoch) return epoch
  throw new TypeError(
    "A subject's epoch must be the text its session was begun with; leave it out where there is no session",
  )
}

/**
 * Reads who asks, coercing nothing.
 *
 * @throws TypeError for anything but a subject or `null`; TrilatchError `TRILATCH_SUBJECT_INVALID` for an id that
 * cannot be one and for more than 1,000 roles.
 */
export function readSubject(subject: Subject | null): ReadSubject {
  if (subject === null) return nobody
  if (typeof subject !== 'object')
    throw new TypeError(
      'A subject must be { id, roles?, suspended?, epoch? }, or null when nobody is signed in',
    )
  const id: unknown = own(subject, 'id')
  checkSubjectId(id)
  const roles = own(subject, 'roles') ?? []
  if (!Array.isArray(roles)) throw new TypeError("A subject's roles must be an array")
  if (roles.length > maxHandedInRoles) {
    throw new TrilatchError(
      'TRILATCH_SUBJECT_INVALID',
      `A subject may be handed in with at most ${maxHandedInRoles} roles, not ${roles.length}`,
    )
  }
  // Anything truthy suspends: a mistaken "false" in quotes must not open.
  const suspended = Boolean(subject.suspended)
  return { id, roles: roles.map(readRole), suspended, epoch: readEpoch(subject) }
}
