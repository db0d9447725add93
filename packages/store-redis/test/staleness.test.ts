import { setTimeout as sleep } from 'node:timers/promises'
import { createAuthorizer, definePermissions } from '@trilatch/core'
import { describe, expect, it } from 'vitest'
import type { RedisStore, RedisStoreOptions } from '@trilatch/store-redis'
import { newNamespace, write } from './support/content.ts'
import { assign, detailsOf, putRole, putUser, rolesOf, unassign } from './support/operations.ts'
import { useRedis } from './support/server.ts'
import { still, stillClock } from './support/still-clock.ts'
import { until } from './support/until.ts'

const used = useRedis()
/** A store with a client of its own, as another process would have. */
const make = (namespace: string, options: Partial<RedisStoreOptions> = {}): Promise<RedisStore> =>
  used.ownStore({ namespace, ...options })

const jobs = definePermissions({ 'job.run': 'Run Job' })
const unavailable = { code: 'TRILATCH_UNAVAILABLE', status: 503 }

describe('A revocation', () => {
  it.each([
    ['with notices', true, 10_000, 2_000],
    ['without notices, while there is traffic', false, 10_000, 2_000],
  ])('is obeyed elsewhere long before the bound %s', async (_, notices, maxStalenessMs, withinMs) => {
    const namespace = newNamespace()
    const writer = await make(namespace, { notices: false })
    await write(
      writer,
      putRole('reader'),
      assign('ann', 'reader'),
      putRole('writer'),
      assign('ann', 'writer'),
    )
    const reader = await make(namespace, { notices, maxStalenessMs })
    expect(await rolesOf(reader, 'ann')).toEqual(['reader', 'writer'])
    if (notices) {
      await until('it listens', () => detailsOf(reader).notices === 'listening')
      // From here on it reads every three seconds only.
      await sleep(300)
    }
    await write(writer, unassign('ann', 'reader'))
    await until('it is obeyed', async () => (await rolesOf(reader, 'ann')).length === 1, withinMs)
  })

  it('is obeyed at once by the process that made it', async () => {
    const store = await make(newNamespace(), { maxStalenessMs: 10_000, notices: false })
    await write(store, putRole('reader'))
    for (let i = 0; i < 50; i++) {
      await write(store, assign('ann', 'reader'))
      expect(await rolesOf(store, 'ann')).toEqual(['reader'])
      await write(store, unassign('ann', 'reader'))
      expect(await rolesOf(store, 'ann')).toEqual([])
    }
  })

  it('of a user by suspension is obeyed as any other', async () => {
    const namespace = newNamespace()
    const [writer, reader] = [await make(namespace), await make(namespace, { maxStalenessMs: 100 })]
    await write(writer, putUser('ann'))
    expect((await reader.view('ann')).subject?.suspended).toBe(false)
    await write(writer, putUser('ann', { suspended: true }))
    await until('it is obeyed', async () => (await reader.view('ann')).subject?.suspended === true, 2_000)
  })
})

describe('What has changed', () => {
  it('is read alone: other roles and subjects stay the same objects', async () => {
    const namespace = newNamespace()
    const [writer, reader] = [await make(namespace), await make(namespace, { maxStalenessMs: 0 })]
    await write(writer, putRole('a'), putRole('b'), assign('ann', 'a'), assign('ben', 'b'))
    const before = { ann: await reader.view('ann'), ben: await reader.view('ben') }
    await write(writer, putRole('b', { title: 'B' }), assign('ben', 'a'))
    const after = { ann: await reader.view('ann'), ben: await reader.view('ben') }
    expect(after.ann.policy.roles.get('a')).toBe(before.ann.policy.roles.get('a'))
    expect(after.ann.policy.roles.get('b')?.role.title).toBe('B')
    expect(after.ann.subject).toBe(before.ann.subject)
    expect(after.ben.subject?.assignments).toHaveLength(2)
    expect(detailsOf(reader).counters['loads']).toBe(1)
  })

  it('is caught up with after hundreds of writes, and after more than the log keeps', async () => {
    const namespace = newNamespace()
    const [writer, reader] = [await make(namespace), await make(namespace, { maxStalenessMs: 0 })]
    await write(writer, putRole('a'), assign('ann', 'a'))
    await reader.view('ann')
    await reader.close()
    const late = await make(namespace, { maxStalenessMs: 0, notices: false, clock: stillClock })
    await late.view('ann')
    // It reads only when it is asked.
    for (let i = 0; i < 400; i++) await write(writer, putRole('a', { title: `T${i}` }), assign(`s${i}`, 'a'))
    expect((await late.view('ann')).policy.roles.get('a')?.role.title).toBe('T399')
    expect(detailsOf(late).counters['loads']).toBe(1)
    await write(writer, unassign('ann', 'a'))
    await used.server.command('XTRIM', `{${namespace}}:2:log`, 'MAXLEN', '1')
    expect(await rolesOf(late, 'ann')).toEqual([])
    expect(detailsOf(late).counters['loads']).toBe(2)
  })

  it('with large roles arrives in pages', async () => {
    const namespace = newNamespace()
    const writer = await make(namespace)
    const rules = Array.from({ length: 2_000 }, (_, i) => ({
      permission: 'job',
      state: 'granted' as const,
      context: `some.rather.long.context.${i}.*`,
    }))
    for (let i = 0; i < 12; i++) await write(writer, putRole(`large${i}`, { rules }))
    await write(writer, ...Array.from({ length: 500 }, (_, i) => putRole(`r${i}`)))
    const reader = await make(namespace, { maxStalenessMs: 0 })
    expect((await reader.view(null)).policy.roles.size).toBe(512)
    await write(
      writer,
      ...Array.from({ length: 12 }, (_, i) => putRole(`large${i}`, { rules, title: `L${i}` })),
    )
    const { policy } = await reader.view(null)
    expect(Array.from({ length: 12 }, (_, i) => policy.roles.get(`large${i}`)?.role.title)).toEqual(
      Array.from({ length: 12 }, (_, i) => `L${i}`),
    )
    expect([...policy.roles.keys()]).toEqual([...policy.roles.keys()].toSorted())
  })
})

