// Nest applications on both platforms, with real servers on the loopback.
import { Module } from '@nestjs/common'
import type { DynamicModule, INestApplication, Type } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { ExpressAdapter } from '@nestjs/platform-express'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { TrilatchModule } from '../src/index.ts'
import type { TrilatchModuleOptions } from '../src/index.ts'
import { authorizer, subjectOf } from './policy.ts'
import type { Answer } from './policy.ts'

const running = new Set<INestApplication>()

export const platforms = ['express', 'fastify'] as const
export type Platform = (typeof platforms)[number]

export interface TestApplication {
  readonly app: INestApplication
  readonly origin: string
  /** Asks by fetch, following nothing. */
  ask(path: string, init?: RequestInit): Promise<Answer>
}

/** The parts of an application's module. */
export type Parts = Omit<DynamicModule, 'module'> & {
  /** What happens between creating and starting. */
  readonly before?: (app: INestApplication) => unknown
}

/** The module that guards, with its options; tests say what differs. */
export const guarded = (options: Partial<TrilatchModuleOptions> = {}): DynamicModule =>
  TrilatchModule.forRoot({ authorizer, subject: subjectOf, ...options })

/** The root module of an application that is made of these parts. */
export function rootModule(parts: Omit<Parts, 'before'>): DynamicModule {
  @Module({})
  class AppModule {}
  return { module: AppModule, ...parts }
}

/** Creates an application and does not start it. */
export async function create(platform: Platform, parts: Omit<Parts, 'before'>): Promise<INestApplication> {
  const adapter = platform === 'express' ? new ExpressAdapter() : new FastifyAdapter()
  const app = await NestFactory.create(rootModule(parts), adapter, { logger: false, abortOnError: false })
  running.add(app)
  return app
}

/** Starts an application that has the module that guards unless its parts say otherwise. */
export async function serve(
  platform: Platform,
  controllers: readonly Type[],
  { imports = [guarded()], before, ...parts }: Parts = {},
): Promise<TestApplication> {
  const app = await create(platform, { controllers: [...controllers], imports, ...parts })
  await before?.(app)
  await app.listen(0, '127.0.0.1')
  const origin = (await app.getUrl()).replace('[::1]', '127.0.0.1')
  return {
    app,
    origin,
    ask: async (path, init = {}) => {
      const response = await fetch(origin + path, { redirect: 'manual', ...init })
      return { status: response.status, headers: response.headers, text: await response.text() }
    },
  }
}

/** Stops every application that this file has started. For `afterEach`. */
export async function stopAll(): Promise<void> {
  const stopped = Array.from(running, (app) => app.close())
  running.clear()
  await Promise.all(stopped)
}
