import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Address } from './address.ts'
import { processState } from './process-state.ts'
import { startRedis } from './redis.ts'
import { startReplica } from './replica.ts'
import { startTcpProxy } from './tcp-proxy.ts'
import type { TcpProxy } from './tcp-proxy.ts'
import { startProxyProcess } from './tcp-proxy-process.ts'
import { until } from './until.ts'

/** One end of a connection: what it received so far, and how it ended. */
interface End {
  readonly socket: Socket
  readonly text: () => string
  readonly state: () => string
}

function endOf(socket: Socket): End {
  let text = ''
  let state = 'open'
  socket.on('data', (bytes: Buffer) => (text += bytes.toString()))
  socket.on('end', () => (state = 'ended'))
  socket.on('error', (error: NodeJS.ErrnoException) => (state = error.code ?? 'failed'))
  return { socket, text: () => text, state: () => state }
}

const quiet = (): Promise<void> => sleep(60)

describe('a proxy', () => {
  const servers: End[] = []
  const listener = createServer({ allowHalfOpen: true }, (socket) => void servers.push(endOf(socket)))
  let to: Address
  let proxy: TcpProxy

  beforeAll(async () => {
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
    to = { host: '127.0.0.1', port: (listener.address() as AddressInfo).port }
  })
  afterAll(() => new Promise((resolve) => listener.close(resolve)))
  beforeEach(async () => {
    servers.length = 0
    proxy = await startTcpProxy(to)
  })
  afterEach(async () => {
    await proxy.stop()
    for (const { socket } of servers) socket.destroy()
  })

  const dial = (): End => endOf(connect({ host: proxy.host, port: proxy.port, allowHalfOpen: true }))
  /** A connection, and its other end. */
  async function link(): Promise<{ client: End; server: End }> {
    const before = servers.length
    const client = dial()
    return { client, server: await until('the connection at the server', () => servers[before]) }
  }
  const received = (end: End, text: string): Promise<true> =>
    until(
      `${JSON.stringify(text)} to arrive, not ${JSON.stringify(end.text())}`,
      () => end.text() === text && true,
    )
  const ended = (end: End, state: string): Promise<true> =>
    until(`${state}, not ${end.state()}`, () => end.state() === state && true)

  it('carries both directions, and the end of each', async () => {
    const { client, server } = await link()
    client.socket.end('question')
    await received(server, 'question')
    await ended(server, 'ended')
    server.socket.end('answer')
    await received(client, 'answer')
    await ended(client, 'ended')
    await until('the connection to be gone', async () => (await proxy.counts()).open === 0)
    expect(await proxy.counts()).toEqual({ accepted: 1, open: 0, toServer: 8, toClient: 6 })
  })

  it('carries a reset', async () => {
    const { client, server } = await link()
    server.socket.resetAndDestroy()
    await ended(client, 'ECONNRESET')
  })

  it('drops: resets what is there and what comes, until it passes again', async () => {
    const { client, server } = await link()
    await proxy.drop()
    await ended(client, 'ECONNRESET')
    await ended(server, 'ECONNRESET')
    await ended(dial(), 'ECONNRESET')
    expect(servers).toHaveLength(1)
    await proxy.pass()
    const { client: later, server: end } = await link()
    later.socket.write('again')
    await received(end, 'again')
  })

  it.each([
    ['a black hole', () => proxy.blackHole()],
    ['a delay', () => proxy.delay(3_600_000)],
  ])('does not let arrive what %s held back when it drops', async (_fault, make) => {
    const { client, server } = await link()
    await make()
    client.socket.write('lost')
    await quiet()
    await proxy.drop()
    await ended(server, 'ECONNRESET')
    expect(server.text()).toBe('')
  })

  it('resets once, and takes new connections', async () => {
    const { client } = await link()
    await proxy.reset()
    await ended(client, 'ECONNRESET')
    await link()
  })

  it('leads to another server from now on, and resets what leads to the first', async () => {
    const arrived: End[] = []
    const other = createServer({ allowHalfOpen: true }, (socket) => void arrived.push(endOf(socket)))
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    try {
      const { client, server } = await link()
      await proxy.leadTo({ host: '127.0.0.1', port: (other.address() as AddressInfo).port })
      await ended(client, 'ECONNRESET')
      await ended(server, 'ECONNRESET')
      dial().socket.write('hello')
      await received(await until('the connection at the other server', () => arrived[0]), 'hello')
      expect(servers).toHaveLength(1)
    } finally {
      for (const { socket } of arrived) socket.destroy()
      other.close()
    }
  })

  it('is a black hole: nothing arrives, no end and no reset either, and all of it when it heals', async () => {
    const { client, server } = await link()
    const other = await link()
    await proxy.blackHole()
    client.socket.write('question')
    server.socket.end('answer')
    other.client.socket.resetAndDestroy()
    const late = dial()
    late.socket.write('late')
    await quiet()
    expect([client.text(), client.state(), server.text(), server.state()]).toEqual(['', 'open', '', 'open'])
    expect(other.server.state()).toBe('open')
    expect(late.state()).toBe('open')
    expect(servers).toHaveLength(2)

    await proxy.pass()
    await received(server, 'question')
    await received(client, 'answer')
    await ended(client, 'ended')
    await ended(other.server, 'ECONNRESET')
    await received(await until('the late connection', () => servers[2]), 'late')
  })

  it.each(['toServer', 'toClient'] as const)(
    'cuts one direction, %s, and lets the other pass',
    async (cut) => {
      const { client, server } = await link()
      const [silent, heard] = cut === 'toServer' ? [client, server] : [server, client]
      await proxy.cut(cut)
      silent.socket.write('swallowed')
      heard.socket.write('heard')
      await received(silent, 'heard')
      await quiet()
      expect(heard.text()).toBe('')
      await proxy.pass()
      await received(heard, 'swallowed')
    },
  )

  it('delays everything, in order, and no longer when it passes', async () => {
    const { client, server } = await link()
    await proxy.delay(200)
    const start = performance.now()
    client.socket.write('one ')
    await sleep(50)
    client.socket.write('two')
    await received(server, 'one two')
    // Timers of Node may be a millisecond early.
    expect(performance.now() - start).toBeGreaterThan(248)
    await proxy.delay(3_600_000, 'toServer')
    client.socket.write(' three')
    server.socket.write('at once')
    await received(client, 'at once')
    expect(server.text()).toBe('one two')
    await proxy.pass()
    await received(server, 'one two three')
  })

  it('keeps little while nothing moves: the sender feels it', async () => {
    const { client, server } = await link()
    await proxy.blackHole()
    const megabyte = 'x'.repeat(1024 * 1024)
    let sent = 0
    const send = (): void => {
      client.socket.write(megabyte, () => {
        if (++sent < 32) send()
      })
    }
    send()
    let seen = -1
    const isStuck = (): boolean => seen === (seen = sent)
    await until('the sender to be stuck', isStuck, { everyMs: 200 })
    expect(sent).toBeLessThan(16)
    await proxy.pass()
    await until('all of it', () => server.text().length === 32 * megabyte.length)
  })
})

