import { describe, expect, it } from 'vitest'
import { conflict, managed } from './support.ts'

const unknown = { code: 'TRILATCH_ROLE_UNKNOWN', message: 'There is no role "ghost"', status: 404 }
const refused = { code: 'TRILATCH_OPTION_INVALID', status: 422 }

describe('Assigning', () => {
  it('gives a role once, and has nothing to do the second time', async () => {
    const { manager } = managed()
    const first = await manager.assign({ subject: 'ann', role: 'runner' })
    expect(first.changed).toBe(true)
    const again = await manager.assign({ subject: 'ann', role: 'runner', scope: '**' })
    expect(again).toEqual({ changed: false, version: first.version })
    expect(await manager.rolesOf('ann')).toEqual({
      roles: ['runner'],
      assignments: [{ role: 'runner' }],
      version: first.version,
    })
    expect((await manager.audit()).items).toHaveLength(1)
  })

  it('takes a role once, and has nothing to do the second time', async () => {
    const { manager } = managed()
    await manager.assign({ subject: 'ann', role: 'runner' })
    expect((await manager.unassign({ subject: 'ann', role: 'runner' })).changed).toBe(true)
    expect((await manager.unassign({ subject: 'ann', role: 'runner' })).changed).toBe(false)
    expect((await manager.unassign({ subject: 'never seen', role: 'runner' })).changed).toBe(false)
    expect((await manager.rolesOf('ann')).assignments).toEqual([])
  })

  it('tells scopes of one role apart', async () => {
    const { manager, authorizer } = managed()
    for (const scope of ['eu.*', 'us.*']) await manager.assign({ subject: 'ann', role: 'runner', scope })
    await manager.unassign({ subject: 'ann', role: 'runner' })
    await manager.unassign({ subject: 'ann', role: 'runner', scope: 'us.*' })
    const access = await authorizer.access({ id: 'ann' })
    expect(access.filter('job.run', ['eu.1', 'us.1'])).toEqual(['eu.1'])
    expect((await manager.rolesOf('ann')).roles).toEqual([])
  })

  it.each([
    ['an unknown role', { subject: 'ann', role: 'ghost' }, unknown],
    [
      'an administrator role with a scope',
      { subject: 'ann', role: 'admin', scope: 'eu.*' },
      {
        code: 'TRILATCH_ADMINISTRATOR_ROLE',
        message: 'Cannot assign "admin" with a scope: it is an administrator role',
        status: 422,
      },
    ],
    [
      'an unacceptable scope',
      { subject: 'ann', role: 'runner', scope: 'a//b' },
      {
        code: 'TRILATCH_CONTEXT_INVALID',
        message: 'Cannot use context "a//b": no name has an empty segment here (at position 2)',
      },
    ],
    ['an unknown key', { subject: 'ann', role: 'runner', scop: 'a' }, { code: 'TRILATCH_POLICY_INVALID' }],
  ])('refuses %s', async (_, assignment, error) => {
    const { manager } = managed()
    await expect(manager.assign(assignment)).rejects.toMatchObject(error)
    expect((await manager.rolesOf('ann')).version).toBeNull()
  })
})

