// Who asks: ids, handed-in roles, suspension, limits.
import { describe, expect, it } from 'vitest'
import { createAuthorizer, memoryStore } from '../../src/index.ts'
import type { Subject } from '../../src/index.ts'
import { grant, permissions } from './support.ts'
import { readSubject } from '../../src/decision/subject.ts'

const roles = [
  { id: 'admin', administrator: true, rules: [] },
  { id: 'runner', rules: [grant('job.run')] },
  { id: 'visitor', rules: [grant('project.join')] },
] as const
const make = () => createAuthorizer({ permissions, roles, anonymousRoles: ['visitor'] })
const authorizer = make()

describe('The id of a subject', () => {
  it.each([
    ['an array', ['ann']],
    ['a number', 7],
    ['an object', { toString: () => 'ann' }],
    ['a symbol', Symbol('ann')],
    ['undefined', undefined],
  ])('is never coerced: %s', async (_, id) => {
    await expect(authorizer.access({ id } as never)).rejects.toThrow(
      new TypeError(`A subject's id must be a string, not ${typeof id}`),
    )
  })

  it('cannot be null, which is said by null in place of the subject', async () => {
    await expect(authorizer.access({ id: null } as never)).rejects.toThrow(
      new TypeError("A subject's id must be a string, not null"),
    )
  })

  it.each(['', 'x'.repeat(513), 'a\nb', 'a\u0085b', '\udc00'])(
    'is refused when it cannot be one: %j',
    async (id) => {
      await expect(authorizer.access({ id })).rejects.toMatchObject({
        code: 'TRILATCH_SUBJECT_INVALID',
        message: "A subject's id must be 1 to 512 characters without control characters",
      })
    },
  )

  it('may be any other text, and is compared as it is', async () => {
    const store = memoryStore({ roles, assignments: [{ subject: 'J\u00fcrgen', role: 'runner' }] })
    const own = createAuthorizer({ permissions, store })
    expect((await own.access({ id: 'J\u00fcrgen' })).can('job.run')).toBe(true)
    for (const id of ['Ju\u0308rgen', 'j\u00fcrgen', 'J\u00fcrgen ', 'x'.repeat(512)])
      expect((await own.access({ id })).can('job.run')).toBe(false)
  })

  it("cannot be that of the switched-off mode's administrator, anywhere", async () => {
    const error = {
      code: 'TRILATCH_SUBJECT_INVALID',
      message: "trilatch:off is Trilatch's own; nobody can have it as an id",
    }
    await expect(authorizer.access({ id: 'trilatch:off' })).rejects.toMatchObject(error)
    expect(() => authorizer.manage('trilatch:off')).toThrow(expect.objectContaining(error))
    const manager = authorizer.manage('ann')
    await expect(manager.assign({ subject: 'trilatch:off', role: 'runner' })).rejects.toMatchObject(error)
    await expect(manager.createUser({ id: 'trilatch:off' })).rejects.toMatchObject(error)
    expect(() => memoryStore({ roles, assignments: [{ subject: 'trilatch:off', role: 'runner' }] })).toThrow(
      expect.objectContaining({ code: 'TRILATCH_SUBJECT_INVALID' }),
    )
  })
})

describe('What is no subject', () => {
  it.each([undefined, 'ann', 7, true])('is refused: %j', async (subject) => {
    await expect(authorizer.access(subject as never)).rejects.toThrow(
      new TypeError('A subject must be { id, roles?, suspended?, epoch? }, or null when nobody is signed in'),
    )
  })

  it('is not null: nobody is signed in, and holds the anonymous roles', async () => {
    const access = await authorizer.access(null)
    expect([access.subjectId, access.signedIn]).toEqual([null, false])
    expect([access.can('project.join'), access.can('job.run')]).toEqual([true, false])
    expect((await authorizer.access({ id: 'ann' })).can('project.join')).toBe(false)
  })
})

