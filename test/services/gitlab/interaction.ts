import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import type { KoaContextWithOIDC, Provider } from 'oidc-provider'
import type { GitLabPerson } from './people.ts'

const page = `<!doctype html><html lang="en"><title>GitLab</title><main><h1>GitLab</h1><form method="post">
<p><label>Username <input name="username" autocomplete="username"></label></p>
<p><button name="answer" value="yes">Sign in</button> <button name="answer" value="no">Cancel</button></p>
</form></main></html>`

/** Asks whether to sign out at the provider, too. @param form What has to be sent, without a button. */
export function signOutPage(ctx: KoaContextWithOIDC, form: string): void {
  const [, id = ''] = /<form id="([^"]+)"/.exec(form) ?? []
  ctx.body = `<!doctype html><html lang="en"><title>GitLab</title><main><h1>Sign out of GitLab?</h1>${form}
<p><button form="${id}" name="logout" value="yes">Sign out</button></p></main></html>`
}

/** The pages of the provider: a form for whoever is not signed in there; what is asked for is agreed to at once. */
export function interactionOf(provider: Provider, people: ReadonlyMap<string, GitLabPerson>) {
  const consent = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { params, session } = await provider.interactionDetails(request, response)
    const accountId = session?.accountId ?? ''
    const grant = new provider.Grant({ accountId, clientId: String(params['client_id']) })
    grant.addOIDCScope(String(params['scope']))
    const grantId = await grant.save()
    await provider.interactionFinished(
      request,
      response,
      { consent: { grantId } },
      { mergeWithLastSubmission: true },
    )
  }
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { prompt } = await provider.interactionDetails(request, response)
    if (prompt.name === 'consent') return consent(request, response)
    if (request.method === 'GET') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page)
      return
    }
    const given = new URLSearchParams(await text(request))
    const found = people.get(given.get('username') ?? '')
    const result =
      found === undefined || given.get('answer') === 'no'
        ? { error: 'access_denied', error_description: 'The person said no' }
        : { login: { accountId: found.id } }
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
  }
}
