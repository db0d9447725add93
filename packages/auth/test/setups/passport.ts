import 'reflect-metadata'
import { bodyParser } from '@koa/bodyparser'
import { Controller, Get, Module, Post, Req, UseGuards } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { AuthGuard, PassportModule } from '@nestjs/passport'
import express from 'express'
import Koa from 'koa'
import { KoaPassport } from 'koa-passport'
import koaMount from 'koa-mount'
import koaSession from 'koa-session'
import passport from 'passport'
import { toPassport } from '@trilatch/auth'
import type { PassportUser, RedirectStrategy } from '@trilatch/auth'
import { trilatch } from '@trilatch/express'
import { trilatch as koaTrilatch } from '@trilatch/koa'
import { ownPassword } from '../support/own-password.ts'
import { ownRedirect } from '../support/own-redirect.ts'
import type { Running, World } from '../support/world.ts'
import { expressSessions } from './express.ts'

/**
 * Starts an application that has Passport: /sign-in with a password, /away to a provider and /elsewhere back from it,
 * and /me that says who is calling.
 *
 * @param elsewhere A strategy whose id is `elsewhere`.
 */
export type StartPassport = (world: World, port: number, elsewhere?: RedirectStrategy) => Promise<Running>

interface Server {
  closeAllConnections(): void
  close(done: () => void): unknown
}
const closing = (server: Server): Running => ({
  close: async () => {
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(resolve))
  },
})

const authenticators = ({ authorizer }: World, port: number, elsewhere = ownRedirect()) => [
  toPassport(ownPassword, { authorizer }),
  toPassport(elsewhere, { authorizer, callbackUrl: `http://127.0.0.1:${port}/elsewhere` }),
]

interface Authenticates {
  use(strategy: unknown): unknown
  serializeUser(keep: (user: unknown, done: (error: null, kept: unknown) => void) => void): void
  deserializeUser(find: (kept: unknown, done: (error: null, user: never) => void) => void): void
}

function prepare(
  authenticator: Authenticates,
  world: World,
  port: number,
  elsewhere: RedirectStrategy | undefined,
): void {
  for (const strategy of authenticators(world, port, elsewhere)) authenticator.use(strategy)
  authenticator.serializeUser((user, done) => done(null, user))
  authenticator.deserializeUser((kept, done) => done(null, kept as never))
}

export const onExpress: StartPassport = async (world, port, elsewhere) => {
  const { middleware } = await expressSessions({ kind: 'memory' })
  const authenticator = new passport.Passport()
  prepare(authenticator as Authenticates, world, port, elsewhere)
  const { access } = trilatch(world.authorizer, {
    subject: (req) => (req.user as PassportUser | undefined) ?? null,
  })
  const app = express()
  app.use(middleware, express.json(), authenticator.initialize(), authenticator.session())
  app.post('/sign-in', authenticator.authenticate('own'), (req, res) => res.json(req.user))
  app.post('/away', authenticator.authenticate('elsewhere'))
  app.get('/elsewhere', authenticator.authenticate('elsewhere'), (_req, res) => res.redirect('/me'))
  app.get('/me', async (req, res) => res.json((await access(req)).subjectId))
  const server = app.listen(port, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return closing(server)
}

export const onKoa: StartPassport = async (world, port, elsewhere) => {
  const kept = new Map<string, unknown>()
  const store = {
    get: async (key: string) => structuredClone(kept.get(key)),
    set: async (key: string, value: unknown) => void kept.set(key, structuredClone(value)),
    destroy: async (key: string) => void kept.delete(key),
  }
  const authenticator = new KoaPassport()
  prepare(authenticator, world, port, elsewhere)
  const { access } = koaTrilatch(world.authorizer, {
    subject: (ctx) => (ctx.state['user'] as PassportUser | undefined) ?? null,
  })
  const app = new Koa()
  app.keys = ['keyboard cat']
  app.silent = true
  app.use(koaSession({ key: 'sid', store: store }, app))
  app.use(bodyParser() as Koa.Middleware)
  app.use(authenticator.initialize())
  app.use(authenticator.session())
  const onPost =
    (handler: Koa.Middleware): Koa.Middleware =>
    async (ctx, next) =>
      ctx.method === 'POST' ? handler(ctx, next) : next()
  app.use(koaMount('/sign-in', onPost(authenticator.authenticate('own'))))
  app.use(koaMount('/away', onPost(authenticator.authenticate('elsewhere'))))
  app.use(koaMount('/elsewhere', authenticator.authenticate('elsewhere', { successRedirect: '/me' })))
  app.use(async (ctx) => {
    ctx.body = JSON.stringify(ctx.path === '/me' ? (await access(ctx)).subjectId : ctx.state['user'])
  })
  const server = app.listen(port, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return closing(server)
}

class OwnGuard extends AuthGuard('own') {
  override async canActivate(
    context: Parameters<InstanceType<ReturnType<typeof AuthGuard>>['canActivate']>[0],
  ) {
    const activated = (await super.canActivate(context)) as boolean
    await super.logIn(context.switchToHttp().getRequest())
    return activated
  }
}
class ElsewhereGuard extends AuthGuard('elsewhere') {
  override async canActivate(
    context: Parameters<InstanceType<ReturnType<typeof AuthGuard>>['canActivate']>[0],
  ) {
    const activated = (await super.canActivate(context)) as boolean
    await super.logIn(context.switchToHttp().getRequest())
    return activated
  }
}

export const onNest: StartPassport = async (world, port, elsewhere) => {
  const { middleware } = await expressSessions({ kind: 'memory' })
  // @nestjs/passport uses the one authenticator of the package.
  prepare(passport, world, port, elsewhere)
  @Controller()
  class Routes {
    @Post('sign-in')
    @UseGuards(OwnGuard)
    signIn(@Req() request: { user: unknown }) {
      return request.user
    }
    @Post('away')
    @UseGuards(ElsewhereGuard)
    away() {}
    @Get('elsewhere')
    @UseGuards(ElsewhereGuard)
    back() {}
    @Get('me')
    async me(@Req() request: { user?: PassportUser }) {
      return JSON.stringify((await world.authorizer.access(request.user ?? null)).subjectId)
    }
  }
  @Module({ imports: [PassportModule], controllers: [Routes] })
  class App {}
  const app = await NestFactory.create(App, { logger: false })
  app.use(middleware, passport.initialize(), passport.session())
  await app.listen(port, '127.0.0.1')
  return { close: () => app.close() }
}
