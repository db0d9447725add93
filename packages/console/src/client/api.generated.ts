// Written by `pnpm console:client` from the OpenAPI document; a test says when it is no longer current.

export interface Answers {
  /** As that of `me/permissions`. */
  readonly version: Version
  /** In the order asked. */
  readonly decisions: readonly OwnDecision[]
}

export interface Assignment {
  readonly subject: SubjectId
  readonly role: RoleId
  readonly scope?: Context
}

export interface AuditEntry {
  readonly sequence: number
  /** The write's own random tag. */
  readonly tag: string
  /** ISO 8601. */
  readonly at: string
  readonly actor: string
  readonly action: string
  readonly target: string
  readonly before: unknown
  /** Of a refused attempt: what was asked for. */
  readonly after: unknown
  /** Absent: done. */
  readonly outcome?: 'done' | 'refused'
  readonly refusal?: {
    readonly code: string
    readonly detail: string
  }
  /** Random id of the store whose trail it is. */
  readonly store?: string
  /** How many entries are left at least; older ones may be gone. */
  readonly kept?: number
  /** Which key `hash` was made with. */
  readonly key?: string
  /** `hash` of the entry before. */
  readonly previous?: string
  /** Of the canonical form of all the rest. */
  readonly hash?: string
}

export interface AuditPage {
  readonly items: readonly AuditEntry[]
  /** The `after` of the next page; absent on the last one. */
  readonly next?: string
}

export interface Catalogue {
  /** Parents before children. */
  readonly permissions: readonly CataloguePermission[]
}

export interface CataloguePermission {
  readonly permission: PermissionName
  readonly title: string
  readonly path: string
  readonly depth: number
  readonly parent: string | null
  readonly description?: string
  readonly level?: string
  /** The kind of resource it is about. */
  readonly on?: string
}

/** `unspecified` is no rule at all. */
export type CellState = 'granted' | 'forbidden' | 'unspecified'

/** A pattern over resource names; absent means every resource. */
export type Context = string

export interface ContextTest {
  readonly context: Context
  readonly names: readonly string[]
}

export interface ContextTestResult {
  /** For each name, in order; all false where the context is not accepted. */
  readonly matches: readonly boolean[]
  /** Which of the names are no proper names, and so match nothing. */
  readonly improper: readonly boolean[]
  /** Why the context is not accepted, with the position. */
  readonly problem?: string
}

export interface ContextView {
  readonly state: State
  readonly context?: Context
  readonly scope?: string
}

export interface CreatedUser {
  /** The new version of what was written. */
  readonly version: Version
  /** False where there was nothing to do. */
  readonly changed: boolean
  readonly id: SubjectId
}

export interface Decision {
  readonly state: State
  readonly reason: Reason
  readonly permission: string
  readonly resource?: string
  readonly by?: {
    readonly role: RoleId
    readonly via: readonly RoleId[]
    readonly scope?: string
    readonly node: PermissionName
    readonly context?: Context
  }
  readonly version: string
  /** The very text of the refusal, or what was granted. */
  readonly text: string
}

export interface Diagnostic {
  readonly kind: string
  /** `error`: a Forbidden is lost or read differently than written. */
  readonly severity: 'error' | 'warning'
  readonly role: string
  readonly message: string
}

export interface Diagnostics {
  readonly items: readonly Diagnostic[]
  /** The `after` of the next page; absent on the last one. Once the list has changed it is refused: 409. */
  readonly next?: string
}

export interface ExplainQuestion {
  /** Null: nobody is signed in. */
  readonly subject: SubjectId | null
  readonly permission: PermissionName
  readonly resource?: ResourceName
}

export interface ExplainedRole {
  readonly role: RoleId
  readonly title: string
  readonly source: 'handed-in' | 'assigned' | 'mapped' | 'anonymous'
  readonly mapped?: {
    readonly provider: string
    readonly group: string
    readonly by?: string
  }
  readonly via: readonly RoleId[]
  readonly scope?: string
  readonly outOfScope: boolean
  readonly steps: readonly ExplainedStep[]
  readonly state: CellState
  readonly expected: State
  readonly answer: CellState
}

export interface ExplainedRule {
  readonly state: State
  readonly context?: Context
  readonly matched: boolean
  readonly decided: boolean
}

export interface ExplainedStep {
  readonly permission: PermissionName
  readonly title: string
  readonly rules: readonly ExplainedRule[]
}

