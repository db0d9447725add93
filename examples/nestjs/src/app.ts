import { randomUUID } from 'node:crypto'
import { Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type { NestExpressApplication } from '@nestjs/platform-express'
import { requestOf, TrilatchModule } from '@trilatch/nestjs'
import { HomeController } from './home.controller.ts'
import { makeAuthorizer, people } from './policy.ts'
import { ProjectsController } from './projects.controller.ts'
import { DashboardsController, DesignsController, ReportsController } from './resource.controllers.ts'

/** The application, and a fresh token for each of its people. */
export interface Example {
  readonly app: NestExpressApplication
  readonly authorizer: ReturnType<typeof makeAuthorizer>
  readonly tokens: ReadonlyMap<string, string>
}

@Module({
  controllers: [
    HomeController,
    DesignsController,
    ReportsController,
    DashboardsController,
    ProjectsController,
  ],
})
class AppModule {}

/** Builds the example application: designs, reports, dashboards and projects behind guards. */
export async function makeApp(): Promise<Example> {
  const authorizer = makeAuthorizer()
  // Stands in for a sign-in: random tokens that are worth something in this process only.
  const tokens = new Map(people.map((person) => [person, randomUUID() as string]))
  const byToken = new Map(Array.from(tokens, ([person, token]) => [token, person]))

  const trilatch = TrilatchModule.forRoot({
    authorizer,
    subject: (context) => {
      const { headers } = requestOf<{ headers: { authorization?: string } }>(context)
      const id = byToken.get(/^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '')
      return id === undefined ? null : { id }
    },
  })
  const root = { module: AppModule, imports: [trilatch] }
  const app = await NestFactory.create<NestExpressApplication>(root, { logger: ['error', 'warn'] })
  app.disable('x-powered-by')
  return { app, authorizer, tokens }
}
