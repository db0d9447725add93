// Processes that do not hold the policy: what they ask of Redis, how soon they obey, and what they do not believe.
import { createAuthorizer, definePermissions } from '@trilatch/core'
import type { Authorizer, NewUserRoles, Role } from '@trilatch/core'
import { describe, expect, it } from 'vitest'
import type { RedisStore, RedisStoreOptions } from '@trilatch/store-redis'
import { newNamespace, write } from './support/content.ts'
import { assign, detailsOf, putRole, putUser, unassign } from './support/operations.ts'
import { useRedis } from './support/server.ts'
import { still } from './support/still-clock.ts'
import { until } from './support/until.ts'

const used = useRedis(still)

const permissions = definePermissions({ 'job.run': 'Run Job', 'job.view': 'View Job' })
const rule = (permission: string, state: 'granted' | 'forbidden', context?: string) => ({
  permission,
  state,
  ...(context === undefined ? {} : { context }),
})
const base: Role = { id: 'base', rules: [rule('job.view', 'granted')] }
const lead: Role = { id: 'lead', inherits: ['base'], rules: [rule('job.run', 'granted', 'eu.*')] }

/** Options that name roles. */
interface Lists {
  readonly anonymousRoles: readonly string[]
  readonly newUserRoles: NewUserRoles
}

/** A store with a client of its own, as another process would have. It reads when it is asked, and not by itself. */
const make = (namespace: string, options: Partial<RedisStoreOptions> = {}): Promise<RedisStore> =>
  used.ownStore({ namespace, ...options })
/** A store that nobody has asked anything yet. */
const fresh = (namespace: string, options: Partial<RedisStoreOptions> = {}): RedisStore =>
  used.freshStore({ namespace, ...options })
const lean = (store: RedisStore): Authorizer => createAuthorizer({ permissions, store, policy: 'on-demand' })
/** Commands that were sent: scripts, and reads of strings outside them. Each script reads whether there is an alarm. */
async function commands(): Promise<Readonly<Record<'scripts' | 'outside', number>>> {
  const scripts = await used.scripts()
  return { scripts, outside: (await used.server.calls('get')) - scripts }
}
async function prepared(lists: Partial<Lists> = {}): Promise<string> {
  const namespace = newNamespace()
  const writer = await make(namespace)
  await write(
    writer,
    putRole('base', base),
    putRole('lead', lead),
    assign('ann', 'lead'),
    assign('ben', 'lead'),
  )
  // Scripts are known to the server, and the catalogue is published.
  const store = fresh(namespace)
  const authorizer = createAuthorizer({ permissions, store, policy: 'on-demand', ...lists })
  await authorizer.access({ id: 'ann' })
  await until('the bundle is written', () => authorizer.health().bundles?.written === 1)
  return namespace
}

