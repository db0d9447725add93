// The process of `startProxyProcess`: starts proxies and does with them what it is asked to.
import type { Address } from './address.ts'
import { startTcpProxy } from './tcp-proxy.ts'
import type { TcpProxy } from './tcp-proxy.ts'
import type { ProxyReply, ProxyRequest, StartedProxy } from './tcp-proxy-process.ts'

const proxies: TcpProxy[] = []

async function start(to: Address): Promise<StartedProxy> {
  const proxy = await startTcpProxy(to)
  proxies.push(proxy)
  return { proxy: proxies.length - 1, host: proxy.host, port: proxy.port }
}

async function perform({ call, proxy, args }: ProxyRequest): Promise<unknown> {
  if (call === 'start') return start(args[0] as Address)
  const chosen = proxies[proxy]
  if (chosen === undefined) throw new Error(`there is no proxy ${proxy}`)
  return (chosen[call] as (...args: readonly unknown[]) => Promise<unknown>)(...args)
}

async function reply(request: ProxyRequest): Promise<ProxyReply> {
  try {
    return { id: request.id, value: await perform(request) }
  } catch (error) {
    return { id: request.id, error: String(error) }
  }
}

process.on('message', (message) => {
  void reply(message as ProxyRequest).then((answer) => process.send?.(answer))
})
// Nobody is left to ask for anything.
process.on('disconnect', () => process.exit())
