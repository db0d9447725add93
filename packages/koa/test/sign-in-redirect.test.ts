// The option `signIn`: a browser's GET for a page goes to the sign-in page, everything else gets its 401.
import { afterEach, describe, expect, it } from 'vitest'
import { as, bodies, headerNames, inside, serve } from './application.ts'
import type { TestApplication } from './application.ts'
import { stopAll } from './server.ts'

afterEach(stopAll)

const page = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8'

/** One guarded page for every method, and one that only asks for a permission. */
function redirecting(): Promise<TestApplication> {
  return serve(
    (on, { requirePermission, requireSignedIn }, ran) => {
      on.all('/', requireSignedIn(), inside(ran))
      on.get('/create', requirePermission('project.create'), inside(ran))
    },
    { signIn: '/sign-in?next=%2F' },
  )
}

describe('signIn', () => {
  it('sends a browser that asks for a page there by 303, and no cache may keep that', async () => {
    const app = await redirecting()
    const answer = await app.ask('/', { headers: { accept: page } })
    expect(answer).toMatchObject({ status: 303, text: '' })
    expect(answer.headers.get('location')).toBe('/sign-in?next=%2F&returnTo=%2F')
    expect(answer.headers.get('vary')).toBe('Accept')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(headerNames(answer)).toEqual(['cache-control', 'content-length', 'location', 'vary'])
    expect(answer.headers.get('content-length')).toBe('0')
    expect([app.ran, app.faults]).toEqual([[], []])
  })

  it.each(['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('never redirects %s', async (method) => {
    const app = await redirecting()
    const answer = await app.ask('/', { method, headers: { accept: page } })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('location')).toBeNull()
    expect(app.ran).toEqual([])
  })

  it.each(['*/*', 'application/json', 'text/html;q=0'])('takes "Accept: %s" for no page', async (accept) => {
    const answer = await (await redirecting()).ask('/', { headers: { accept } })
    expect(answer).toMatchObject({ status: 401, text: bodies.unauthenticated })
  })

  it('redirects nobody who is signed in, whatever is missing', async () => {
    const app = await redirecting()
    const accept = { accept: page }
    expect((await app.ask('/', { headers: { ...as().headers, ...accept } })).status).toBe(200)
    const refused = await app.ask('/create', { headers: { ...as('analyst').headers, ...accept } })
    expect(refused).toMatchObject({ status: 403, text: bodies.createProject })
  })

  it('is not done without the option', async () => {
    const app = await serve((on, { requireSignedIn }, ran) => on.get('/', requireSignedIn(), inside(ran)))
    expect((await app.ask('/', { headers: { accept: page } })).status).toBe(401)
  })

  it('keeps what others have said the answer varies by', async () => {
    const app = await serve(
      (on, { requireSignedIn }, _ran, koa) => {
        koa.use(async (ctx, next) => {
          ctx.vary('Origin')
          await next()
        })
        on.get('/', requireSignedIn())
      },
      { signIn: '/sign-in' },
    )
    const answer = await app.ask('/', { headers: { accept: page } })
    expect(answer.headers.get('vary')).toBe('Origin, Accept')
  })
})
