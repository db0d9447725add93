import { Redis } from 'ioredis'
import type { Address } from '../services/address.ts'
import { now } from './messages.ts'

const everyMs = 50
/** More is worth a note. */
const mostMs = 60

/**
 * Writes to Redis all the time and waits for the replica, by a link that nothing is done to. While no fault is on,
 * what this waits for is the machine. @returns What ends it
 */
export function feelPulse({ host, port }: Address, tell: (start: number, end: number) => void): () => void {
  const client = new Redis({ host, port, retryStrategy: () => 100, commandTimeout: 1_000 })
  client.on('error', () => {})
  let beating = false
  const beat = async (): Promise<void> => {
    if (beating) return
    beating = true
    const start = now()
    await client
      .pipeline([
        ['set', 'pulse', '1'],
        ['wait', '1', '500'],
      ])
      .exec()
      .catch(() => {})
    if (now() - start > mostMs) tell(start, now())
    beating = false
  }
  const timer = setInterval(() => void beat(), everyMs)
  return () => {
    clearInterval(timer)
    client.disconnect()
  }
}
