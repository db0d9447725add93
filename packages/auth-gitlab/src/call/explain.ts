import { AuthorizationResponseError, ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client'
import { ProviderError } from '../provider-error.ts'
import type { ProviderReason } from '../provider-error.ts'

/** What of a text of the provider may stand in a message. */
function said(text: unknown): string {
  return typeof text === 'string' ? JSON.stringify(text.slice(0, 200)) : 'nothing more'
}

const claimReasons: Readonly<Record<string, ProviderReason>> = {
  iss: 'issuer',
  aud: 'audience',
  azp: 'authorized-party',
  nonce: 'nonce',
  exp: 'expired',
  nbf: 'not-yet-valid',
  iat: 'issued-at',
  sub: 'subject-invalid',
}

/** The errors below an error, itself included. */
function* chain(error: unknown): Generator<object> {
  for (let at = error, depth = 0; typeof at === 'object' && at !== null && depth < 8; depth++) {
    yield at
    at = (at as { readonly cause?: unknown }).cause
  }
}

function found(error: unknown, name: string): unknown {
  for (const one of chain(error)) if (Object.hasOwn(one, name)) return (one as Record<string, unknown>)[name]
  return undefined
}

/** Errors that the token endpoint names in its body. */
function bodyError({ error, error_description: text, status }: ResponseBodyError): ProviderError {
  const reason: ProviderReason =
    error === 'invalid_grant'
      ? 'grant-refused'
      : error === 'invalid_client' || error === 'unauthorized_client'
        ? 'client-refused'
        : 'provider-error'
  const fix = reason === 'client-refused' ? '. Look at `clientId` and `clientSecret`' : ''
  const message = `The provider refused with ${status} ${said(error)}: ${said(text)}${fix}`
  return new ProviderError(reason, message, { providerCode: error })
}

/** Errors that an endpoint names in the header WWW-Authenticate, as others do: for a client or for a token. */
function challengeError({ cause, status }: WWWAuthenticateChallengeError): ProviderError {
  const [{ scheme, parameters } = { scheme: '', parameters: {} }] = cause
  const { error, error_description: text } = parameters as Readonly<Record<string, string | undefined>>
  const isClient = scheme === 'basic' || error === 'invalid_client'
  const isGrant = error === 'invalid_grant'
  const reason = isClient ? 'client-refused' : isGrant ? 'grant-refused' : 'token-refused'
  const fix = isClient ? '. Look at `clientId` and `clientSecret`' : ''
  const message = `The provider refused with ${status}, and challenges for ${said(scheme)} with ${said(error)}: ${said(text)}${fix}`
  return new ProviderError(reason, message, error === undefined ? {} : { providerCode: error })
}

function invalidResponse(error: unknown): ProviderError {
  const messages = [...chain(error)].map((one) => (one as Partial<Error>).message ?? '').join('; ')
  if (found(error, 'parameters') !== undefined || /provided only once|authorization code/.test(messages))
    return /"iss"/.test(messages)
      ? new ProviderError('issuer-parameter', 'The browser came back from another issuer than it was sent to')
      : new ProviderError('callback-invalid', 'The browser came back with what is no answer of a provider')
  if (found(error, 'header') !== undefined)
    return new ProviderError('algorithm', 'A token is not signed with the algorithm that was agreed on')
  if (found(error, 'signature') !== undefined)
    return new ProviderError('signature', 'The signature of a token is not one of the provider’s')
  const body = found(error, 'body') as Readonly<Record<string, unknown>> | undefined
  if (body !== undefined && Object.hasOwn(body, 'access_token') && typeof body['id_token'] !== 'string')
    return new ProviderError('id-token-missing', 'The token endpoint gave no ID token')
  const missing = /JWT "(\w+)"/.exec(messages)?.[1] ?? ''
  if (claimReasons[missing] !== undefined)
    return new ProviderError(claimReasons[missing], `The ID token has no proper claim ${said(missing)}`)
  return new ProviderError('malformed', 'An answer of the provider lacks what it has to contain')
}

/** What openid-client threw, as one of our errors. Nothing of it is kept that could hold a token. */
export function explain(error: unknown): ProviderError {
  for (const one of chain(error)) if (one instanceof ProviderError) return one
  if (error instanceof ResponseBodyError) return bodyError(error)
  if (error instanceof WWWAuthenticateChallengeError) return challengeError(error)
  if (error instanceof AuthorizationResponseError) {
    const { error: code, error_description: text } = error
    const message = `The provider sent the browser back with ${said(code)}: ${said(text)}`
    return new ProviderError('provider-error', message, { providerCode: code })
  }
  const claim = String(found(error, 'claim'))
  switch ((error as { readonly code?: string } | undefined)?.code) {
    case 'OAUTH_JWT_CLAIM_COMPARISON_FAILED':
    case 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED':
      return new ProviderError(
        claimReasons[claim] ?? 'malformed',
        `The claim ${said(claim)} of the ID token is not what it must be`,
      )
    case 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED':
      return new ProviderError('userinfo-subject', 'Userinfo speaks of somebody else than the ID token')
    case 'OAUTH_KEY_SELECTION_FAILED':
      return new ProviderError(
        'key-unknown',
        'A token is signed with a key that the provider does not publish',
      )
    case 'OAUTH_RESPONSE_IS_NOT_JSON':
    case 'OAUTH_PARSE_ERROR':
      return new ProviderError('not-json', 'An answer of the provider is not the JSON that it has to be')
    case 'OAUTH_RESPONSE_IS_NOT_CONFORM': {
      const status = [...chain(error)].find((one) => one instanceof Response)?.status ?? 0
      return status >= 300 && status < 400
        ? new ProviderError(
            'redirected',
            `The provider redirects a call with ${status}, which is not followed`,
          )
        : new ProviderError('http-status', `The provider answered a call with status ${status}`)
    }
    case 'OAUTH_HTTP_REQUEST_FORBIDDEN':
    case 'OAUTH_REQUEST_PROTOCOL_FORBIDDEN':
      return new ProviderError('insecure-url', 'The provider publishes an endpoint that is not https')
    case 'OAUTH_MISSING_SERVER_METADATA':
    case 'OAUTH_INVALID_SERVER_METADATA':
      return new ProviderError(
        'metadata-incomplete',
        'The provider does not publish all the endpoints it needs',
      )
    case 'OAUTH_UNSUPPORTED_OPERATION':
      return new ProviderError('algorithm', 'A token is signed or encrypted in a way that is not accepted')
    case 'OAUTH_TIMEOUT':
      return new ProviderError('too-slow', 'The provider did not answer in time')
    case 'OAUTH_INVALID_RESPONSE':
      return invalidResponse(error)
    default:
      return new ProviderError('malformed', 'An answer of the provider cannot be read')
  }
}
