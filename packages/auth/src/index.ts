export type { FoundGroup, FoundGroups, GroupAccount, GroupSource, ListedAccount } from './group-source.ts'
export type { Groups, Identity, IdentityGroup } from './identity.ts'
export { localIssuer } from './identity.ts'
export { challengeStatus, challengeText } from './challenge.ts'
export type { Challenge, ChallengeCode } from './challenge.ts'
export { fail, failure, pass, redirect, success } from './outcome.ts'
export type {
  Fail,
  Failure,
  Outcome,
  Pass,
  PasswordChanged,
  Redirect,
  Registered,
  Success,
} from './outcome.ts'
export type {
  FormField,
  PasswordChange,
  PasswordStrategy,
  RedirectFinish,
  RedirectStart,
  RedirectStrategy,
  Registration,
  SignOutStart,
  Strategy,
  StrategyPorts,
  StrategyRequest,
} from './strategy.ts'
export type { SessionPort, SignedIn } from './session-port.ts'
export { createSignIn } from './create-sign-in.ts'
export type { SignIn } from './create-sign-in.ts'
export type { SignInAuthorizer, SignInOptions } from './options.ts'
export { sessionOf } from './session/session-of.ts'
export { sessionCookieFaults } from './session/check-session-cookie.ts'
export type { CookieFault, CookieSurroundings } from './session/cookie-faults.ts'
export { signedInAt, subjectOf } from './session/subject-of.ts'
export { subjectWithin } from './session/subject-within.ts'
export {
  awaitsFirstAdministrator,
  offerFirstAdministrator,
  redeemFirstSecret,
} from './account/first-administrator.ts'
export { signInsOf } from './account/sign-ins.ts'
export type { SignIns } from './account/sign-ins.ts'
export { linkEntries, linksOf, userOfAccount } from './account/links.ts'
export type { LinkedAccount, Links } from './account/links.ts'
export { createGroupRefresh } from './groups/group-refresh.ts'
export type { GroupRefresh, RefreshRun } from './groups/group-refresh.ts'
export type { GroupRefreshOptions, RefreshAuthorizer } from './groups/refresh-options.ts'
export { syncGroups } from './groups/sync/sync-groups.ts'
export type {
  SyncAuthorizer,
  SyncChange,
  SyncCounts,
  SyncOptions,
  SyncProgress,
  SyncResult,
} from './groups/sync/sync-options.ts'
export { searchableProviders, searchGroups } from './groups/search-groups.ts'
export type { GroupSearch } from './groups/search-groups.ts'
export { groupPicker } from './groups/group-picker.ts'
export type { GroupPicker } from './groups/group-picker.ts'
export { addressKey } from './request/address-key.ts'
export type { SignInEvent } from './events.ts'
export { toPassport } from './passport/to-passport.ts'
export type { PassportOptions, PassportStrategy, PassportUser } from './passport/to-passport.ts'
