/**
 * Why a directory could not be asked, or not to the end. `unreachable`: no server could be connected to. `tls`: its
 * certificate or host name was not right, or it offered no TLS. `timeout`: it took too long. `closed`: it hung up.
 * `protocol`: what it sent is no LDAP. `too-large`: it sent more than the limits. `referral`: it sent us elsewhere.
 * `service-account`: it refused our own bind. `refused`: another result code. `incomplete`: it gave less than there is.
 * `busy`: too many are waiting here. `aborted`: whoever asked hung up.
 */
export type DirectoryTrouble =
  | 'aborted'
  | 'busy'
  | 'closed'
  | 'incomplete'
  | 'protocol'
  | 'referral'
  | 'refused'
  | 'service-account'
  | 'timeout'
  | 'tls'
  | 'too-large'
  | 'unreachable'

/** A directory that could not be asked: never "no", and for operators alone. Holds no password. */
export class DirectoryError extends Error {
  readonly trouble: DirectoryTrouble
  /** The result code of LDAP, where there is one. */
  readonly resultCode: number | undefined

  constructor(
    trouble: DirectoryTrouble,
    message: string,
    { resultCode, cause }: { readonly resultCode?: number; readonly cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? {} : { cause })
    this.name = 'DirectoryError'
    this.trouble = trouble
    this.resultCode = resultCode
  }
}

/** Codes with which a server says that it cannot answer now, and another one might: busy, unavailable. */
const overloaded: readonly (number | undefined)[] = [51, 52]

/** Whether it is the server's fault that there is no answer: another one of the directory may have one. */
export function isServersFault({ trouble, resultCode }: DirectoryError): boolean {
  return (
    ['closed', 'protocol', 'timeout', 'tls', 'unreachable'].includes(trouble) ||
    overloaded.includes(resultCode)
  )
}

/** Why nobody waits any more: the time was over, or whoever asked has hung up. */
export function ended(signal: AbortSignal): DirectoryError {
  const { reason } = signal as { readonly reason: unknown }
  return reason instanceof Error && reason.name === 'TimeoutError'
    ? new DirectoryError('timeout', 'The directory did not answer in time.')
    : new DirectoryError('aborted', 'Nobody waits for the directory any more.')
}
