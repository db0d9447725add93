// What the API answers with, as its contract has it: types alone, so that no check of it is in the page.
import type * as z from 'zod'
import type { auditEntry } from '../../src/contract/audit.ts'
import type { cellState, state } from '../../src/contract/common.ts'
import type { explanation, reason } from '../../src/contract/explain.ts'
import type { mappingRow, roleGroup } from '../../src/contract/mapping-rows.ts'
import type { foundGroup, mappingPage } from '../../src/contract/mappings.ts'
import type { ownPermission, ownPermissions } from '../../src/contract/me.ts'
import type {
  member,
  memberPage,
  otherOrigin,
  userRole,
  userRolePage,
} from '../../src/contract/membership.ts'
import type {
  newRole,
  role,
  roleContent,
  roleSummary,
  ruleChanges,
  storedRole,
} from '../../src/contract/roles.ts'
import type { catalogue, session } from '../../src/contract/session.ts'
import type { roleTree, treePreview, treeRow } from '../../src/contract/tree.ts'
import type { storedUser, user } from '../../src/contract/users.ts'

export type State = z.infer<typeof state>
/** A state, or none of its own. */
export type StateWord = z.infer<typeof cellState>
export type Session = z.infer<typeof session>
export type CataloguePermission = z.infer<typeof catalogue>['permissions'][number]
export type RoleSummary = z.infer<typeof roleSummary>
export type Role = z.infer<typeof role>
export type RoleContent = z.infer<typeof roleContent>
export type NewRole = z.infer<typeof newRole>
export type StoredRole = z.infer<typeof storedRole>
export type RuleChange = z.infer<typeof ruleChanges>['changes'][number]
export type RoleTree = z.infer<typeof roleTree>
export type TreeRow = z.infer<typeof treeRow>
export type TreePreview = z.infer<typeof treePreview>
export type Member = z.infer<typeof member>
export type MemberPage = z.infer<typeof memberPage>
export type OtherOrigin = z.infer<typeof otherOrigin>
export type UserRole = z.infer<typeof userRole>
export type UserRolePage = z.infer<typeof userRolePage>
export type User = z.infer<typeof user>
export type StoredUser = z.infer<typeof storedUser>
export type OwnPermission = z.infer<typeof ownPermission>
export type OwnPermissions = z.infer<typeof ownPermissions>
export type Explanation = z.infer<typeof explanation>
export type ExplainedRole = Explanation['roles'][number]
export type Reason = z.infer<typeof reason>
export type AuditEntry = z.infer<typeof auditEntry>
export type MappingRow = z.infer<typeof mappingRow>
export type MappingPage = z.infer<typeof mappingPage>
export type RoleGroup = z.infer<typeof roleGroup>
export type FoundGroup = z.infer<typeof foundGroup>

/** A page of a list; go on while there is a `next`. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next?: string
}

/** What a write answers with. */
export interface Written {
  readonly version: string
  readonly changed: boolean
}
