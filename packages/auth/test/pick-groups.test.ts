// Groups to pick for a role: found in a directory through its strategy, in pages, for a console.
import { groupPicker, searchableProviders, searchGroups } from '@trilatch/auth'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { complete, grouped } from './support/grouped.ts'
import { ownPassword } from './support/own-password.ts'

const filled = (id?: string) =>
  grouped(
    [
      ['a', { groups: complete('ops-eu', 'ops-us', 'dev') }],
      ['b', { groups: complete('ops-asia') }],
    ],
    id,
  )

describe('Groups to pick', () => {
  it('are found in pages, through the strategy', async () => {
    const strategies = [ownPassword, filled().strategy]
    expect(searchableProviders(strategies)).toEqual(['ldap'])
    const first = await searchGroups(strategies, { provider: 'ldap', text: 'ops', limit: 2 })
    expect(first).toEqual({ items: [{ name: 'ops-asia' }, { name: 'ops-eu' }], next: 'ops-eu' })
    const rest = { provider: 'ldap', text: 'ops', limit: 2, after: 'ops-eu' }
    expect(await searchGroups(strategies, rest)).toEqual({ items: [{ name: 'ops-us' }] })
  })

  it('are refused where no directory is configured, and for what cannot be looked for', async () => {
    await expect(searchGroups([ownPassword], { provider: 'ldap' })).rejects.toMatchObject({
      code: 'TRILATCH_PROVIDER_UNKNOWN',
      message: 'Cannot look for groups of "ldap": no directory is configured',
      status: 422,
    })
    const { strategy } = grouped()
    await expect(searchGroups([strategy], { provider: 'own' })).rejects.toThrow(
      'groups can be looked for in "ldap"',
    )
    await expect(searchGroups([strategy], { provider: 'ldap' })).resolves.toEqual({ items: [] })
    const after = 'x'.repeat(4_097)
    for (const bad of [
      { text: 'x'.repeat(65) },
      { text: 'a\u0000' },
      { limit: 0 },
      { limit: 201 },
      { after },
    ])
      await expect(searchGroups([strategy], { provider: 'ldap', ...bad })).rejects.toMatchObject({
        code: 'TRILATCH_OPTION_INVALID',
        status: 422,
      })
  })
})

describe('A picker for a console', () => {
  beforeEach(() => vi.spyOn(process, 'emitWarning').mockImplementation(() => {}))
  afterEach(() => vi.restoreAllMocks())

  it('names the directories, and looks in the one that is named', async () => {
    const picker = groupPicker([ownPassword, filled('north').strategy, grouped([], 'south').strategy])
    expect(picker.providers).toEqual(['north', 'south'])
    expect(await picker.search({ provider: 'north', text: 'ops', limit: 1 })).toEqual({
      items: [{ name: 'ops-asia' }],
      next: 'ops-asia',
    })
    expect(await picker.search({ provider: 'south', text: 'dev' })).toEqual({ items: [] })
    await expect(picker.search({ provider: 'own' })).rejects.toMatchObject({
      code: 'TRILATCH_PROVIDER_UNKNOWN',
      status: 422,
      message: 'Cannot look for groups of "own": groups can be looked for in "north", "south"',
    })
    expect(groupPicker([ownPassword]).providers).toEqual([])
  })

  it('is 503 while the directory does not answer, and tells operators alone why', async () => {
    const { strategy } = filled()
    const picker = groupPicker([strategy])
    expect((await picker.search({ provider: 'ldap' })).items).toHaveLength(4)
    strategy.groups.search = () => Promise.reject(new Error('refused at 10.0.0.7'))
    await expect(picker.search({ provider: 'ldap' })).rejects.toMatchObject({
      code: 'TRILATCH_UNAVAILABLE',
      status: 503,
      message: expect.not.stringContaining('10.0.0.7'),
    })
    expect(process.emitWarning).toHaveBeenCalledWith(
      expect.stringContaining('cannot look for groups: refused at 10.0.0.7'),
      { type: 'TrilatchWarning', code: 'TRILATCH_STRATEGY_FAILED' },
    )
  })

  it('hands its caller’s signal on', async () => {
    const { strategy } = filled()
    const heard: AbortSignal[] = []
    strategy.groups.search = async (_, signal) => {
      heard.push(signal)
      return { items: [] }
    }
    const caller = new AbortController()
    await groupPicker([strategy]).search({ provider: 'ldap' }, caller.signal)
    caller.abort()
    expect(heard.map(({ aborted }) => aborted)).toEqual([true])
  })
})
