import { randomBytes } from 'node:crypto'
import { Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type { NestExpressApplication } from '@nestjs/platform-express'
import session from 'express-session'
import { subjectWithin } from '@trilatch/auth'
import { mount, requestOf, TrilatchModule } from '@trilatch/nestjs'
import { HomeController } from './home.controller.ts'
import { makeAuthorizer } from './policy.ts'
import { ProjectsController } from './projects.controller.ts'
import { DashboardsController, DesignsController, ReportsController } from './resource.controllers.ts'
import { makeSignIn } from './sign-in.ts'
import type { ExampleSignIn } from './sign-in.ts'

/** The application, and how to get in. */
export interface Example extends ExampleSignIn {
  readonly app: NestExpressApplication
  readonly authorizer: ReturnType<typeof makeAuthorizer>
}

// For development: sessions are in this process, and end with it. In production, hand in a `store` and set
// `cookie.secure`; docs/sign-in.md has it whole.
const sessions = () =>
  session({
    name: 'sid',
    secret: randomBytes(32).toString('base64url'),
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: 'lax', maxAge: 8 * 3_600_000 },
  })

/** Who is signed in, for twelve hours at most: nothing prolongs that. Idle sessions end sooner, by `maxAge`. */
const signedInToday = subjectWithin(12 * 3_600_000)

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
  const made = await makeSignIn(authorizer)
  const trilatch = TrilatchModule.forRoot({
    authorizer,
    subject: (context) => signedInToday(requestOf<object>(context)),
    signIn: '/auth/sign-in',
  })
  const root = { module: AppModule, imports: [trilatch] }
  const app = await NestFactory.create<NestExpressApplication>(root, { logger: ['error', 'warn'] })
  app.disable('x-powered-by')
  app.use(sessions())
  mount(app, '/auth', made.signIn)
  return { app, authorizer, ...made }
}
