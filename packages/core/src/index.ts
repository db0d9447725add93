// The catalogue
export { definePermissions } from './catalogue/define-permissions.ts'
export type { CatalogueDocument, PublishedPermission } from './catalogue/catalogue-document.ts'
export { levels } from './catalogue/permissions.ts'
export type {
  AncestorOf,
  AskedPermission,
  Level,
  NameOf,
  PermissionDefinitions,
  PermissionEntry,
  PermissionNode,
  Permissions,
  RulePermission,
} from './catalogue/permissions.ts'
export { reservedPermissions } from './catalogue/reserved.ts'
export type { ReservedPermission } from './catalogue/reserved.ts'

// The policy
export { escapeContext, parseContext } from './context/context.ts'
export { isProperName } from './context/proper-name.ts'
export { defaultRoles } from './policy/default-roles.ts'
export { bundleJsonSchema } from './decision/bundle-schema.ts'
export type { DecisionBundle } from './decision/bundle-schema.ts'
export { policyJsonSchema } from './policy/schema.ts'
export { PolicyError } from './policy/policy-error.ts'
export type { PolicyIssue } from './policy/policy-error.ts'
export { readPolicy, readWrittenPolicy } from './policy/read-policy.ts'
export type { WrittenDocument } from './policy/schema.ts'
export type {
  AccessLevel,
  Assignment,
  MappingMode,
  MappingRow,
  PolicyDocument,
  Role,
  Rule,
  State,
} from './policy/policy.ts'

// Deciding
export { createAuthorizer } from './authorizer/create-authorizer.ts'
export type { AuthorizerOptions } from './authorizer/create-authorizer.ts'
export type { Authorizer, ManageOptions } from './authorizer/authorizer.ts'
export { Access } from './authorizer/access.ts'
export type { Phrasing } from './authorizer/phrasing.ts'
export type { FilterOptions, Resource } from './authorizer/resource.ts'
export type { HandedInRole, Subject } from './decision/subject.ts'
export type { NewUserRoles, UserOrigin } from './policy/new-user-roles.ts'
export { normalDn } from './mapping/dn.ts'
export type { GroupSyntax } from './mapping/group-pattern.ts'
export type { MappedFrom } from './decision/holdings.ts'
export type { Health } from './authorizer/health.ts'
export type { Diagnostic } from './authorizer/diagnostics.ts'
export { roleTreeOf } from './authorizer/role-tree-of.ts'
export type { RoleTree, RoleTreeContext, RoleTreeRow, RoleTreeSearch } from './authorizer/role-tree.ts'
export { reasons } from './decision/decision.ts'
export type { DecidedBy, Decision, Reason } from './decision/decision.ts'
export type { ExplainedRole, ExplainedRule, ExplainedStep, Explanation } from './decision/explain.ts'
export type { ContextView, PermissionView } from './decision/list-permissions.ts'

// Writing
export type { Manager } from './manage/manager.ts'
export type { AuditListOptions, AuditManager } from './manage/audit.ts'
export type { RefusedAttempt } from './manage/refused-attempts.ts'
export type { RoleContent, RoleManager, RuleChange } from './manage/roles.ts'
export type { MemberChange } from './manage/member-change.ts'
export type { HeldRole, MemberManager, SubjectRoles } from './manage/members.ts'
export type { NewUser, UserListOptions, UserManager } from './manage/users.ts'
export type { GroupManager, GroupsOutcome, RecordedGroups } from './manage/groups.ts'
export type { MappingManager, RoleGroup, RoleGroups, WrittenMappings } from './manage/mappings.ts'
export type { ExportedPolicy, ImportPlan, PolicyManager, RoleImport, Shown } from './manage/policy-manager.ts'
export type { ImportedRights, SubjectRights } from './manage/imported-rights.ts'
export type { Extent, RightChange, RightChanges } from './giving/right-changes.ts'
export type { GroupChanges, PreviewManager, SubjectChanges } from './manage/preview.ts'
export type { RoleChanges, ScopedRole } from './mapping/role-changes.ts'
export { mixedGroups } from './mapping/mixed-groups.ts'
export type { MixedGroup } from './mapping/mixed-groups.ts'
export type { Session, SessionManager } from './manage/sessions.ts'
export type {
  AccountChange,
  Accounts,
  AccountWrite,
  FirstAdministrator,
  KeptEntries,
  NewAccount,
} from './manage/accounts.ts'
export type { ListOptions } from './manage/context.ts'
export type { Written } from './manage/writer.ts'

