import { sessionOf, signedInAt, subjectOf } from '@trilatch/auth'
import type { AddressInfo } from 'node:net'
import Koa from 'koa'
import koaMount from 'koa-mount'
import koaSession from 'koa-session'
import { describe, expect, it } from 'vitest'
import { trilatch } from '@trilatch/koa'
import { Browser } from './support/browser.ts'
import { ownPassword } from './support/own-password.ts'
import { signInOf, worldOf } from './support/world.ts'

const signedIn = { subject: 'ann', epoch: 'e', signedInAt: 1 }

describe('A session', () => {
  it.each<readonly [string, unknown, RegExp]>([
    ['none', undefined, /the request has no session. Mount express-session/],
    ['null', null, /the request has no session/],
    ['of cookie-session', { views: 1, isNew: true }, /with a store, which can be ended/],
    ['that is text', 'sid', /with a store/],
  ])('that is %s is refused', (_, session, message) => {
    expect(() => sessionOf(() => session)).toThrow(message)
    expect(() => sessionOf(() => session)).toThrow(
      expect.objectContaining({ code: 'TRILATCH_SESSION_UNSUITABLE', status: 500 }),
    )
  })

  it('of koa-session that is kept in the cookie is refused, by the page already', async () => {
    const world = worldOf()
    const { mount } = trilatch(world.authorizer, { subject: subjectOf })
    const app = new Koa()
    app.keys = ['keyboard cat']
    const errors: Error[] = []
    app.on('error', (error: Error) => errors.push(error))
    app.use(koaSession({ key: 'sid' }, app))
    app.use(koaMount('/auth', mount(signInOf(world, { strategies: [ownPassword] })) as Koa.Middleware))
    const server = app.listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const browser = new Browser((server.address() as AddressInfo).port)
    expect((await browser.page('/auth/sign-in')).status).toBe(500)
    expect(
      (await browser.json('/auth/register', { email: 'ann@x.org', password: 'long enough' })).status,
    ).toBe(500)
    expect((await world.store.users({ limit: 1 })).items).toEqual([])
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringContaining(
        'koa-session keeps the whole session in a cookie, where it cannot be ended. Give it a `store`',
      ),
      expect.anything(),
    ])
    server.closeAllConnections()
    server.close()
  })

  it('says who is signed in only in the form that sign-in writes', () => {
    expect(subjectOf({ session: { trilatch: signedIn } })).toEqual({ id: 'ann', epoch: 'e' })
    expect(signedInAt({ session: { trilatch: signedIn } })).toBe(1)
    const wrong: unknown[] = [
      undefined,
      null,
      'trilatch',
      {},
      { trilatch: 'ann' },
      { trilatch: { ...signedIn, subject: '' } },
      { trilatch: { ...signedIn, subject: ['ann'] } },
      { trilatch: { subject: 'ann', signedInAt: 1 } },
      { trilatch: { ...signedIn, epoch: '' } },
      { trilatch: { ...signedIn, signedInAt: '1' } },
      Object.create({ trilatch: signedIn }),
    ]
    for (const session of wrong) expect(subjectOf({ session })).toBeNull()
    expect(subjectOf({})).toBeNull()
  })

  it('says which strategy they came by, and counts without that: sessions of an older version go on', () => {
    const methods = { regenerate: () => {}, save: () => {}, destroy: () => {} }
    const read = (trilatch: object) => sessionOf(() => ({ ...methods, trilatch })).get()
    expect(read({ ...signedIn, strategy: 'gitlab' })).toEqual({ ...signedIn, strategy: 'gitlab' })
    for (const strategy of [undefined, null, 1, '', ['gitlab']])
      expect(read({ ...signedIn, strategy })).toEqual(signedIn)
  })
})