describe('Handed-in roles', () => {
  it('are ids or ids with a scope, in any order', async () => {
    const held: Subject['roles'] = [{ role: 'runner', scope: 'eu.*' }, 'visitor']
    for (const list of [held, held.toReversed()]) {
      const access = await authorizer.access({ id: 'ann', roles: list })
      expect([
        access.can('project.join'),
        access.can('job.run', 'eu.1'),
        access.can('job.run', 'us.1'),
      ]).toEqual([true, true, false])
    }
  })

  it.each([
    [[7]],
    [[['runner']]],
    [[null]],
    [[{ role: ['runner'] }]],
    [[{ role: 'runner', scope: 7 }]],
    [[{}]],
  ])('are never coerced: %j', async (list) => {
    await expect(authorizer.access({ id: 'ann', roles: list } as never)).rejects.toThrow(
      new TypeError("A subject's roles must be ids or { role, scope } with strings"),
    )
  })

  it('must be an array', async () => {
    await expect(authorizer.access({ id: 'ann', roles: 'runner' } as never)).rejects.toThrow(
      new TypeError("A subject's roles must be an array"),
    )
  })

  it('are none when they are null or absent', async () => {
    expect((await authorizer.access({ id: 'ann', roles: null } as never)).can('job.run')).toBe(false)
    expect((await authorizer.access({ id: 'ann' })).can('job.run')).toBe(false)
  })

  it('are at most 1,000', async () => {
    const many = (count: number) => ({ id: 'ann', roles: Array.from({ length: count }, () => 'runner') })
    expect((await authorizer.access(many(1_000))).can('job.run')).toBe(true)
    await expect(authorizer.access(many(1_001))).rejects.toMatchObject({
      code: 'TRILATCH_SUBJECT_INVALID',
      message: 'A subject may be handed in with at most 1000 roles, not 1001',
    })
  })

  it('are ignored and listed when unknown, badly scoped, or administrators with a scope', async () => {
    const own = make()
    const access = await own.access({
      id: 'ann',
      roles: ['ghost', { role: 'runner', scope: 'a[' }, { role: 'admin', scope: 'eu.*' }, 'visitor'],
    })
    expect([access.can('project.join'), access.can('job.run', 'a['), access.can('job.run', 'eu.1')]).toEqual([
      true,
      false,
      false,
    ])
    const ignored = (await own.diagnostics()).filter(({ kind }) => kind === 'role-ignored')
    expect(ignored).toEqual([
      {
        kind: 'role-ignored',
        severity: 'warning',
        role: 'ghost',
        message: 'Role "ghost" (handed-in) was ignored: there is no such role.',
      },
      {
        kind: 'role-ignored',
        severity: 'warning',
        role: 'runner',
        message: 'Role "runner" (handed-in) was ignored: its scope "a[" is not accepted.',
      },
      {
        kind: 'role-ignored',
        severity: 'warning',
        role: 'admin',
        message: 'Role "admin" (handed-in) was ignored: an administrator role cannot be held with a scope.',
      },
    ])
  })

  it('are copied: changing the list later changes nothing', async () => {
    const list = ['runner']
    const access = await authorizer.access({ id: 'cy', roles: list })
    list.length = 0
    expect(access.can('job.run')).toBe(true)
    expect((await authorizer.access({ id: 'cy', roles: list })).can('job.run')).toBe(false)
  })
})

describe('A subject as it is read', () => {
  it('is nobody for null, with no role', () => {
    expect(readSubject(null)).toStrictEqual({ id: null, roles: [], suspended: false, epoch: undefined })
  })

  it('has roles without a scope where none was given', () => {
    const { roles } = readSubject({ id: 'ann', roles: ['a', { role: 'b' }, { role: 'c', scope: 'x.*' }] })
    expect(roles).toStrictEqual([{ role: 'a' }, { role: 'b' }, { role: 'c', scope: 'x.*' }])
  })

  it('has an epoch of up to 128 characters, and none that is longer', () => {
    const epoch = 'e'.repeat(128)
    expect(readSubject({ id: 'ann', epoch }).epoch).toBe(epoch)
    expect(() => readSubject({ id: 'ann', epoch: `${epoch}e` })).toThrow(
      "A subject's epoch must be the text its session was begun with; leave it out where there is no session",
    )
  })

  it('has its own epoch, or none, on a host whose objects all seem to have one', () => {
    const host = Object.prototype as { epoch?: string }
    host.epoch = 'of the host'
    try {
      expect(readSubject({ id: 'ann', epoch: 'of hers' }).epoch).toBe('of hers')
      expect(readSubject({ id: 'ann' }).epoch).toBeUndefined()
    } finally {
      delete host.epoch
    }
  })
})