// Stores
export { memoryStore } from './store/memory-store.ts'
export type { MemoryStoreContent, MemoryStoreOptions } from './store/memory-store.ts'
// What stores are made of
export { checkSubjectId } from './decision/subject.ts'
export { normalEmail } from './store/email.ts'
export { takenEmail } from './store/draft-rules.ts'
export { draftOf } from './store/memory-state.ts'
export type { Draft, MemoryState } from './store/memory-state.ts'
export type { LeanPolicy, LeanView, OnDemandStore, Opening } from './store/on-demand.ts'
export { forgetApplication, forgetSettings } from './store/forget.ts'
export { isPublishedApplication, isSharedSettings, maxApplications } from './store/applications.ts'
export type {
  Applications,
  Publication,
  PublicationOutcome,
  PublishedApplication,
  SharedSettings,
} from './store/applications.ts'
export type { StoreHealth } from './store/store-health.ts'
export { newTag } from './store/new-tag.ts'
export * from './trail/exports.ts'
export {
  checkCountBy,
  checkTtl,
  credentialKind,
  entryId,
  firstRun,
  linksKind,
  maxTtlMs,
  maxValue,
  valueText,
} from './store/vault-place.ts'
export type { Vault, VaultCount, VaultDocument, VaultEntry, VaultPlace } from './store/vault.ts'
export {
  foundAt,
  readTextEntry,
  searchForm,
  searchPlace,
  searchTexts,
  textEntry,
} from './store/user-search.ts'
export { withProvider } from './store/provider-groups.ts'
export type { GroupMembership, ProviderGroups } from './store/provider-groups.ts'
export type { TouchedGroups } from './store/subject-record.ts'
export type {
  AuditQuery,
  Change,
  Operation,
  Page,
  PageQuery,
  Precondition,
  Store,
  StoredPolicy,
  StoredRole,
  StoredUser,
  StoreView,
  SubjectRecord,
  User,
  UserQuery,
  WriteOutcome,
} from './store/store.ts'

// Enforcing: what adapters are made of
export { enforce, withoutResource } from './enforcement/enforce.ts'
export type { Answers, AskedResources, EnforcementOptions, GuardEvent } from './enforcement/enforce.ts'
export { whyNoAuthorizer } from './guards/check-authorizer.ts'
export type { GuardOptions } from './guards/guard-options.ts'
export { guardVerbs } from './guards/guard-verbs.ts'
export type { GuardItem, GuardPlan, GuardVerbs, ResourceOption } from './guards/guard-verbs.ts'
export { asksForPage } from './guards/asks-for-page.ts'
export { returnPath } from './guards/return-path.ts'
export { asError } from './guards/as-error.ts'
export { isThenable } from './maybe-promise.ts'
export type { MaybePromise } from './maybe-promise.ts'
export { mountable, mounted } from './guards/mounted.ts'
export { RequestGuards } from './guards/request-guards.ts'
export type { Caller } from './guards/request-guards.ts'
export { problemOf } from './enforcement/problem.ts'
export type { Problem } from './enforcement/problem.ts'
export { faultReporter } from './enforcement/report-fault.ts'
export { Refusal } from './enforcement/refusal.ts'
export type { Disclose, MissingPermission } from './enforcement/refusal.ts'
export { asGuard, requirement, requirementKey, requirementOf } from './enforcement/requirement.ts'
export type { Requirement } from './enforcement/requirement.ts'
export { abortSignalOf, sendFetchResponse, toFetchRequest } from './http/node-fetch.ts'
export type { ParsedMessage } from './http/fetch-body.ts'
export { readText } from './http/read-text.ts'
export { checkSameOrigin } from './http/same-origin.ts'
export type { FetchContext, FetchHandler } from './http/fetch-handler.ts'

// Coverage: what adapters report about their routes
export { coverageOf } from './coverage/coverage.ts'
export type { Coverage, CoveredRoute, ListedRoute, Protection, Transport } from './coverage/coverage.ts'
export { coverageTable } from './coverage/coverage-table.ts'
export { assertCoverage } from './coverage/assert-coverage.ts'
export type { CoverageOptions } from './coverage/assert-coverage.ts'

// Small tools that packages beside core need
export { own, unknownKey } from './own.ts'
export { parseData } from './policy/parse-data.ts'
export type { Parsed } from './policy/parse-data.ts'
export { didYouMean } from './catalogue/suggest.ts'

// Errors and events
export { errorCodes, TrilatchError, unavailable } from './errors.ts'
export type { TrilatchErrorCode } from './errors.ts'
export { warn, warningCodes } from './events.ts'
export type { WarningCode, WarningEvent } from './events.ts'
export type { WriteEvent } from './manage/writer.ts'