export interface Explanation {
  readonly decision: Decision
  readonly roles: readonly ExplainedRole[]
  readonly needed: readonly {
    readonly id: PermissionName
    readonly title: string
  }[]
  /** The same as lines of text. */
  readonly text: string
}

export type ExportedEntry =
  | AuditEntry
  | {
      /** Where something is kept that is no entry. */
      readonly place: string
      readonly fault?: 'unreadable' | 'edited' | 'unknown-key'
    }

export interface Extent {
  /** Without a resource, which means for every name. */
  readonly everywhere: boolean
  readonly contexts: readonly string[]
  /** The shortest names that stand for it; there may be others. */
  readonly names: readonly string[]
}

export interface FoundGroup {
  /** As mapping rows name it. */
  readonly name: string
  readonly title?: string
}

export interface FoundGroupPage {
  readonly items: readonly FoundGroup[]
  /** The `after` of the next page; absent on the last one. */
  readonly next?: string
}

export interface Health {
  readonly status: 'ok' | 'starting' | 'unavailable' | 'closed'
  /** False while switched off. */
  readonly enabled: boolean
  readonly store: {
    readonly status: 'ok' | 'unavailable'
    /** What the store tells about itself. */
    readonly details: { readonly [key: string]: unknown }
  }
  readonly bundles?: { readonly [key: string]: unknown }
}

export interface ImportedPolicy {
  readonly format: 1
  readonly roles: readonly Role[]
  readonly assignments?: readonly Assignment[]
  readonly mappings?: readonly MappingRow[]
}

export interface MappingPage {
  readonly items: readonly MappingRow[]
  /** The `after` of the next page; absent on the last one. Once the list has changed it is refused: 409. */
  readonly next?: string
  /** Of the list. That of the last page ends with `~whole`, and with it alone the list is replaced. */
  readonly version: Version
  /** Those of the roles of this page that make administrators. */
  readonly administrators: readonly RoleId[]
  /** Of the groups of this page, each on one page. */
  readonly warnings: readonly MixedGroup[]
  /** Of which groups can lead to roles; none: nothing can be added. */
  readonly providers: readonly string[]
}

export interface MappingRow {
  readonly provider: string
  /** As its provider names it: a DN, a full path, or `everyone`. */
  readonly group: string
  readonly scope?: Context
  readonly minAccess?: 'member' | 'developer' | 'maintainer' | 'owner'
  /** `sync`: roles come and go with the group; `additive`: they stay, as ordinary assignments. */
  readonly mode?: 'sync' | 'additive'
  readonly roles: readonly RoleId[]
}

export interface MappingRows {
  readonly rows: readonly MappingRow[]
}

export interface Member {
  readonly id: SubjectId
  readonly title?: string
  readonly email?: string
  readonly suspended: boolean
  /** There is no such user, or not any more. */
  readonly unknown?: true
  /** Holds the role by hand and for every resource. */
  readonly member: boolean
  /** The first of them. */
  readonly other: readonly OtherOrigin[]
}

export interface MemberChanges {
  readonly add?: readonly SubjectId[]
  readonly remove?: readonly SubjectId[]
}

export interface MemberList {
  readonly members: readonly SubjectId[]
}

export interface MemberPage {
  readonly items: readonly Member[]
  /** The `after` of the next page; absent on the last one. Once the list has changed it is refused: 409. */
  readonly next?: string
  /** Of the list. That of the last page ends with `~whole`, and with it alone the list is replaced. */
  readonly version: Version
}

/** A group that leads both to an administrator role and to an ordinary one. */
export interface MixedGroup {
  readonly provider: string
  readonly group: string
  readonly administrator: RoleId
  readonly ordinary: RoleId
  readonly message: string
}

export interface NewRole {
  /** Unique; the id where absent. */
  readonly title?: string
  readonly description?: string
  /** Whoever holds it is granted everything. */
  readonly administrator?: boolean
  /** Roles whose rules its holders also get; it never subtracts. */
  readonly inherits?: readonly RoleId[]
  readonly rules?: readonly Rule[]
  readonly id: RoleId
  /** A role whose rules and inherited roles it begins with. */
  readonly copyOf?: RoleId
}

export interface NewUser {
  /** Default: a random one. */
  readonly id?: SubjectId
  /** Unique, compared in its normal form. */
  readonly email?: string
  readonly title?: string
}

export type OpenApi = { readonly [key: string]: unknown }

