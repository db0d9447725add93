// Two applications with catalogues of their own on one store, each with a client of its own.
import { createAuthorizer, definePermissions } from '@trilatch/core'
import { describe, expect, it, vi } from 'vitest'
import type { RedisStore, RedisStoreOptions } from '@trilatch/store-redis'
import { runCommand } from '../src/command.ts'
import { newNamespace } from './support/content.ts'
import { useRedis } from './support/server.ts'
import { until } from './support/until.ts'

const used = useRedis({ maxStalenessMs: 200 })
const make = (namespace: string, options: Partial<RedisStoreOptions> = {}): Promise<RedisStore> =>
  used.ownStore({ namespace, ...options })

async function command(namespace: string, ...args: readonly string[]): Promise<readonly [number, string]> {
  const lines: string[] = []
  const output = { out: (text: string) => lines.push(text), err: (text: string) => lines.push(text) }
  const url = `redis://127.0.0.1:${used.server.port}`
  const status = await runCommand([...args, '--url', url, '--namespace', namespace], {}, output)
  return [status, lines.join('\n')]
}

const shop = definePermissions({ 'order.refund': 'Refund Order', 'order.view': 'View Orders' })
const blog = definePermissions({ 'post.edit': 'Edit Post' })

it('The first write of a process starts its authorizer, and makes the store where it may', async () => {
  const store = used.freshStore({ namespace: newNamespace(), create: true })
  const manager = createAuthorizer({ permissions: shop, store }).manage('ada')
  await manager.createRole({ id: 'staff', rules: [{ permission: 'order.view', state: 'granted' }] })
  expect((await manager.roles()).map(({ role }) => role.id)).toEqual(['staff'])
})

describe('Two applications on one store', () => {
  it('share roles and people, decide each by its own catalogue, and neither loses the other\u2019s rules', async () => {
    const namespace = newNamespace()
    const [shopStore, blogStore] = [await make(namespace), await make(namespace)]
    const shopping = createAuthorizer({ permissions: shop, store: shopStore, application: 'shop' })
    const blogging = createAuthorizer({ permissions: blog, store: blogStore, application: 'blog' })
    await Promise.all([shopping.ready(), blogging.ready()])

    const inShop = shopping.manage('ada')
    await inShop.createRole({ id: 'staff', rules: [{ permission: 'order.view', state: 'granted' }] })
    await inShop.assign({ subject: 'ben', role: 'staff' })
    const inBlog = blogging.manage('cleo')
    await until('the role is seen', async () => (await inBlog.roles()).length === 1)
    const posts = { permission: 'post.edit', state: 'granted', context: 'news.*' } as const
    await inBlog.setRule('staff', posts, await inBlog.role('staff'))
    expect((await blogging.access({ id: 'ben' })).can('post.edit', 'news.1')).toBe(true)

    await until('the rule is seen', async () => (await inShop.role('staff')).role.rules.length === 2)
    const refunds = { permission: 'order.refund', state: 'granted' } as const
    await inShop.replaceRole('staff', { rules: [refunds] }, await inShop.role('staff'))
    expect((await inShop.role('staff')).role.rules).toEqual([refunds, posts])
    const access = await shopping.access({ id: 'ben' })
    expect([access.can('order.refund'), access.can('order.view')]).toEqual([true, false])
    await until(
      'the write is seen',
      async () => (await inBlog.role('staff')).role.rules[0]?.permission === 'order.refund',
    )
    expect((await blogging.access({ id: 'ben' })).can('post.edit', 'news.1')).toBe(true)

    const text = await used.server.command('HGET', `{${namespace}}:2:roles`, 'staff')
    expect(text).toContain(JSON.stringify([refunds, posts]))
  })

  it('that both forgot their name are told that one replaces the other', async () => {
    const namespace = newNamespace()
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    try {
      await createAuthorizer({ permissions: shop, store: await make(namespace) }).ready()
      expect(warned).not.toHaveBeenCalled()
      await createAuthorizer({ permissions: blog, store: await make(namespace) }).ready()
      expect(warned).toHaveBeenCalledWith(expect.stringContaining('option `application`'), {
        type: 'TrilatchWarning',
        code: 'TRILATCH_CATALOGUE_REPLACED',
      })
    } finally {
      warned.mockRestore()
    }
  })

  it('that are unchanged write nothing when they start again, and one that changed writes once', async () => {
    const namespace = newNamespace()
    const store = await make(namespace)
    await createAuthorizer({ permissions: shop, store }).ready()
    const before = await used.server.calls('hset')
    await createAuthorizer({ permissions: shop, store: await make(namespace) }).ready()
    expect(await used.server.calls('hset')).toBe(before)
    await createAuthorizer({ permissions: blog, store: await make(namespace), application: 'blog' }).ready()
    expect(await used.server.calls('hset')).toBe(before + 2)
  })

  it('are forgotten by the command, with a line in the trail, and come back when they start', async () => {
    const namespace = newNamespace()
    const store = await make(namespace)
    const start = (anonymousRoles: string[] = []): Promise<void> =>
      createAuthorizer({ permissions: shop, store, application: 'shop', anonymousRoles }).ready()
    await start()
    expect(await command(namespace, 'forget-application', 'shp')).toEqual([
      1,
      'There is no application "shp". There are shop.',
    ])
    expect((await command(namespace, 'forget-application', 'shop'))[0]).toBe(0)
    expect((await store.applications()).published.size).toBe(0)
    expect(await command(namespace, 'forget-settings')).toEqual([
      0,
      'Forgot the settings. The next process that starts settles them: start all anew.',
    ])
    expect((await command(namespace, 'forget-settings'))[0]).toBe(1)
    const { items } = await store.audit({ limit: 2 })
    expect(items.map(({ actor, action }) => `${actor} ${action}`)).toEqual([
      'cli settings.forget',
      'cli application.forget',
    ])
    await start()
    expect((await store.applications()).published.has('shop')).toBe(true)
    expect((await command(namespace, 'forget-application'))[0]).toBe(2)
    expect((await command(namespace, 'init', 'shop'))[0]).toBe(2)
  })

  it('do not start over something else in the place of a catalogue or of the settings', async () => {
    const namespace = newNamespace()
    const store = await make(namespace)
    const start = (): Promise<unknown> => createAuthorizer({ permissions: shop, store }).ready()
    await start()
    const [key, policy] = [`{${namespace}}:2:catalogue`, `{${namespace}}:2:policy`]
    for (const [hash, field] of [
      [key, 'main'],
      [policy, 'settings'],
    ] as const) {
      const good = (await used.client.hget(hash, field)) ?? ''
      for (const bad of ['', 'x', 'tag - {}', 'tag - []', good.slice(0, -3)]) {
        await used.client.hset(hash, field, bad)
        await expect(start()).rejects.toMatchObject({ code: 'TRILATCH_UNAVAILABLE' })
        const options = {
          permissions: shop,
          store: used.freshStore({ namespace }),
          policy: 'on-demand',
        } as const
        await expect(createAuthorizer(options).ready()).rejects.toMatchObject({
          code: 'TRILATCH_UNAVAILABLE',
        })
      }
      // The way out: without it the next start publishes anew.
      await used.client.hdel(hash, field)
      await start()
      expect(await used.client.hexists(hash, field)).toBe(1)
      await used.client.hset(hash, field, good)
      await start()
    }
  })
})
