// Whatever lies under the key of a bundle, no answer comes from it unless it is what was asked for.
import { createAuthorizer, definePermissions, memoryStore } from '../../src/index.ts'
import type { Access, Authorizer, DecisionBundle, OnDemandStore, Store } from '../../src/index.ts'
import { describe, expect, it } from 'vitest'
import { forbid, grant } from './support.ts'

const permissions = definePermissions({ 'job.run': 'Run Job', 'job.view': 'View Job' })
const roles = [
  { id: 'admin', administrator: true, rules: [] },
  { id: 'base', rules: [grant('job.view', 'eu.*'), forbid('job.view', 'eu.secret')] },
  { id: 'lead', inherits: ['base'], rules: [grant('job.run', 'eu.*')] },
]
const subject = { id: 'ann', roles: ['lead', { role: 'base', scope: 'us.*' }, 'ghost'] }

interface Open {
  readonly store: Store
  readonly bundles: Map<string, unknown>
}
function open(): Open {
  const bundles = new Map<string, unknown>()
  const store = memoryStore({ roles })
  const onDemand: OnDemandStore = {
    ...(store.onDemand as OnDemandStore),
    bundle: async (key) => bundles.get(key) ?? null,
    putBundle: async (key, bundle) => void bundles.set(key, bundle),
  }
  return { store: { ...store, onDemand }, bundles }
}
const make = (store: Store): Authorizer => createAuthorizer({ permissions, store, policy: 'on-demand' })

const shown = (access: Access): unknown => [
  access.permissions(),
  ['job', 'job.run', 'job.view', 'trilatch.roles'].map((name) =>
    [[], ['eu.1'], ['eu.secret'], ['us.1'], ['x']].map((resource) =>
      resource.length === 0 ? access.explain(name) : access.explain(name, resource[0] as string),
    ),
  ),
]

type Loose = { -readonly [K in keyof DecisionBundle]: DecisionBundle[K] } & Record<string, unknown>
const changes: readonly (readonly [string, (bundle: Loose) => unknown])[] = [
  ['nothing at all', () => ''],
  ['a text', () => 'trilatch-bundle'],
  ['a number', () => 7],
  ['a list', () => []],
  ['an empty object', () => ({})],
  ['another format', (bundle) => ({ ...bundle, format: 'bundle' })],
  ['another version', (bundle) => ({ ...bundle, version: 2 })],
  ['another version of the rule', (bundle) => ({ ...bundle, semantics: 2 })],
  ['another position', (bundle) => ({ ...bundle, position: '1-0 x' })],
  ['another version of the policy', (bundle) => ({ ...bundle, policy: 'x' })],
  ['another catalogue', (bundle) => ({ ...bundle, catalogue: 'x' })],
  ['callers that are not signed in', (bundle) => ({ ...bundle, anonymous: true })],
  ['an unknown key', (bundle) => ({ ...bundle, more: 1 })],
  [
    'a missing key',
    (bundle) => Object.fromEntries(Object.entries(bundle).filter(([key]) => key !== 'holdings')),
  ],
  ['other roles given', (bundle) => ({ ...bundle, given: [{ role: 'admin' }] })],
  ['the same roles in another order', (bundle) => ({ ...bundle, given: bundle.given.toReversed() })],
  ['an administrator that nobody is', (bundle) => ({ ...bundle, administrator: true })],
  [
    'a role made one of administrators',
    (bundle) => ({
      ...bundle,
      administrator: true,
      roles: bundle.roles.map((role) => ({ ...role, administrator: true })),
    }),
  ],
  ['a role left out', (bundle) => ({ ...bundle, roles: bundle.roles.slice(1) })],
  ['a role twice', (bundle) => ({ ...bundle, roles: [...bundle.roles, bundle.roles[0]] })],
  [
    'a role that nobody holds',
    (bundle) => ({ ...bundle, roles: [...bundle.roles, { id: 'x', title: 'x', rules: [grant('*')] }] }),
  ],
  ['a holding left out', (bundle) => ({ ...bundle, holdings: bundle.holdings.slice(0, -1) })],
  ['holdings in another order', (bundle) => ({ ...bundle, holdings: bundle.holdings.toReversed() })],
  ['no holdings', (bundle) => ({ ...bundle, holdings: [], roles: [] })],
  [
    'a holding without its scope',
    (bundle) => ({ ...bundle, holdings: bundle.holdings.map(({ role, via }) => ({ role, via })) }),
  ],
  [
    'a holding of a role that was not given',
    (bundle) => ({
      ...bundle,
      holdings: bundle.holdings.map((held) => ({ ...held, via: ['x', held.role] })),
    }),
  ],
  ['nothing ignored', (bundle) => ({ ...bundle, ignored: [] })],
  [
    'more ignored',
    (bundle) => ({ ...bundle, ignored: [...bundle.ignored, { role: 'x', why: 'role-unknown' }] }),
  ],
  [
    'a rule in a context that is not accepted',
    (bundle) => ({
      ...bundle,
      roles: bundle.roles.map((role) => ({ ...role, rules: [grant('job.run', 'a//b')] })),
    }),
  ],
  [
    'a rule for a permission that is not in the catalogue',
    (bundle) => ({ ...bundle, roles: bundle.roles.map((role) => ({ ...role, rules: [grant('x.y')] })) }),
  ],
  ['a permission left out', (bundle) => ({ ...bundle, permissions: bundle.permissions.slice(1) })],
  ['permissions in another order', (bundle) => ({ ...bundle, permissions: bundle.permissions.toReversed() })],
]

