// An application that runs while the tests of a block do, and the people in it.
import { afterAll, beforeAll, expect } from 'vitest'
import { freePort } from '../../../../test/services/ports.ts'
import { Browser } from './browser.ts'
import { ownPassword } from './own-password.ts'
import { ownRedirect } from './own-redirect.ts'
import { signInOf, worldIn } from './world.ts'
import type { Running, Sessions, Start, World } from './world.ts'

export interface Person {
  readonly browser: Browser
  readonly id: string
  readonly email: string
  readonly password: string
}

export interface Stage {
  readonly world: World
  readonly port: number
  /** A number that nobody else has. */
  next(): number
  open(): Browser
  /** Somebody who has registered, and is signed in. */
  somebody(): Promise<Person>
}

/** @param sessionsOf Asked when the tests begin: a Redis is started by then. */
export function stage(start: Start, sessionsOf: () => Sessions): Stage {
  let world: World | undefined
  let running: Running
  let port = 0
  let people = 0
  const open = (): Browser => new Browser(port)

  beforeAll(async () => {
    const sessions = sessionsOf()
    world = await worldIn(sessions)
    port = await freePort()
    const strategies = [ownPassword, ownRedirect(), ownRedirect('other')]
    running = await start(world, signInOf(world, { strategies, baseUrl: open().origin }), sessions, port)
  })
  afterAll(async () => {
    await running.close()
    await world?.close()
  })
  return {
    get world() {
      return world as World
    },
    get port() {
      return port
    },
    next: () => ++people,
    open,
    somebody: async () => {
      const browser = open()
      const email = `p${++people}@x.org`
      const password = 'correct horse'
      expect((await browser.json('/auth/register', { email, password })).status).toBe(200)
      return { browser, id: `user-${email}`, email, password }
    },
  }
}
