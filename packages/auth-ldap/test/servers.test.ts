// Several servers of one directory: in which order they are asked, and how long one that fails is left alone.
import { BerWriter } from 'ldapts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { serviceDn, servicePassword } from '../../../test/services/slapd-config.ts'
import { Servers } from '../src/connection/servers.ts'
import { readOptions } from '../src/options/read-options.ts'
import { readTree } from './kit/ber-tree.ts'
import { password } from './kit/people.ts'
import { ending, enter, optionsFor, plainly } from './kit/place.ts'
import { startRelay } from './kit/relay.ts'
import type { Fate, Relay } from './kit/relay.ts'
import { relayed } from './kit/relayed.ts'

const place = relayed()
const signal = new AbortController().signal

/** The same answer with another result code. */
function withCode(message: Buffer, code: number): Buffer {
  const [id, operation] = readTree(message).tree.parts ?? []
  const writer = new BerWriter()
  writer.startSequence()
  writer.writeInt(id?.value?.readInt8(0) ?? 0)
  writer.startSequence(operation?.tag)
  writer.writeEnumeration(code)
  writer.writeString('')
  writer.writeString('')
  writer.endSequence()
  writer.endSequence()
  return writer.buffer
}

/** The first of two servers; what it answers is what the test makes of it. */
let first: Relay
let fate: (message: Buffer) => Fate
const well = (message: Buffer): Fate => message
beforeEach(async () => {
  fate = well
  first = await startRelay(place.server, { tamper: (message) => fate(message) })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await first.stop()
})

/** Both, in this order. */
const both = (): ReturnType<typeof plainly> => plainly(first, place.relay)
const asked = (): number => first.connections.length

/** The servers, by a clock that the test alone moves. */
function servers() {
  const clock = { now: 0 }
  const { server } = readOptions(optionsFor(place.server, { server: both() }))
  const all = new Servers(server, () => clock.now)
  return {
    clock,
    isFirst: (): boolean => all.order()[0]?.port === first.port,
    bind: async (name = serviceDn): Promise<void> => {
      const prove = { name, password: servicePassword }
      const connection = await all.connect(signal, (one) => one.bind(prove.name, prove.password, signal))
      connection.close()
    },
  }
}

describe('A server that fails', () => {
  it('is asked last for five seconds, for ten, for twenty, and so on to a minute, until it answers again', async () => {
    const { clock, isFirst, bind } = servers()
    await bind()
    expect([isFirst(), asked()]).toEqual([true, 1])
    fate = () => 'close'
    for (const [i, seconds] of [5, 10, 20, 40, 60, 60].entries()) {
      await bind()
      expect([seconds, isFirst(), asked()]).toEqual([seconds, false, i + 2])
      clock.now += seconds * 1_000 - 1
      await bind()
      expect([seconds, isFirst(), asked()]).toEqual([seconds, false, i + 2])
      clock.now += 1
      expect([seconds, isFirst()]).toEqual([seconds, true])
    }
    fate = well
    await bind()
    expect(isFirst()).toBe(true)
    fate = () => 'close'
    await bind()
    expect(isFirst()).toBe(false)
    clock.now += 5_000
    expect(isFirst()).toBe(true)
  })

  it('is asked all the same where no other is left', async () => {
    const { isFirst, bind } = servers()
    fate = () => 'close'
    place.relay.behave({ tamper: () => 'close' })
    await expect(bind()).rejects.toMatchObject({
      trouble: 'closed',
      message: expect.stringMatching(/^No server of the directory can be used/),
    })
    expect([isFirst(), asked()]).toEqual([true, 1])
    await expect(bind()).rejects.toMatchObject({ trouble: 'closed' })
    expect(asked()).toBe(2)
    place.relay.behave({})
    fate = well
    await bind()
    expect(asked()).toBe(3)
  })

  const failures: readonly (readonly [string, (message: Buffer) => Fate])[] = [
    ['hangs up as it is bound to', () => 'close'],
    ['answers what is no LDAP', () => Buffer.from('HTTP/1.1 502 Bad Gateway\r\n\r\n')],
    ['says that it is busy', (message) => withCode(message, 51)],
    ['says that it is unavailable', (message) => withCode(message, 52)],
  ]
  it.each(failures)('because it %s costs nobody a sign-in', async (_, failure) => {
    const strategy = () => place.through(both())
    expect(ending(await enter(strategy(), 'alice', password))).toBe('success')
    // One for the service account, and one for her.
    expect(asked()).toBe(2)
    fate = failure
    // However slow this machine is, its rest is not over.
    vi.spyOn(performance, 'now').mockReturnValue(performance.now())
    const other = strategy()
    expect(ending(await enter(other, 'alice', password))).toBe('success')
    expect(ending(await enter(other, 'bob', 'a guess'))).toBe('credentials')
    expect(asked()).toBe(3)
    other.close()
  })

  it('because it is silent costs one sign-in at most: what else is open to it is not waited for', async () => {
    const strategy = place.through({ ...both(), timeout: 2_000 })
    const enterAll = (names: readonly string[]) =>
      Promise.all(names.map(async (name) => ending(await enter(strategy, name, password))))
    expect(await enterAll(['alice', 'bob', 'carol'])).toEqual(['success', 'success', 'success'])
    fate = () => 'silence'
    vi.spyOn(performance, 'now').mockReturnValue(performance.now())
    expect(await enterAll(['alice'])).toEqual(['error: The directory did not answer within 2000 ms.'])
    const before = asked()
    expect(await enterAll(['bob', 'carol'])).toEqual(['success', 'success'])
    expect(asked()).toBe(before)
    strategy.close()
  })

  it('is not one that refuses the service account: no other is asked, which would count as one more wrong try', async () => {
    const { bind } = servers()
    await bind()
    const before = place.relay.connections.length
    await expect(bind('cn=nobody,dc=example,dc=test')).rejects.toMatchObject({ trouble: 'refused' })
    expect(place.relay.connections).toHaveLength(before)
  })
})

it('nobody who listens is the next one’s turn, also where TLS begins first', async () => {
  const gone = await startRelay(place.server)
  await gone.stop()
  const url = [gone, place.server].map(({ port }) => `ldap://localhost:${port}`)
  const options = { url, insecure: false, tlsOptions: { ca: place.server.ca } }
  expect(ending(await enter(place.through(options), 'alice', password))).toBe('success')
  const none = { ...options, url: url.slice(0, 1) }
  expect(ending(await enter(place.through(none), 'alice', password))).toMatch(/^error: No server of the/)
})
