// T129: what was done and what was refused, by whom.
import { keptJsonLine } from '@trilatch/core'
import { beforeEach, describe, expect, it } from 'vitest'
import { ask } from './ask.ts'
import type { Host } from './ask.ts'
import { direct } from './direct.ts'
import { butRole, caller, makeWorld, withUsers } from './world.ts'
import type { World } from './world.ts'

let world: World
let host: Host
beforeEach(async () => {
  world = await withUsers(makeWorld())
  host = direct(world)
})

const root = caller('root')
type Entry = Record<string, unknown>
const trail = async (query: string): Promise<Entry[]> =>
  (await ask(host, `/audit?${query}`, { as: root })).body['items'] as Entry[]

describe('T129: the audit trail', () => {
  it('has who changed what over the API, before and after', async () => {
    const title = { as: root, method: 'POST', body: { id: 'new', title: 'New' } }
    const { headers } = await ask(host, '/roles', title)
    const version = headers.get('etag')?.slice(1, -1) ?? ''
    const body = {
      changes: [
        { permission: 'job.run', state: 'granted' },
        { permission: 'project', context: 'eu.*', state: 'forbidden' },
      ],
    }
    expect((await ask(host, '/roles/new/rules', { as: root, method: 'PATCH', body, version })).status).toBe(
      200,
    )
    expect(await trail('actor=root&target=new')).toMatchObject([
      {
        action: 'role.rules',
        before: { title: 'New', rules: [] },
        after: { rules: [{ permission: 'job.run' }, { permission: 'project', context: 'eu.*' }] },
        outcome: 'done',
      },
      { action: 'role.create', before: null },
    ])
  })

  it('has what was refused because a permission was missing', async () => {
    const as = caller('oth', butRole('trilatch.roles.edit'))
    expect((await ask(host, '/roles', { as, method: 'POST', body: { id: 'x' } })).status).toBe(403)
    expect(await trail('actor=oth&outcome=refused')).toMatchObject([
      {
        action: 'console.createRole',
        target: '/roles',
        refusal: { code: 'TRILATCH_FORBIDDEN', detail: 'Requires permission: Trilatch › Roles › Edit Roles' },
      },
    ])
  })

  it('has what was refused because it would give more than its giver holds', async () => {
    const as = caller('oth', butRole('trilatch.health'))
    const answer = await ask(host, '/roles/everything/members/bob', { as, method: 'PUT' })
    expect(answer.body).toMatchObject({ code: 'TRILATCH_MORE_THAN_HELD' })
    expect(await trail('actor=oth&outcome=refused')).toMatchObject([
      {
        action: 'subject.assign',
        target: 'bob',
        refusal: { code: 'TRILATCH_MORE_THAN_HELD', detail: answer.body['detail'] },
      },
    ])
  })

  it('has what was refused for an old sign-in, for another site, and for the last administrator', async () => {
    const asked = async (method: string, user: string, more: object): Promise<unknown> =>
      (await ask(host, `/roles/admin/members/${user}`, { as: root, method, ...more })).body['code']
    const expected = [
      ['bob', await asked('PUT', 'bob', { signedInAt: 1 }), 'TRILATCH_REAUTHENTICATION_REQUIRED'],
      [
        'bob',
        await asked('PUT', 'bob', { headers: { 'sec-fetch-site': 'cross-site' } }),
        'TRILATCH_REQUEST_FORGED',
      ],
      ['second', await asked('DELETE', 'second', {}), undefined],
      ['root', await asked('DELETE', 'root', {}), 'TRILATCH_LAST_ADMINISTRATOR'],
    ]
    const refused = expected.filter(([, , code]) => code !== undefined)
    expect(expected.map(([, code]) => code)).toEqual(expected.map(([, , code]) => code))
    expect(
      (await trail('actor=root&outcome=refused')).map(({ target, refusal }) => [
        target,
        (refusal as Entry)['code'],
      ]),
    ).toEqual(refused.map(([user, , code]) => [`admin ${String(user)}`, code]).toReversed())
  })

  it('has nothing of what was only looked at, or asked by nobody', async () => {
    const before = await trail('')
    const as = caller('oth', butRole('trilatch.health'))
    const { document } = await world.authorizer.manage('test').exportPolicy()
    const roles = document.roles.map((role) =>
      role.id === 'empty' ? { ...role, rules: [{ permission: '*', state: 'granted' }] } : role,
    )
    const plan = await ask(host, '/policy/plan', {
      as,
      method: 'POST',
      body: { document: { ...document, roles } },
    })
    expect(plan.body).toMatchObject({ refusal: { code: 'TRILATCH_MORE_THAN_HELD' } })
    expect((await ask(host, '/roles', { method: 'POST', body: { id: 'x' } })).status).toBe(401)
    expect((await ask(host, '/users', { as: caller('eve') })).status).toBe(403)
    expect(await trail('')).toEqual(before)
  })

  it('is listed page by page, and exported whole', async () => {
    const first = await ask(host, '/audit?limit=3', { as: root })
    const second = await ask(host, `/audit?limit=3&after=${String(first.body['next'])}`, { as: root })
    const sequences = [first, second].flatMap(({ body }) =>
      (body['items'] as Entry[]).map(({ sequence }) => Number(sequence)),
    )
    expect(sequences).toEqual(Array.from(sequences, (_, i) => (sequences[0] ?? 0) - i))
    const { text } = await ask(host, '/audit/export?action=user.create', { as: root })
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Entry)
    expect(lines.map(({ target }) => target)).toEqual(['root', 'second', 'ada', 'bob'])
  })

  it('is exported as it is kept, so that a file of it can be verified', async () => {
    const { text } = await ask(host, '/audit/export', { as: root })
    const kept = (await world.authorizer.manage('test').trail({ limit: 200 })).items
    expect(text).toBe(kept.map((entry) => `${keptJsonLine(entry)}\n`).join(''))
  })
})