export interface OtherOrigin {
  /** `scoped`: assigned within a scope; `mapped`: by a group; `inherited`: by another role. */
  readonly origin: 'scoped' | 'mapped' | 'inherited'
  readonly scope?: string
  readonly provider?: string
  readonly group?: string
  /** From the role that was given to this one, both included. */
  readonly via?: readonly RoleId[]
}

export interface OwnDecision {
  readonly permission: string
  readonly resource?: string
  readonly granted: boolean
  readonly reason: Reason
  /** Where it is not granted: the very text of the server's refusal. */
  readonly message?: string
  /** Of that refusal. */
  readonly code?: string
}

export interface OwnPermission {
  readonly permission: PermissionName
  readonly title: string
  /** Titles from the top. */
  readonly path: string
  readonly depth: number
  /** Without a resource: for every name. */
  readonly state: State
  /** Whether it may be granted for some resource. */
  readonly some: boolean
  readonly contexts: readonly ContextView[]
  readonly reason: Reason
  /** Where it is not granted without a resource: the very text of the server's refusal. */
  readonly message?: string
  /** Of that refusal. */
  readonly code?: string
}

export interface OwnPermissions {
  /** Changes whenever any answer to the caller may; the ETag too. */
  readonly version: Version
  readonly signedIn: boolean
  /** What is said of a permission that is not listed. */
  readonly otherwise?: {
    readonly message: string
    readonly code: string
  }
  /** Every node of the catalogue; where nobody is signed in, only what is granted. */
  readonly permissions: readonly OwnPermission[]
}

export type PermissionName = string

export interface PlannedRole {
  readonly id: RoleId
  readonly change: 'created' | 'changed' | 'removed'
  readonly rulesAdded: readonly Rule[]
  readonly rulesRemoved: readonly Rule[]
  readonly fields: readonly ('title' | 'description' | 'administrator' | 'inherits')[]
}

export interface PolicyDocument {
  readonly format: 1
  readonly roles: readonly Role[]
  /** Left out where they were not asked for. */
  readonly assignments?: readonly Assignment[]
  readonly mappings: readonly MappingRow[]
}

export interface PolicyExport {
  readonly document: PolicyDocument
  readonly version: Version
}

/** The policy as it shall be. A list that is left out stays as it is, less the roles that are gone. */
export interface PolicyImport {
  readonly document: ImportedPolicy
}

export interface PolicyPlan {
  /** Of the policy that it was worked out from: `If-Match` of the import. */
  readonly version: Version
  /** Whether it would change anything. */
  readonly changed: boolean
  /** Why it would be refused as it is, if it would. */
  readonly refusal?: {
    readonly code: string
    readonly status: number
    readonly message: string
  }
  readonly roles: {
    readonly items: readonly PlannedRole[]
    /** Of all, shown or not. */
    readonly total: number
  }
  readonly assignments: {
    readonly added: {
      readonly items: readonly Assignment[]
      /** Of all, shown or not. */
      readonly total: number
    }
    readonly removed: {
      readonly items: readonly Assignment[]
      /** Of all, shown or not. */
      readonly total: number
    }
  }
  readonly mappings: {
    readonly added: {
      readonly items: readonly MappingRow[]
      /** Of all, shown or not. */
      readonly total: number
    }
    readonly removed: {
      readonly items: readonly MappingRow[]
      /** Of all, shown or not. */
      readonly total: number
    }
  }
  /** The first of all there would be. */
  readonly warnings: readonly MixedGroup[]
  /** Whose rights would change, and how; a page of it. */
  readonly rights: {
    readonly items: readonly SubjectRights[]
    readonly next?: string
    readonly scanned: number
    readonly complete: boolean
  }
}

export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  /** For people. */
  readonly detail: string
  /** One of the codes of Trilatch's errors. */
  readonly code: string
  /** What is missing. */
  readonly permissions?: readonly {
    readonly id: string
    readonly title: string
  }[]
  /** What is wrong with what was sent, and where. */
  readonly issues?: readonly {
    readonly path: readonly (string | number)[]
    readonly message: string
  }[]
  /** Something that would be given although its giver does not hold it. */
  readonly witness?: {
    readonly permission: string
    readonly resource?: string
  }
  /** Where to sign in again. */
  readonly reauthenticateUrl?: string
  readonly [key: string]: unknown
}

export interface Question {
  readonly permission: PermissionName
  readonly resource?: ResourceName
}

export interface Questions {
  readonly questions: readonly Question[]
}

