// Forgetting what was published while others go on publishing: it starts from what is there then, and gives up in the end.
import { describe, expect, it } from 'vitest'
import { forgetApplication, forgetSettings, memoryStore } from '../../src/index.ts'
import type { Applications, Publication, PublishedApplication } from '../../src/index.ts'
import { newTag } from '../../src/store/new-tag.ts'

const shop: PublishedApplication = {
  catalogue: [{ name: 'order', title: 'Order' }],
  digest: 'd',
  anonymousRoles: ['visitor'],
  groups: { providers: {}, maxGroupAgeMs: 3_600_000, groupRefreshMs: 900_000 },
}
const settings = { semantics: 1, newUserRoles: { created: ['reader'] } }

/** A store with one application and settings, in which somebody else comes first so many times. */
async function busy(times: number) {
  const store = memoryStore()
  const seen: string[] = []
  const publish = async (publication: Omit<Publication, 'seen' | 'tag'>) =>
    store.publish({ ...publication, seen: (await store.applications()).version, tag: newTag() })
  await publish({ application: { name: 'shop', published: shop }, settings })
  const registry = {
    applications: (): Promise<Applications> => store.applications(),
    publish: async (publication: Publication) => {
      seen.push(publication.seen)
      if (seen.length <= times) await publish({ application: { name: 'blog', published: shop } })
      return store.publish(publication)
    },
  }
  const trail = async () => (await store.audit({ limit: 200 })).items
  return { store, registry, seen, trail }
}

describe('Forgetting', () => {
  it('is told to the trail, with what there was', async () => {
    const { registry, trail } = await busy(0)
    await forgetApplication(registry, 'shop', 'ada')
    await forgetSettings(registry, 'ben')
    expect(await trail()).toMatchObject([
      { actor: 'ben', action: 'settings.forget', target: 'settings', before: settings, after: null },
      {
        actor: 'ada',
        action: 'application.forget',
        target: 'shop',
        before: { permissions: 1, anonymousRoles: ['visitor'] },
        after: null,
      },
    ])
  })

  it('goes on from what others have published up to nineteen times, and is done once', async () => {
    const { store, registry, seen, trail } = await busy(19)
    expect(await forgetApplication(registry, 'shop', 'ada')).toBe(true)
    expect([...(await store.applications()).published.keys()]).toEqual(['blog'])
    expect(new Set(seen).size).toBe(20)
    expect(await trail()).toHaveLength(1)
  })

  it.each([
    ['an application', (registry) => forgetApplication(registry, 'shop', 'ada')],
    ['settings', (registry) => forgetSettings(registry, 'ada')],
  ] as readonly [string, (registry: Parameters<typeof forgetSettings>[0]) => Promise<boolean>][])(
    'is given up after twenty times, and nothing is forgotten: %s',
    async (_, forget) => {
      const { store, registry, seen, trail } = await busy(99)
      await expect(forget(registry)).rejects.toMatchObject({
        code: 'TRILATCH_CONFLICT',
        message: 'Other applications kept publishing; repeat it',
        status: 409,
      })
      expect(seen).toHaveLength(20)
      const found = await store.applications()
      expect([found.published.get('shop'), found.settings]).toEqual([shop, settings])
      expect(await trail()).toEqual([])
    },
  )
})
