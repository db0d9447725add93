// What GitLab says about groups, and what counts as not having said it.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Groups } from '@trilatch/auth'
import { startGitLab } from '../../../test/services/gitlab/gitlab.ts'
import type { GitLabServer } from '../../../test/services/gitlab/gitlab.ts'
import { person } from '../../../test/services/gitlab/people.ts'
import { gitlab, oidc } from '../src/index.ts'
import { allowedGroups } from '../src/groups/allowed-groups.ts'
import { application, callbackOf, tab } from './kit/application.ts'
import { hushed } from './kit/hushed.ts'
import { body } from './kit/mutations.ts'

const told = hushed()
const many = (count: number): string[] => Array.from({ length: count }, (_, i) => `acme/team-${i}`)
const people = [
  person('ann', 41, {
    groups: ['acme', 'acme/dev', 'acme-corp', 'own/things'],
    owner: ['own/things'],
    developer: ['acme/dev'],
  }),
  person('bob', 42, { groups: [] }),
  person('eve', 43, { groups: ['acme-corp', 'my/acme'], owner: ['my/acme'] }),
  person('dan', 45, { groups: ['ACME/Dev/Tools'] }),
  person('old', 44, { groups: undefined, direct: ['acme/dev'] }),
  person('two-hundred', 200, { groups: many(200) }),
  person('thousand', 1000, { groups: many(1_000) }),
  person('more', 1001, { groups: many(1_001) }),
]
let server: GitLabServer
beforeAll(async () => {
  server = await startGitLab({ people, callbacks: [callbackOf('gitlab'), callbackOf('oidc')] })
})
afterAll(() => server.close())
afterEach(() => server.tamper.clear())

const client = () => ({ clientId: server.clientId, clientSecret: server.clientSecret, timeoutMs: 20_000 })
const withGitLab = (more = {}) => application(gitlab({ url: server.issuer, ...client(), ...more }))

/** What a sign-in handed over, and how it was answered. */
async function entering(here: ReturnType<typeof withGitLab>, username: string) {
  const at = tab()
  const { status } = await here.enter({ username }, at)
  const last = here.last()
  const groups: Groups | undefined = last?.outcome === 'success' ? last.identity.groups : undefined
  return { status, groups, isIn: at.session.content !== undefined }
}

describe('Absent is not empty:', () => {
  it('an empty list is complete, and lets somebody in without groups', async () => {
    const found = await entering(withGitLab(), 'bob')
    expect(found).toEqual({ status: 200, groups: { status: 'complete', groups: [] }, isIn: true })
  })

  it('no list is unknown, and lets nobody in', async () => {
    const found = await entering(withGitLab(), 'old')
    expect(found).toMatchObject({ status: 503, groups: { status: 'unknown' }, isIn: false })
  })

  const odd: readonly [string, unknown][] = [
    ['null', null],
    ['a text', 'acme'],
    ['a list with something else in it', ['acme', 7]],
    ['a list with an empty name in it', ['acme', '']],
    ['a list with control characters in it', ['acme\u0000']],
  ]
  it.each(odd)('%s is unknown, too', async (_, groups) => {
    const here = withGitLab()
    expect((await entering(here, 'ann')).status).toBe(200)
    server.tamper.set('userinfo', body((b) => ({ ...b, groups }))())
    expect(await entering(here, 'ann')).toMatchObject({
      status: 503,
      groups: { status: 'unknown' },
      isIn: false,
    })
  })

  it('levels that cannot be read make all of it unknown', async () => {
    const here = withGitLab()
    expect((await entering(here, 'ann')).status).toBe(200)
    server.tamper.set('userinfo', body((b) => ({ ...b, 'https://gitlab.org/claims/groups/owner': 'acme' }))())
    expect(await entering(here, 'ann')).toMatchObject({ status: 503, isIn: false })
  })
})

describe('Levels', () => {
  it('are those of the claims of their own, the highest first; all others are members', async () => {
    const { groups } = await entering(withGitLab(), 'ann')
    expect(groups).toEqual({
      status: 'complete',
      groups: [
        { name: 'acme', access: 'member' },
        { name: 'acme/dev', access: 'developer' },
        { name: 'acme-corp', access: 'member' },
        { name: 'own/things', access: 'owner' },
      ],
    })
  })

  it('of a group that `groups` does not name count for nothing', async () => {
    const here = withGitLab()
    server.tamper.set('userinfo', body((b) => ({ ...b, groups: ['acme'] }))())
    expect((await entering(here, 'ann')).groups).toEqual({
      status: 'complete',
      groups: [{ name: 'acme', access: 'member' }],
    })
  })
})

