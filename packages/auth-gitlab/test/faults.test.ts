// The k-th thing that is waited for fails once, for each k: calls to the store, to the sessions and to the provider.
// Nobody comes in by it, nobody loses anything by it, and no user is there twice or by halves.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TrilatchError } from '@trilatch/core'
import type { Store } from '@trilatch/core'
import { HeldSession } from '../../auth/test/support/ask.ts'
import { faultyStore } from '../../auth/test/support/faulty.ts'
import { startGitLab } from '../../../test/services/gitlab/gitlab.ts'
import type { GitLabServer } from '../../../test/services/gitlab/gitlab.ts'
import { person } from '../../../test/services/gitlab/people.ts'
import { walkThrough } from '../../../test/services/gitlab/walk.ts'
import { gitlab } from '../src/index.ts'
import { application, callbackOf, tab } from './kit/application.ts'
import { hushed } from './kit/hushed.ts'

hushed()
const refresh = { secret: 'a secret of the tests, of 32 characters and more' }
let server: GitLabServer
beforeAll(async () => {
  const ann = person('ann', 41, { groups: ['acme'] })
  server = await startGitLab({ people: [ann], callbacks: [callbackOf('gitlab')] })
})
afterAll(() => server.close())

/** Counts what is waited for, and fails one of it. */
class Faults {
  asked = 0
  at = Infinity
  next(): boolean {
    return ++this.asked === this.at
  }
  arm(at: number): void {
    this.asked = 0
    this.at = at
  }
}

class FaultySession extends HeldSession {
  readonly #faults: Faults
  constructor(faults: Faults) {
    super()
    this.#faults = faults
  }
  override async regenerate(content: Parameters<HeldSession['regenerate']>[0]): Promise<void> {
    if (this.#faults.next()) throw new Error('the sessions are down')
    return super.regenerate(content)
  }
  override async destroy(): Promise<void> {
    if (this.#faults.next()) throw new Error('the sessions are down')
    return super.destroy()
  }
}

/** An adapter answers an error with its status; who has begun nowhere is told the same. */
const statusOf = (error: unknown): string =>
  error instanceof TrilatchError
    ? String(error.status)
    : (/^\d+/.exec((error as Error).message)?.[0] ?? '500')

function scene() {
  const faults = new Faults()
  // The pages of the provider are between it and the browser: nothing of ours waits for them.
  server.cut = (endpoint) => endpoint !== 'authorization' && faults.next()
  const { issuer: url, clientId, clientSecret } = server
  const strategy = gitlab({ url, clientId, clientSecret, refresh, timeoutMs: 20_000 })
  const here = application(strategy, undefined, (store: Store) => faultyStore(store, faults))
  const at = tab(new FaultySession(faults))
  const enter = async (): Promise<string> => {
    try {
      const url = await walkThrough(await here.begin(at), { username: 'ann' })
      return String((await here.back(at, url)).status)
    } catch (error) {
      return statusOf(error)
    }
  }
  const ask = async (): Promise<string> => {
    const subject = at.session.content?.subject ?? (await here.users())[0] ?? ''
    const account = { issuer: server.issuer, id: '41', subject }
    try {
      const groups = await strategy.groups?.groupsOf(account, here.ports, new AbortController().signal)
      return JSON.stringify(groups)
    } catch (error) {
      return `threw ${(error as Error).name}`
    }
  }
  return { faults, here, at, enter, ask }
}

type Scene = ReturnType<typeof scene>

/** Runs a flow once for each thing that it waits for, with that one failing. */
async function forEachFault(
  prepare: (scene: Scene) => Promise<unknown>,
  flow: (scene: Scene) => Promise<string>,
  judge: (scene: Scene, ended: string, k: number) => Promise<void>,
): Promise<number> {
  const whole = scene()
  await prepare(whole)
  whole.faults.arm(Infinity)
  const right = await flow(whole)
  const count = whole.faults.asked
  for (let k = 1; k <= count; k++) {
    const one = scene()
    await prepare(one)
    one.faults.arm(k)
    const ended = await flow(one)
    one.faults.arm(Infinity)
    await judge(one, ended, k)
  }
  await judge(whole, right, 0)
  return count
}

describe('Whichever call fails', () => {
  it('a first sign-in lets nobody in who is not, and can be done again as the same user', async () => {
    const count = await forEachFault(
      async () => {},
      ({ enter }) => enter(),
      async ({ here, at, enter }, ended, k) => {
        const users = await here.users()
        expect([k, users.length <= 1]).toEqual([k, true])
        // A session begins where the answer says so, and nowhere else.
        expect([k, at.session.content !== undefined]).toEqual([k, ended === '200'])
        if (k > 0 && ended !== '200') expect([k, ended]).toEqual([k, expect.stringMatching(/^50[03]$/)])
        expect([k, await enter()]).toEqual([k, '200'])
        const after = await here.users()
        expect([k, after.length, users.every((id) => after.includes(id))]).toEqual([k, 1, true])
        expect([k, after[0]]).toEqual([k, at.session.content?.subject])
        // No role came with it.
        const access = await here.authorizer.access({ id: after[0] ?? '' })
        expect([k, access.can('job.run')]).toEqual([k, false])
      },
    )
    expect(count).toBeGreaterThan(10)
  })

  it('a refresh says what is true or that it does not know: never that groups are gone', async () => {
    const complete = '{"status":"complete","groups":[{"name":"acme","access":"member"}]}'
    const count = await forEachFault(
      ({ enter }) => enter(),
      ({ ask }) => ask(),
      async ({ here, at, ask }, ended, k) => {
        expect([k, ended === complete || /^(?:threw|\{"status":"unknown")/.test(ended)]).toEqual([k, true])
        expect([k, (await here.users()).length, at.session.content !== undefined]).toEqual([k, 1, true])
        expect([k, /^(?:\{"status":"(?:complete|unknown)")/.test(await ask())]).toEqual([k, true])
      },
    )
    expect(count).toBeGreaterThanOrEqual(5)
  })

  it('a sign-out ends the session, or says that it could not', async () => {
    const count = await forEachFault(
      ({ enter }) => enter(),
      ({ here, at }) => here.signOut(at).then(({ status }) => String(status), statusOf),
      async ({ here, at }, ended, k) => {
        expect([k, at.session.content === undefined]).toEqual([k, ended === '200'])
        expect([k, (await here.users()).length]).toEqual([k, 1])
        expect([k, (await here.signOut(at)).status]).toEqual([k, 200])
        expect([k, at.session.content]).toEqual([k, undefined])
      },
    )
    expect(count).toBeGreaterThanOrEqual(3)
  })
})