/** Why an answer is what it is; the first that applies, in this order. */
export type Reason =
  | 'unknown-permission'
  | 'improper-resource'
  | 'switched-off'
  | 'suspended'
  | 'administrator'
  | 'granted'
  | 'forbidden'
  | 'nothing-granted'

export type ResourceName = string

export interface RightChange {
  readonly permission: PermissionName
  readonly gained?: Extent
  readonly lost?: Extent
}

export interface Role {
  readonly id: RoleId
  /** Unique; the id where absent. */
  readonly title?: string
  readonly description?: string
  /** Whoever holds it is granted everything. */
  readonly administrator?: boolean
  /** Roles whose rules its holders also get; it never subtracts. */
  readonly inherits?: readonly RoleId[]
  readonly rules: readonly Rule[]
}

export interface RoleContent {
  /** Unique; the id where absent. */
  readonly title?: string
  readonly description?: string
  /** Whoever holds it is granted everything. */
  readonly administrator?: boolean
  /** Roles whose rules its holders also get; it never subtracts. */
  readonly inherits?: readonly RoleId[]
  readonly rules: readonly Rule[]
}

export interface RoleGroup {
  readonly provider: string
  /** As its provider names it: a DN, a full path, or `everyone`. */
  readonly group: string
  readonly scope?: Context
  readonly minAccess?: 'member' | 'developer' | 'maintainer' | 'owner'
  /** `sync`: roles come and go with the group; `additive`: they stay, as ordinary assignments. */
  readonly mode?: 'sync' | 'additive'
}

export interface RoleGroupPage {
  readonly items: readonly RoleGroup[]
  /** The `after` of the next page; absent on the last one. Once the list has changed it is refused: 409. */
  readonly next?: string
  /** Of all mapping rows, of which these are a part. */
  readonly version: Version
  /** Its groups take no wildcard, no scope and not `additive`. */
  readonly administrator: boolean
  /** Of the groups of this page, each on one page. */
  readonly warnings: readonly MixedGroup[]
  /** Of which groups can lead to roles; none: nothing can be added. */
  readonly providers: readonly string[]
}

/** Fixed and unique. */
export type RoleId = string

export interface RoleList {
  readonly roles: readonly RoleId[]
}

export interface RolePage {
  readonly items: readonly RoleSummary[]
  /** The `after` of the next page; absent on the last one. */
  readonly next?: string
}

export interface RoleSummary {
  readonly id: RoleId
  readonly title: string
  readonly description?: string
  readonly inherits: readonly RoleId[]
  readonly administrator: boolean
  /** How many members it has; counting stops at 200. */
  readonly members: number
  /** There are more members than were counted. */
  readonly moreMembers: boolean
  /** How many mapping rows lead to it. */
  readonly groups: number
  readonly version: Version
}

export interface RoleTree {
  readonly role: RoleId
  readonly title: string
  /** All roles it inherits, directly or not. */
  readonly inherits: readonly RoleId[]
  readonly rows: readonly TreeRow[]
  readonly version: Version
}

export interface RoleTreePreview {
  /** Of the role that it was worked out from. */
  readonly version: Version
  /** Every row that would be another, or answered in another way by what is above it. */
  readonly rows: readonly TreeRowChange[]
}

export interface Rule {
  readonly permission: PermissionName
  readonly state: State
  readonly context?: Context
}

export interface RuleChange {
  readonly permission: PermissionName
  /** Absent or null: every resource. */
  readonly context?: Context | null
  /** `unspecified` or null removes the rule. */
  readonly state: CellState | null
}

export interface RuleChanges {
  readonly changes: readonly RuleChange[]
}

export interface ScopedRole {
  readonly role: RoleId
  readonly scope?: string
}

export interface Session {
  readonly subject: {
    readonly id: SubjectId
    /** What people call them; the id where nothing else is known. */
    readonly name: string
  }
  /** Every permission of the `trilatch` subtree. */
  readonly may: { readonly [key: string]: boolean }
  readonly administrator: boolean
  /** False while Trilatch is switched off: nothing can be written. */
  readonly enabled: boolean
  /** Whether groups can be looked for. */
  readonly picker: boolean
  /** Whether groups can lead to roles: a directory or GitLab is configured. */
  readonly mappings: boolean
  /** Whether the store keeps the users; otherwise the application does, and they are only read. */
  readonly ownUsers: boolean
  /** Until when what needs a recent sign-in is allowed; ISO 8601. Absent: sign in again first. */
  readonly reauthenticatedUntil?: string
  readonly signOutUrl?: string
  readonly reauthenticateUrl?: string
  readonly locale?: string
}

