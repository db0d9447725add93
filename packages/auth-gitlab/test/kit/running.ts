// Applications that run, with a provider shaped like GitLab beside them.
import { worldOf } from '../../../auth/test/support/world.ts'
import type { Running, Start, World } from '../../../auth/test/support/world.ts'
import { signInOf } from '../../../auth/test/support/world.ts'
import { startExpress } from '../../../auth/test/setups/express.ts'
import { startKoa } from '../../../auth/test/setups/koa.ts'
import { startNestExpress, startNestFastify } from '../../../auth/test/setups/nest.ts'
import { onExpress, onKoa, onNest } from '../../../auth/test/setups/passport.ts'
import type { StartPassport } from '../../../auth/test/setups/passport.ts'
import { startGitLab } from '../../../../test/services/gitlab/gitlab.ts'
import type { GitLabServer } from '../../../../test/services/gitlab/gitlab.ts'
import { person } from '../../../../test/services/gitlab/people.ts'
import { freePort } from '../../../../test/services/ports.ts'
import { gitlab, oidc } from '../../src/index.ts'
import type { OidcStrategy } from '../../src/index.ts'

/** An application with the pages of the sign-in. */
export const mounted: readonly (readonly [string, Start])[] = [
  ['Express', startExpress],
  ['Koa', startKoa],
  ['Nest on Express', startNestExpress],
  ['Nest on Fastify', startNestFastify],
]

/** An application that has Passport. */
export const withPassport: readonly (readonly [string, StartPassport])[] = [
  ['passport on Express', onExpress],
  ['koa-passport', onKoa],
  ['@nestjs/passport', onNest],
]

export interface Beside extends Running {
  readonly world: World
  readonly server: GitLabServer
  readonly port: number
  /** As browsers reach it. */
  readonly origin: string
}

const people = [person('ann', 41, { groups: ['acme'] }), person('bob', 42)]

interface Provided {
  readonly callback: string
  readonly afterSignOut?: string
  strategy(server: GitLabServer): OidcStrategy
}

/** GitLab, as the strategy of that id. */
const gitlabAs = (id: string): Provided['strategy'] => {
  return ({ issuer: url, clientId, clientSecret }) =>
    gitlab({ id, url, clientId, clientSecret, timeoutMs: 20_000 })
}

async function beside(
  { callback, afterSignOut, strategy }: Provided,
  run: (world: World, port: number, strategy: OidcStrategy) => Promise<Running>,
): Promise<Beside> {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const server = await startGitLab({
    people,
    callbacks: [origin + callback],
    ...(afterSignOut === undefined ? {} : { afterSignOut: [origin + afterSignOut] }),
  })
  const world = worldOf()
  const running = await run(world, port, strategy(server))
  return {
    world,
    server,
    port,
    origin,
    close: async () => {
      await running.close()
      await server.close()
    },
  }
}

const startBeside = (start: Start, provided: Provided): Promise<Beside> =>
  beside(provided, (world, port, strategy) => {
    const options = { strategies: [strategy], baseUrl: `http://127.0.0.1:${port}`, home: '/me' }
    return start(world, signInOf(world, options), { kind: 'memory' }, port)
  })

export const startMounted = (start: Start): Promise<Beside> =>
  startBeside(start, { callback: '/auth/callback/gitlab', strategy: gitlabAs('gitlab') })

/** With a provider that ends its own session, and the strategy `oidc`. */
export const startEndingSessions = (start: Start): Promise<Beside> =>
  startBeside(start, {
    callback: '/auth/callback/oidc',
    afterSignOut: '/auth/sign-in',
    strategy: ({ issuer, clientId, clientSecret }) =>
      oidc({ issuer, clientId, clientSecret, timeoutMs: 20_000, title: 'GitLab' }),
  })

export const startWithPassport = (start: StartPassport): Promise<Beside> =>
  beside({ callback: '/elsewhere', strategy: gitlabAs('elsewhere') }, start)
