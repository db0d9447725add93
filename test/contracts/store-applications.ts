import { afterEach, describe, expect, it } from 'vitest'
import { createAuthorizer, definePermissions, forgetApplication, forgetSettings } from '@trilatch/core'
import type { Applications, PublishedApplication, Role, Store } from '@trilatch/core'
import { admin, newTag, reader, trailOf } from './store-kit.ts'
import type { Content, MakeStore } from './store-kit.ts'

const shop = definePermissions({ 'order.refund': 'Refund Order', 'order.view': 'View Orders' })
const blog = definePermissions({ 'post.edit': { title: 'Edit Post', formerly: ['post.change'] } })
const catalogueOf = (name: string): PublishedApplication => ({
  catalogue: [{ name, title: name }],
  digest: name,
  anonymousRoles: [],
  groups: { providers: {}, maxGroupAgeMs: 3_600_000, groupRefreshMs: 900_000 },
})
const settings = { semantics: 1, newUserRoles: { created: ['reader'] } }

/** What `applications` and `publish` promise, and what authorizers make of them. */
export function applicationContract(makeStore: MakeStore): void {
  const open: Store[] = []
  const make = async (content: Content = { roles: [admin, reader] }): Promise<Store> => {
    const store = await makeStore(content)
    open.push(store)
    return store
  }
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close()
  })
  const names = ({ published }: Applications): readonly string[] => [...published.keys()].toSorted()
  const publish = async (store: Store, name: string): Promise<string> => {
    const { version: seen } = await store.applications()
    const application = { name, published: catalogueOf(name) }
    return store.publish({ seen, tag: newTag(), application })
  }

  describe('Applications', () => {
    it('are none in a new store, and nothing is settled', async () => {
      const found = await (await make()).applications()
      expect([names(found), found.settings]).toEqual([[], null])
    })

    it('are kept as they were published, and the version changes', async () => {
      const store = await make()
      const { version: seen } = await store.applications()
      const application = { name: 'a', published: catalogueOf('x') }
      expect(await store.publish({ seen, tag: newTag(), application, settings })).toBe('done')
      const found = await store.applications()
      expect(found.published.get('a')).toEqual(catalogueOf('x'))
      expect(found.settings).toEqual(settings)
      expect(found.version).not.toBe(seen)
    })

    it('are not published over what somebody else has published meanwhile', async () => {
      const store = await make()
      const { version: seen } = await store.applications()
      expect(await publish(store, 'a')).toBe('done')
      const application = { name: 'a', published: catalogueOf('other') }
      expect(await store.publish({ seen, tag: newTag(), application, settings })).toBe('conflict')
      const found = await store.applications()
      expect([found.published.get('a'), found.settings]).toEqual([catalogueOf('a'), null])
    })

    it('are at most 64', async () => {
      const store = await make()
      for (let i = 0; i < 64; i++) expect(await publish(store, `a${i}`)).toBe('done')
      expect(await publish(store, 'b')).toBe('full')
      expect(await publish(store, 'a7')).toBe('done')
      expect(names(await store.applications())).toHaveLength(64)
    })

    it('have names of Object.prototype as any other', async () => {
      const store = await make()
      await publish(store, '__proto__')
      await publish(store, 'constructor')
      expect(names(await store.applications())).toEqual(['__proto__', 'constructor'])
    })

    it('are forgotten by an act, which is in the trail, and settings too', async () => {
      const store = await make()
      await createAuthorizer({ permissions: shop, store, application: 'shop' }).ready()
      expect(await forgetApplication(store, 'shop', 'ada')).toBe(true)
      expect(await forgetSettings(store, 'ada')).toBe(true)
      expect(await store.applications()).toMatchObject({ published: new Map(), settings: null })
      expect(await forgetApplication(store, 'shop', 'ada')).toBe(false)
      expect(await forgetSettings(store, 'ada')).toBe(false)
      const trail = (await trailOf(store)).slice(0, 2)
      expect(trail).toMatchObject([
        { actor: 'ada', action: 'settings.forget', target: 'settings' },
        { actor: 'ada', action: 'application.forget', target: 'shop', before: { permissions: 3 } },
      ])
      expect((trail[0]?.sequence ?? 0) - (trail[1]?.sequence ?? 0)).toBe(1)
    })
  })

  describe('An authorizer', () => {
    it('publishes its catalogue when it starts, and once', async () => {
      const store = await make()
      await createAuthorizer({ permissions: shop, store, application: 'shop' }).ready()
      const first = await store.applications()
      expect(first.published.get('shop')?.catalogue).toEqual([
        { name: 'order', title: 'Order' },
        { name: 'order.refund', title: 'Refund Order' },
        { name: 'order.view', title: 'View Orders' },
      ])
      await createAuthorizer({ permissions: shop, store, application: 'shop' }).ready()
      expect((await store.applications()).version).toBe(first.version)
    })

    it('replaces its own catalogue with another, and leaves the others', async () => {
      const store = await make()
      await createAuthorizer({ permissions: blog, store, application: 'blog' }).ready()
      await createAuthorizer({ permissions: shop, store }).ready()
      const less = definePermissions({ 'order.view': 'View Orders' })
      await createAuthorizer({ permissions: less, store }).ready()
      const { published } = await store.applications()
      expect([...published.keys()].toSorted()).toEqual(['blog', 'main'])
      expect(published.get('main')?.catalogue.map(({ name }) => name)).toEqual(['order', 'order.view'])
      expect(published.get('blog')?.catalogue.at(-1)?.formerly).toEqual(['post.change'])
    })

    it('writes rules for permissions of the others, and not for those that nobody declares', async () => {
      const store = await make()
      const authorizer = createAuthorizer({ permissions: shop, store, application: 'shop' })
      const manager = authorizer.manage('ada')
      const theirs = { permission: 'post.edit', state: 'granted' } as const
      const role = { id: 'writer', rules: [theirs] } as unknown as Role<'order.view'>
      await expect(manager.createRole(role)).rejects.toMatchObject({ code: 'TRILATCH_PERMISSION_UNKNOWN' })
      await createAuthorizer({ permissions: blog, store, application: 'blog' }).ready()
      await manager.createRole(role)
      expect((await manager.role('writer')).role.rules).toEqual([theirs])
      await forgetApplication(store, 'blog', 'ada')
      await expect(manager.createRole({ ...role, id: 'second' })).rejects.toMatchObject({
        code: 'TRILATCH_PERMISSION_UNKNOWN',
      })
      expect((await manager.role('writer')).role.rules).toEqual([theirs])
    })

    it('keeps rules of the others in every write, whole, and takes one away only where it is named', async () => {
      const rules = [
        { permission: 'post.edit', state: 'forbidden', context: 'a.*' },
        { permission: 'order.view', state: 'granted' },
        { permission: 'gone.away', state: 'granted' },
        { permission: 'post.change', state: 'granted' },
      ] as const
      const store = await make({ roles: [{ id: 'mixed', rules }] })
      await createAuthorizer({ permissions: blog, store, application: 'blog' }).ready()
      const manager = createAuthorizer({ permissions: shop, store, application: 'shop' }).manage('ada')
      const [first, own, third, fourth] = rules
      const rulesNow = async (): Promise<unknown> => (await manager.role('mixed')).role.rules
      await manager.replaceRole('mixed', { title: 'Mixed', rules: [] }, await manager.role('mixed'))
      expect(await rulesNow()).toEqual([first, third, fourth])
      await manager.setRule('mixed', own, await manager.role('mixed'))
      expect(await rulesNow()).toEqual([first, third, fourth, own])
      const cell = { permission: 'post.edit', context: 'a.*', state: 'unspecified' } as never
      await manager.setRule('mixed', cell, await manager.role('mixed'))
      expect(await rulesNow()).toEqual([third, fourth, own])
      const turned = { permission: 'post.change', state: 'forbidden' } as const
      await manager.replaceRole('mixed', { rules: [own, turned] as never }, await manager.role('mixed'))
      expect(await rulesNow()).toEqual([own, turned, third])
      await manager.createRole({ id: 'heir', inherits: ['mixed'], rules: [] })
      await manager.deleteRole('heir')
      expect(await rulesNow()).toEqual([own, turned, third])
    })

    it('does not start with other settings than the store has, and says which, and what to do', async () => {
      const store = await make()
      const start = (options: object): Promise<void> =>
        createAuthorizer({ permissions: shop, store, ...options }).ready()
      await start({ newUserRoles: { created: ['reader'] }, anonymousRoles: ['reader'] })
      await start({ newUserRoles: { created: ['reader'] }, anonymousRoles: ['reader', 'reader'] })
      const newUsers = /newUserRoles\.created is \[\] here and \["reader"\] in the store.*forget-settings/
      await expect(
        start({ newUserRoles: { created: [] }, anonymousRoles: ['reader'] }),
      ).rejects.toMatchObject({ code: 'TRILATCH_SETTINGS_DIFFER', message: expect.stringMatching(newUsers) })
      const anonymous =
        /anonymousRoles of the application "main" is \[\] here and \["reader"\] in the store.*forget-application main/
      await expect(start({ newUserRoles: { created: ['reader'] } })).rejects.toMatchObject({
        code: 'TRILATCH_SETTINGS_DIFFER',
        message: expect.stringMatching(anonymous),
      })
      const withProviders = (ldap: string, application: string): Promise<void> =>
        start({ newUserRoles: { created: ['reader'] }, application, providers: { ldap } })
      await withProviders('dn', 'a')
      await withProviders('dn', 'b')
      await expect(withProviders('path', 'c')).rejects.toMatchObject({
        code: 'TRILATCH_SETTINGS_DIFFER',
        message: expect.stringMatching(
          /providers\.ldap is "path" here and "dn" in the store.*forget-application/,
        ),
      })
      // Another application may let anonymous callers do something else.
      await start({ newUserRoles: { created: ['reader'] }, application: 'other' })
      await forgetSettings(store, 'ada')
      await forgetApplication(store, 'main', 'ada')
      await start({ newUserRoles: { created: [] } })
    })

    it('does not start where another version of the rule decides', async () => {
      const store = await make()
      const { version: seen } = await store.applications()
      await store.publish({ seen, tag: newTag(), settings: { ...settings, semantics: 2 } })
      await expect(createAuthorizer({ permissions: shop, store }).ready()).rejects.toMatchObject({
        code: 'TRILATCH_SETTINGS_DIFFER',
        message: expect.stringMatching(/semantics is 1 here and 2 in the store/),
      })
    })

    it('of twelve that start at once with two settings, those of one start and the others do not', async () => {
      const store = await make()
      const starts = Array.from({ length: 12 }, (_, i) =>
        createAuthorizer({
          permissions: shop,
          store,
          application: `a${i % 4}`,
          newUserRoles: { created: i % 2 === 0 ? [] : ['reader'] },
        }).ready(),
      )
      const failed = (await Promise.allSettled(starts)).filter(({ status }) => status === 'rejected')
      expect(failed).toHaveLength(6)
      expect(names(await store.applications()).length).toBe(2)
    })

    it('that is switched off publishes nothing and settles nothing', async () => {
      const store = await make()
      await createAuthorizer({ permissions: shop, store, enabled: false }).ready()
      expect(await store.applications()).toMatchObject({ published: new Map(), settings: null })
    })
  })
}
