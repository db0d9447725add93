import { describe, expect, it } from 'vitest'
import { assigned } from '../../src/giving/judged-write.ts'
import type { JudgedWrite } from '../../src/giving/judged-write.ts'
import { credentialKind } from '../../src/store/vault-place.ts'
import type { Operation } from '../../src/store/store.ts'
import { grant } from '../authorizer/support.ts'
import { assign, judge, putRole, refusal, situationOf } from './judging.ts'
import { administrators, more } from './support.ts'

const user = (id: string) => ({ id, suspended: false, createdAt: '2026-01-01T00:00:00.000Z' })
const password = (key: string): Operation => ({
  kind: 'put-entry',
  entry: { kind: credentialKind, key, value: {} },
})

describe('What a write gives', () => {
  it('is told by the roles as they are behind it: one that goes gives nothing', () => {
    const operations: readonly Operation[] = [{ kind: 'remove-role', id: 'runner' }, putRole('new', 'runner')]
    expect(() => judge({ operations })).not.toThrow()
    expect(() => judge({ operations: operations.toReversed() })).not.toThrow()
    expect(refusal({ operations: [putRole('new', 'runner')] })).toMatchObject(more('role "new"', 'job.run'))
  })

  it('is told by what it does last to a role', () => {
    const put: Operation = { kind: 'put-role', role: { id: 'new', rules: [grant('job.run')] } }
    const remove: Operation = { kind: 'remove-role', id: 'new' }
    expect(() => judge({ operations: [put, remove] })).not.toThrow()
    expect(refusal({ operations: [remove, put] })).toMatchObject(more('role "new"', 'job.run'))
    expect(() => judge({ operations: [put, putRole('new')] })).not.toThrow()
  })

  it('is no less where a user leaves who is named as a role is', () => {
    const operations: readonly Operation[] = [{ kind: 'remove-user', id: 'runner' }, putRole('new', 'runner')]
    expect(refusal({ operations })).toMatchObject(more('role "new"', 'job.run'))
  })

  it('is judged role by role, user by user and promise by promise', () => {
    expect(refusal({ operations: [assign('creator'), assign('runner')] })).toMatchObject(
      more('role "runner"', 'job.run'),
    )
    expect(refusal({ operations: [], touches: ['cleo', 'ron'] })).toMatchObject(
      more('all that "ron" holds', 'job.run'),
    )
    expect(refusal({ operations: [], promises: ['creator', 'runner'] })).toMatchObject(
      more('role "runner"', 'job.run'),
    )
  })
})

describe('A refusal', () => {
  it('names what would be opened, and for which resource', () => {
    const put = (context?: string): JudgedWrite => ({
      operations: [{ kind: 'put-role', role: { id: 'new', rules: [grant('job.run', context)] } }],
    })
    expect(refusal(put())).toMatchObject(more('role "new"', 'job.run'))
    expect(refusal(put('"x"*'))).toMatchObject({
      ...more('role "new"', 'job.run'),
      message: String.raw`Cannot give role "new": it would open job.run on "\"x\"", which you do not hold`,
    })
  })

  it('names what is an administrator’s, first of all', () => {
    const groups = { kind: 'put-groups', subject: 'ann', provider: 'acme', groups: [] } as const
    expect(refusal({ operations: [assign('runner'), groups] })).toMatchObject(
      administrators('what a provider says'),
    )
  })
})

describe('What is kept beside users', () => {
  it('is an administrator’s, unless the write says whom it touches or what it promises', () => {
    const operations: readonly Operation[] = [{ kind: 'put-user', user: user('ann') }, password('ann')]
    const beside = administrators('what is kept beside users')
    expect(refusal({ operations })).toMatchObject(beside)
    expect(refusal({ operations: operations.toReversed() })).toMatchObject(beside)
    expect(refusal({ operations: [{ kind: 'remove-entry', entry: { kind: 'x', key: 'y' } }] })).toMatchObject(
      beside,
    )
    expect(() => judge({ operations, touches: [] })).not.toThrow()
    expect(() => judge({ operations, promises: [] })).not.toThrow()
    expect(() => judge({ operations }, situationOf({ giver: [assigned('admin')] }))).not.toThrow()
  })
})

describe('Administrators', () => {
  it.each([
    ['roles that are given', { operations: [assign('admin')] }, 'the administrator role "admin"'],
    ['roles that are promised', { operations: [], promises: ['admin'] }, 'the administrator role "admin"'],
    [
      'roles that go',
      { operations: [{ kind: 'remove-role', id: 'admin' }] },
      'the administrator role "admin"',
    ],
    [
      'roles that are edited to be none',
      { operations: [putRole('admin')] },
      'the administrator role "admin"',
    ],
    [
      'roles that are made so',
      { operations: [{ kind: 'put-role', role: { id: 'new', administrator: true, rules: [] } }] },
      'the administrator role "new"',
    ],
    ['other roles', { operations: [assign('empty', 'boss')] }, 'the administrator "boss"'],
    ['passwords', { operations: [password('boss')], touches: [] }, 'the administrator "boss"'],
    ['whole, said to be touched,', { operations: [], touches: ['ann', 'boss'] }, 'the administrator "boss"'],
  ] as readonly (readonly [string, JudgedWrite, string])[])(
    'are safe: their %s are an administrator’s',
    (_what, write, what) => {
      expect(refusal(write)).toMatchObject(administrators(what))
    },
  )

  it('give everything, and nothing is looked for', () => {
    const write = { operations: [assign('admin'), assign('runner', 'boss')], touches: ['ron'] }
    expect(judge(write, situationOf({ giver: [assigned('empty'), assigned('admin')] }))).toBe(0)
  })

  it('are none by what they inherit, by a scope, or by a role that is not there', () => {
    const others = [{ id: 'heir', inherits: ['admin'], rules: [] }]
    for (const giver of [assigned('heir'), assigned('admin', 'eu.*'), assigned('gone')])
      expect(
        refusal({ operations: [assign('runner')] }, situationOf({ others, giver: [giver] })),
      ).toMatchObject(more('role "runner"', 'job.run'))
  })
})
