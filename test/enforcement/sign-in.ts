// The option `signIn`: a browser's GET for a page goes to the sign-in page, everything else gets its 401.
import { once } from 'node:events'
import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { expect, it } from 'vitest'
import { nameOf } from './answers.ts'
import { inside, route, starter } from './application.ts'
import type { Application, Routes } from './application.ts'
import { ask } from './client.ts'
import { as } from './policy.ts'
import type { Setup } from './setup.ts'

const page = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8'

const routes: Routes = (ran) => [
  { method: 'all', path: '/me', guards: [['requireSignedIn']], handler: inside(ran) },
  route(ran, '/create', ['requirePermission', 'project.create']),
]

/** Asks with node:http: fetch adds an Accept of its own. */
async function statusFor({ port }: Application, method: string, accept: string | undefined): Promise<number> {
  const headers = accept === undefined ? {} : { accept }
  const asked = request({ port, host: '127.0.0.1', path: '/me', method, headers })
  asked.end()
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  answer.resume()
  await once(answer, 'end')
  if (answer.statusCode === 401) {
    expect(answer.headers['location']).toBeUndefined()
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="trilatch"')
  }
  return answer.statusCode ?? 0
}

const pages = [
  page,
  'text/html',
  'TEXT/HTML',
  'text/html;q=0.1',
  'application/json, text/html',
  'text/html;level=1',
  'a/b,text/html ; q=0.001,*/*;q=0',
]
const others = [
  undefined,
  '*/*',
  'text/*',
  'application/json',
  'text/html;q=0',
  'text/html; q=0.000, */*',
  'text/html;level=1;q=0',
  'text/htmlx',
  'application/text/html',
  'text/plain',
  '',
]

export function signIn(setup: Setup): void {
  const start = starter(setup)
  const plan = { signIn: '/sign-in?next=%2F' }

  it('sends a browser there by 303 with the way back, and no cache may keep that', async () => {
    const app = await start(routes, plan)
    for (const path of ['/me', '/create', '/me?of=a%2Fb&n=1']) {
      const { status, text, headers } = await ask(app, path, { accept: page })
      expect([status, text]).toEqual([303, ''])
      const { location, vary, 'cache-control': cache, 'content-length': length } = headers
      expect({ location, vary, cache, length }).toEqual({
        location: `/sign-in?next=%2F&returnTo=${encodeURIComponent(path)}`,
        vary: 'Accept',
        cache: 'no-store',
        length: '0',
      })
      expect(headers['www-authenticate']).toBeUndefined()
      expect(headers['content-type']).toBeUndefined()
    }
    expect(app.ran).toEqual([])
  })

  it('takes for a page what names HTML, and nothing else', async () => {
    const app = await start(routes, plan)
    const asked = async (accepts: readonly (string | undefined)[]): Promise<number[]> =>
      Promise.all(accepts.map((accept) => statusFor(app, 'GET', accept)))
    expect(await asked(pages)).toEqual(pages.map(() => 303))
    expect(await asked(others)).toEqual(others.map(() => 401))
  })

  it.each(['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('never redirects %s', async (method) => {
    const app = await start(routes, plan)
    expect(await statusFor(app, method, page)).toBe(401)
    expect(app.ran).toEqual([])
  })

  it('redirects nobody who is signed in, and nobody at all without the option', async () => {
    const app = await start(routes, plan)
    expect(nameOf(await ask(app, '/me', { ...as('anyone'), accept: page }), setup)).toBe('ok')
    expect(nameOf(await ask(app, '/create', { ...as('analyst'), accept: page }), setup)).toBe('create')
    const without = await start(routes)
    expect(nameOf(await ask(without, '/me', { accept: page }), setup)).toBe('401')
  })
}
