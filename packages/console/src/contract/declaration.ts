import type { ReservedPermission } from '@trilatch/core'
import type * as z from 'zod'

/** Who may ask: holders of a permission, of any of Trilatch's own, whoever is signed in, or everybody. */
export type Requires = ReservedPermission | 'any' | 'signed-in' | 'everybody'

/** What operations are about. */
export const tags = {
  Console: 'Who is signed in, and what the console is drawn from.',
  'Own rights': 'What callers may do themselves; their own data only.',
  Roles: 'Roles, their rules, and their trees.',
  Members: 'Who has which role, from both sides.',
  Groups: 'Groups of directories and of GitLab, and the roles they lead to.',
  Users: 'The people and services that the store keeps.',
  Explain: 'Why an answer is what it is.',
  Audit: 'Who did what, and when.',
  Policy: 'The whole policy as a document: out, looked at, and in.',
  Health: 'How it is doing, and what somebody should look at.',
} as const

type Fields = z.ZodObject<Record<string, z.ZodType>>

/** What an operation answers with when it was done. */
export interface Answer {
  readonly status: 200 | 201 | 204
  readonly description: string
  /** Absent: none. */
  readonly body?: z.ZodType
  /** Default `application/json`. */
  readonly type?: 'application/json' | 'application/jsonl'
  /**
   * It carries a version as `ETag`; `writes`: for `If-Match` alone, because it also shows what may change without that
   * version.
   */
  readonly tagged?: true | 'writes'
}

/** One operation of the API as data: what is documented, checked and tested is this. */
export interface Declaration {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `…/api`; `{name}` is one segment. */
  readonly path: `/${string}`
  readonly tag: keyof typeof tags
  readonly summary: string
  readonly requires: Requires
  /** A permission beside that one: what the answer shows is asked for under it. */
  readonly alsoRequires?: Extract<Requires, `trilatch.${string}`>
  /** It changes something: refused from other sites, and while switched off. */
  readonly writes: boolean
  /**
   * It replaces a version that its caller has seen: without `If-Match` 428, with an older one 412. `whole`: it replaces a
   * list as a whole, and any version but that of all of it is refused: 428.
   */
  readonly ifMatch?: true | 'whole'
  /**
   * Whether the caller must have proved who they are in the last ten minutes: `always`; or `console`, where the write
   * gives a role that opens anything of the console, has one open more of it, lets in again who holds one, or changes by
   * what they are found at sign-in. Absent: never.
   */
  readonly reauthentication?: 'always' | 'console'
  readonly params?: Fields
  readonly query?: Fields
  readonly body?: z.ZodType
  readonly answer: Answer
  /** Statuses of refusals beside those that every operation has. */
  readonly refusals?: readonly (400 | 404 | 409 | 422)[]
}
