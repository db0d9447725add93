import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer as overHttp } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer as overHttps } from 'node:https'
import { Provider } from 'oidc-provider'
import { freePort } from '../ports.ts'
import { interactionOf } from './interaction.ts'
import type { GitLabPerson } from './people.ts'
import { providerOptions } from './provider-options.ts'
import { tampered } from './tampering.ts'
import type { Endpoint, Tamper } from './tampering.ts'
import { signingKey } from './tokens.ts'
import type { SigningKey } from './tokens.ts'

/** How the GitLab of the tests is set up. */
export interface GitLabSetup {
  readonly people: readonly GitLabPerson[]
  /** Where the registered application is called back. */
  readonly callbacks: readonly string[]
  /** Where browsers come back to when it has ended its own session. Absent: it has no page for that, as GitLab. */
  readonly afterSignOut?: readonly string[]
  /** A path that it is below: `/gitlab`. */
  readonly below?: string
  /** Whether it is reached over https, with a certificate of an authority that nobody knows. */
  readonly https?: boolean
}

/** A provider of OpenID Connect that says what GitLab says, where GitLab says it. */
export interface GitLabServer {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly key: SigningKey
  /** Who can sign in; changed by tests. */
  readonly people: Map<string, GitLabPerson>
  /** What is called, in order. */
  readonly calls: Endpoint[]
  /** Changes what an endpoint answers, until it is deleted. */
  readonly tamper: Map<Endpoint, Tamper>
  /** What answers 502 without having heard anything, until it is deleted. */
  readonly down: Set<Endpoint>
  /** Says of each call whether its connection is cut before it is heard. */
  cut: ((endpoint: Endpoint) => boolean) | undefined
  close(): Promise<void>
}

const endpoints: readonly (readonly [string, Endpoint])[] = [
  ['/.well-known/openid-configuration', 'discovery'],
  ['/oauth/authorize', 'authorization'],
  ['/oauth/token', 'token'],
  ['/oauth/userinfo', 'userinfo'],
  ['/oauth/discovery/keys', 'keys'],
  ['/oauth/revoke', 'revocation'],
  ['/oauth/logout', 'end-session'],
]

/** The authority that signs the certificate, as PEM. Of the tests alone: its key was thrown away. */
export const authority: string = readFileSync(new URL('tls/authority.pem', import.meta.url), 'utf8')

const tlsOptions = () => ({
  key: readFileSync(new URL('tls/server-key.pem', import.meta.url)),
  cert: readFileSync(new URL('tls/server.pem', import.meta.url)),
})

let key: SigningKey | undefined

export async function startGitLab(setup: GitLabSetup): Promise<GitLabServer> {
  const { below = '', https = false } = setup
  const port = await freePort()
  const issuer = `${https ? 'https' : 'http'}://127.0.0.1:${port}${below}`
  const people = new Map(setup.people.map((one) => [one.username, one]))
  const [clientId, clientSecret] = ['app', 'a secret that both of them know, and nobody else']
  key ??= signingKey('first')
  const provider = new Provider(issuer, providerOptions({ ...setup, clientId, clientSecret, key, people }))
  // A client that hangs up is no fault of it.
  provider.silent = true
  const interact = interactionOf(provider, people)
  const handle = provider.callback()
  const calls: Endpoint[] = []
  const tamper = new Map<Endpoint, Tamper>()
  const down = new Set<Endpoint>()
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const url = request.url ?? '/'
    if (!url.startsWith(below)) {
      response.writeHead(404).end()
      return
    }
    Object.assign(request, { originalUrl: url })
    request.url = url.slice(below.length)
    const path = request.url.split('?')[0]
    const endpoint = endpoints.find(([one]) => one === path)?.[1]
    if (endpoint !== undefined) calls.push(endpoint)
    if (endpoint !== undefined && started.cut?.(endpoint) === true) {
      request.socket.destroy()
      return
    }
    const change = endpoint === undefined ? undefined : tamper.get(endpoint)
    if (change !== undefined) tampered(request, response, change)
    if (endpoint !== undefined && down.has(endpoint)) response.writeHead(502).end()
    else if (path?.startsWith('/users/sign_in/') === true) void interact(request, response)
    else void handle(request, response)
  }
  const server = https ? overHttps(tlsOptions(), listener) : overHttp(listener)
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const started: GitLabServer = {
    issuer,
    clientId,
    clientSecret,
    key,
    people,
    calls,
    tamper,
    down,
    cut: undefined,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return started
}
