import * as openid from 'openid-client'
import { callerWith } from './call/call.ts'
import { explain } from './call/explain.ts'
import { ProviderError } from './provider-error.ts'
import type { CommonSettings } from './settings.ts'

/** How long what a provider publishes about itself counts, in milliseconds. */
const metadataMs = 3_600_000

/** How far clocks may be apart, in seconds. */
export const skewSeconds = 60

/** What a provider publishes about itself. */
export type Metadata = Readonly<openid.ServerMetadata>

/** Why a published issuer is not the configured one, and what to write instead. */
function differs(configured: string, published: unknown): ProviderError {
  const text = typeof published === 'string' ? published : ''
  const bare = (url: string): string => url.replace(/\/+$/, '')
  const why =
    bare(text) === bare(configured)
      ? 'They differ in the slash at their end, and issuers are compared as text'
      : text.includes('{')
        ? 'It is a pattern for many tenants: configure the issuer of your own'
        : 'Configure the one that is published, if it is the provider you mean'
  return new ProviderError(
    'issuer-differs',
    `The configured issuer is ${JSON.stringify(configured)}, and what it publishes is ${JSON.stringify(text.slice(0, 500))}. ${why}`,
    { providerCode: text.slice(0, 500) },
  )
}

/** An OpenID provider: asked for what it publishes when that is first needed, and again after an hour. */
export class Provider {
  readonly settings: CommonSettings
  readonly #algorithm: string
  #known: { readonly metadata: Metadata; readonly until: number } | undefined
  #asking: Promise<Metadata> | undefined

  /** @param algorithm The one that ID tokens are signed with. */
  constructor(settings: CommonSettings, algorithm: string) {
    this.settings = settings
    this.#algorithm = algorithm
  }

  /**
   * What it publishes. Asked once by all that need it at the same time; what failed is asked again by the next one.
   *
   * @throws ProviderError
   */
  metadata(): Promise<Metadata> {
    if (this.#known !== undefined && performance.now() < this.#known.until)
      return Promise.resolve(this.#known.metadata)
    this.#asking ??= this.#discover().finally(() => (this.#asking = undefined))
    return this.#asking
  }

  async #discover(): Promise<Metadata> {
    const { issuer, clientId, limits } = this.settings
    let metadata: Metadata
    try {
      const found = await openid.discovery(new URL(issuer), clientId, undefined, openid.None(), {
        [openid.customFetch]: callerWith(limits),
        timeout: limits.timeoutMs / 1_000,
        ...(limits.insecureLoopback ? { execute: [openid.allowInsecureRequests] } : {}),
      })
      metadata = found.serverMetadata()
    } catch (error) {
      const { cause } = error as { readonly cause?: { readonly attribute?: unknown; readonly body?: object } }
      if (cause?.attribute === 'issuer')
        throw differs(issuer, (cause.body as { readonly issuer?: unknown }).issuer)
      throw explain(error)
    }
    this.#check(metadata)
    this.#known = { metadata, until: performance.now() + metadataMs }
    return metadata
  }

  #check(metadata: Metadata): void {
    const { issuer } = this.settings
    if (metadata.issuer !== issuer) throw differs(issuer, metadata.issuer)
    for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const)
      if (typeof metadata[name] !== 'string' || !URL.canParse(metadata[name]))
        throw new ProviderError('metadata-incomplete', `${issuer} publishes no \`${name}\``)
    const { code_challenge_methods_supported: methods } = metadata
    if (Array.isArray(methods) && !methods.includes('S256'))
      throw new ProviderError('pkce-unsupported', `${issuer} says that it knows no PKCE with S256`)
  }

  /**
   * What one flow works with. Keys are read anew in each: one that the provider changed counts at once, and one that it
   * withdrew no longer does.
   *
   * @throws ProviderError
   */
  async configuration(aborted?: AbortSignal): Promise<openid.Configuration> {
    const metadata = await this.metadata()
    const { clientId, clientSecret, limits } = this.settings
    const client = { id_token_signed_response_alg: this.#algorithm, [openid.clockTolerance]: skewSeconds }
    const made = new openid.Configuration(
      metadata,
      clientId,
      client,
      this.#authentication(metadata, clientSecret),
    )
    made[openid.customFetch] = callerWith(limits, aborted)
    made.timeout = limits.timeoutMs / 1_000
    // The signature counts, and not only the connection that the token came over.
    openid.enableNonRepudiationChecks(made)
    if (limits.insecureLoopback) openid.allowInsecureRequests(made)
    return made
  }

  #authentication(metadata: Metadata, secret: string | undefined): openid.ClientAuth {
    if (secret === undefined) return openid.None()
    const offered = metadata.token_endpoint_auth_methods_supported
    const basic = offered === undefined || offered.includes('client_secret_basic')
    const way = this.settings.clientAuthentication ?? (basic ? 'basic' : 'post')
    return way === 'basic' ? openid.ClientSecretBasic(secret) : openid.ClientSecretPost(secret)
  }
}