describe('Direct groups of the ID token', () => {
  it('stand in where that was asked for, and say so once', async () => {
    const here = withGitLab({ directGroups: true })
    for (let times = 0; times < 2; times++)
      expect((await entering(here, 'old')).groups).toEqual({
        status: 'complete',
        groups: [{ name: 'acme/dev', access: 'member' }],
      })
    expect(told.filter((text) => text.includes('`groups_direct` of the ID token is used'))).toHaveLength(1)
    // And are no match for what userinfo says.
    expect((await entering(here, 'bob')).groups).toEqual({ status: 'complete', groups: [] })
  })
})

describe('Allowed groups', () => {
  it('are compared segment by segment', () => {
    const allows = allowedGroups(['acme', 'Big/Team'])
    const yes = ['acme', 'ACME', 'acme/dev', 'acme/dev/tools', 'big/team', 'big/team/x']
    const no = [
      'acme-corp',
      'acmeX',
      'acm',
      'my/acme',
      'big',
      'big/teams',
      'big/tea',
      '',
      '/',
      '/acme',
      'acme-corp/acme',
    ]
    expect([yes.filter(allows), no.filter(allows)]).toEqual([yes, []])
  })

  it('let in who belongs to one or to one below, and hand over no others', async () => {
    const here = withGitLab({ allowedGroups: ['acme'] })
    expect((await entering(here, 'ann')).groups).toEqual({
      status: 'complete',
      groups: [
        { name: 'acme', access: 'member' },
        { name: 'acme/dev', access: 'developer' },
      ],
    })
    expect((await entering(here, 'dan')).status).toBe(200)
    const users = await here.users()
    for (const username of ['eve', 'bob']) {
      const at = tab()
      const answer = await here.enter({ username }, at)
      expect([answer.status, at.session.content]).toEqual([403, undefined])
      expect(await answer.text()).toContain('none of the groups that may sign in here')
    }
    expect(await here.users()).toEqual(users)
    // Unknown is not "none of them".
    expect((await entering(here, 'old')).status).toBe(503)
  })
})

describe('The number of groups', () => {
  it('may be 200, and as many as are kept of one person', async () => {
    const here = withGitLab()
    for (const [username, count] of [
      ['two-hundred', 200],
      ['thousand', 1_000],
    ] as const) {
      const { status, groups } = await entering(here, username)
      expect([status, groups?.status === 'complete' && groups.groups.length]).toEqual([200, count])
    }
  })

  it('is unknown when there are more: a part of them is not all', async () => {
    const found = await entering(withGitLab(), 'more')
    expect(found).toMatchObject({ status: 503, isIn: false })
    expect((await entering(withGitLab({ maxGroups: 200 }), 'two-hundred')).status).toBe(200)
    expect((await entering(withGitLab({ maxGroups: 199 }), 'two-hundred')).status).toBe(503)
  })
})

describe('Groups of any provider', () => {
  const over = (more = {}) =>
    application(oidc({ issuer: server.issuer, ...client(), groups: 'groups', ...more }))

  it('come from a claim, and only whole', async () => {
    expect((await entering(over(), 'ann')).groups).toMatchObject({ status: 'complete' })
    expect((await entering(over(), 'two-hundred')).status).toBe(200)
    expect(await entering(over(), 'thousand')).toMatchObject({ status: 503, isIn: false })
    expect(await entering(over({ groups: 'nothing' }), 'ann')).toMatchObject({ status: 503, isIn: false })
    server.tamper.set(
      'userinfo',
      body((b) => ({ ...b, groups: undefined, _claim_names: { groups: 'src1' } }))(),
    )
    expect(await entering(over(), 'ann')).toMatchObject({ status: 503, isIn: false })
  })

  it('come from a function over the claims, which may say that it cannot tell', async () => {
    const read = (claims: { readonly userinfo?: Readonly<Record<string, unknown>> | undefined }) =>
      claims.userinfo?.['groups'] as string[] | undefined
    expect((await entering(over({ groups: read }), 'bob')).groups).toEqual({ status: 'complete', groups: [] })
    expect((await entering(over({ groups: read }), 'old')).status).toBe(503)
    const wrong = () => [{ path: 'acme' }] as never
    expect((await entering(over({ groups: wrong }), 'ann')).status).toBe(503)
  })

  it('are not there where none are asked for', async () => {
    const found = await entering(over({ groups: undefined }), 'old')
    expect(found).toEqual({ status: 200, groups: undefined, isIn: true })
  })
})
