// The console as each framework mounts it, as something that answers requests of Node.
import 'reflect-metadata'
import type { IncomingMessage, RequestListener } from 'node:http'
import { Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { ExpressAdapter } from '@nestjs/platform-express'
import express from 'express'
import Koa from 'koa'
import koaMount from 'koa-mount'
import type { Authorizer, FetchHandler } from '@trilatch/core'
import { problemDetails, trilatch as onExpress } from '@trilatch/express'
import { trilatch as onKoa } from '@trilatch/koa'
import { mount as mountOnNest, requestOf, TrilatchModule } from '@trilatch/nestjs'

/** Who is taken to ask: a cookie says so. */
function subjectOf({ headers }: IncomingMessage): { readonly id: string } | null {
  const id = /(?:^|; )who=([\w-]+)/.exec(headers.cookie ?? '')?.[1]
  return id === undefined ? null : { id }
}

type Mount = (authorizer: Authorizer, place: string, handler: FetchHandler) => Promise<RequestListener>

/** Each way to mount it, by name. */
export const frameworks: Readonly<Record<'express' | 'koa' | 'nestjs', Mount>> = {
  express: async (authorizer, place, handler) => {
    const app = express()
    app.use(place, onExpress(authorizer, { subject: subjectOf }).mount(handler))
    app.use(problemDetails())
    return app
  },
  koa: async (authorizer, place, handler) => {
    const app = new Koa()
    app.silent = true
    const { mount } = onKoa(authorizer, { subject: ({ req }) => subjectOf(req) })
    app.use(koaMount(place, mount(handler) as Koa.Middleware))
    return app.callback()
  },
  nestjs: async (authorizer, place, handler) => {
    class App {
      readonly framework = 'nestjs'
    }
    // Not as a decorator: scripts start this too, and Node alone knows none.
    Module({
      imports: [
        TrilatchModule.forRoot({
          authorizer,
          subject: (context) => subjectOf(requestOf<IncomingMessage>(context)),
        }),
      ],
    })(App)
    const app = await NestFactory.create(App, new ExpressAdapter(), { logger: false, abortOnError: false })
    mountOnNest(app, place, handler)
    await app.init()
    return app.getHttpAdapter().getInstance() as RequestListener
  },
}
