// The option `signIn`: a browser's GET for a page goes to the sign-in page, everything else gets its 401.
import { request } from 'node:http'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { RequestHandler } from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import { as, bodies, serve } from './application.ts'
import type { TestApplication } from './application.ts'
import { stopAll } from './server.ts'

afterEach(stopAll)

const page = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8'

/** One guarded page for every method, and one that only asks for a permission. */
function redirecting(): Promise<TestApplication> {
  return serve(
    (app, { requirePermission, requireSignedIn }, ran) => {
      app.all('/', requireSignedIn(), (_request, response) => {
        ran.push('handler')
        response.send('inside')
      })
      app.get('/create', requirePermission('project.create'))
    },
    { signIn: '/sign-in?next=%2F' },
  )
}

/** Asks with node:http: fetch adds an Accept of its own. */
async function ask(
  app: TestApplication,
  method: string,
  accept: string | undefined,
): Promise<IncomingMessage> {
  const asked = request(app.origin, { method, headers: accept === undefined ? {} : { accept } })
  asked.end()
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  answer.resume()
  await once(answer, 'end')
  return answer
}

describe('signIn', () => {
  it('sends a browser that asks for a page there by 303, and no cache may keep that', async () => {
    const app = await redirecting()
    const answer = await app.ask('/', { headers: { accept: page } })
    expect(answer).toMatchObject({ status: 303, text: '' })
    expect(answer.headers.get('location')).toBe('/sign-in?next=%2F')
    expect(answer.headers.get('vary')).toBe('Accept')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('content-length')).toBe('0')
    expect(answer.headers.get('www-authenticate')).toBeNull()
    expect(app.ran).toEqual([])
  })

  it.each([
    'text/html',
    'TEXT/HTML',
    'text/html;q=0.1',
    'application/json, text/html',
    'text/html;level=1',
    'a/b,text/html ; q=0.001,*/*;q=0',
  ])('takes "Accept: %s" for a page', async (accept) => {
    expect((await ask(await redirecting(), 'GET', accept)).statusCode).toBe(303)
  })

  it.each([
    undefined,
    '*/*',
    'text/*',
    'application/json',
    'text/html;q=0',
    'text/html; q=0.000, */*',
    'text/html;Q=0',
    'text/html;level=1;q=0',
    'text/htmlx',
    'xtext/html',
    'application/text/html',
    'text/plain',
    '',
  ])('takes "Accept: %s" for no page', async (accept) => {
    const answer = await ask(await redirecting(), 'GET', accept)
    expect(answer.statusCode).toBe(401)
    expect(answer.headers['location']).toBeUndefined()
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="trilatch"')
  })

  it.each(['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('never redirects %s', async (method) => {
    const app = await redirecting()
    const answer = await ask(app, method, page)
    expect(answer.statusCode).toBe(401)
    expect(answer.headers['location']).toBeUndefined()
    expect(app.ran).toEqual([])
  })

  it('redirects nobody who is signed in, whatever is missing', async () => {
    const app = await redirecting()
    const accept = { accept: page }
    expect((await app.ask('/', { headers: { ...as().headers, ...accept } })).status).toBe(200)
    const refused = await app.ask('/create', { headers: { ...as('analyst').headers, ...accept } })
    expect(refused).toMatchObject({ status: 403, text: bodies.createProject })
  })

  it('is not done without the option', async () => {
    const app = await serve((on, { requireSignedIn }) => void on.get('/', requireSignedIn()))
    expect((await app.ask('/', { headers: { accept: page } })).status).toBe(401)
  })

  it('keeps what others have said the answer varies by', async () => {
    const app = await serve(
      (on, { requireSignedIn }) => {
        on.get(
          '/',
          (_request, response, next) => {
            response.vary('Origin')
            next()
          },
          requireSignedIn(),
        )
      },
      { signIn: '/sign-in' },
    )
    const answer = await app.ask('/', { headers: { accept: page } })
    expect(answer.headers.get('vary')).toBe('Origin, Accept')
  })

  it('harms nothing when somebody else has answered already', async () => {
    const faults: unknown[] = []
    const keep = (reason: unknown): void => void faults.push(reason)
    process.on('unhandledRejection', keep)
    try {
      const app = await serve(
        (on, { requireSignedIn }) => {
          const early: RequestHandler = (_request, response, next) => {
            response.end('early')
            next()
          }
          on.get('/', early, requireSignedIn())
        },
        { signIn: '/sign-in' },
      )
      expect(await app.ask('/', { headers: { accept: page } })).toMatchObject({ status: 200, text: 'early' })
      await pause(30)
    } finally {
      process.off('unhandledRejection', keep)
    }
    expect(faults).toEqual([])
  })

  it.each([
    '//evil.example/',
    '/\\evil.example',
    'https://evil.example/',
    'sign-in',
    '',
    '/a b',
    '/a\r\nX: y',
    '/é',
  ])('refuses %j, which is no path of this application', async (signIn) => {
    const set = { code: 'TRILATCH_OPTION_INVALID' }
    await expect(serve(() => {}, { signIn })).rejects.toMatchObject(set)
  })
})
