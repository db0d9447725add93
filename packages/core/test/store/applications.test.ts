// What a store may hold of applications: names, what one publishes, and settings. Anything else is none of them.
import { describe, expect, it } from 'vitest'
import { isApplicationName, isPublishedApplication, isSharedSettings } from '../../src/store/applications.ts'

const groups = {
  providers: { ldap: 'dn', gitlab: 'path' },
  maxGroupAgeMs: 3_600_000,
  groupRefreshMs: 900_000,
}
const published = {
  catalogue: [{ name: 'job', title: 'Job' }],
  digest: 'of the catalogue',
  anonymousRoles: ['visitor', 'reader'],
  groups,
}
const settings = {
  semantics: 1,
  newUserRoles: { created: ['reader', 'writer'], registered: [], provisioned: ['visitor'] },
}
const noData = [undefined, null, 'text', 1, true, [], {}]

/** An object without one of its fields. */
const without = (object: object, field: string): unknown =>
  Object.fromEntries(Object.entries(object).filter(([name]) => name !== field))

describe('The name of an application', () => {
  it.each(['a', 'Shop_2.eu-1', '-', 'n'.repeat(64)])('may be %j', (name) => {
    expect(isApplicationName(name)).toBe(true)
  })

  it.each([
    '',
    'n'.repeat(65),
    ' shop',
    'shop ',
    'my shop',
    'shop\n',
    '/shop',
    'shop/',
    'caf\u00e9',
    5,
    ['shop'],
    null,
  ])('is not %j', (name) => {
    expect(isApplicationName(name)).toBe(false)
  })
})

describe('What an application has published', () => {
  it.each([
    ['all that it may tell', {}],
    ['no permissions', { catalogue: [] }],
    ['no anonymous roles', { anonymousRoles: [] }],
    ['no providers', { groups: { ...groups, providers: {} } }],
    ['more than this version knows', { later: 1 }],
  ])('may have %s', (_, fields) => {
    expect(isPublishedApplication({ ...published, ...fields })).toBe(true)
  })

  it.each([...noData, [published]].map((data) => [data]))('is not %j', (data) => {
    expect(isPublishedApplication(data)).toBe(false)
  })

  it.each(Object.keys(published))('is nothing without %s', (field) => {
    expect(isPublishedApplication(without(published, field))).toBe(false)
  })

  it.each(Object.keys(groups))('says nothing about groups without %s', (field) => {
    expect(isPublishedApplication({ ...published, groups: without(groups, field) })).toBe(false)
  })

  it.each([
    { catalogue: {} },
    { catalogue: [{ name: 'job' }] },
    { catalogue: [{ name: 'job', title: 'Job' }, 'job.run'] },
    { digest: 1 },
    { digest: null },
    { anonymousRoles: 'visitor' },
    { anonymousRoles: {} },
    { anonymousRoles: [1] },
    { anonymousRoles: ['visitor', 1] },
    { groups: null },
    { groups: 'dn' },
    { groups: [] },
    { groups: { ...groups, providers: null } },
    { groups: { ...groups, providers: 'dn' } },
    { groups: { ...groups, providers: ['dn'] } },
    { groups: { ...groups, providers: { ldap: 1 } } },
    { groups: { ...groups, providers: { ldap: 'dn', gitlab: null } } },
    { groups: { ...groups, maxGroupAgeMs: '3600000' } },
    { groups: { ...groups, groupRefreshMs: '900000' } },
  ])('has nothing else in any field: %j', (fields) => {
    expect(isPublishedApplication({ ...published, ...fields })).toBe(false)
  })
})

describe('Shared settings', () => {
  it.each([
    settings,
    { semantics: 2, newUserRoles: {} },
    { semantics: 1, newUserRoles: { created: [] } },
    { ...settings, later: 1 },
  ])('may be %j', (data) => {
    expect(isSharedSettings(data)).toBe(true)
  })

  it.each([...noData, [settings]].map((data) => [data]))('are not %j', (data) => {
    expect(isSharedSettings(data)).toBe(false)
  })

  it.each(Object.keys(settings))('are none without %s', (field) => {
    expect(isSharedSettings(without(settings, field))).toBe(false)
  })

  it.each([
    { semantics: '1' },
    { semantics: 1.5 },
    { semantics: null },
    { newUserRoles: null },
    { newUserRoles: 'reader' },
    { newUserRoles: ['reader'] },
  ])('have nothing else in any field: %j', (fields) => {
    expect(isSharedSettings({ ...settings, ...fields })).toBe(false)
  })

  it.each(Object.keys(settings.newUserRoles))(
    'have a list of role ids for users who are %s, or none',
    (origin) => {
      for (const ids of ['reader', null, {}, [1], ['reader', 1]]) {
        expect(isSharedSettings({ ...settings, newUserRoles: { [origin]: ids } })).toBe(false)
      }
    },
  )
})
