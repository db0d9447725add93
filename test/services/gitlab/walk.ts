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
    for (const line of reply.cookies) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      if (pair.slice(at + 1) === '') cookies.delete(pair.slice(0, at))
      else cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    if (reply.location !== undefined) {
      url = new URL(reply.location, url)
      if (url.origin !== origin) return url
    } else if (reply.status === 200 && reply.body.includes('<form')) {
      form = String(new URLSearchParams({ username, answer }))
    } else
      throw new Error(`The provider answered ${reply.status} at ${url.href}: ${reply.body.slice(0, 500)}`)
  }
  throw new Error('The provider sends browsers round in circles')
}