export type State = 'granted' | 'forbidden'

export interface StoredRole {
  readonly role: Role
  readonly version: Version
}

export interface StoredUser {
  readonly user: User
  /** Null where the application keeps its users itself. */
  readonly version: Version | null
}

export interface SubjectChanges {
  readonly subject: SubjectId
  readonly gains: readonly ScopedRole[]
  readonly loses: readonly ScopedRole[]
}

export interface SubjectChangesPage {
  readonly items: readonly SubjectChanges[]
  /** The `after` of the next page; absent on the last one. */
  readonly next?: string
}

/** Id of a user or another subject. */
export type SubjectId = string

export interface SubjectRights {
  /** Null: callers who are not signed in. */
  readonly subject: SubjectId | null
  readonly suspended: boolean
  readonly rights: readonly RightChange[]
  readonly administrator?: 'gained' | 'lost'
  /** Something may be missing here. */
  readonly uncertain: boolean
}

export interface TreeContext {
  readonly context: Context
  readonly state: State
  /** What names in this context would get without this row. */
  readonly expected: State
}

export interface TreeContextChange {
  readonly context: Context
  readonly before: State
  readonly after: State
}

export interface TreeRow {
  readonly permission: PermissionName
  readonly title: string
  /** Titles from the top. */
  readonly path: string
  readonly depth: number
  /** The node's own rule for every resource. */
  readonly state: CellState
  /** What it would be without its own rule. */
  readonly expected: State
  /** The state, or else the expected one. */
  readonly effective: State
  readonly contexts: readonly TreeContext[]
}

export interface TreeRowChange {
  readonly before: TreeRow
  readonly after: TreeRow
  /** Whether anything that is asked of this permission may be answered in another way; never false where it may. */
  readonly answers: boolean
  /** In which contexts names get something else, its own or those above it: at most ten. */
  readonly contexts: readonly TreeContextChange[]
}

export interface User {
  readonly id: SubjectId
  readonly email?: string
  readonly title?: string
  readonly suspended: boolean
  /** ISO 8601; absent where the application keeps its users itself. */
  readonly createdAt?: string
}

export interface UserChange {
  /** Null removes it. */
  readonly email?: string | null
  /** Null removes it. */
  readonly title?: string | null
}

export interface UserPage {
  readonly items: readonly StoredUser[]
  /** The `after` of the next page; absent on the last one. */
  readonly next?: string
}

export interface UserRole {
  readonly id: RoleId
  readonly title: string
  readonly administrator: boolean
  /** Held by hand and for every resource. */
  readonly member: boolean
  /** The first of them. */
  readonly other: readonly OtherOrigin[]
}

export interface UserRolePage {
  /** Of all roles there are, ordered by id. */
  readonly items: readonly UserRole[]
  /** The `after` of the next page; absent on the last one. Once the list has changed it is refused: 409. */
  readonly next?: string
  /** Of what the user holds; on the last page it ends with `~whole`. Null on a page before: the store knows nothing of this subject yet. */
  readonly version: Version | null
}

/** Random; changes with every write. */
export type Version = string

export interface Written {
  /** The new version of what was written. */
  readonly version: Version
  /** False where there was nothing to do. */
  readonly changed: boolean
}

export interface WrittenMappings {
  /** The new version of what was written. */
  readonly version: Version
  /** False where there was nothing to do. */
  readonly changed: boolean
  /** The first of all there are. */
  readonly warnings: readonly MixedGroup[]
}

