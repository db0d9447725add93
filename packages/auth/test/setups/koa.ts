import Koa from 'koa'
import koaMount from 'koa-mount'
import session from 'koa-session'
import { subjectOf } from '@trilatch/auth'
import { problemDetails, trilatch } from '@trilatch/koa'
import type { Sessions, Start } from '../support/world.ts'
import { redisClient } from './redis-client.ts'

/** A store as koa-session's README asks for one. */
interface KoaStore {
  get(key: string): Promise<unknown>
  set(key: string, value: unknown, maxAge: number | string): Promise<void>
  destroy(key: string): Promise<void>
}

async function storeOf(sessions: Sessions): Promise<{ store: KoaStore; end: () => Promise<void> }> {
  if (sessions.kind === 'memory') {
    const kept = new Map<string, string>()
    const store: KoaStore = {
      get: async (key) => JSON.parse(kept.get(key) ?? 'null') as unknown,
      set: async (key, value) => void kept.set(key, JSON.stringify(value)),
      destroy: async (key) => void kept.delete(key),
    }
    return { store, end: async () => {} }
  }
  const client = await redisClient(sessions.port)
  const store: KoaStore = {
    get: async (key) => JSON.parse((await client.get(`koa:${key}`)) ?? 'null') as unknown,
    set: async (key, value, maxAge) => {
      await client.set(`koa:${key}`, JSON.stringify(value), { PX: Number(maxAge) || 86_400_000 })
    },
    destroy: async (key) => void (await client.del(`koa:${key}`)),
  }
  return { store, end: async () => client.destroy() }
}

export const startKoa: Start = async ({ authorizer }, signIn, sessions, port) => {
  const { store, end } = await storeOf(sessions)
  const { mount, access, requireSignedIn } = trilatch(authorizer, {
    subject: subjectOf,
    signIn: '/auth/sign-in',
  })
  const app = new Koa()
  app.keys = ['keyboard cat']
  app.silent = true
  app.use(problemDetails())
  app.proxy = sessions.cookie !== undefined
  const { name: key = 'sid', cookie } = sessions
  app.use(session({ key, sameSite: 'lax', store: store, ...cookie } as Parameters<typeof session>[0], app))
  app.use(koaMount('/auth', mount(signIn) as Koa.Middleware))
  app.use(koaMount('/guarded', requireSignedIn() as Koa.Middleware))
  app.use(async (ctx) => {
    ctx.body = JSON.stringify((await access(ctx)).subjectId)
  })
  const server = app.listen(port, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await end()
    },
  }
}
