import { BerWriter } from 'ldapts'
import { describe, expect, it } from 'vitest'
import { suffix } from '../../../test/services/slapd-config.ts'
import { DirectoryError } from '../src/index.ts'
import { readTree } from './kit/ber-tree.ts'
import { password } from './kit/people.ts'
import { ending, enter, groupsIn, plainly, ports, request, strategyFor } from './kit/place.ts'
import { startRelay } from './kit/relay.ts'
import type { Fate } from './kit/relay.ts'
import { relayed } from './kit/relayed.ts'

const place = relayed()
const { through } = place

/** What has to fail gets little time; what has to succeed gets the usual. */
const soon = { timeout: 400, connectTimeout: 400 }

/** An LDAP message of a server. */
function message(id: number, write: (writer: BerWriter) => void): Buffer {
  const writer = new BerWriter()
  writer.startSequence()
  writer.writeInt(id)
  write(writer)
  writer.endSequence()
  return writer.buffer
}

const idOf = (bytes: Buffer): number => readTree(bytes).tree.parts?.[0]?.value?.readInt8(0) ?? 0

/** An entry. */
const entry = (id: number, dn: string, attributes: Readonly<Record<string, readonly string[]>>): Buffer =>
  message(id, (writer) => {
    writer.startSequence(0x64)
    writer.writeString(dn)
    writer.startSequence()
    for (const [attribute, values] of Object.entries(attributes)) {
      writer.startSequence()
      writer.writeString(attribute)
      writer.startSequence(0x31)
      for (const value of values) writer.writeString(value)
      writer.endSequence()
      writer.endSequence()
    }
    writer.endSequence()
    writer.endSequence()
  })

const result = (id: number, tag: number, write: (writer: BerWriter) => void): Buffer =>
  message(id, (writer) => {
    writer.startSequence(tag)
    write(writer)
    writer.endSequence()
  })

const operationOf = (bytes: Buffer): number => readTree(bytes).tree.parts?.[1]?.tag ?? 0

/** Ways to answer what is no answer. Whatever is taken for a success by mistake would let a wrong password in. */
const lies: Readonly<Record<string, (bytes: Buffer) => Fate>> = {
  'never answers': () => 'silence',
  'hangs up': () => 'close',
  'sends half of it and hangs up': (bytes) => bytes.subarray(0, bytes.length >> 1),
  'sends what is no LDAP': () => Buffer.from('HTTP/1.1 200 OK\r\n\r\n'),
  'sends noughts': () => Buffer.alloc(64),
  'sends a length of two thousand million': () => Buffer.from([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff, 0x02]),
  'sends a length without an end': () => Buffer.from([0x30, 0x80, 0x02, 0x01, 0x01]),
  'sends an answer without a result': (bytes) => result(idOf(bytes), operationOf(bytes), () => {}),
  'sends an answer with an empty result': (bytes) =>
    Buffer.from([0x30, 0x09, 0x02, 0x01, idOf(bytes), operationOf(bytes), 0x04, 0x0a, 0x00, 0x04, 0x00]),
  'sends the success of another operation': (bytes) =>
    result(idOf(bytes), operationOf(bytes) === 0x61 ? 0x78 : 0x61, (writer) => {
      writer.writeEnumeration(0)
      writer.writeString('')
      writer.writeString('')
    }),
  'sends an answer to what was not asked': (bytes) =>
    result(97, operationOf(bytes), (writer) => {
      writer.writeEnumeration(0)
      writer.writeString('')
      writer.writeString('')
    }),
  'sends an entry whose parts lead beyond it': (bytes) =>
    Buffer.from([0x30, 0x0c, 0x02, 0x01, idOf(bytes), 0x64, 0x07, 0x04, 0x00, 0x30, 0x03, 0x30, 0x7f, 0x04]),
  'sends an operation that there is not': (bytes) => result(idOf(bytes), 0x79, () => {}),
  'says that it is busy': (bytes) =>
    result(idOf(bytes), operationOf(bytes), (writer) => {
      writer.writeEnumeration(51)
      writer.writeString('')
      writer.writeString('busy')
    }),
}