/** What each operation takes and answers with. */
export interface Api {
  /** This document */
  readonly getOpenApi: {
    readonly input: undefined
    readonly answer: OpenApi
  }
  /** Who is signed in, and what of the console they may use */
  readonly getSession: {
    readonly input: undefined
    readonly answer: Session
  }
  /** The tree of all permissions */
  readonly getCatalogue: {
    readonly input: undefined
    readonly answer: Catalogue
  }
  /** The caller's own permissions */
  readonly getMyPermissions: {
    readonly input: undefined
    readonly answer: OwnPermissions
  }
  /** Whether the caller may do things to named resources */
  readonly decideMine: {
    readonly input: {
      readonly body: Questions
    }
    readonly answer: Answers
  }
  /** All roles, ordered by id */
  readonly listRoles: {
    readonly input: {
      readonly query?: { readonly limit?: number; readonly after?: string; readonly query?: string }
    }
    readonly answer: RolePage
  }
  /** Creates a role */
  readonly createRole: {
    readonly input: {
      readonly body: NewRole
    }
    readonly answer: Written
  }
  /** A role with its rules */
  readonly getRole: {
    readonly input: {
      readonly params: { readonly role: string }
    }
    readonly answer: StoredRole
  }
  /** Replaces all of a role but its id */
  readonly replaceRole: {
    readonly input: {
      readonly params: { readonly role: string }
      readonly body: RoleContent
      readonly version: string | null
    }
    readonly answer: Written
  }
  /** Removes a role, its assignments, its mapping rows and others' inheriting of it */
  readonly deleteRole: {
    readonly input: {
      readonly params: { readonly role: string }
      readonly version: string | null
    }
    readonly answer: Written
  }
  /** Changes rules of a role, all at once */
  readonly changeRules: {
    readonly input: {
      readonly params: { readonly role: string }
      readonly body: RuleChanges
      readonly version: string | null
    }
    readonly answer: Written
  }
  /** Which names a context matches; nothing is kept */
  readonly testContext: {
    readonly input: {
      readonly body: ContextTest
    }
    readonly answer: ContextTestResult
  }
  /** The tree of a role: state and expected state of every permission */
  readonly getRoleTree: {
    readonly input: {
      readonly params: { readonly role: string }
      readonly query?: {
        readonly name?: string
        readonly state?: 'granted' | 'forbidden' | 'unspecified'
        readonly expected?: 'granted' | 'forbidden'
      }
    }
    readonly answer: RoleTree
  }
  /** What changes of rules would make of the tree; nothing is written */
  readonly previewRoleTree: {
    readonly input: {
      readonly params: { readonly role: string }
      readonly body: RuleChanges
    }
    readonly answer: RoleTreePreview
  }
  /** Users, and which of them are members of a role */
  readonly listMembers: {
    readonly input: {
      readonly params: { readonly role: string }
      readonly query?: {
        readonly limit?: number
        readonly after?: string
        readonly all?: boolean
        readonly query?: string
      }
    }
    readonly answer: MemberPage
  }
  /** Replaces the members of a role, in one write */
  readonly replaceMembers: {
    readonly input: {
      readonly params: { readonly role: string }
      readonly body: MemberList
      readonly version: string | null
    }
    readonly answer: Written
  }
  /** Adds and removes members of a role, in one write */
  readonly changeMembers: {
    readonly input: {
      readonly params: { readonly role: string }
      readonly body: MemberChanges
      readonly version: string | null
    }
    readonly answer: Written
  }
  /** Gives a user a role; nothing happens when it is held so already */
  readonly assignMember: {
    readonly input: {
      readonly params: { readonly role: string; readonly user: string }
      readonly query?: { readonly scope?: string }
    }
    readonly answer: Written
  }
  /** Takes a role from a user; nothing happens when it is not held so */
  readonly unassignMember: {
    readonly input: {
      readonly params: { readonly role: string; readonly user: string }
      readonly query?: { readonly scope?: string }
    }
    readonly answer: Written
  }
  /** All roles, and which of them a user holds */
  readonly getUserRoles: {
    readonly input: {
      readonly params: { readonly user: string }
      readonly query?: { readonly limit?: number; readonly after?: string }
    }
    readonly answer: UserRolePage
  }
  /** Replaces the roles that a user holds as a member, in one write */
  readonly replaceUserRoles: {
    readonly input: {
      readonly params: { readonly user: string }
      readonly body: RoleList
      readonly version: string | null
    }
    readonly answer: Written
  }
  /** Gives a user a role; nothing happens when it is held so already */
  readonly assignUserRole: {
    readonly input: {
      readonly params: { readonly role: string; readonly user: string }
      readonly query?: { readonly scope?: string }
    }
    readonly answer: Written
  }
  /** Takes a role from a user; nothing happens when it is not held so */
  readonly unassignUserRole: {
    readonly input: {
      readonly params: { readonly role: string; readonly user: string }
      readonly query?: { readonly scope?: string }
    }
    readonly answer: Written
  }
  /** The groups that lead to a role */
  readonly listRoleGroups: {
    readonly input: {
      readonly params: { readonly role: string }
      readonly query?: { readonly limit?: number; readonly after?: string }
    }
    readonly answer: RoleGroupPage
  }
  /** Has a group lead to a role; nothing happens when it does already */
  readonly addRoleGroup: {
    readonly input: {
      readonly params: { readonly role: string }
      readonly body: RoleGroup
      readonly version: string | null
    }
    readonly answer: WrittenMappings
  }
  /** Has a group lead to a role no more; its other roles stay */
  readonly removeRoleGroup: {
    readonly input: {
      readonly params: { readonly role: string }
      readonly body: RoleGroup
      readonly version: string | null
    }
    readonly answer: WrittenMappings
  }
  /** All mapping rows, in the order in which they were written */
  readonly getMappings: {
    readonly input: {
      readonly query?: { readonly limit?: number; readonly after?: string }
    }
    readonly answer: MappingPage
  }
  /** Replaces all mapping rows */
  readonly replaceMappings: {
    readonly input: {
      readonly body: MappingRows
      readonly version: string | null
    }
    readonly answer: WrittenMappings
  }
  /** Who would gain and lose what by other mapping rows; nothing is written */
  readonly previewMappings: {
    readonly input: {
      readonly query?: { readonly limit?: number; readonly after?: string }
      readonly body: MappingRows
    }
    readonly answer: SubjectChangesPage
  }
  /** Groups of a directory or of GitLab, to pick from */
  readonly searchGroups: {
    readonly input: {
      readonly query?: {
        readonly limit?: number
        readonly after?: string
        readonly provider?: string
        readonly query?: string
      }
    }
    readonly answer: FoundGroupPage
  }
  /** Users, ordered by id */
  readonly listUsers: {
    readonly input: {
      readonly query?: { readonly limit?: number; readonly after?: string; readonly query?: string }
    }
    readonly answer: UserPage
  }
  /** Creates a user, with the roles that new users get */
  readonly createUser: {
    readonly input: {
      readonly body: NewUser
    }
    readonly answer: CreatedUser
  }
  /** A user */
  readonly getUser: {
    readonly input: {
      readonly params: { readonly user: string }
    }
    readonly answer: StoredUser
  }
  /** Changes e-mail address and title of a user */
  readonly updateUser: {
    readonly input: {
      readonly params: { readonly user: string }
      readonly body: UserChange
      readonly version: string | null
    }
    readonly answer: Written
  }
  /** Removes a user and all their assignments */
  readonly deleteUser: {
    readonly input: {
      readonly params: { readonly user: string }
      readonly version: string | null
    }
    readonly answer: Written
  }
  /** Forbids a user everything, whatever their roles, and ends their sessions */
  readonly suspendUser: {
    readonly input: {
      readonly params: { readonly user: string }
    }
    readonly answer: Written
  }
  /** Ends a suspension */
  readonly resumeUser: {
    readonly input: {
      readonly params: { readonly user: string }
    }
    readonly answer: Written
  }
  /** Ends every session of a user */
  readonly signOutUser: {
    readonly input: {
      readonly params: { readonly user: string }
    }
    readonly answer: Written
  }
  /** Why somebody may do something, or may not */
  readonly explain: {
    readonly input: {
      readonly body: ExplainQuestion
    }
    readonly answer: Explanation
  }
  /** The audit trail, newest first */
  readonly listAudit: {
    readonly input: {
      readonly query?: {
        readonly limit?: number
        readonly after?: string
        readonly actor?: string
        readonly action?: string
        readonly target?: string
        readonly outcome?: 'done' | 'refused'
      }
    }
    readonly answer: AuditPage
  }
  /** The audit trail as lines of JSON, oldest first */
  readonly exportAudit: {
    readonly input: {
      readonly query?: {
        readonly actor?: string
        readonly action?: string
        readonly target?: string
        readonly outcome?: 'done' | 'refused'
      }
    }
    readonly answer: string
  }
  /** The whole policy as a document */
  readonly exportPolicy: {
    readonly input: {
      readonly query?: { readonly assignments?: boolean }
    }
    readonly answer: PolicyExport
  }
  /** What an import would do: whose rights change, and how; nothing is written */
  readonly planImport: {
    readonly input: {
      readonly query?: { readonly limit?: number; readonly after?: string }
      readonly body: PolicyImport
    }
    readonly answer: PolicyPlan
  }
  /** Replaces the whole policy, in one write */
  readonly importPolicy: {
    readonly input: {
      readonly body: PolicyImport
      readonly version: string | null
    }
    readonly answer: Written
  }
  /** How the process that answers is doing */
  readonly getHealth: {
    readonly input: undefined
    readonly answer: Health
  }
  /** What somebody should look at in the policy */
  readonly getDiagnostics: {
    readonly input: {
      readonly query?: { readonly limit?: number; readonly after?: string }
    }
    readonly answer: Diagnostics
  }
}

