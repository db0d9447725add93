// The console as each framework mounts it.
import 'reflect-metadata'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type { AbstractHttpAdapter } from '@nestjs/core'
import { ExpressAdapter } from '@nestjs/platform-express'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import express from 'express'
import Koa from 'koa'
import koaMount from 'koa-mount'
import { trilatch as onExpress } from '@trilatch/express'
import { trilatch as onKoa } from '@trilatch/koa'
import { mount, TrilatchModule } from '@trilatch/nestjs'
import { requestOf } from '@trilatch/nestjs'
import type { FetchHandler } from '@trilatch/core'
import { basePath } from './ask.ts'
import type { Host } from './ask.ts'
import { given } from './given.ts'
import type { Asked } from './given.ts'
import type { World } from './world.ts'

/** An application that listens. */
export interface Listening extends Host {
  close(): Promise<unknown>
}

async function listening(server: Server): Promise<Listening> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

type Start = (world: World, handler: FetchHandler, place?: string) => Promise<Listening>

const startExpress: Start = ({ authorizer }, handler, place = basePath) => {
  const app = express()
  app.set('env', 'test')
  app.use(place, onExpress(authorizer, given).mount(handler))
  return listening(createServer(app))
}

const startKoa: Start = ({ authorizer }, handler, place = basePath) => {
  const app = new Koa()
  app.silent = true
  app.use(koaMount(place, onKoa(authorizer, given as never).mount(handler) as Koa.Middleware))
  const callback = app.callback()
  return listening(createServer((request, response) => void callback(request, response)))
}

const startNest =
  (adapter: () => AbstractHttpAdapter): Start =>
  async ({ authorizer }, handler, place = basePath) => {
    @Module({
      imports: [
        TrilatchModule.forRoot({
          authorizer,
          subject: (context) => given.subject(requestOf<Asked>(context)),
          session: (context) => given.session(requestOf<Asked>(context)),
        }),
      ],
    })
    class App {}
    const app = await NestFactory.create(App, adapter(), { logger: false, abortOnError: false })
    mount(app, place, handler)
    await app.listen(0, '127.0.0.1')
    const server = app.getHttpServer() as Server
    return {
      origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      close: async () => {
        server.closeAllConnections()
        await app.close()
      },
    }
  }

export const hosts: readonly (readonly [name: string, start: Start])[] = [
  ['Express', startExpress],
  ['Koa', startKoa],
  ['NestJS on Express', startNest(() => new ExpressAdapter())],
  ['NestJS on Fastify', startNest(() => new FastifyAdapter())],
]
