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
  Strategy,
  StrategyPorts,
  StrategyRequest,
} from './strategy.ts'
export type { SessionPort, SignedIn } from './session-port.ts'
