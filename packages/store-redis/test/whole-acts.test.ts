// Whatever else writes to a store than a change does it as a whole or not at all: refused by Redis, or killed.
import { describe, expect, it } from 'vitest'
import * as administer from '../src/scripts/administer.ts'
import * as applications from '../src/scripts/applications.ts'
import * as gather from '../src/scripts/gather.ts'
import * as load from '../src/scripts/load.ts'
import * as read from '../src/scripts/read.ts'
import * as roles from '../src/scripts/roles.ts'
import type { Script } from '../src/scripts/script.ts'
import * as touch from '../src/scripts/touch.ts'
import * as vault from '../src/scripts/vault.ts'
import * as write from '../src/scripts/write.ts'
import { acts } from './support/acts.ts'
import type { Act } from './support/acts.ts'
import { newNamespace } from './support/content.ts'
import { dumpOf } from './support/dump.ts'
import { calledBy, limitedUser } from './support/limited-user.ts'
import { OldRedis } from './support/old-redis.ts'
import { useRedis } from './support/server.ts'
import { still } from './support/still-clock.ts'
import { startStoreProcess } from './support/store-processes.ts'
import { until } from './support/until.ts'

const used = useRedis(still)
const user = limitedUser(used)
const named = Object.entries(acts)

describe('The scripts that change what is kept', () => {
  const modules = { administer, applications, gather, load, read, roles, touch, vault, write }
  const scripts = Object.values(modules).flatMap((module) =>
    Object.entries(module).filter((entry): entry is [string, Script] => typeof entry[1] === 'object'),
  )
  /** Commands that change something, but for the heartbeat. */
  const changes = ({ text }: Script): number =>
    Array.from(
      text.matchAll(/(?<!p)call\('(?:SET|XADD|[HZS](?:SET|DEL|ADD|REM)[A-Z]*|DEL)', (KEYS\[\d+\])/g),
    ).filter((_, i) => i > 0).length

  it('are those of a write, of making and accepting, and those below; others change one thing at most', () => {
    const covered = [write.writeScript, administer.initScript, administer.acceptScript]
    covered.push(...Object.values(acts).map(({ script }) => script))
    const others = scripts.filter(([, script]) => !covered.includes(script))
    const counts = Object.fromEntries(others.map(([name, script]) => [name, changes(script)] as const))
    // One of two alarms, and what was not begun yet.
    const { verifyScript, beginScript, ...none } = counts
    expect([verifyScript, beginScript]).toEqual([2, 1])
    expect(new Set(Object.values(none).filter((count) => count > 0))).toEqual(new Set())
    expect(Object.keys(none).length).toBeGreaterThan(5)
  })
})

describe.each([
  ['as it is', (client: Parameters<typeof dumpOf>[0]) => client],
  ['as before version 7', (client: Parameters<typeof dumpOf>[0]) => new OldRedis(client)],
])('In Redis %s, a user who may do everything but one command', (_, clientOf) => {
  it.each(named)('changes nothing when they try %s', async (__, { script, prepare, act }) => {
    const namespace = newNamespace()
    const given = clientOf(await user.client())
    const store = await used.store({ client: given, namespace })
    await prepare(await used.store({ namespace }))
    // What it asks for by the way is known by now.
    await store.applications()
    for (const name of [...calledBy(script), 'evalsha']) {
      const before = await dumpOf(used.client, namespace)
      await user.allow(`-${name}`)
      expect([name, await endOf(act(store))]).toEqual([name, 'not done'])
      await user.allow()
      expect(await dumpOf(used.client, namespace)).toEqual(before)
    }
    const before = await dumpOf(used.client, namespace)
    expect(await endOf(act(store))).toBe('done')
    expect(await dumpOf(used.client, namespace)).not.toEqual(before)
  })
})

async function endOf(act: Promise<unknown>): Promise<'done' | 'not done'> {
  try {
    const said = await act
    const status = typeof said === 'object' && said !== null && 'status' in said ? said.status : 'done'
    return status === 'done' && said !== false ? 'done' : 'not done'
  } catch {
    return 'not done'
  }
}

/** What a namespace holds, without what is different each time: tags and times. */
async function stateOf(namespace: string): Promise<unknown> {
  const text = JSON.stringify(await dumpOf(used.client, namespace))
  return JSON.parse(
    text
      .replaceAll(/(?<![\w-])[\w-]{22}(?![\w-])/g, 'tag')
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'time')
      .replaceAll(/(?<!\d)\d{13}(?!\d)/g, 'ms'),
  )
}

describe('A process that is killed', () => {
  // Each is a process of its own: one of a kind is enough.
  const some = [
    ['to forget an application', 'half'],
    ['to forget an application', 'sent'],
    ['to count groups as confirmed', 'sent'],
    ['to take a value', 'sent'],
    ['to count further, and begin the span anew', 'half'],
  ] as const

  it.for(some)('as it tries %s (%s) leaves all of it, or nothing', async ([name, moment]) => {
    const { word, prepare, act } = acts[name] as Act
    const [namespace, twin] = [newNamespace(), newNamespace()]
    const [here, there] = [await used.store({ namespace }), await used.store({ namespace: twin })]
    await prepare(here)
    await prepare(there)
    const before = await stateOf(namespace)
    expect(await stateOf(twin)).toEqual(before)
    const killed = await startStoreProcess({
      port: used.server.port,
      namespace,
      name: namespace,
      killAt: `${word} ${moment}`,
    })
    killed.act(name)
    expect(await killed.ended).toBe('SIGKILL')
    await until(
      'its connection is gone',
      async () => !String(await used.client.client('LIST')).includes(`name=${namespace} `),
    )
    await act(there)
    const whole = await stateOf(twin)
    const found = await stateOf(namespace)
    if (moment === 'half') expect(found).toEqual(before)
    else expect([before, whole]).toContainEqual(found)
  })
})