describe('The members of a role', () => {
  it('are those who hold it unscoped, ordered by id, page by page', async () => {
    const { manager } = managed()
    for (const subject of ['cy', 'ann', 'ben']) await manager.assign({ subject, role: 'eu' })
    await manager.assign({ subject: 'dan', role: 'eu', scope: 'x.*' })
    const first = await manager.members('eu', { limit: 2 })
    expect(first).toMatchObject({ items: ['ann', 'ben'], next: 'ben' })
    const rest = await manager.members('eu', { limit: 2, after: 'ben' })
    expect(rest).toEqual({ items: ['cy'], version: first.version })
  })

  it.each([0, -1, 201, 1.5, Number.NaN, '10'])('come in pages of 1 to 200: %j', async (limit) => {
    const { manager } = managed()
    const error = {
      ...refused,
      message: `Cannot list ${String(limit)} items: limit must be a whole number from 1 to 200`,
    }
    await expect(manager.members('eu', { limit: limit as number })).rejects.toMatchObject(error)
    await expect(manager.users({ limit: limit as number })).rejects.toMatchObject(error)
    await expect(manager.audit({ limit: limit as number })).rejects.toMatchObject(error)
  })

  it('are replaced in one write, while scoped assignments stay', async () => {
    const { manager } = managed()
    for (const subject of ['ann', 'ben']) await manager.assign({ subject, role: 'eu' })
    await manager.assign({ subject: 'ann', role: 'eu', scope: 'x.*' })
    const { version } = await manager.members('eu')
    const written = await manager.replaceMembers('eu', ['cy', 'ben', 'cy'], { version })
    expect(await manager.members('eu')).toEqual({ items: ['ben', 'cy'], version: written.version })
    expect((await manager.rolesOf('ann')).assignments).toEqual([{ role: 'eu', scope: 'x.*' }])
    expect((await manager.audit()).items[0]).toMatchObject({
      before: { members: 2, removed: ['ann'] },
      after: { members: 2, added: ['cy'] },
    })
  })

  it('have nothing done to them when they are the same', async () => {
    const { manager } = managed()
    await manager.assign({ subject: 'ann', role: 'eu' })
    const { version } = await manager.members('eu')
    expect(await manager.replaceMembers('eu', ['ann'], { version })).toEqual({ changed: false, version })
  })

  it('are not replaced by somebody who saw an older list', async () => {
    const { manager } = managed()
    const { version } = await manager.members('eu')
    await manager.assign({ subject: 'ann', role: 'eu' })
    await expect(manager.replaceMembers('eu', ['ben'], { version })).rejects.toMatchObject(
      conflict('the members of "eu"'),
    )
    expect((await manager.members('eu')).items).toEqual(['ann'])
  })

  it('may be replaced although a member was given another role in the meantime', async () => {
    const { manager } = managed()
    await manager.assign({ subject: 'ann', role: 'eu' })
    const { version } = await manager.members('eu')
    await manager.assign({ subject: 'ann', role: 'runner' })
    expect(await manager.replaceMembers('eu', ['ben'], { version })).toMatchObject({ changed: true })
  })

  it('change by at most 1,000 in one write', async () => {
    const { manager } = managed()
    const { version } = await manager.members('eu')
    const ids = Array.from({ length: 1_001 }, (_, i) => `s${i}`)
    await expect(manager.replaceMembers('eu', ids, { version })).rejects.toMatchObject({
      ...refused,
      message:
        'Cannot change 1001 memberships in one write: at most 1000; do it in steps, as `trilatch-store replace-members` does in Redis',
    })
    await manager.replaceMembers('eu', ids.slice(1), { version })
    const after = await manager.members('eu')
    await manager.replaceMembers('eu', [], after)
    expect((await manager.members('eu')).items).toEqual([])
  })

  it.each([['ann'], [[7]], [null]])('must be a list of ids: %j', async (subjects) => {
    const { manager } = managed()
    await expect(manager.replaceMembers('eu', subjects as never, { version: 'v' })).rejects.toThrow(
      new TypeError('The members must be an array of ids'),
    )
  })
})

