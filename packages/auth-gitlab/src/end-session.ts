import * as openid from 'openid-client'
import { explain } from './call/explain.ts'
import type { Provider } from './provider.ts'

/**
 * Where a provider ends its own session, and sends the browser back from: OpenID Connect RP-Initiated Logout 1.0,
 * section 2. It is told the client and not the person, for no ID token is kept, so it may ask them first. `undefined`
 * where it publishes no such address.
 *
 * @param returnTo Absolute; registered there as `post_logout_redirect_uri`.
 * @throws ProviderError
 */
export async function endSessionUrl(provider: Provider, returnTo: string): Promise<string | undefined> {
  try {
    const configuration = await provider.configuration()
    if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined
    return openid.buildEndSessionUrl(configuration, {
      client_id: provider.settings.clientId,
      post_logout_redirect_uri: returnTo,
    }).href
  } catch (error) {
    throw explain(error)
  }
}