describe('Under the key of a bundle', () => {
  it.each(changes)('%s is never answered from, is counted, and is replaced', async (_, change) => {
    const { store, bundles } = open()
    const first = make(store)
    const wanted = shown(await first.access(subject))
    const [[key, good]] = [...bundles] as [[string, Loose]]
    bundles.set(key, change(structuredClone(good)))
    const second = make(store)
    expect(shown(await second.access(subject))).toEqual(wanted)
    expect(second.health().bundles).toMatchObject({ found: 0, rejected: 1, made: 1, written: 1 })
    expect(bundles.get(key)).toEqual(good)
    const third = make(store)
    expect(shown(await third.access(subject))).toEqual(wanted)
    expect(third.health().bundles).toMatchObject({ found: 1, rejected: 0, made: 0 })
  })

  it('the bundle of other roles, of an earlier policy and of another catalogue is none', async () => {
    const { store, bundles } = open()
    const authorizer = make(store)
    const root = await authorizer.access({ id: 'root', roles: ['admin'] })
    expect(root.can('job.run')).toBe(true)
    const theirs = [...bundles.values()][0]
    const wanted = shown(await createAuthorizer({ permissions, store }).access(subject))
    await authorizer.access(subject)
    for (const key of bundles.keys()) bundles.set(key, theirs)
    const swapped = make(store)
    expect(shown(await swapped.access(subject))).toEqual(wanted)
    expect(swapped.health().bundles).toMatchObject({ found: 0, rejected: 1 })

    const before = new Map(bundles)
    await authorizer.manage('x').createRole({ id: 'ghost', rules: [] })
    const later = await make(store).access(subject)
    expect(later.explain('job.run').roles.map(({ role }) => role)).toContain('ghost')
    expect(bundles.size).toBe(before.size + 1)
  })

  it.each([
    ['a plain role that is made one of administrators', ['base'], true],
    ['an administrator role that is made a plain one', ['admin'], false],
  ])('%s is not believed: which those are is known', async (_, given, administrator) => {
    const { store, bundles } = open()
    const asked = { id: 'ann', roles: given }
    const wanted = shown(await make(store).access(asked))
    const [[key, good]] = [...bundles] as [[string, Loose]]
    const roles = good.roles.map(({ id, title, rules }) => ({
      id,
      title,
      rules,
      ...(administrator ? { administrator } : {}),
    }))
    bundles.set(key, { ...good, administrator, roles })
    const second = make(store)
    expect(shown(await second.access(asked))).toEqual(wanted)
    expect(second.health().bundles).toMatchObject({ found: 0, rejected: 1, made: 1 })
    expect(bundles.get(key)).toEqual(good)
  })

  it('keys differ where anything differs that answers depend on', async () => {
    const { store, bundles } = open()
    const more = definePermissions({ 'job.run': 'Run Job', 'job.view': 'View Job', 'job.stop': 'Stop Job' })
    const titled = definePermissions({ 'job.run': 'Run a Job', 'job.view': 'View Job' })
    await make(store).access(subject)
    for (const other of [more, titled]) {
      await createAuthorizer({ permissions: other, store, policy: 'on-demand' }).access(subject)
    }
    await make(store).access({ id: 'ann', roles: ['lead'] })
    await make(store).access({ id: 'ann', roles: [{ role: 'lead', scope: 'lead' }] })
    await make(store).access({ id: 'ann' })
    await make(store).access(null)
    expect(bundles.size).toBe(7)
    await make(store).access({ id: 'ben', roles: [{ role: 'lead', scope: '**' }] })
    await make(store).access({ id: 'ben', roles: ['ghost', 'lead', 'lead', { role: 'base', scope: 'us.*' }] })
    expect(bundles.size).toBe(7)
  })
})
