import { RedisStore } from 'connect-redis'
import express from 'express'
import session from 'express-session'
import { subjectOf } from '@trilatch/auth'
import { problemDetails, trilatch } from '@trilatch/express'
import type { Sessions, Start } from '../support/world.ts'
import { redisClient } from './redis-client.ts'

/** express-session as its README sets it up, with its own store or connect-redis. */
export async function expressSessions(sessions: Sessions) {
  const client = sessions.kind === 'redis' ? await redisClient(sessions.port) : undefined
  const middleware = session({
    name: sessions.name ?? 'sid',
    ...(sessions.cookie === undefined ? {} : { proxy: true }),
    secret: 'keyboard cat',
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: 'lax', ...sessions.cookie },
    ...(client === undefined ? {} : { store: new RedisStore({ client }) }),
  })
  return { middleware, end: async () => client?.destroy() }
}

export const startExpress: Start = async ({ authorizer }, signIn, sessions, port) => {
  const { middleware, end } = await expressSessions(sessions)
  const { mount, access, requireSignedIn } = trilatch(authorizer, {
    subject: subjectOf,
    signIn: '/auth/sign-in',
  })
  const app = express()
  app.use(middleware)
  app.use('/auth', mount(signIn))
  app.get('/guarded', requireSignedIn(), (_req, res) => res.json('guarded'))
  app.get('/me', async (req, res) => res.json((await access(req)).subjectId))
  app.use(problemDetails())
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
