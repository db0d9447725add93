// Somebody or something else changes what Redis holds.
import { namespace } from '../content.ts'
import { now } from '../messages.ts'
import { writers } from '../installation.ts'
import { subjectOf, roleOf } from '../cells.ts'
import type { Installation } from '../installation.ts'
import type { Injection, Scene } from './injection.ts'

const key = (rest: string): string => `{${namespace}}:2:${rest}`
const everything = { from: 0, surelyFrom: 0, by: null, observers: null } as const

/** Loses everything in the way that is given; an operator goes on with an empty store and fills it. */
const emptied = (title: string, empty: (at: Installation) => Promise<unknown>): Injection => ({
  fault: 'F9',
  title,
  requireReplicas: 0,
  loses: true,
  run: async (at, scene) => {
    scene.denies = true
    const begun = now()
    await empty(at)
    const gone = now()
    await scene.accept([{ ...everything, to: gone, surelyTo: begun, at: begun }], true)
    await at.topology.settled()
  },
})

/** Puts something else in the place of a value for a while. What was there comes back as it was. */
const garbage = (title: string, what: (writer: string) => string, script: string): Injection => ({
  fault: 'F13',
  title,
  requireReplicas: 1,
  run: async (at, scene) => {
    scene.denies = true
    const { primary } = at.topology
    const keys = writers.map(what)
    for (const one of keys) await primary.command('EVAL', script, 2, one, `${one} as it was`)
    await at.wait(at.random.between(1_000, 2_500))
    for (const one of keys) await primary.command('RENAME', `${one} as it was`, one)
  },
})

const cell = (writer: string): string => `assignment.${writer}.0`
const subject = (writer: string): string => key(`subject:${subjectOf(cell(writer))}`)

async function inLog(at: Installation, scene: Scene): Promise<void> {
  const { primary } = at.topology
  const id = String(await primary.command('XADD', key('log'), '*', 't', 'nobody', 'c', '{"r":[', 'm', '-'))
  await at.wait(at.random.between(1_000, 2_500))
  await primary.command('XDEL', key('log'), id)
  scene.denies = false
}

export const tampering: readonly Injection[] = [
  emptied('FLUSHALL', (at) => at.topology.primary.command('FLUSHALL')),
  emptied('everything is evicted', async (at) => {
    const { primary } = at.topology
    await primary.configSet('maxmemory-policy', 'allkeys-lru')
    await primary.configSet('maxmemory', 1)
    await at.wait(300)
    await primary.configSet('maxmemory', 0)
    await primary.configSet('maxmemory-policy', 'noeviction')
    // Redis lets go of a little at a time: what is left of it would be no store.
    await primary.command('FLUSHALL')
  }),
  {
    fault: 'F9',
    title: 'the change log is renamed away',
    requireReplicas: 0,
    loses: true,
    run: async (at, scene) => {
      scene.denies = true
      const { primary } = at.topology
      await at.revocation()
      await at.wait(500)
      await primary.command('RENAME', key('log'), key('log as it was'))
      scene.alarmed = await at.topology.alarmed(6_000)
      await scene.dark(null, () => at.wait(at.options.maxStalenessMs + 300))
      await primary.command('RENAME', key('log as it was'), key('log'))
      if (scene.alarmed) await at.accept()
    },
  },
  garbage(
    'records of subjects are no records',
    subject,
    `redis.call('RENAME', KEYS[1], KEYS[2]) redis.call('SET', KEYS[1], 'garbage')`,
  ),
  garbage(
    'records of subjects are of another type',
    subject,
    `redis.call('RENAME', KEYS[1], KEYS[2]) redis.call('LPUSH', KEYS[1], 'garbage')`,
  ),
  garbage(
    'records of subjects are cut short',
    subject,
    `redis.call('RENAME', KEYS[1], KEYS[2])
     local whole = redis.call('GET', KEYS[2])
     redis.call('SET', KEYS[1], string.sub(whole, 1, #whole - 5))`,
  ),
  {
    fault: 'F13',
    title: 'the change log has an entry of somebody else',
    requireReplicas: 1,
    run: inLog,
  },
  {
    fault: 'F13',
    title: 'documents of roles are cut short',
    requireReplicas: 1,
    run: async (at, scene) => {
      scene.denies = true
      const { primary } = at.topology
      const cut = `local whole = redis.call('HGET', KEYS[1], ARGV[1])
        redis.call('HSET', KEYS[1], ARGV[1], string.sub(whole, 1, #whole - 5))
        return whole`
      const roles = writers.map((writer) => roleOf(`inheritance.${writer}.0`))
      const whole: string[] = []
      for (const role of roles) whole.push(String(await primary.command('EVAL', cut, 1, key('roles'), role)))
      await at.wait(at.random.between(1_000, 2_500))
      for (const [n, role] of roles.entries())
        await primary.command('HSET', key('roles'), role, whole[n] ?? '')
    },
  },
]
