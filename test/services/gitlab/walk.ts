import { request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'

/** How somebody goes through the pages of the provider. */
export interface Walk {
  readonly username: string
  readonly answer?: 'yes' | 'no'
  /** Of a browser that was there before. */
  readonly cookies?: Map<string, string>
}

interface Reply {
  readonly status: number
  readonly location: string | undefined
  readonly cookies: readonly string[]
  readonly body: string
}

function ask(url: URL, cookies: ReadonlyMap<string, string>, form?: string): Promise<Reply> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? overHttps : overHttp
    const headers = { ...(cookie === '' ? {} : { cookie }), ...(form === undefined ? {} : type) }
    const method = form === undefined ? 'GET' : 'POST'
    // The browser of the tests trusts the certificate of the tests.
    const sent = send(url, { method, headers, agent: false, rejectUnauthorized: false })
    sent.on('error', reject)
    sent.on('response', (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          location: response.headers.location,
          cookies: response.headers['set-cookie'] ?? [],
          body: Buffer.concat(parts).toString(),
        }),
      )
    })
    sent.end(form)
  })
}

function keep(reply: Reply, cookies: Map<string, string>): void {
  for (const line of reply.cookies) {
    const [pair = ''] = line.split(';')
    const at = pair.indexOf('=')
    if (pair.slice(at + 1) === '') cookies.delete(pair.slice(0, at))
    else cookies.set(pair.slice(0, at), pair.slice(at + 1))
  }
}

const refusal = (url: URL, { status, body }: Reply): Error =>
  new Error(`The provider answered ${status} at ${url.href}: ${body.slice(0, 500)}`)

/** Signs in at the provider as a browser without JavaScript would; gives the URL that it is sent back to. */
export async function walkThrough(
  start: string,
  { username, answer = 'yes', cookies = new Map() }: Walk,
): Promise<URL> {
  const { origin } = new URL(start)
  let url = new URL(start)
  let form: string | undefined
  for (let steps = 0; steps < 12; steps++) {
    const reply = await ask(url, cookies, form)
    form = undefined
    keep(reply, cookies)
    if (reply.location !== undefined) {
      url = new URL(reply.location, url)
      if (url.origin !== origin) return url
    } else if (reply.status === 200 && reply.body.includes('<form')) {
      form = String(new URLSearchParams({ username, answer }))
    } else throw refusal(url, reply)
  }
  throw new Error('The provider sends browsers round in circles')
}

/** Signs out at the provider, as its page offers; gives the URL that the browser is sent back to. */
export async function signOutThere(start: string, cookies: Map<string, string>): Promise<URL> {
  const asked = await ask(new URL(start), cookies)
  keep(asked, cookies)
  const [, action] = / action="([^"]+)"/.exec(asked.body) ?? []
  const [, xsrf] = / name="xsrf" value="([^"]+)"/.exec(asked.body) ?? []
  if (asked.status !== 200 || action === undefined || xsrf === undefined) throw refusal(new URL(start), asked)
  const done = await ask(new URL(action), cookies, String(new URLSearchParams({ xsrf, logout: 'yes' })))
  keep(done, cookies)
  if (done.location === undefined) throw refusal(new URL(action), done)
  return new URL(done.location)
}
