import type { TrilatchErrorCode } from '../errors.ts'
import type { MixedGroup } from '../mapping/mixed-groups.ts'
import type { Assignment, MappingRow, Rule } from '../policy/policy.ts'
import type { WrittenDocument } from '../policy/schema.ts'
import type { ListOptions } from './context.ts'
import type { ImportedRights } from './imported-rights.ts'
import type { Written } from './writer.ts'

/** The whole policy as a document. */
export interface ExportedPolicy {
  /** In an order that does not depend on when things were written: the same content is the same document. */
  readonly document: WrittenDocument
  /** Of this content: the same whenever and wherever it is so. What `importPolicy` wants to have been seen. */
  readonly version: string
}

/** A list of which the first are shown: at most 1,000. */
export interface Shown<T> {
  readonly items: readonly T[]
  /** Of all, shown or not. */
  readonly total: number
}

/** What an import makes of a role. */
export interface RoleImport {
  readonly id: string
  readonly change: 'created' | 'changed' | 'removed'
  readonly rulesAdded: readonly Rule[]
  readonly rulesRemoved: readonly Rule[]
  /** What else differs, of a role that is changed. */
  readonly fields: readonly ('title' | 'description' | 'administrator' | 'inherits')[]
}

/** What an import would do. Nothing has been written. */
export interface ImportPlan {
  /** Of what is there now, for `importPolicy`: what is imported then is what was planned. */
  readonly version: string
  /** Whether it would change anything. */
  readonly changed: boolean
  /** Why it would be refused as it is, if it would. */
  readonly refusal?: { readonly code: TrilatchErrorCode; readonly status: number; readonly message: string }
  readonly roles: Shown<RoleImport>
  readonly assignments: { readonly added: Shown<Assignment>; readonly removed: Shown<Assignment> }
  readonly mappings: { readonly added: Shown<MappingRow>; readonly removed: Shown<MappingRow> }
  /** Groups that would lead both to an administrator role and to an ordinary one. */
  readonly warnings: readonly MixedGroup[]
  /** Whose rights would change, and how; a page at a time. */
  readonly rights: ImportedRights
}

/** The whole policy as a document: out, looked at, and in. */
export interface PolicyManager {
  /**
   * Roles, who has which, and mapping rows; rules of permissions that nobody knows are part of it.
   *
   * @param options.assignments Whether the document says who has which role. Default true.
   * @throws TrilatchError `TRILATCH_OPTION_INVALID` (422) where there are more than 10,000 assignments
   */
  exportPolicy(options?: { readonly assignments?: boolean }): Promise<ExportedPolicy>
  /**
   * What an import would do, without doing it: which roles, assignments and mapping rows change, whose rights change
   * and how, and whether it would be refused. The document is checked whole, and everything that is wrong in it told.
   *
   * Rights are told of who is assigned a role, of the users of the store with what their groups lead to, and of callers
   * who are not signed in; `list` asks for a page of them.
   *
   * @throws PolicyError for a document that cannot be imported; TrilatchError `TRILATCH_ROLE_IN_USE` (409)
   */
  planImport(document: WrittenDocument, list?: ListOptions): Promise<ImportPlan>
  /**
   * Puts a document in the place of what is there, all of it in one write or nothing. A list that the document leaves
   * out stays as it is, less the roles that are gone; users, their groups and what they sign in with are no part of it.
   *
   * @param seen The version of what was exported or planned.
   * @returns `version` of the content as it is now
   * @throws PolicyError (422) for a document that cannot be imported; TrilatchError `TRILATCH_CONFLICT` (409) where what is
   * there is not what was seen, `TRILATCH_OPTION_INVALID` (422) for more than 1,000 roles or assignments or a million
   * characters that change, `TRILATCH_LAST_ADMINISTRATOR` (409), `TRILATCH_ROLE_IN_USE` (409); and for a giver what
   * `manage` refuses (403)
   */
  importPolicy(document: WrittenDocument, seen: { readonly version: string }): Promise<Written>
}