describe('A process without the policy sends', () => {
  it.each([
    ['alone', {}],
    ['where options name roles', { anonymousRoles: ['base'], newUserRoles: { created: ['lead'] } }],
  ])(
    'two commands from nothing to an access: all that it begins with, and the bundle: %s',
    async (_, lists) => {
      const namespace = await prepared(lists)
      const other = definePermissions({ 'order.refund': 'Refund Order' })
      const shop = { permissions: other, store: fresh(namespace), application: 'shop' }
      await createAuthorizer({ ...shop, ...lists, anonymousRoles: [] }).ready()
      const store = fresh(namespace)
      const authorizer = createAuthorizer({ permissions, store, policy: 'on-demand', ...lists })
      const before = await commands()
      expect((await authorizer.access({ id: 'ann' })).can('job.run', 'eu.1')).toBe(true)
      const after = await commands()
      expect(after.scripts - before.scripts).toBe(1)
      expect(after.outside - before.outside).toBe(1)
      expect(detailsOf(store).counters['loads']).toBe(1)
      expect(authorizer.health().bundles).toMatchObject({ found: 1, made: 0 })
    },
  )

  it('one more where the catalogues of all applications are too much for one reply', async () => {
    const namespace = await prepared()
    const many = definePermissions(
      Object.fromEntries(Array.from({ length: 900 }, (_, i) => [`p${i}`, 'x'.repeat(180)])),
    )
    for (const application of ['a', 'b'])
      await createAuthorizer({ permissions: many, store: fresh(namespace), application }).ready()
    const authorizer = lean(fresh(namespace))
    const before = await commands()
    expect((await authorizer.access({ id: 'ann' })).can('job.run', 'eu.1')).toBe(true)
    const after = await commands()
    expect([after.scripts - before.scripts, after.outside - before.outside]).toEqual([2, 1])
  })

  it('what it begins with only once: a second authorizer over its store asks for what it needs', async () => {
    const namespace = await prepared()
    const store = fresh(namespace)
    const [first, second] = [lean(store), lean(store)]
    await Promise.all([first.ready(), second.ready()])
    await write(await make(namespace), putRole('more'))
    const third = createAuthorizer({ permissions, store, policy: 'on-demand', anonymousRoles: ['ghost'] })
    await expect(third.ready()).rejects.toMatchObject({ code: 'TRILATCH_OPTION_INVALID' })
    const other = createAuthorizer({
      permissions,
      store: fresh(namespace),
      policy: 'on-demand',
      anonymousRoles: ['base'],
    })
    await expect(other.ready()).rejects.toMatchObject({ code: 'TRILATCH_SETTINGS_DIFFER' })
  })

  it('one command for a subject that is new to it, and two when its roles are too', async () => {
    const namespace = await prepared()
    const writer = await make(namespace)
    await write(writer, assign('cleo', 'base'))
    const first = lean(fresh(namespace))
    await first.access({ id: 'cleo' })
    await first.access({ id: 'ann' })
    await until('the bundles are written', () => first.health().bundles?.written === 1)

    const authorizer = lean(fresh(namespace))
    await authorizer.ready()
    const counts: number[] = []
    for (const id of ['ann', 'ben', 'cleo', 'ann', 'ben', 'cleo']) {
      const [before, found] = [await commands(), authorizer.health().bundles?.found ?? 0]
      await authorizer.access({ id })
      const scripts = (await commands()).scripts - before.scripts
      counts.push(scripts + (authorizer.health().bundles?.found ?? 0) - found)
    }
    expect(counts).toEqual([2, 1, 2, 0, 0, 0])
    expect(authorizer.obtain({ id: 'ann' })).not.toBeInstanceOf(Promise)
    expect(authorizer.health().bundles).toMatchObject({ found: 2, made: 0, rejected: 0, held: 2 })
  })

  it('reads no role but those it needs, and not the policy', async () => {
    const namespace = await prepared()
    const writer = await make(namespace)
    await write(writer, ...Array.from({ length: 100 }, (_, i) => putRole(`r${i}`)))
    const store = fresh(namespace)
    const before = await used.server.calls('hget')
    const authorizer = lean(store)
    await authorizer.access({ id: 'ann' })
    expect(authorizer.health().bundles).toMatchObject({ made: 1 })
    expect((await used.server.calls('hget')) - before).toBeLessThan(30)
  })

  it('one question for a bundle that a hundred subjects want at once, and one writing', async () => {
    const namespace = await prepared()
    const writer = await make(namespace)
    await write(writer, ...Array.from({ length: 100 }, (_, i) => assign(`s${i}`, 'base')))
    const authorizer = lean(fresh(namespace))
    await authorizer.ready()
    await Promise.all(Array.from({ length: 100 }, (_, i) => authorizer.access({ id: `s${i}` })))
    expect(authorizer.health().bundles).toMatchObject({ found: 0, made: 1, held: 1 })
  })

  it('nothing for bundles while it is switched off', async () => {
    const namespace = await prepared()
    const key = `{${namespace}}:2:bundle:`
    const bundles = async (): Promise<number> => (await used.client.keys(`${key}*`))?.length ?? 0
    expect(await bundles()).toBe(1)
    const off = createAuthorizer({
      permissions,
      store: fresh(namespace),
      policy: 'on-demand',
      enabled: false,
    })
    await off.ready()
    expect((await off.access({ id: 'zoe' })).can('job.run')).toBe(true)
    expect(await bundles()).toBe(1)
    expect(off.health().bundles).toMatchObject({ found: 0, made: 0, written: 0 })
  })

  it('bundles that end by themselves, not all at once', async () => {
    const namespace = await prepared()
    const key = (await used.client.keys(`{${namespace}}:2:bundle:*`))?.[0] ?? ''
    const left = (await used.client.pttl(key)) ?? 0
    expect(left).toBeGreaterThan(500_000)
    expect(left).toBeLessThanOrEqual(1_200_000)
  })
})

