import { fileURLToPath } from 'node:url'
import type { Address } from './address.ts'
import { LogFile } from './log-file.ts'
import { OwnProcess } from './own-process.ts'
import { ownFolder, removeFolder } from './owned.ts'
import type { TcpProxy } from './tcp-proxy.ts'

/** What the process is asked to do: to start a proxy, or something of a proxy it started. */
export type ProxyCall = 'start' | Exclude<keyof TcpProxy, keyof Address>

export interface ProxyRequest {
  readonly id: number
  readonly call: ProxyCall
  /** Which proxy; 0 for `start`. */
  readonly proxy: number
  readonly args: readonly unknown[]
}

export interface ProxyReply {
  readonly id: number
  readonly value?: unknown
  readonly error?: string
}

/** What `start` replies. */
export interface StartedProxy extends Address {
  readonly proxy: number
}

/** A process that only runs proxies, so that they carry on time however busy or frozen the other processes are. */
export interface ProxyProcess {
  readonly pid: number
  /** Starts one proxy more in it. */
  readonly startTcpProxy: (to: Address) => Promise<TcpProxy>
  /** Ends it with all its proxies. */
  readonly stop: () => Promise<void>
}

/** @throws Error when it cannot be started; its calls throw when it has ended, with the end of its log. */
export async function startProxyProcess(): Promise<ProxyProcess> {
  const folder = ownFolder('proxies')
  const log = new LogFile(folder)
  const main = fileURLToPath(new URL('./tcp-proxy-main.ts', import.meta.url))
  const started = await OwnProcess.start(process.execPath, [main], { log: log.path, ipc: true })
  const ask = asker(started, log)
  return {
    pid: started.pid,
    startTcpProxy: async (to) => {
      const { proxy, host, port } = (await ask('start', 0, [to])) as StartedProxy
      const call =
        (name: ProxyCall) =>
        async (...args: readonly unknown[]): Promise<never> =>
          (await ask(name, proxy, args)) as never
      return {
        host,
        port,
        pass: call('pass'),
        drop: call('drop'),
        blackHole: call('blackHole'),
        cut: call('cut'),
        delay: call('delay'),
        reset: call('reset'),
        leadTo: call('leadTo'),
        counts: call('counts'),
        stop: call('stop'),
      }
    },
    stop: async () => {
      await started.kill()
      removeFolder(folder)
    },
  }
}

type Ask = (call: ProxyCall, proxy: number, args: readonly unknown[]) => Promise<unknown>

function asker({ child, ended }: OwnProcess, log: LogFile): Ask {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  let asked = 0
  let end: Error | undefined
  const settle = (id: number): void => {
    waiting.delete(id)
    // The channel keeps this process alive only while an answer is due.
    if (waiting.size === 0) child.channel?.unref()
  }
  child.on('message', (message) => {
    const { id, value, error } = message as ProxyReply
    const asker = waiting.get(id)
    settle(id)
    if (error === undefined) asker?.resolve(value)
    else asker?.reject(new Error(error))
  })
  void ended.then((how) => {
    end = new Error(`the process of the proxies has ended (${how}).${log.end()}`)
    for (const { reject } of waiting.values()) reject(end)
    waiting.clear()
  })
  child.channel?.unref()
  return (call, proxy, args) =>
    new Promise((resolve, reject) => {
      if (end !== undefined) {
        reject(end)
        return
      }
      const id = ++asked
      waiting.set(id, { resolve, reject })
      child.channel?.ref()
      child.send({ id, call, proxy, args } satisfies ProxyRequest, (error) => {
        // An end that is not known yet: the answer will be that it has ended.
        if (error !== null && child.connected) reject(error)
      })
    })
}
