import { describe, expect, it } from 'vitest'
import { commonPasswords } from '../src/password/common-passwords.ts'
import { refusedPassword } from '../src/password/password-rules.ts'
import { inMemory } from './kit/stores.ts'
import { changeAt, ending, enter, good, newUser, placeOver, registerAt } from './kit/place.ts'

const context = { email: 'ann.smith@acme.example', words: ['Sales Reports'] }

describe('T61: a new password', () => {
  it.each([
    ['8 characters', 'kvtz7q1p'],
    ['128 characters', `kvtz7q1p${'x y'.repeat(40)}`],
    ['characters beyond the BMP, each counted once', `kvtz${'😀'.repeat(124)}`],
    ['spaces and no digits', 'a sentence of mine'],
    ['the address within a longer sentence', 'ann.smith likes the colour teal'],
  ])('is taken with %s', async (_what, password) => {
    expect(await refusedPassword(password, context)).toBeUndefined()
  })

  it.each([
    ['kvtz7q1', 'at least 8 characters'],
    ['', 'at least 8 characters'],
    [`kvtz7q1p${'x'.repeat(121)}`, 'at most 128 characters'],
    ['ababababab', 'repeats very few'],
    ['password1', 'tried first'],
    ['PassWord1', 'tried first'],
    ['1q2w3e4r5t', 'tried first'],
    ['ann.smith1', 'made of your address'],
    ['AnnSmith2026', 'made of your address'],
    ['acme2026!', 'made of your address'],
    ['SalesReports1!', 'made of your address or of the name'],
    ['1234reports', 'made of your address or of the name'],
  ])('is refused as %j', async (password, why) => {
    expect(await refusedPassword(password, context)).toContain(why)
  })

  it('is compared with some 18,000 that many people have', async () => {
    const common = await commonPasswords()
    expect(common.size).toBeGreaterThan(17_000)
    expect([...common].every((word) => word === word.toLowerCase() && word.length >= 8)).toBe(true)
  })

  it('counts as it was typed: no trimming, no folding, no cutting', async () => {
    const place = await placeOver(await inMemory.make())
    const typed = ` ${'Ünusual words here'.padEnd(126, '.')} `
    await newUser(place, 'ann@example.org', typed)
    const same = [typed.trim(), typed.toLowerCase(), typed.normalize('NFD'), typed.slice(0, -1), `${typed} `]
    for (const other of same) {
      expect(other).not.toBe(typed)
      expect(ending(await enter(place, 'ann@example.org', typed))).toBe('success')
      expect(ending(await enter(place, 'ann@example.org', other))).toBe('credentials')
    }
  })

  it('of more than 1,024 bytes is refused with 400 before anything is counted, looked up or hashed', async () => {
    const place = await placeOver(await inMemory.make(), {
      registration: 'open',
      limits: { freeTries: 1, perAddress: 1 },
    })
    const { id } = await newUser(place, 'ann@example.org')
    const address = '192.0.2.1'
    const before = place.local.load()
    for (const [password, code] of [
      ['é'.repeat(513), 'improper'],
      ['x'.repeat(1_025), 'improper'],
      ['lone \ud800 surrogate', 'improper'],
    ] as const) {
      expect(ending(await enter(place, 'ann@example.org', password, { address }))).toBe(code)
      expect(ending(await registerAt(place, { email: 'ben@example.org', password }, { address }))).toBe(code)
      const change = { currentPassword: good, newPassword: password }
      expect(ending(await changeAt(place, id, change, { address }))).toBe(code)
      expect(
        ending(await changeAt(place, id, { currentPassword: password, newPassword: good }, { address })),
      ).toBe(code)
    }
    expect(place.local.load()).toEqual(before)
    // Neither the address nor the account had its one try taken.
    expect(ending(await enter(place, 'ann@example.org', good, { address }))).toBe('success')
    expect(ending(await enter(place, 'ann@example.org', 'x'.repeat(1_024)))).toBe('credentials')
  })

  it('is held to the same rules at registration, at a change, and when an administrator sets it', async () => {
    const place = await placeOver(await inMemory.make(), {
      registration: 'open',
      contextWords: ['warehouse'],
    })
    const refused = {
      outcome: 'fail',
      challenge: { code: 'invalid', text: expect.stringContaining('name of this place') },
    }
    const { hashed } = place.local.load()
    expect(await registerAt(place, { email: 'ann@example.org', password: 'warehouse1' })).toMatchObject(
      refused,
    )
    expect(await registerAt(place, { email: 'ann@example.org', password: 'meltano-1' })).toMatchObject(
      refused,
    )
    expect(place.local.load().hashed).toBe(hashed)
    const { id } = await newUser(place, 'ann@example.org')
    const change = { currentPassword: good, newPassword: 'warehouse1' }
    expect(await changeAt(place, id, change)).toMatchObject(refused)
    await expect(place.local.setPassword(id, 'warehouse1', place.ports)).rejects.toMatchObject({
      code: 'TRILATCH_USER_INVALID',
      status: 422,
    })
    await expect(
      place.local.createUser({ email: 'ben@example.org', password: 'password1' }, place.ports),
    ).rejects.toMatchObject({ code: 'TRILATCH_USER_INVALID' })
    expect(ending(await enter(place, 'ann@example.org', good))).toBe('success')
  })
})
