// What every set-up has: an authorizer, a sign-in, and sessions somewhere.
import { randomBytes } from 'node:crypto'
import { redisStore } from '@trilatch/store-redis'
import { Redis } from 'ioredis'
import { createAuthorizer, definePermissions, memoryStore } from '@trilatch/core'
import type { Authorizer, Store } from '@trilatch/core'
import { createSignIn } from '@trilatch/auth'
import type { SignIn, SignInOptions } from '@trilatch/auth'
import { ownPassword } from './own-password.ts'
import { ownRedirect } from './own-redirect.ts'

export const permissions = definePermissions({ 'job.run': 'Run Job' })

export const roles = [
  { id: 'admin', administrator: true, rules: [] },
  { id: 'runner', rules: [{ permission: 'job' as const, state: 'granted' as const }] },
] as const

export interface World {
  readonly authorizer: Authorizer<'job.run'>
  readonly store: Store
  close(): Promise<void>
}

export function worldOf(store: Store = memoryStore({ roles })): World {
  const providers = { ldap: 'plain' } as const
  return { store, authorizer: createAuthorizer({ permissions, store, providers }), close: async () => {} }
}

/** Users and roles where the sessions are. */
export async function worldIn(sessions: Sessions): Promise<World> {
  if (sessions.kind === 'memory') return worldOf()
  const client = new Redis(sessions.port)
  const namespace = `t${randomBytes(6).toString('hex')}`
  const store = redisStore({ client, namespace, create: true, deadlineMs: 5_000 })
  await store.ready()
  const world = worldOf(store)
  for (const role of roles) await world.authorizer.manage('setup').createRole(role)
  return {
    ...world,
    close: async () => {
      await store.close()
      client.disconnect()
    },
  }
}

/** Where sessions are kept: in the process, or in a Redis that listens at a port. */
export type Sessions = SessionCookie &
  ({ readonly kind: 'memory' } | { readonly kind: 'redis'; readonly port: number })

/** How the cookie of sessions is set, where a test says that; the application is then behind a proxy on https. */
interface SessionCookie {
  readonly name?: string
  readonly cookie?: {
    readonly httpOnly?: boolean
    readonly secure?: boolean
    readonly sameSite?: 'lax' | 'none' | undefined
    readonly domain?: string
  }
}

/** An application that runs. */
export interface Running {
  close(): Promise<void>
}

/** Starts an application: sessions, the sign-in below /auth, and /me that says who is calling. */
export type Start = (world: World, signIn: SignIn, sessions: Sessions, port: number) => Promise<Running>

export function signInOf({ authorizer }: World, options: Partial<SignInOptions> = {}): SignIn {
  return createSignIn({
    authorizer,
    strategies: [ownPassword, ownRedirect()],
    application: 'Acme',
    ...options,
  })
}
