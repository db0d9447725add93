// The password is changed by somebody else in the middle of a flow, at each of its calls to the store: whoever knew the old one is not in.
import { createSignIn } from '@trilatch/auth'
import type { SignedIn } from '@trilatch/auth'
import { describe, expect, it } from 'vitest'
import { inMemory } from './kit/stores.ts'
import { cheap, ending, enter, good, newUser, placeOver } from './kit/place.ts'
import type { Place } from './kit/place.ts'
import { watchedStore } from './kit/watched-store.ts'

const ann = 'ann@example.org'
const [next, reset] = ['another good sentence', 'what an operator has set']

interface Race {
  readonly path: string
  readonly fields: Readonly<Record<string, string>>
  /** Whether the stored hash is of another cost than new ones. */
  readonly outdated?: boolean
  /** What happens in the middle; default the change of the password by an operator. */
  readonly other?: (operator: Place, id: string) => Promise<unknown>
}

const setReset = ({ local, ports }: Place, id: string): Promise<void> =>
  local.setPassword(id, reset, ports)

/** Runs a flow with something else before its k-th call, and says what came of it. */
async function run({ path, fields, outdated = false, other = setReset }: Race, k: number) {
  const store = await inMemory.make()
  let [calls, armed] = [0, false]
  const meddle = async (): Promise<void> => void (await other(operator, id))
  const place = await placeOver(
    watchedStore(store, () => (armed && ++calls === k ? meddle() : Promise.resolve())),
    { hashing: { ...cheap, memoryCost: outdated ? 128 : 64 } },
  )
  const operator = await placeOver(store)
  const { id } = await newUser(operator, ann)
  const { epoch } = await operator.authorizer.manage('test').beginSession(id)
  let session: SignedIn | undefined = path === '/password' ? { subject: id, epoch, signedInAt: 1 } : undefined
  const signIn = createSignIn({
    authorizer: place.authorizer,
    strategies: [place.local],
    baseUrl: 'https://acme.example',
    session: () => ({
      get: () => session,
      regenerate: async (content) => void (session = content),
      destroy: async () => void (session = undefined),
    }),
  })
  await signIn.ready()
  const access = await place.authorizer.access(session === undefined ? null : { id, epoch })
  armed = true
  const answer = await signIn.fetch(
    new Request(`http://127.0.0.1/auth${path}`, {
      method: 'POST',
      headers: { origin: 'https://acme.example', 'content-type': 'application/json' },
      body: JSON.stringify(fields),
    }),
    { access, subject: null, session: {}, basePath: '/auth', address: '10.0.0.1' } as never,
  )
  armed = false
  const { subject } = await store.view(id)
  const holds = session !== undefined && session.epoch === subject?.epoch
  return { status: answer.status, holds, calls, resets: ending(await enter(operator, ann, reset)) }
}

describe.each<readonly [string, Race]>([
  ['a sign-in', { path: '/sign-in', fields: { email: ann, password: good } }],
  [
    'a sign-in with a hash that is made anew',
    { path: '/sign-in', fields: { email: ann, password: good }, outdated: true },
  ],
  ['a change of the password', { path: '/password', fields: { currentPassword: good, newPassword: next } }],
])('T69: %s that another change overtakes', (_name, race) => {
  it('begins no session that holds, wherever that happens', async () => {
    const alone = await run(race, 0)
    expect(alone).toMatchObject({ status: 200, holds: true })
    for (let k = 1; k <= alone.calls; k++) {
      const overtaken = await run(race, k)
      expect([k, overtaken.holds, overtaken.resets]).toEqual([k, false, 'success'])
    }
  })
})

it('whoever knows the password gets in, wherever another sign-in makes the hash anew', async () => {
  const race: Race = {
    path: '/sign-in',
    fields: { email: ann, password: good },
    outdated: true,
    other: async ({ store }) => enter(await placeOver(store, { hashing: { ...cheap, memoryCost: 128 } }), ann, good),
  }
  const alone = await run(race, 0)
  for (let k = 1; k <= alone.calls; k++) {
    const { status, holds } = await run(race, k)
    expect([k, status, holds]).toEqual([k, 200, true])
  }
})
