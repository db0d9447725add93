// A program that starts services and never stops them: `left-behind.test.ts` looks at what remains of it.
import { dirname } from 'node:path'
import { startRedis } from './redis.ts'
import { startProxyProcess } from './tcp-proxy-process.ts'

const redis = await startRedis()
const frozen = await startRedis({ listen: 'socket' })
await redis.command('SET', 'a', 1)
await frozen.freeze()
const proxies = await startProxyProcess()
await proxies.startTcpProxy(redis)
const pids = [redis.pid, frozen.pid, proxies.pid]
console.log(JSON.stringify({ pids, folder: dirname(redis.folder) }))

const [, , how] = process.argv
if (how === 'waits') setInterval(() => {}, 1000)
if (how === 'throws') throw new Error('on purpose')
