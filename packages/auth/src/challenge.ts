/** What is said when somebody is not signed in; each with its HTTP status. */
const statuses = {
  /** Unknown account or wrong secret; nobody is told which. */
  credentials: 401,
  /** The provider refused, or the person did. */
  denied: 403,
  /** A sign-in that was begun is over: too old, used already, or begun in another browser. */
  'sign-in-again': 401,
  /** What was sent cannot be right; `field` says where. */
  invalid: 422,
  /** What was sent is nobody's: too long, or no text that could be kept as it is; nothing was looked up. */
  improper: 400,
  /** The address belongs to somebody. */
  'email-taken': 409,
  /** The account elsewhere belongs to somebody else here, or another one of that provider is linked already. */
  'account-taken': 409,
  /** Registration is closed. */
  closed: 403,
  /** Registration takes an invitation, and this one is unknown, used or too old. */
  invitation: 403,
  /** The account may not sign in. */
  suspended: 403,
  /** Too many tries; `retryAfterSeconds` says when again. */
  'too-many': 429,
} as const

/** Why somebody is not signed in. */
export type ChallengeCode = keyof typeof statuses

/** What a strategy answers with instead of an identity. It is shown to whoever asked, so it tells nothing inside. */
export interface Challenge {
  readonly code: ChallengeCode
  /** Default: a sentence for the code. */
  readonly text?: string
  /** The name of the field that it is about. */
  readonly field?: string
  /** 1 to 86,400. */
  readonly retryAfterSeconds?: number
}

const texts: Readonly<Record<ChallengeCode, string>> = {
  credentials: 'The e-mail address or the password is not right.',
  denied: 'You were not signed in.',
  'sign-in-again': 'This sign-in has expired. Please sign in again.',
  improper: 'This cannot be what you want to send: it is too long, or contains what is no character.',
  invalid: 'Please check what you have entered.',
  'email-taken': 'This e-mail address belongs to an account already.',
  'account-taken': 'This account belongs to somebody else here already.',
  closed: 'Registration is closed.',
  invitation: 'This invitation is not valid, or has been used already.',
  suspended: 'This account has been suspended.',
  'too-many': 'Too many tries. Please wait a moment and try again.',
}

/** The HTTP status of a challenge. */
export const challengeStatus = ({ code }: Challenge): number => statuses[code]

/** How long to wait, as people say it: seconds up to two minutes, then minutes. */
function waitOf(seconds: number): string {
  const [count, unit] = seconds < 120 ? [Math.ceil(seconds), 'second'] : [Math.ceil(seconds / 60), 'minute']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

/** The sentence that people read. */
export function challengeText({ code, text, retryAfterSeconds }: Challenge): string {
  if (text !== undefined || code !== 'too-many' || retryAfterSeconds === undefined) return text ?? texts[code]
  return `Too many tries. Please try again in ${waitOf(Math.max(1, retryAfterSeconds))}.`
}