describe('A change of members', () => {
  it('touches those it names, also in a role of very many, and the trail holds nobody else', async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => ({ subject: `m${i}`, role: 'eu' }))
    const asked: unknown[] = []
    const { manager } = managed({ assignments: [{ subject: 'boss', role: 'admin' }, ...many] }, (store) => ({
      ...store,
      members: (role, query) => {
        asked.push(query)
        return store.members(role, query)
      },
    }))
    await manager.assign({ subject: 'm7', role: 'eu', scope: 'x.*' })
    const seen = await manager.members('eu', { limit: 1 })
    asked.length = 0
    const change = { add: ['ann', 'm1', 'm9'], remove: ['m7', 'nobody', 'm9'] }
    const written = await manager.changeMembers('eu', change, seen)
    expect(asked).toEqual([{ limit: 1 }])
    expect((await manager.members('eu', { limit: 1 })).version).toBe(written.version)
    const [line] = (await manager.audit({ limit: 1 })).items
    expect(line).toMatchObject({ action: 'members.change', before: ['m7', 'm9'], after: ['ann'] })
    expect((await manager.rolesOf('m7')).assignments).toEqual([{ role: 'eu', scope: 'x.*' }])
    expect((await manager.rolesOf('m1')).roles).toEqual(['eu'])
  })

  it('has nothing to do where it is so already', async () => {
    const { manager } = managed()
    await manager.assign({ subject: 'ann', role: 'eu' })
    const seen = await manager.members('eu')
    const again = { add: ['ann'], remove: ['ben'] }
    expect(await manager.changeMembers('eu', again, seen)).toEqual({ changed: false, version: seen.version })
    expect(await manager.changeMembers('eu', {}, seen)).toEqual({ changed: false, version: seen.version })
  })

  it('is not made by somebody who saw an older list', async () => {
    const { manager } = managed()
    const seen = await manager.members('eu')
    await manager.assign({ subject: 'ann', role: 'eu' })
    await expect(manager.changeMembers('eu', { add: ['ben'] }, seen)).rejects.toMatchObject(
      conflict('the members of "eu"'),
    )
  })

  it('names at most 1,000', async () => {
    const { manager } = managed()
    const add = Array.from({ length: 1_001 }, (_, i) => `s${i}`)
    const seen = await manager.members('eu')
    await expect(manager.changeMembers('eu', { add }, seen)).rejects.toMatchObject(refused)
    await manager.changeMembers('eu', { add: add.slice(1) }, seen)
    expect((await manager.members('eu')).items).toHaveLength(50)
  })

  it.each([
    [null, 'A change of members is { add?, remove? }'],
    ['ann', 'A change of members is { add?, remove? }'],
    [{ added: ['ann'] }, 'Unknown key "added" of a change of members'],
    [{ add: 'ann' }, 'The members must be an array of ids'],
    [{ remove: [7] }, 'The members must be an array of ids'],
  ])('is { add?, remove? }: %j', async (change, message) => {
    const { manager } = managed()
    const written = manager.changeMembers('eu', change as never, { version: 'empty' })
    await expect(written).rejects.toThrow(new TypeError(message))
  })
})

describe('The roles of a subject', () => {
  it('are replaced in one write, while scoped assignments stay', async () => {
    const { manager } = managed()
    await manager.assign({ subject: 'ann', role: 'eu', scope: 'x.*' })
    const seen = await manager.rolesOf('ann')
    expect(seen.roles).toEqual([])
    await manager.replaceRolesOf('ann', ['runner', 'eu'], seen)
    const after = await manager.rolesOf('ann')
    expect(after.roles).toEqual(['eu', 'runner'])
    expect(after.assignments).toHaveLength(3)
    await expect(manager.replaceRolesOf('ann', [], seen)).rejects.toMatchObject(
      conflict('the roles of "ann"'),
    )
    await manager.replaceRolesOf('ann', [], after)
    expect((await manager.rolesOf('ann')).assignments).toEqual([{ role: 'eu', scope: 'x.*' }])
  })

  it('may be set for a subject the store knows nothing of, once', async () => {
    const { manager } = managed()
    expect(await manager.rolesOf('new')).toEqual({ roles: [], assignments: [], version: null })
    await manager.replaceRolesOf('new', ['eu'], { version: null })
    await expect(manager.replaceRolesOf('new', [], { version: null })).rejects.toMatchObject(
      conflict('the roles of "new"'),
    )
  })

  it('must exist, and be seen', async () => {
    const { manager } = managed()
    await expect(manager.replaceRolesOf('ann', ['eu', 'ghost'], { version: null })).rejects.toMatchObject(
      unknown,
    )
    await expect(manager.replaceRolesOf('ann', ['eu'], {} as never)).rejects.toThrow(
      new TypeError('This write replaces what is there: pass { version } as you read it'),
    )
    expect((await manager.rolesOf('ann')).version).toBeNull()
  })

  it('cannot be changed by editing what was read', async () => {
    const { manager, authorizer } = managed()
    await manager.createUser({ id: 'eve' })
    const { assignments } = await manager.rolesOf('eve')
    try {
      ;(assignments as { role: string }[]).push({ role: 'admin' })
    } catch {}
    expect((await manager.rolesOf('eve')).assignments).toEqual([])
    expect((await authorizer.access({ id: 'eve' })).can('job.run')).toBe(false)
  })
})
