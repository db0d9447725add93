import { TrilatchError } from '@trilatch/core'

/** Why an answer of a provider counts for nothing, or why there is none. The list is closed: `switch` narrows. */
export const providerReasons = [
  // Reaching it
  'unreachable',
  'untrusted-certificate',
  'insecure-url',
  'too-slow',
  'too-long',
  'aborted',
  'redirected',
  'http-status',
  'not-json',
  'malformed',
  // What it publishes
  'issuer-differs',
  'metadata-incomplete',
  'pkce-unsupported',
  // What it sends browsers back with
  'issuer-parameter',
  'callback-invalid',
  'provider-error',
  // What its token endpoint says
  'client-refused',
  'grant-refused',
  'id-token-missing',
  'algorithm',
  'key-unknown',
  'signature',
  'issuer',
  'audience',
  'authorized-party',
  'nonce',
  'expired',
  'not-yet-valid',
  'issued-at',
  'access-token-hash',
  'subject-invalid',
  // What userinfo says
  'token-refused',
  'userinfo-subject',
] as const

export type ProviderReason = (typeof providerReasons)[number]

/**
 * An OpenID provider cannot be reached, or what it says cannot be trusted. Its message is for operators, and holds
 * neither a token nor a code.
 */
export class ProviderError extends TrilatchError {
  readonly reason: ProviderReason
  /** What the provider called its error, where it named one: `invalid_client`. */
  readonly providerCode: string | undefined

  constructor(
    reason: ProviderReason,
    message: string,
    options: { readonly cause?: unknown; readonly providerCode?: string } = {},
  ) {
    super('TRILATCH_PROVIDER_FAILED', message, options)
    this.reason = reason
    this.providerCode = options.providerCode
  }
}
