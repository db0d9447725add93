import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSlapd } from '../../../test/services/slapd.ts'
import type { SlapdServer } from '../../../test/services/slapd.ts'
import { serviceDn, suffix } from '../../../test/services/slapd-config.ts'
import { readSent } from './kit/ber-tree.ts'
import { department, groupDn, password, person, personDn } from './kit/people.ts'
import { referencesChannel } from '../src/references.ts'
import { ending, enter, groupsIn, plainly, refusalsOf, strategyFor } from './kit/place.ts'
import { startRelay } from './kit/relay.ts'

let server: SlapdServer
beforeAll(async () => {
  // The most dangerous setting there is: an empty password succeeds, as nobody.
  server = await startSlapd(department, { allowsEmptyPasswords: true })
})
afterAll(() => server.stop())

describe('Signing in', () => {
  it('vouches for an entry by a key that never changes, with its direct groups', async () => {
    const outcome = await enter(strategyFor(server), 'alice', password)
    expect(outcome).toMatchObject({
      outcome: 'success',
      identity: {
        provider: 'ldap',
        issuer: 'ldap:dc=example,dc=test',
        id: expect.stringMatching(/^entryuuid:[0-9a-f-]{36}$/),
        title: 'alice of Example',
      },
    })
    expect(groupsIn(outcome)).toEqual([groupDn('etl')])
    // An address that people may write themselves claims nothing.
    expect(outcome).not.toHaveProperty('identity.verifiedEmail')
  })

  it('keeps the key when an entry is renamed and moved', async () => {
    await server.add(person({ uid: 'mover' }))
    const strategy = strategyFor(server)
    const idOf = async (name: string) => {
      const outcome = await enter(strategy, name, password)
      return outcome.outcome === 'success' ? outcome.identity.id : ending(outcome)
    }
    const before = await idOf('mover')
    await server.modify(`dn: ${personDn('mover')}
changetype: modrdn
newrdn: uid=moved
deleteoldrdn: 1
newsuperior: ou=branch,${suffix}
`)
    expect(await idOf('moved')).toBe(before)
    expect(before).toMatch(/^entryuuid:/)
    expect(await idOf('mover')).toBe('credentials')
  })

  it('says the same to everybody who is refused, and tells logs why', async () => {
    const strategy = strategyFor(server)
    expect(ending(await enter(strategy, 'alice', password))).toBe('success')
    const refused = { outcome: 'fail', challenge: { code: 'credentials', text: expect.any(String) } }
    const cases = [
      ['alice', 'a guess', 'wrong-password'],
      ['nobody-there', password, 'unknown-user'],
      ['twin', password, 'ambiguous'],
      ['alice', '', 'improper'],
    ] as const
    const texts = new Set<string>()
    for (const [name, tried, reason] of cases) {
      let outcome: unknown
      const told = await refusalsOf(async () => (outcome = await enter(strategy, name, tried)))
      expect(outcome).toEqual(refused)
      texts.add(JSON.stringify(outcome))
      expect(told).toMatchObject([{ strategy: 'ldap', reason }])
      expect(JSON.stringify(told)).not.toContain(tried === '' ? 'nothing typed' : tried)
    }
    expect(texts.size).toBe(1)
  })

  it('binds as often for names that nobody has', async () => {
    const strategy = strategyFor(server)
    await enter(strategy, 'alice', 'a guess')
    const binds = async (name: string) => {
      const before = await server.completed('Bind')
      await enter(strategy, name, 'a guess')
      // One of them is the one that asks.
      return (await server.completed('Bind')) - before - 1
    }
    expect(await binds('alice')).toBe(1)
    expect(await binds('nobody-there')).toBe(1)
  })

  it('T100: refuses empty passwords before anything is sent, where the directory would say that they are right', async () => {
    const relay = await startRelay(server)
    const strategy = strategyFor(server, { server: plainly(relay) })
    expect(ending(await enter(strategy, 'alice', password))).toBe('success')
    const before = relay.connections.flatMap(({ sent }) => sent).length
    for (const empty of ['', ' ', '   ', '\t', '\u00a0', '\0', '\0\0', `${password}\0`, ` \0`]) {
      expect(ending(await enter(strategy, 'alice', empty))).toBe('credentials')
    }
    expect(relay.connections.flatMap(({ sent }) => sent)).toHaveLength(before)
    const wrong = await enter(strategy, 'alice', 'a guess')
    expect(await enter(strategy, 'alice', '')).toEqual(wrong)
    await relay.stop()
  })

  it('T103: takes nobody where the directory finds none, several, or somebody of another name', async () => {
    const strategy = strategyFor(server)
    expect(ending(await enter(strategy, 'twin', password))).toBe('credentials')
    expect(ending(await enter(strategy, 'none', password))).toBe('credentials')
    // The directory folds spaces; who is meant is not for it to guess.
    const byName = strategyFor(server, { server: { searchFilter: '(cn={{username}})' } })
    expect(ending(await enter(byName, 'alice of Example', password))).toBe('success')
    expect(ending(await enter(byName, '  ALICE of example ', password))).toBe('success')
    expect(ending(await enter(byName, 'alice  of   Example', password))).toBe('credentials')
    const inside = strategyFor(server, { server: { searchBase: `ou=people,${suffix}` } })
    expect(ending(await enter(inside, 'twin', password))).toBe('success')
    const deep = { searchBase: `ou=branch,${suffix}`, searchScope: 'one' } as const
    expect(ending(await enter(strategyFor(server, { server: deep }), 'alice', password))).toBe('credentials')
  })

  it.each(['zoë', 'o(brien)*', 'O(BRIEN)*', ' alice '])('finds %j', async (name) => {
    expect(ending(await enter(strategyFor(server), name, password))).toBe('success')
  })

  it('T112: a name is never a way to bind', async () => {
    const relay = await startRelay(server)
    const mechanisms = ['EXTERNAL', 'PLAIN', 'DIGEST-MD5', 'SCRAM-SHA-1', 'CRAM-MD5', 'GSSAPI', 'ANONYMOUS']
    const upn = strategyFor(server, {
      server: { ...plainly(relay), userDN: '{{username}}@example.test' },
    })
    const dn = strategyFor(server, {
      server: { ...plainly(relay), userDN: `uid={{username}},ou=people,${suffix}` },
    })
    const searched = strategyFor(server, { server: plainly(relay) })
    for (const strategy of [dn, searched])
      expect(ending(await enter(strategy, 'alice', password))).toBe('success')
    for (const name of [...mechanisms, 'alice@example.test', 'a=b'])
      for (const strategy of [upn, dn, searched])
        expect(ending(await enter(strategy, name, password))).toBe('credentials')
    const binds = relay.connections
      .flatMap(({ sent }) => sent.map(readSent))
      .filter(({ operation }) => operation === 'bind')
    expect(binds.length).toBeGreaterThan(10)
    expect(binds.filter(({ sasl, dn: name = '' }) => sasl === true || !/[=@]/.test(name))).toEqual([])
    await relay.stop()
  })

  it('T106: searches on one connection and binds on others, which are closed', async () => {
    const relay = await startRelay(server)
    const strategy = strategyFor(server, { server: plainly(relay) })
    for (const name of ['alice', 'bob', 'alice']) await enter(strategy, name, password)
    await enter(strategy, 'alice', 'a guess')
    const [service, ...people] = relay.connections.map(({ sent, isOpen }) => ({
      sent: sent.map(readSent),
      isOpen,
    }))
    expect(service?.sent[0]).toMatchObject({ operation: 'bind', dn: serviceDn })
    expect(new Set(service?.sent.slice(1).map(({ operation }) => operation))).toEqual(new Set(['search']))
    expect(people.map(({ sent }) => sent.map(({ operation, dn }) => [operation, dn]))).toEqual(
      ['alice', 'bob', 'alice', 'alice'].map((uid) => [['bind', personDn(uid)]]),
    )
    expect(service?.isOpen).toBe(true)
    strategy.close()
    await relay.stop()
  })

  it('T106: binds anew before it searches, when the server has hung up', async () => {
    const relay = await startRelay(server)
    const strategy = strategyFor(server, { server: plainly(relay) })
    expect(ending(await enter(strategy, 'alice', password))).toBe('success')
    await server.kill()
    await server.start()
    expect(ending(await enter(strategy, 'alice', password))).toBe('success')
    for (const { sent } of relay.connections)
      expect(readSent(sent[0] as Buffer)).toMatchObject({ operation: 'bind' })
    await relay.stop()
  })

  it('T105: never goes where the directory refers to', async () => {
    let visits = 0
    const elsewhere = createServer((socket) => {
      visits++
      socket.destroy()
    })
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
    const { port } = elsewhere.address() as AddressInfo
    await server.add(`dn: ou=elsewhere,${suffix}
objectClass: referral
objectClass: extensibleObject
ou: elsewhere
ref: ldap://127.0.0.1:${port}/ou=elsewhere,${suffix}
`)
    // References among what is found, and a base that is one itself.
    const heard: unknown[] = []
    const note = (message: unknown): void => void heard.push(message)
    referencesChannel.subscribe(note)
    expect(ending(await enter(strategyFor(server), 'alice', password))).toBe('success')
    referencesChannel.unsubscribe(note)
    // Those of the department, and ours.
    expect(heard).toContainEqual({ strategy: 'ldap', base: suffix, references: 2 })
    const away = strategyFor(server, { server: { searchBase: `ou=elsewhere,${suffix}` } })
    expect(ending(await enter(away, 'alice', password))).toMatch(/^error: The directory refers to another/)
    expect(visits).toBe(0)
    elsewhere.close()
  })

  it('T109: says that it cannot tell while the directory is down, to whoever was in before too', async () => {
    const strategy = strategyFor(server)
    expect(ending(await enter(strategy, 'alice', password))).toBe('success')
    await server.kill()
    expect(ending(await enter(strategy, 'alice', password))).toMatch(/^error: No server of the directory/)
    expect(ending(await enter(strategy, 'alice', 'a guess'))).toMatch(/^error: /)
    await server.start()
    expect(ending(await enter(strategy, 'alice', password))).toBe('success')
  })

  it('tells operators, and no user, that the service account is refused', async () => {
    expect(ending(await enter(strategyFor(server), 'alice', password))).toBe('success')
    const wrong = strategyFor(server, { server: { bindCredentials: 'outdated' } })
    expect(ending(await enter(wrong, 'alice', password))).toMatch(/^error: The service account is refused/)
  })

  it('by one’s own DN reads the entry as oneself, with no service account', async () => {
    const options = {
      bindDN: undefined,
      bindCredentials: undefined,
      userDN: `uid={{username}},ou=people,${suffix}`,
    }
    const strategy = strategyFor(server, { server: options as never, groups: { from: 'memberOf' } })
    const outcome = await enter(strategy, 'alice', password)
    expect(groupsIn(outcome)).toEqual([groupDn('etl')])
    expect(strategy.groups).toBeUndefined()
    expect(ending(await enter(strategy, 'alice', 'a guess'))).toBe('credentials')
    expect(ending(await enter(strategy, 'nobody-there', 'a guess'))).toBe('credentials')
  })
})