describe('A frozen Redis', () => {
  it('leaves answers until the lease ends, then nobody waits longer than the deadline, and 16 commands at most', async () => {
    const store = await make(newNamespace(), { maxStalenessMs: 400, deadlineMs: 100, notices: false })
    await write(store, putRole('reader'), assign('ann', 'reader'))
    await store.view('ann')
    const permissions = definePermissions({ job: 'Job' })
    const authorizer = createAuthorizer({ permissions, store })
    await authorizer.ready()
    await used.server.freeze()
    try {
      const leased = await authorizer.access({ id: 'ann' })
      expect(leased.can('job')).toBe(true)
      await until('the lease ends', () => !detailsOf(store).leased)
      for (let i = 0; i < 30; i++) {
        const begun = performance.now()
        const asked = Array.from({ length: 200 }, () => authorizer.access({ id: 'ann' }))
        for (const { status, reason } of (await Promise.allSettled(asked)) as PromiseRejectedResult[])
          expect([status, reason]).toEqual(['rejected', expect.objectContaining(unavailable)])
        expect(performance.now() - begun).toBeLessThan(1_000)
        expect(detailsOf(store).pending).toBeLessThanOrEqual(16)
      }
      expect(detailsOf(store).pending).toBe(16)
      expect(authorizer.health().status).toBe('unavailable')
    } finally {
      used.server.thaw()
    }
    await until(
      'it answers again',
      () =>
        authorizer.access({ id: 'ann' }).then(
          () => true,
          () => false,
        ),
      2_000,
    )
    expect((await authorizer.access({ id: 'ann' })).can('job')).toBe(true)
    expect(authorizer.health().status).toBe('ok')
  })
})

describe('A manager whose process has not heard of what another has written', () => {
  it('plans anew from what is there, and does its write', async () => {
    const namespace = newNamespace()
    const other = await make(namespace, { notices: false })
    // It reads when it is asked and not by itself, and its lease holds for ten seconds.
    const store = await make(namespace, still)
    const manager = createAuthorizer({ permissions: jobs, store }).manage('ada')
    await manager.createRole({ id: 'first', rules: [] })
    await store.view(null)
    for (let i = 0; i < 3; i++) {
      await write(other, putRole(`elsewhere${i}`))
      const before = detailsOf(store).counters.reads
      await manager.createRole({ id: `here${i}`, rules: [] })
      // One for the plan that was made anew; by itself it would have read nothing.
      expect(detailsOf(store).counters.reads - before).toBeLessThanOrEqual(2)
    }
    const known = [...(await other.reread('ada')).policy.roles.keys()]
    expect(known).toEqual(['elsewhere0', 'elsewhere1', 'elsewhere2', 'first', 'here0', 'here1', 'here2'])
  })

  it('refuses what its caller has seen otherwise, by what is there', async () => {
    const namespace = newNamespace()
    const other = await make(namespace, { notices: false })
    const store = await make(namespace, still)
    const manager = createAuthorizer({ permissions: jobs, store }).manage('ada')
    await manager.createRole({ id: 'team', title: 'Team', rules: [] })
    const seen = await manager.role('team')
    await write(other, putRole('team', { title: 'Other' }))
    await expect(manager.replaceRole('team', { title: 'Mine', rules: [] }, seen)).rejects.toMatchObject({
      code: 'TRILATCH_CONFLICT',
      message: expect.stringContaining('since you read it') as string,
    })
    expect((await manager.role('team')).role.title).toBe('Other')
  })
})
