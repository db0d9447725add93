import { describe, expect, it } from 'vitest'
import { definePermissions } from '../../src/index.ts'
import type { DecisionBundle, Permissions } from '../../src/index.ts'
import { bundleSchema } from '../../src/decision/bundle-schema.ts'
import { compilePolicy } from '../../src/decision/compiled-policy.ts'
import { makeBundle, orderGiven } from '../../src/decision/make-bundle.ts'
import { openBundle } from '../../src/decision/open-bundle.ts'
import type { OpenBundle } from '../../src/decision/open-bundle.ts'
import { grant } from '../authorizer/support.ts'

const permissions = definePermissions({ 'job.run': 'Run Job' })
const roles = [
  { id: 'admin', administrator: true, rules: [] },
  { id: 'base', rules: [grant('job.run', 'eu.*')] },
  { id: 'lead', inherits: ['base'], rules: [grant('job')] },
]
const policy = compilePolicy('v1', roles, permissions)

const aboutOf = (given: Parameters<typeof orderGiven>[0], anonymous = false) => ({
  position: '1-0 v1',
  catalogue: 'digest',
  policy: 'v1',
  administrators: new Set(['admin']),
  anonymous,
  given: orderGiven(given),
})
type About = ReturnType<typeof aboutOf>

/** Read again in a policy that has the administrator roles that the bundle says. */
function reopened(
  about: About,
  change: (bundle: DecisionBundle) => unknown = (bundle) => bundle,
  catalogue: Permissions = permissions,
): OpenBundle | undefined {
  const changed = JSON.parse(JSON.stringify(change(makeBundle(policy, about)))) as Partial<DecisionBundle>
  const marked = changed.roles?.filter(({ administrator }) => administrator === true) ?? []
  const administrators = new Set(marked.map(({ id }) => id))
  return openBundle(changed, { ...about, administrators }, catalogue)
}

describe('The roles that a bundle is about', () => {
  it('are in the order of ids and scopes, none first, each once; a scope for every resource is none', () => {
    const given = [
      { role: 'b', scope: 'x.*' },
      { role: 'b', scope: 'a.*' },
      { role: 'b' },
      { role: 'a', scope: '*' },
      { role: 'b', scope: 'a.*' },
      { role: 'a' },
      { role: 'b', scope: '**' },
    ]
    for (const way of [given, given.toReversed()])
      expect(orderGiven(way)).toEqual([
        { role: 'a' },
        { role: 'b' },
        { role: 'b', scope: 'a.*' },
        { role: 'b', scope: 'x.*' },
      ])
  })
})

describe('A bundle', () => {
  it('of callers that are not signed in says so, and makes nobody an administrator', () => {
    const about = aboutOf([{ role: 'admin' }, { role: 'base' }], true)
    expect(makeBundle(policy, about)).toMatchObject({
      anonymous: true,
      administrator: false,
      ignored: [{ role: 'admin', why: 'administrator-anonymous' }],
    })
    expect(reopened(about)?.holdings.map(({ role }) => role.id)).toEqual(['base'])
  })

  it('is as its schema has it as it stands: nothing is there that is undefined', () => {
    for (const role of ['admin', 'base', 'lead'])
      expect(bundleSchema.safeParse(makeBundle(policy, aboutOf([{ role }])))).toMatchObject({ success: true })
  })

  it('of one role within several scopes has a holding for each', () => {
    const about = aboutOf([
      { role: 'base', scope: 'eu.b*' },
      { role: 'base' },
      { role: 'base', scope: 'eu.a*' },
    ])
    expect(reopened(about)?.holdings.map(({ scope }) => scope?.text)).toEqual([undefined, 'eu.a*', 'eu.b*'])
  })

  it.each<readonly [string, About, (bundle: DecisionBundle) => unknown]>([
    [
      'an administrator by inheriting',
      aboutOf([{ role: 'lead' }]),
      (bundle) => ({ ...bundle, roles: bundle.roles.map((role) => ({ ...role, administrator: true })) }),
    ],
    [
      'an administrator by inheriting, who says so',
      aboutOf([{ role: 'lead' }]),
      (bundle) => ({
        ...bundle,
        administrator: true,
        roles: bundle.roles.map((role) => (role.id === 'base' ? { ...role, administrator: true } : role)),
      }),
    ],
    [
      'an administrator within a scope',
      aboutOf([{ role: 'base', scope: 'eu.*' }]),
      (bundle) => ({
        ...bundle,
        administrator: true,
        roles: bundle.roles.map((role) => ({ ...role, administrator: true })),
      }),
    ],
    [
      'an administrator who is not signed in',
      aboutOf([{ role: 'base' }], true),
      (bundle) => ({
        ...bundle,
        administrator: true,
        roles: bundle.roles.map((role) => ({ ...role, administrator: true })),
      }),
    ],
    [
      'a holding that ends in another role',
      aboutOf([{ role: 'lead' }]),
      (bundle) => ({
        ...bundle,
        holdings: bundle.holdings.map((held) =>
          held.role === 'base' ? { ...held, via: ['lead', 'x'] } : held,
        ),
      }),
    ],
    [
      'a holding of a role that is not there',
      aboutOf([{ role: 'base' }]),
      (bundle) => ({ ...bundle, holdings: [{ role: 'x', via: ['x'] }] }),
    ],
    [
      'a role that is inherited and is not there',
      aboutOf([{ role: 'base' }]),
      (bundle) => ({ ...bundle, holdings: [...bundle.holdings, { role: 'x', via: ['base', 'x'] }] }),
    ],
    [
      'a role that was not given',
      aboutOf([{ role: 'base' }]),
      (bundle) => ({
        ...bundle,
        roles: [...bundle.roles, { id: 'lead', title: 'lead', rules: [grant('job')] }],
        holdings: [...bundle.holdings, { role: 'lead', via: ['lead'] }],
      }),
    ],
    [
      'what a role inherits, and not the role',
      aboutOf([{ role: 'lead' }]),
      (bundle) => ({
        ...bundle,
        roles: bundle.roles.filter(({ id }) => id === 'base'),
        holdings: bundle.holdings.filter(({ role }) => role === 'base'),
      }),
    ],
    [
      'a holding twice',
      aboutOf([{ role: 'base' }]),
      (bundle) => ({ ...bundle, holdings: [...bundle.holdings, ...bundle.holdings] }),
    ],
    [
      'a scope that is not accepted',
      aboutOf([{ role: 'base', scope: 'eu//x' }]),
      (bundle) => ({
        ...bundle,
        ignored: [],
        roles: [{ id: 'base', title: 'base', rules: [] }],
        holdings: [{ role: 'base', scope: 'eu//x', via: ['base'] }],
      }),
    ],
  ])('with %s is not believed', (_what, about, change) => {
    expect(reopened(about)).toBeDefined()
    expect(reopened(about, change)).toBeUndefined()
  })

  it('is not to blame for what fails elsewhere: that is thrown, and not taken for a bad bundle', () => {
    const broken = {
      ...permissions,
      get nodes(): never {
        throw new RangeError('broken')
      },
    } as Permissions
    expect(() => reopened(aboutOf([{ role: 'base' }]), undefined, broken)).toThrow(RangeError)
  })
})