/** Where each operation is, and the media type of what it answers with. */
export const places: Readonly<
  Record<keyof Api, { readonly method: string; readonly path: string; readonly type: string }>
> = {
  getOpenApi: { method: 'GET', path: '/openapi.json', type: 'application/json' },
  getSession: { method: 'GET', path: '/session', type: 'application/json' },
  getCatalogue: { method: 'GET', path: '/catalogue', type: 'application/json' },
  getMyPermissions: { method: 'GET', path: '/me/permissions', type: 'application/json' },
  decideMine: { method: 'POST', path: '/me/decisions', type: 'application/json' },
  listRoles: { method: 'GET', path: '/roles', type: 'application/json' },
  createRole: { method: 'POST', path: '/roles', type: 'application/json' },
  getRole: { method: 'GET', path: '/roles/{role}', type: 'application/json' },
  replaceRole: { method: 'PUT', path: '/roles/{role}', type: 'application/json' },
  deleteRole: { method: 'DELETE', path: '/roles/{role}', type: 'application/json' },
  changeRules: { method: 'PATCH', path: '/roles/{role}/rules', type: 'application/json' },
  testContext: { method: 'POST', path: '/contexts/test', type: 'application/json' },
  getRoleTree: { method: 'GET', path: '/roles/{role}/tree', type: 'application/json' },
  previewRoleTree: { method: 'POST', path: '/roles/{role}/tree/preview', type: 'application/json' },
  listMembers: { method: 'GET', path: '/roles/{role}/members', type: 'application/json' },
  replaceMembers: { method: 'PUT', path: '/roles/{role}/members', type: 'application/json' },
  changeMembers: { method: 'PATCH', path: '/roles/{role}/members', type: 'application/json' },
  assignMember: { method: 'PUT', path: '/roles/{role}/members/{user}', type: 'application/json' },
  unassignMember: { method: 'DELETE', path: '/roles/{role}/members/{user}', type: 'application/json' },
  getUserRoles: { method: 'GET', path: '/users/{user}/roles', type: 'application/json' },
  replaceUserRoles: { method: 'PUT', path: '/users/{user}/roles', type: 'application/json' },
  assignUserRole: { method: 'PUT', path: '/users/{user}/roles/{role}', type: 'application/json' },
  unassignUserRole: { method: 'DELETE', path: '/users/{user}/roles/{role}', type: 'application/json' },
  listRoleGroups: { method: 'GET', path: '/roles/{role}/groups', type: 'application/json' },
  addRoleGroup: { method: 'POST', path: '/roles/{role}/groups', type: 'application/json' },
  removeRoleGroup: { method: 'POST', path: '/roles/{role}/groups/remove', type: 'application/json' },
  getMappings: { method: 'GET', path: '/mappings', type: 'application/json' },
  replaceMappings: { method: 'PUT', path: '/mappings', type: 'application/json' },
  previewMappings: { method: 'POST', path: '/mappings/preview', type: 'application/json' },
  searchGroups: { method: 'GET', path: '/groups', type: 'application/json' },
  listUsers: { method: 'GET', path: '/users', type: 'application/json' },
  createUser: { method: 'POST', path: '/users', type: 'application/json' },
  getUser: { method: 'GET', path: '/users/{user}', type: 'application/json' },
  updateUser: { method: 'PATCH', path: '/users/{user}', type: 'application/json' },
  deleteUser: { method: 'DELETE', path: '/users/{user}', type: 'application/json' },
  suspendUser: { method: 'POST', path: '/users/{user}/suspend', type: 'application/json' },
  resumeUser: { method: 'POST', path: '/users/{user}/resume', type: 'application/json' },
  signOutUser: { method: 'POST', path: '/users/{user}/sign-out', type: 'application/json' },
  explain: { method: 'POST', path: '/explain', type: 'application/json' },
  listAudit: { method: 'GET', path: '/audit', type: 'application/json' },
  exportAudit: { method: 'GET', path: '/audit/export', type: 'application/jsonl' },
  exportPolicy: { method: 'GET', path: '/policy', type: 'application/json' },
  planImport: { method: 'POST', path: '/policy/plan', type: 'application/json' },
  importPolicy: { method: 'POST', path: '/policy/import', type: 'application/json' },
  getHealth: { method: 'GET', path: '/health', type: 'application/json' },
  getDiagnostics: { method: 'GET', path: '/diagnostics', type: 'application/json' },
}
