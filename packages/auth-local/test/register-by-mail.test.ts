// T62: with mails nobody is told who has an account by registering either.
import { afterEach, describe, expect, it } from 'vitest'
import { localAccounts } from '../src/index.ts'
import type { RegistrationMail } from '../src/index.ts'
import { asked, ending, enter, good, newUser, placeOver, registerAt } from './kit/place.ts'
import type { Place, PlaceOptions } from './kit/place.ts'
import { inMemory, inRedis } from './kit/stores.ts'
import { countedStore } from './kit/watched-store.ts'

const redis = inRedis()
const ann = 'ann@example.org'
const eve = 'eve@example.org'

describe.each([inMemory, redis])('T62: registering by mail, over $name', (stores) => {
  const mails: RegistrationMail[] = []
  const calls: string[] = []
  afterEach(() => {
    mails.splice(0)
    calls.splice(0)
  })
  const sendMail = async (mail: RegistrationMail): Promise<void> => {
    calls.push('mail')
    mails.push(mail)
  }
  const make = async (options: PlaceOptions = {}): Promise<Place> => {
    const place = await placeOver(countedStore(await stores.make(), calls), {
      registration: 'open',
      sendMail,
      ...options,
    })
    await newUser(place, ann)
    calls.splice(0)
    return place
  }
  const users = async ({ store }: Place): Promise<number> => (await store.users({ limit: 20 })).items.length

  it('answers the same for the same work, whether or not the address has an account; the mails differ', async () => {
    const place = await make()
    const { hashed, verified } = place.local.load()
    const known = await registerAt(place, { email: ' ANN@example.org' })
    const work = calls.splice(0)
    const unknown = await registerAt(place, { email: eve })
    expect(unknown).toEqual(known)
    expect(known).toMatchObject({ outcome: 'sent', text: expect.stringContaining('sent you a mail') })
    expect(calls).toEqual(work)
    expect(work.filter((call) => call === 'mail')).toHaveLength(1)
    expect(place.local.load()).toMatchObject({ hashed, verified })
    const [toKnown, toUnknown] = mails
    expect(toKnown).toEqual({ to: ann, about: 'taken', application: 'Meltano' })
    expect(toUnknown).toEqual({
      to: eve,
      about: 'confirm',
      application: 'Meltano',
      token: expect.stringMatching(/^[\w-]{43}$/),
    })
    expect(await users(place)).toBe(1)
  })

  it('goes on with what the mail has brought, once, and for that address alone', async () => {
    const place = await make()
    // What is typed beside the address is not kept: whoever reads the mail chooses the password.
    await registerAt(place, { email: eve, password: 'chosen by somebody else' })
    const confirmation = mails[0]?.token ?? ''
    for (const wrong of ['A'.repeat(43), 'x', confirmation.slice(1)])
      expect(ending(await registerAt(place, { password: good, confirmation: wrong }))).toBe('invitation')
    const other = { email: 'ben@example.org', password: good, confirmation }
    expect(ending(await registerAt(place, other))).toBe('invitation')
    const weak = await registerAt(place, { password: 'eve@example.org', confirmation })
    expect(weak).toMatchObject({ challenge: { code: 'invalid', field: 'password' } })
    expect(await users(place)).toBe(1)
    const done = await registerAt(place, { name: 'Eve', password: good, confirmation })
    expect(done).toMatchObject({ outcome: 'success', identity: { title: 'Eve' } })
    expect(ending(await registerAt(place, { password: good, confirmation }))).toBe('invitation')
    expect(ending(await enter(place, eve, good))).toBe('success')
    expect(ending(await enter(place, eve, 'chosen by somebody else'))).toBe('credentials')
  })

  it('tells whoever reads the mail when the address has got an account since', async () => {
    const place = await make()
    await registerAt(place, { email: eve })
    await newUser(place, eve)
    const late = await registerAt(place, { password: good, confirmation: mails[0]?.token ?? '' })
    expect(ending(late)).toBe('email-taken')
  })

  it('sends three mails to one address in an hour, and says nothing else to whoever asks for more', async () => {
    const place = await make()
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => registerAt(place, { email: eve })))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(mails).toHaveLength(3)
    await registerAt(place, { email: ann })
    expect(mails).toHaveLength(4)
  })

  it('is limited by network address, and refuses what is no address', async () => {
    const place = await make({ limits: { registrationsPerAddress: 1 } })
    const address = '192.0.2.3'
    expect(ending(await registerAt(place, { email: 'no address' }, { address }))).toBe('invalid')
    expect(ending(await registerAt(place, { email: eve }, { address }))).toBe('too-many')
    expect(ending(await registerAt(place, { email: 'x'.repeat(600) }))).toBe('improper')
    expect(mails).toEqual([])
  })

  it('is unavailable where the mail cannot be sent, for everybody', async () => {
    const place = await make({ sendMail: () => Promise.reject(new Error('no post today')) })
    for (const email of [ann, eve])
      expect(ending(await registerAt(place, { email }))).toBe('error: no post today')
    expect(await users(place)).toBe(1)
  })

  it('still takes invitations, and the secret of the first administrator', async () => {
    const place = await placeOver(await stores.make(), { registration: 'open', sendMail })
    const { registration } = place.local
    const names = (query: Record<string, string> = {}) =>
      registration?.fieldsFor?.(new Map(Object.entries(query))).map(({ name }) => name)
    const all = ['email', 'name', 'password', 'invitation']
    expect(names()).toEqual(all)
    const invitation = / ([\w-]{22})$/.exec(place.printed.join(''))?.[1] ?? ''
    const first = asked({ email: 'boss@example.org', password: good, invitation })
    expect(ending((await registration?.register(first, place.ports)) ?? { outcome: 'none' })).toBe('success')
    expect(names()).toEqual(['email'])
    expect(names({ invitation: 'x' })).toEqual(all)
    expect(names({ confirmation: 'x' })).toEqual(['name', 'password', 'confirmation'])
    expect(mails).toEqual([])
  })
})

describe('Mails at registration', () => {
  it.each([
    { sendMail: 'smtp://' },
    { sendMail: async () => {}, registration: 'invitation' },
    { sendMail: async () => {} },
  ])('are for open registration alone: %j', (options) => {
    expect(() => localAccounts(options as never)).toThrow(
      "`sendMail` must be a function that sends a mail, and is for `registration: 'open'`",
    )
  })
})
