import { afterAll, beforeAll } from 'vitest'
import { startSlapd } from '../../../../test/services/slapd.ts'
import type { SlapdOptions, SlapdServer } from '../../../../test/services/slapd.ts'
import type { LdapOptions, LdapStrategy } from '../../src/index.ts'
import { department } from './people.ts'
import { plainly, strategyFor } from './place.ts'
import { startRelay } from './relay.ts'
import type { Relay } from './relay.ts'

/** A directory with a relay before it, for all tests of a file. */
export interface Relayed {
  readonly server: SlapdServer
  readonly relay: Relay
  /** A strategy that goes through the relay, in the clear. */
  through(given?: object, rest?: Omit<LdapOptions, 'server'>): LdapStrategy
}

/** Has one started before the tests of the file, and stopped behind them. */
export function relayed(options: SlapdOptions = {}): Relayed {
  let server: SlapdServer
  let relay: Relay
  beforeAll(async () => {
    server = await startSlapd(department, options)
    relay = await startRelay(server)
  })
  afterAll(async () => {
    await relay.stop()
    await server.stop()
  })
  return {
    get server() {
      return server
    },
    get relay() {
      return relay
    },
    through: (given = {}, rest = {}) =>
      strategyFor(server, { ...rest, server: { ...plainly(relay), ...given } }),
  }
}
