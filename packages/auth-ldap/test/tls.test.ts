import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSlapd } from '../../../test/services/slapd.ts'
import type { SlapdServer } from '../../../test/services/slapd.ts'
import { servicePassword } from '../../../test/services/slapd-config.ts'
import { ldap } from '../src/index.ts'
import { department, password } from './kit/people.ts'
import { ending, enter, optionsFor, strategyFor } from './kit/place.ts'
import { startRelay } from './kit/relay.ts'
import type { Relay } from './kit/relay.ts'

let server: SlapdServer
/** Its certificate is good for another host. */
let misnamed: SlapdServer
let relay: Relay
beforeAll(async () => {
  ;[server, misnamed] = await Promise.all([
    startSlapd(department),
    startSlapd(department, { certificateNames: 'DNS:directory.example.test' }),
  ])
  relay = await startRelay(server)
})
afterAll(async () => {
  await relay.stop()
  await Promise.all([server.stop(), misnamed.stop()])
})

const tls = (one: SlapdServer) => ({ url: one.tlsUrl, ca: one.ca })

describe('T104: a connection', () => {
  it('speaks TLS from the first byte on, or begins it before anything else', async () => {
    expect(ending(await enter(strategyFor(server), 'alice', password))).toBe('success')
    expect(ending(await enter(strategyFor(tls(server)), 'alice', password))).toBe('success')
    const byAddress = { url: `ldap://127.0.0.1:${server.port}`, ca: server.ca }
    expect(ending(await enter(strategyFor(byAddress), 'alice', password))).toBe('success')
  })

  it('is refused where the certificate is for another host, with StartTLS and with LDAPS', async () => {
    for (const url of [misnamed.url, misnamed.tlsUrl, `ldap://127.0.0.1:${misnamed.port}`]) {
      const strategy = strategyFor({ url, ca: misnamed.ca })
      expect(ending(await enter(strategy, 'alice', password))).toMatch(
        /^error: No server .*does not match certificate/,
      )
    }
    // The same, with the name that it is for.
    const named = { tlsOptions: { ca: misnamed.ca, servername: 'directory.example.test' } }
    for (const one of [misnamed, tls(misnamed)])
      expect(ending(await enter(strategyFor(one, { server: named }), 'alice', password))).toBe('success')
  })

  it('is refused where nobody whom we trust has signed the certificate, whatever the environment says', async () => {
    for (const url of [server.url, server.tlsUrl])
      expect(ending(await enter(strategyFor(server, { server: { url } }), 'alice', password))).toBe('success')
    const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED']
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
    try {
      for (const url of [server.url, server.tlsUrl])
        for (const tlsOptions of [{}, { ca: misnamed.ca }])
          expect(
            ending(await enter(strategyFor(server, { server: { url, tlsOptions } }), 'alice', password)),
          ).toMatch(/^error: No server of the directory can be used/)
    } finally {
      if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
      else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before
    }
  })

  it('says nothing in the clear but that it wants TLS', async () => {
    const through = { url: `ldap://localhost:${relay.port}`, ca: server.ca }
    const begin = relay.connections.length
    expect(ending(await enter(strategyFor(through), 'alice', password))).toBe('success')
    for (const how of ['refused', 'closed', 'broken'] as const) {
      relay.behave({
        tamper: (message, index) => {
          if (index > 0 || how === 'closed') return 'close'
          // Another result than 0; or an answer to which no TLS follows.
          return how === 'broken' ? Buffer.concat([message, Buffer.from('not TLS')]) : changed(message)
        },
      })
      expect(ending(await enter(strategyFor(through), 'alice', password))).toMatch(/^error: No server of the/)
    }
    relay.behave({})
    for (const { sent } of relay.connections.slice(begin)) {
      const bytes = Buffer.concat(sent)
      for (const secret of [password, servicePassword, 'alice', 'dc=example'])
        expect(bytes.includes(secret)).toBe(false)
      expect(sent[0]?.includes('1.3.6.1.4.1.1466.20037')).toBe(true)
    }
  })

  it('in the clear has to be asked for, and goes to this machine alone', () => {
    const base = {
      searchBase: 'dc=example,dc=test',
      bindDN: 'cn=svc,dc=example,dc=test',
      bindCredentials: 'x',
    }
    const make = (server_: object) => () =>
      ldap({ server: { ...base, url: 'ldap://ldap.example.test', ...server_ } })
    expect(make({})).not.toThrow()
    expect(make({ starttls: true })).not.toThrow()
    expect(make({ url: 'ldap://127.0.0.1', insecure: true, starttls: false })).not.toThrow()
    expect(make({ starttls: false })).toThrow(/without TLS everybody on the way reads the passwords/)
    expect(make({ insecure: true })).toThrow(/`server.insecure` is for a directory on this machine/)
    expect(make({ url: ['ldap://localhost', 'ldap://10.0.0.1'], insecure: true })).toThrow(
      /"10.0.0.1" is another/,
    )
    expect(make({ tlsOptions: { rejectUnauthorized: false } })).toThrow(/certificates are always checked/)
    expect(make({ tlsOptions: { checkServerIdentity: () => undefined } })).toThrow(/unknown option/)
    expect(make({ tlsOptions: { ca: '/etc/ssl/ca.pem' } })).toThrow(/the content of a PEM file/)
  })

  it('goes to the same place with the options of one strategy as with those of another', async () => {
    // The library changes the object that it is given; ours is not the caller's.
    const options = optionsFor(server)
    const before = JSON.stringify(options)
    expect(ending(await enter(ldap(options), 'alice', password))).toBe('success')
    expect(ending(await enter(ldap(options), 'alice', password))).toBe('success')
    expect(JSON.stringify(options)).toBe(before)
  })
})

/** The message with another result code: "unwilling to perform". */
function changed(message: Buffer): Buffer {
  const bytes = Buffer.from(message)
  bytes[bytes.indexOf(Buffer.from([0x0a, 1])) + 2] = 53
  return bytes
}