describe('A directory that', () => {
  it.each(Object.entries(lies))('%s, at any step, gets nobody in and tells nobody "no"', async (_, lie) => {
    place.relay.behave({ tamper: (bytes) => bytes })
    expect(ending(await enter(through(), 'alice', password))).toBe('success')
    const steps = place.relay.counts().messages
    expect(steps).toBeGreaterThanOrEqual(4)
    const flow = async (k: number, tried: string): Promise<void> => {
      const own = await startRelay(place.server, {
        tamper: (bytes, index) => (index === k ? lie(bytes) : bytes),
      })
      const outcome = await enter(through({ ...soon, ...plainly(own) }), 'alice', tried)
      await own.stop()
      // With a wrong password the flow may end before the lie.
      if (tried !== password && outcome.outcome === 'fail') return
      expect([k, ending(outcome)]).toEqual([k, expect.stringMatching(/^error: /)])
      expect(outcome).toMatchObject({ error: { name: 'DirectoryError', trouble: expect.any(String) } })
    }
    const places = Array.from({ length: steps }, (_, k) => k)
    await Promise.all(places.flatMap((k) => [flow(k, password), flow(k, 'a guess')]))
  })

  it('says yes to a wrong password by an answer that is none, is not believed', async () => {
    place.relay.behave({})
    expect(ending(await enter(through(), 'alice', password))).toBe('success')
    expect(ending(await enter(through(), 'alice', 'a guess'))).toBe('credentials')
    for (const lie of [
      lies['sends an answer without a result'],
      lies['sends an answer with an empty result'],
    ]) {
      let binds = 0
      place.relay.behave({
        tamper: (bytes) => (operationOf(bytes) === 0x61 && ++binds === 2 ? (lie?.(bytes) ?? 'close') : bytes),
      })
      expect(await enter(through(soon), 'alice', 'a guess')).toMatchObject({
        outcome: 'error',
        error: { trouble: 'protocol' },
      })
    }
  })

  it('is silent from the beginning ends within the deadline, however many servers there are', async () => {
    place.relay.behave({})
    expect(ending(await enter(through(), 'alice', password))).toBe('success')
    place.relay.behave({ tamper: () => 'silence' })
    const six = plainly(...Array.from({ length: 6 }, () => place.relay))
    const strategy = through({ ...six, timeout: 60_000 }, { limits: { deadlineMs: 500 } })
    const outcome = await enter(strategy, 'alice', password)
    expect(outcome).toMatchObject({ outcome: 'error', error: { trouble: 'timeout' } })
    place.relay.behave({})
  })

  it('T108: answers with ten million bytes, or a million groups, costs a sign-in and no more', async () => {
    place.relay.behave({})
    const person = `uid=alice,ou=people,${suffix}`
    expect(groupsIn(await enter(through(), 'alice', password))).not.toEqual([])
    const before = process.memoryUsage().rss
    const alice = { uid: ['alice'], entryUUID: ['00000000-0000-4000-8000-000000000000'] }
    const many = Array.from({ length: 20_000 }, (_, i) => `cn=g${i},dc=example,dc=test`)
    const floods: readonly ((id: number) => Buffer)[] = [
      (id) => entry(id, person, { ...alice, memberOf: ['x'.repeat(10_000_000)] }),
      (id) => entry(id, person, { ...alice, memberOf: many }),
      (id) => {
        const one = entry(id, 'cn=g,dc=test', {})
        return Buffer.alloc(1_000_000 * one.length, one)
      },
    ]
    for (const flood of floods) {
      place.relay.behave({ tamper: (bytes) => (operationOf(bytes) === 0x64 ? flood(idOf(bytes)) : bytes) })
      const outcome = await enter(through(), 'alice', password)
      expect(outcome).toMatchObject({ outcome: 'error', error: { trouble: 'too-large' } })
    }
    place.relay.behave({})
    expect(ending(await enter(through(), 'alice', password))).toBe('success')
    expect(process.memoryUsage().rss - before).toBeLessThan(700 * 1024 * 1024)
  })

  it('ends at any byte of TLS, by closing or by silence, gets nobody in', async () => {
    place.relay.behave({ cutAfter: { bytes: Infinity, how: 'close' } })
    const url = `ldap://localhost:${place.relay.port}`
    const overTls = (given: object = {}) => strategyFor(place.server, { server: { url, ...given } })
    expect(ending(await enter(overTls(), 'alice', password))).toBe('success')
    const whole = place.relay.counts().bytes
    expect(whole).toBeGreaterThan(2_000)
    const places = Array.from({ length: 36 }, (_, i) => Math.floor((i * (whole - 60)) / 35))
    for (const bytes of places) {
      place.relay.behave({ cutAfter: { bytes, how: 'close' } })
      const strategy = overTls()
      expect([bytes, ending(await enter(strategy, 'alice', password))]).toEqual([
        bytes,
        expect.stringMatching(/^error: /),
      ])
      strategy.close()
    }
    // At once: each takes its time.
    const silences = places.filter((_, i) => i % 5 === 0)
    await Promise.all(
      silences.map(async (bytes) => {
        const own = await startRelay(place.server, { cutAfter: { bytes, how: 'silence' } })
        const outcome = await enter(
          overTls({ ...soon, url: `ldap://localhost:${own.port}` }),
          'alice',
          password,
        )
        await own.stop()
        expect([bytes, ending(outcome)]).toEqual([bytes, expect.stringMatching(/^error: /)])
      }),
    )
    place.relay.behave({})
  })

  it('is asked no more when whoever asked has hung up', async () => {
    const strategy = through({ timeout: 60_000, connectTimeout: 60_000 })
    expect(ending(await enter(strategy, 'alice', password))).toBe('success')
    strategy.close()
    place.relay.behave({ tamper: () => 'silence' })
    const caller = new AbortController()
    const outcome = strategy.authenticate(request('alice', password, caller.signal), ports())
    caller.abort()
    expect(await outcome).toMatchObject({ outcome: 'error', error: { trouble: 'aborted' } })
    place.relay.behave({})
  })

  it('has no time for more than there are places for', async () => {
    place.relay.behave({ tamper: () => 'silence' })
    const strategy = through({ timeout: 60_000 }, { limits: { deadlineMs: 1_000, connections: 1 } })
    const outcomes = await Promise.all(Array.from({ length: 40 }, () => enter(strategy, 'alice', password)))
    const troubles = outcomes.map((outcome) =>
      outcome.outcome === 'error' && outcome.error instanceof DirectoryError
        ? outcome.error.trouble
        : ending(outcome),
    )
    expect(new Set(troubles)).toEqual(new Set(['busy', 'timeout']))
    place.relay.behave({})
    expect(ending(await enter(strategy, 'alice', password))).toBe('success')
  })
})