describe('proxies in a process of their own', () => {
  it('do the same, each for itself, as long as it runs', async () => {
    const redis = await startRedis()
    const proxies = await startProxyProcess()
    try {
      const proxy = await proxies.startTcpProxy(redis)
      const other = await proxies.startTcpProxy(redis)
      const client = new Redis({
        host: proxy.host,
        port: proxy.port,
        retryStrategy: null,
      })
      const lost = new Promise((resolve) => client.once('end', resolve))
      client.on('error', () => {})
      expect(await client.ping()).toBe('PONG')
      const answers: Promise<string>[] = []
      for (const fault of [
        proxy.blackHole,
        () => proxy.cut('toServer'),
        () => proxy.cut('toClient'),
        () => proxy.delay(3_600_000, 'toClient'),
        () => proxy.delay(3_600_000),
      ]) {
        await fault()
        answers.push(client.ping())
        expect(await Promise.race([...answers, sleep(100, 'silence')])).toBe('silence')
      }
      await proxy.pass()
      expect(new Set(await Promise.all(answers))).toEqual(new Set(['PONG']))
      await other.reset()
      expect(await client.ping()).toBe('PONG')
      expect(await proxy.counts()).toMatchObject({ accepted: 1, open: 1 })
      expect(await other.counts()).toEqual({ accepted: 0, open: 0, toServer: 0, toClient: 0 })
      await proxy.drop()
      await lost
      expect(await proxy.counts()).toMatchObject({ accepted: 1, open: 0 })
      await proxy.stop()
      await other.stop()
    } finally {
      await Promise.all([proxies.stop(), redis.stop()])
    }
    expect(processState(proxies.pid)).toBe('gone')
  })

  it('say so when the process has ended', async () => {
    const proxies = await startProxyProcess()
    const proxy = await proxies.startTcpProxy({ host: '127.0.0.1', port: 1 })
    await proxies.stop()
    await expect(proxy.pass()).rejects.toThrow('the process of the proxies has ended (SIGKILL)')
  })
})

it('a proxy on the link of a replica keeps writes from it while it is cut, and lets it catch up', async () => {
  const primary = await startRedis()
  const proxy = await startTcpProxy(primary)
  const replica = await startReplica(primary, { through: proxy })
  try {
    await proxy.blackHole()
    await primary.command('SET', 'a', 1)
    expect(await primary.command('WAIT', 1, 100)).toBe(0)
    expect(await replica.command('GET', 'a')).toBeNull()
    await proxy.pass()
    expect(await primary.command('WAIT', 1, 10_000)).toBe(1)
    expect(await replica.command('GET', 'a')).toBe('1')
  } finally {
    await Promise.all([replica.stop(), proxy.stop(), primary.stop()])
  }
})
