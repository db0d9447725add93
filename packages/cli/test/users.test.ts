// The users of the store: listed, given roles, suspended.
import { describe, expect, it } from 'vitest'
import { command } from './support/command.ts'

describe('trilatch user list', () => {
  it('shows ids, addresses and titles', async () => {
    const { status, out } = await command(['user', 'list'])
    expect(status).toBe(0)
    expect(out).toContain('ann   Ann@example.org   Ann')
  })

  it('goes page by page, and says how to go on', async () => {
    const { out } = await command(['user', 'list', '--limit', '2'])
    expect(out).toContain('More: trilatch user list --after bob')
    const rest = await command(['user', 'list', '--after', 'bob', '--json'])
    expect(JSON.parse(rest.out)).toMatchObject({ users: [{ id: 'root' }] })
  })

  it('refuses a page of none', async () => {
    const { status, err } = await command(['user', 'list', '--limit', '0'])
    expect(status).toBe(2)
    expect(err).toContain('It must be a whole number from 1 to 200.')
  })
})

describe('trilatch user role', () => {
  it('shows what is held when nothing is to change', async () => {
    expect((await command(['user', 'role', 'ann'])).out).toBe('ann: writer')
    expect((await command(['user', 'role', 'bob'])).out).toBe('bob has no role.')
  })

  it('gives and takes roles, found by e-mail in any letter case', async () => {
    const change = ['--add', 'finance', '--remove', 'writer', '--json']
    const { status, out } = await command(['user', 'role', 'aNN@example.org', ...change])
    expect(status).toBe(0)
    expect(JSON.parse(out)).toEqual({ subject: 'ann', assignments: [{ role: 'finance' }] })
  })

  it('gives a role within a scope', async () => {
    const { out } = await command(['user', 'role', 'bob', '--add', 'writer', '--scope', 'finance.*'])
    expect(out).toBe('bob: writer in finance.*')
  })

  it('changes nothing when one of several roles does not exist', async () => {
    const { status, err } = await command(['user', 'role', 'bob', '--add', 'writer', '--add', 'wrtier'])
    expect(status).toBe(1)
    expect(err).toBe('trilatch: There is no role "wrtier". Roles: boss, finance, writer.')
  })

  it('refuses a user that the store does not have, unless told that it is the application’s own', async () => {
    const { status, err } = await command(['user', 'role', 'zoe', '--add', 'writer'])
    expect(status).toBe(1)
    expect(err).toContain('There is no user "zoe", by id or by e-mail.')
    expect((await command(['user', 'role', 'zoe', '--external', '--add', 'writer'])).out).toBe('zoe: writer')
  })

  it('does not take away the last administrator', async () => {
    const { status, err } = await command(['user', 'role', 'root', '--remove', 'boss', '--json'])
    expect(status).toBe(1)
    expect(JSON.parse(err)).toMatchObject({ error: { code: 'TRILATCH_LAST_ADMINISTRATOR' } })
  })

  it('refuses a role that is both added and removed, and a scope without a role', async () => {
    const both = await command(['user', 'role', 'bob', '--add', 'writer', '--remove', 'writer'])
    expect(both).toMatchObject({ status: 2, err: 'trilatch: The role "writer" is both added and removed.' })
    const scope = await command(['user', 'role', 'bob', '--scope', 'a'])
    expect(scope.status).toBe(2)
  })
})

describe('trilatch user suspend', () => {
  it('suspends a user, and restores one', async () => {
    expect((await command(['user', 'suspend', 'ann'])).out).toBe('ann is suspended: everything is forbidden.')
    expect((await command(['user', 'restore', 'ann', '--json'])).out).toBe(
      JSON.stringify({ id: 'ann', suspended: false }, undefined, 2),
    )
  })

  it('refuses to suspend the last administrator', async () => {
    const { status, err } = await command(['user', 'suspend', 'root'])
    expect(status).toBe(1)
    expect(err).toContain('administrator')
  })
})
