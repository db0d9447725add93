import { offerFirstAdministrator, redeemFirstSecret } from '@trilatch/auth'
import { describe, expect, it } from 'vitest'
import { worldOf } from './support/world.ts'

const first = { role: 'admin', origin: 'created', email: 'boss@x.org' } as const

describe('The first administrator', () => {
  it('is made with a secret that was offered once, by the write that uses it up', async () => {
    const { authorizer } = worldOf()
    const accounts = authorizer.accounts('setup')
    const secrets = await Promise.all([1, 2, 3].map(() => offerFirstAdministrator(accounts)))
    const [secret = ''] = secrets.filter((one) => one !== undefined)
    expect(secrets.filter((one) => one !== undefined)).toHaveLength(1)
    expect(secret).toMatch(/^[\w-]{22}$/)
    expect(await redeemFirstSecret(accounts, 'wrong')).toMatchObject({
      outcome: 'fail',
      challenge: { code: 'invitation' },
    })
    const redeemed = await redeemFirstSecret(accounts, secret)
    if (!('write' in redeemed)) throw new Error('It was not redeemed')
    const tries = await Promise.allSettled(
      ['a', 'b'].map((id) =>
        accounts.createFirstAdministrator({ ...first, id, email: `${id}@x.org`, ...redeemed.write }),
      ),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await accounts.hasAdministrator()).toBe(true)
    expect(await redeemFirstSecret(accounts, secret)).toMatchObject({ outcome: 'fail' })
    expect(await offerFirstAdministrator(accounts)).toBeUndefined()
  })

  it('is offered no more once there was one, also when nobody is one any more', async () => {
    const { authorizer, store } = worldOf()
    const accounts = authorizer.accounts('setup')
    await authorizer.manage('cli').assign({ subject: 'boss', role: 'admin' })
    expect(await offerFirstAdministrator(accounts)).toBeUndefined()
    await expect(accounts.createFirstAdministrator(first)).rejects.toMatchObject({
      code: 'TRILATCH_CONFLICT',
    })
    expect((await store.users({ limit: 1 })).items).toEqual([])
  })

  it('is not made by an ordinary role, nor with a secret that was tried five times from there', async () => {
    const { authorizer } = worldOf()
    const accounts = authorizer.accounts('setup')
    await expect(accounts.createFirstAdministrator({ ...first, role: 'runner' })).rejects.toMatchObject({
      code: 'TRILATCH_ADMINISTRATOR_ROLE',
    })
    const secret = (await offerFirstAdministrator(accounts)) ?? ''
    for (let i = 0; i < 5; i++) await redeemFirstSecret(accounts, `wrong ${i}`)
    expect(await redeemFirstSecret(accounts, secret)).toMatchObject({ challenge: { code: 'too-many' } })
    expect(await redeemFirstSecret(accounts, secret, '192.0.2.1')).toHaveProperty('write')
    expect(await accounts.hasAdministrator()).toBe(false)
  })
})