describe('A process without the policy obeys', () => {
  it.each([
    ['a rule', async (store: RedisStore) => write(store, putRole('lead', { ...lead, rules: [] }))],
    ['an assignment', async (store: RedisStore) => write(store, unassign('ann', 'lead'))],
    ['a suspension', async (store: RedisStore) => write(store, putUser('ann', { suspended: true }))],
    [
      'a role that is removed',
      async (store: RedisStore) => write(store, { kind: 'remove-role', id: 'lead' }),
    ],
  ])('%s taken away by another process, within the bound, and never goes back', async (_, revoke) => {
    const namespace = await prepared()
    const writer = await make(namespace)
    const store = fresh(namespace, { maxStalenessMs: 100, clock: undefined as never })
    const authorizer = lean(store)
    const can = async (): Promise<boolean> => (await authorizer.access({ id: 'ann' })).can('job.run', 'eu.1')
    expect(await can()).toBe(true)
    expect((await revoke(writer)).status).toBe('done')
    const revoked = performance.now()
    let obeyed = false
    while (performance.now() - revoked < (obeyed ? 250 : 10_000)) {
      const asked = performance.now()
      const answer = await can()
      if (asked - revoked > 100 || obeyed) expect(answer).toBe(false)
      obeyed ||= !answer
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect(obeyed).toBe(true)
  })

  it('the time that groups count, by the clock of Redis, as one with the policy does', async () => {
    const namespace = newNamespace()
    const writer = await make(namespace)
    const rows = [{ provider: 'ldap', group: 'ops', roles: ['lead', 'root'] }]
    const root = putRole('root', { administrator: true, rules: [] })
    await write(writer, putRole('base', base), putRole('lead', lead), root, { kind: 'put-mappings', rows })
    const options = { permissions, maxGroupAgeMs: 4_000, groupRefreshMs: 1_000 } as const
    const signing = createAuthorizer({ ...options, store: writer }).manage('sign-in')
    const authorizer = createAuthorizer({ ...options, store: fresh(namespace), policy: 'on-demand' })
    const full = createAuthorizer({ ...options, store: fresh(namespace) })
    await Promise.all([authorizer.ready(), full.ready()])
    await signing.recordGroups('ann', 'ldap', { status: 'complete', groups: [{ name: 'ops' }] })
    const said = async (one: Authorizer): Promise<readonly unknown[]> => {
      const access = await one.access({ id: 'ann' })
      return [
        access.decide('job.view', 'x').reason,
        access.decide('job.run', 'eu.1').reason,
        access.can('job.run'),
      ]
    }
    expect(await said(authorizer)).toEqual(['administrator', 'administrator', true])
    // Administrators are one only as long as their groups are to be confirmed in, the rest three seconds more.
    await until('nobody is an administrator', async () => (await said(authorizer))[0] !== 'administrator')
    expect(await said(authorizer)).toEqual(['granted', 'granted', false])
    expect(await said(full)).toEqual(['granted', 'granted', false])
    await until('nothing is left', async () => (await said(authorizer))[0] !== 'granted')
    expect(await said(authorizer)).toEqual(await said(full))
    expect((await said(authorizer))[2]).toBe(false)
    expect((await authorizer.access({ id: 'ann' })).can('job.view', 'x')).toBe(false)
    await signing.recordGroups('ann', 'ldap', { status: 'complete', groups: [{ name: 'ops' }] })
    await until('it looks once more', async () => (await said(authorizer))[2] === true)
  })

  it('its own write at once', async () => {
    const namespace = await prepared()
    const store = fresh(namespace)
    const authorizer = lean(store)
    const manager = authorizer.manage('tester')
    for (let i = 0; i < 20; i++) {
      await manager.unassign({ subject: 'ann', role: 'lead' })
      expect((await authorizer.access({ id: 'ann' })).can('job.run', 'eu.1')).toBe(false)
      await manager.assign({ subject: 'ann', role: 'lead' })
      expect((await authorizer.access({ id: 'ann' })).can('job.run', 'eu.1')).toBe(true)
    }
  })

  it('a change that comes while it reads the roles: it begins anew, and keeps no bundle of the past', async () => {
    const namespace = await prepared()
    const writer = await make(namespace)
    const store = fresh(namespace)
    const authorizer = lean(store)
    await authorizer.access({ id: 'ann' })
    await write(writer, putRole('base', { rules: [] }), assign('dora', 'base'))
    // Its lease holds for ten seconds: of the policy it holds there are no documents any more.
    const access = await authorizer.access({ id: 'eve', roles: [] })
    expect(access.can('job.view')).toBe(false)
    expect((await authorizer.access({ id: 'dora' })).can('job.view')).toBe(false)
    expect((await authorizer.access({ id: 'new' })).version).toBe((await writer.view(null)).policy.version)
  })

  it('nobody when Redis is gone: unavailable after the lease, and right again when it is back', async () => {
    const namespace = await prepared()
    const store = fresh(namespace, { maxStalenessMs: 100, deadlineMs: 100, clock: undefined as never })
    const authorizer = lean(store)
    const answers = (): Promise<boolean> =>
      authorizer.access({ id: 'ann' }).then(
        (access) => access.can('job.view'),
        () => false,
      )
    await until('it answers at first', answers)
    await used.server.freeze()
    try {
      await new Promise((resolve) => setTimeout(resolve, 150))
      await expect(authorizer.access({ id: 'ann' })).rejects.toMatchObject({ code: 'TRILATCH_UNAVAILABLE' })
      await expect(authorizer.access({ id: 'ben' })).rejects.toMatchObject({ code: 'TRILATCH_UNAVAILABLE' })
      expect(authorizer.health().status).toBe('unavailable')
    } finally {
      used.server.thaw()
    }
    await until('it answers again', answers)
  })
})

describe('Under the key of a bundle', () => {
  it.each([
    ['without a seal', undefined],
    ['with a seal', 'a secret that is known to all processes'],
  ])('what was cut off, swapped, changed or is something else is not believed: %s', async (_, hmacKey) => {
    const namespace = newNamespace()
    const options = hmacKey === undefined ? {} : { hmacKey }
    const writer = await make(namespace, options)
    await write(writer, putRole('base', base), putRole('lead', lead), assign('ann', 'lead'))
    await write(writer, putRole('root', { administrator: true, rules: [] }), assign('boss', 'root'))
    const first = lean(fresh(namespace, options))
    for (const id of ['boss', 'ann']) await first.access({ id })
    await until('the bundles are written', () => first.health().bundles?.written === 2)
    const client = used.client
    const keys = await client.keys(`{${namespace}}:2:bundle:*`)
    const texts = await client.mget(keys)
    const at = texts.findIndex((text) => text?.includes('"administrator":true') === false)
    const [key, good, other] = [keys[at] ?? '', texts[at] ?? '', texts[1 - at] ?? '']
    const bad = [
      '',
      'x',
      '{}',
      'a - {}',
      'a - null',
      good.slice(0, -1),
      good.slice(0, good.length / 2),
      other,
    ]
    bad.push(
      good.replace('"version":1', '"version":2'),
      good.replace('"given":[{"role":"lead"}]', '"given":[]'),
    )
    // Only a seal shows a change that could be the truth.
    if (hmacKey !== undefined)
      bad.push(good.replace('"granted","context":"eu.*"', '"granted","context":"us.*"'))
    for (const text of bad) {
      expect(text).not.toBe(good)
      await client.set(key, text)
      const authorizer = lean(fresh(namespace, options))
      const access = await authorizer.access({ id: 'ann' })
      expect(['eu.1', 'us.1'].map((name) => access.can('job.run', name))).toEqual([true, false])
      expect(authorizer.health().bundles).toMatchObject({ found: 0, rejected: 1, made: 1 })
      await until('it is replaced', async () => (await client.get(key)) === good)
    }
    await client.del(key)
    await client.hset(key, 'a', 'b')
    const authorizer = lean(fresh(namespace, options))
    expect((await authorizer.access({ id: 'ann' })).can('job.run', 'eu.1')).toBe(true)
    expect(authorizer.health().bundles).toMatchObject({ rejected: 1, made: 1 })
  })
})
