import 'reflect-metadata'
import cookie from '@fastify/cookie'
import fastifySession from '@fastify/session'
import { Controller, Get, Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { RedisStore } from 'connect-redis'
import { subjectOf } from '@trilatch/auth'
import { mount, permissionDecorators, TrilatchModule } from '@trilatch/nestjs'
import type { Access } from '@trilatch/nestjs'
import { permissions } from '../support/world.ts'
import type { Start, World } from '../support/world.ts'
import { expressSessions } from './express.ts'
import { redisClient } from './redis-client.ts'

const { CurrentAccess, Public, SignedIn } = permissionDecorators(permissions)

@Controller()
class Me {
  @Get('guarded')
  @SignedIn()
  guarded() {
    return 'guarded'
  }

  @Get('me')
  @Public()
  me(@CurrentAccess() access: Access) {
    return JSON.stringify(access.subjectId)
  }
}

const moduleOf = ({ authorizer }: World): new () => object => {
  @Module({
    imports: [
      TrilatchModule.forRoot({
        authorizer,
        subject: (context) => subjectOf(context.switchToHttp().getRequest<object>()),
        signIn: '/auth/sign-in',
      }),
    ],
    controllers: [Me],
  })
  class App {}
  return App
}

export const startNestExpress: Start = async (world, signIn, sessions, port) => {
  const { middleware, end } = await expressSessions(sessions)
  const app = await NestFactory.create(moduleOf(world), { logger: false })
  app.use(middleware)
  mount(app, '/auth', signIn)
  await app.listen(port, '127.0.0.1')
  return {
    close: async () => {
      await app.close()
      await end()
    },
  }
}

export const startNestFastify: Start = async (world, signIn, sessions, port) => {
  const client = sessions.kind === 'redis' ? await redisClient(sessions.port) : undefined
  const adapter = new FastifyAdapter({ trustProxy: sessions.cookie !== undefined })
  const app = await NestFactory.create<NestFastifyApplication>(moduleOf(world), adapter, {
    logger: false,
  })
  await app.register(cookie as never)
  await app.register(fastifySession as never, {
    cookieName: sessions.name ?? 'sid',
    secret: 'keyboard cat'.repeat(4),
    saveUninitialized: false,
    cookie: { secure: false, sameSite: 'lax', ...sessions.cookie },
    ...(client === undefined ? {} : { store: new RedisStore({ client }) }),
  })
  mount(app, '/auth', signIn)
  await app.listen(port, '127.0.0.1')
  return {
    close: async () => {
      await app.close()
      client?.destroy()
    },
  }
}
