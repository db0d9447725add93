// The threats to sign-in with a provider, each by its number in docs/threats.md.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createSignIn } from '@trilatch/auth'
import type { StrategyRequest } from '@trilatch/auth'
import { HeldSession, origin } from '../../auth/test/support/ask.ts'
import { startGitLab } from '../../../test/services/gitlab/gitlab.ts'
import type { GitLabServer } from '../../../test/services/gitlab/gitlab.ts'
import { person } from '../../../test/services/gitlab/people.ts'
import { walkThrough } from '../../../test/services/gitlab/walk.ts'
import { gitlab, oidc } from '../src/index.ts'
import { application, callbackOf, endingOf, tab } from './kit/application.ts'
import { hushed } from './kit/hushed.ts'
import { body, mutations } from './kit/mutations.ts'

const told = hushed()
const secret = 'a secret of the tests, of 32 characters and more'
const ann = person('ann', 41, { groups: ['acme'] })
let server: GitLabServer
let other: GitLabServer
beforeAll(async () => {
  const callbacks = [callbackOf('gitlab'), callbackOf('other')]
  server = await startGitLab({ people: [ann, person('eve', 66, { groups: ['acme'] })], callbacks })
  other = await startGitLab({ people: [person('ann', 41, { email: 'other@gitlab.example' })], callbacks })
})
afterAll(async () => {
  await server.close()
  await other.close()
})
afterEach(() => {
  server.tamper.clear()
  server.people.set('ann', ann)
})

const strategyOf = (at = server, more = {}) => {
  const { issuer: url, clientId, clientSecret } = at
  return gitlab({ url, clientId, clientSecret, timeoutMs: 20_000, ...more })
}
const place = () => application(strategyOf())

describe('T80: a code or a callback that somebody else has planted', () => {
  it('PKCE with S256, state and nonce are asked for, each new every time', async () => {
    const here = place()
    const [one, two] = [new URL(await here.begin(tab())), new URL(await here.begin(tab()))]
    const asked = one.searchParams
    expect([asked.get('response_type'), asked.get('code_challenge_method')]).toEqual(['code', 'S256'])
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(asked.get(name)?.length).toBeGreaterThanOrEqual(43)
      expect(asked.get(name)).not.toBe(two.searchParams.get(name))
    }
  })

  it('a callback in another browser, and one that is sent again, are refused', async () => {
    const here = place()
    const [ann, victim] = [tab(), tab()]
    const url = await walkThrough(await here.begin(ann), { username: 'ann' })
    // The victim has begun a sign-in, too, and is sent the attacker's callback.
    await here.begin(victim)
    expect([(await here.back(victim, url)).status, victim.session.content]).toEqual([401, undefined])
    const again = await walkThrough(await here.begin(ann), { username: 'ann' })
    expect((await here.back(ann, again)).status).toBe(200)
    expect((await here.back(ann, again)).status).toBe(401)
  })

  it('state is compared by the strategy, too, whoever calls it', async () => {
    const strategy = strategyOf()
    const request = { signal: new AbortController().signal } as StrategyRequest
    const finish = async (change: (url: URL) => void): Promise<string> => {
      const start = { state: 's'.repeat(43), callbackUrl: callbackOf('gitlab') }
      const begun = await strategy.start(request, start, {} as never)
      if (begun.outcome !== 'redirect') throw new Error(begun.outcome)
      const url = await walkThrough(begun.url, { username: 'ann' })
      change(url)
      return endingOf(
        await strategy.finish(request, { ...start, url, remembered: begun.remember }, {} as never),
      )
    }
    expect(await finish(() => {})).toBe('success')
    expect(await finish((url) => url.searchParams.set('state', 't'.repeat(43)))).toBe('callback-invalid')
    expect(await finish((url) => url.searchParams.delete('state'))).toBe('callback-invalid')
  })

  it('a code of another sign-in does not go with the verifier of this one', async () => {
    const here = place()
    const [ann, victim] = [tab(), tab()]
    const stolen = await walkThrough(await here.begin(ann), { username: 'ann' })
    const url = await walkThrough(await here.begin(victim), { username: 'eve' })
    url.searchParams.set('code', stolen.searchParams.get('code') ?? '')
    expect((await here.back(victim, url)).status).toBe(401)
    expect([endingOf(here.last()), victim.session.content]).toEqual(['sign-in-again', undefined])
  })
})

describe('T81: one provider that answers for another', () => {
  it('each has a callback of its own', async () => {
    const strategies = [strategyOf(), strategyOf(other, { id: 'other' })]
    const [here, there] = strategies.map((strategy) => application(strategy))
    const begun = [await here?.begin(tab()), await there?.begin(tab())].map((url) => new URL(url ?? ''))
    expect(begun.map((url) => url.searchParams.get('redirect_uri'))).toEqual([
      callbackOf('gitlab'),
      callbackOf('other'),
    ])
  })

  it('the issuer of the callback, and the one that is published, are the configured one', async () => {
    const here = place()
    const at = tab()
    expect((await here.enter({ username: 'ann' }, tab())).status).toBe(200)
    const url = await walkThrough(await here.begin(at), { username: 'ann' })
    url.searchParams.set('iss', other.issuer)
    expect([(await here.back(at, url)).status, endingOf(here.last())]).toEqual([503, 'issuer-parameter'])
    server.tamper.set('discovery', body((b) => ({ ...b, issuer: other.issuer }))())
    await expect(strategyOf().prepare?.({} as never)).rejects.toMatchObject({ reason: 'issuer-differs' })
  })
})

describe('T82: a token that is not what it says', () => {
  it('every check has a mutation that it refuses', () => {
    const refused = new Set(mutations.map(({ ending }) => ending))
    const checks = [
      'algorithm',
      'signature',
      'key-unknown',
      'issuer',
      'audience',
      'authorized-party',
      'expired',
      'nonce',
    ]
    for (const check of [...checks, 'issued-at', 'access-token-hash', 'userinfo-subject', 'id-token-missing'])
      expect(refused, check).toContain(check)
  })
})

describe('T83: an address that is taken for a person', () => {
  it('the account is issuer and sub, whatever the address', async () => {
    const here = place()
    const [first, second, third] = [tab(), tab(), tab()]
    await here.enter({ username: 'ann' }, first)
    server.people.set('ann', { ...ann, email: 'new@gitlab.example' })
    await here.enter({ username: 'ann' }, second)
    expect(second.session.content?.subject).toBe(first.session.content?.subject)
    // Somebody else with the address of before comes in as nobody who was there.
    server.people.set('eve', person('eve', 66, { groups: [], email: ann.email, emailVerified: false }))
    await here.enter({ username: 'eve' }, third)
    expect(third.session.content?.subject).not.toBe(first.session.content?.subject)
  })

  it.each([false, undefined, 'true', 1])(
    'an address whose email_verified is %j is none',
    async (isVerified) => {
      const here = place()
      await here.enter({ username: 'ann' })
      expect(here.last()).toMatchObject({ identity: { verifiedEmail: ann.email } })
      server.tamper.set('userinfo', body((b) => ({ ...b, email_verified: isVerified }))())
      await here.enter({ username: 'ann' })
      const last = here.last()
      expect(last?.outcome === 'success' && 'verifiedEmail' in last.identity).toBe(false)
    },
  )
})

describe('T84: a group that is named like another one', () => {
  it('the same path at another GitLab is another issuer and another provider', async () => {
    const [here, there] = [place(), application(strategyOf(other, { id: 'other' }))]
    await here.enter({ username: 'ann' })
    await there.enter({ username: 'ann' })
    const identities = [here, there].map((one) => {
      const last = one.last()
      return last?.outcome === 'success'
        ? [last.identity.provider, last.identity.issuer, last.identity.id]
        : []
    })
    expect(identities).toEqual([
      ['gitlab', server.issuer, '41'],
      ['other', other.issuer, '41'],
    ])
  })

  it('allowed groups count by whole segments, and others are not handed over', async () => {
    server.people.set('ann', { ...ann, groups: ['acme', 'acme-corp', 'my/acme'] })
    const here = application(strategyOf(server, { allowedGroups: ['acme'] }))
    await here.enter({ username: 'ann' })
    const groups = { status: 'complete', groups: [{ name: 'acme', access: 'member' }] }
    expect(here.last()).toMatchObject({ identity: { groups } })
  })
})

describe('T85: groups that are missing, or only a part', () => {
  it('nobody comes in without a complete answer, and what was known before does not help', async () => {
    const here = place()
    expect((await here.enter({ username: 'ann' })).status).toBe(200)
    server.people.set('ann', { ...ann, groups: undefined })
    expect((await here.enter({ username: 'ann' })).status).toBe(503)
    server.people.set('ann', ann)
    server.down.add('userinfo')
    const at = tab()
    expect((await here.enter({ username: 'ann' }, at)).status).toBe(503)
    expect(at.session.content).toBeUndefined()
    server.down.clear()
    expect((await here.enter({ username: 'ann' })).status).toBe(200)
  })
})

describe('T86: somebody who was removed from a group', () => {
  it('loses it at the next refresh, and at the next sign-in', async () => {
    const strategy = strategyOf(server, { refresh: { secret } })
    const here = application(strategy)
    const at = tab()
    await here.enter({ username: 'ann' }, at)
    server.people.set('ann', { ...ann, groups: [] })
    const account = { issuer: server.issuer, id: '41', subject: at.session.content?.subject ?? '' }
    const asked = strategy.groups?.groupsOf(account, here.ports, new AbortController().signal)
    expect(await asked).toEqual({ status: 'complete', groups: [] })
    await here.enter({ username: 'ann' }, at)
    expect(here.last()).toMatchObject({ identity: { groups: { status: 'complete', groups: [] } } })
  })
})

describe('T87: a way back that leads elsewhere', () => {
  it('the callback is made from configuration, whatever Host says', async () => {
    const here = place()
    const session = new HeldSession()
    const signIn = createSignIn({
      authorizer: here.authorizer,
      strategies: [strategyOf()],
      baseUrl: origin,
      session: () => session,
    })
    const request = new Request('https://evil.example/auth/start/gitlab', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin,
        host: 'evil.example',
        'x-forwarded-host': 'evil.example',
      },
      body: JSON.stringify({ returnTo: '//evil.example' }),
    })
    const access = await here.authorizer.access(null)
    const answer = await signIn.fetch(request, {
      access,
      subject: null,
      session,
      address: undefined,
      basePath: '/auth',
    })
    const { redirectTo } = (await answer.json()) as { readonly redirectTo: string }
    expect(new URL(redirectTo).searchParams.get('redirect_uri')).toBe(callbackOf('gitlab'))
    expect(new URL(redirectTo).origin).toBe(server.issuer)
    expect(redirectTo).not.toContain('evil')
  })
})

describe('T88: tokens that lie about', () => {
  /** Everything that was ever written to the vault. */
  const watched = () => {
    const written: string[] = []
    const seen = (store: Parameters<NonNullable<Parameters<typeof application>[2]>>[0]) => ({
      ...store,
      vault: {
        ...store.vault,
        put: (document: Parameters<typeof store.vault.put>[0]) => {
          written.push(JSON.stringify(document))
          return store.vault.put(document)
        },
        replace: (...args: Parameters<typeof store.vault.replace>) => {
          written.push(JSON.stringify(args[0]))
          return store.vault.replace(...args)
        },
        get: store.vault.get.bind(store.vault),
        take: store.vault.take.bind(store.vault),
        count: store.vault.count.bind(store.vault),
        forget: store.vault.forget.bind(store.vault),
      },
    })
    return { written, seen }
  }

  it.each([undefined, { secret }])(
    'are in no answer, cookie, warning or entry of the store (refresh: %j)',
    async (refresh) => {
      const tokens: string[] = []
      server.tamper.set('token', (answer) => {
        const given = JSON.parse(answer.body) as Record<string, unknown>
        for (const name of ['access_token', 'refresh_token', 'id_token']) tokens.push(String(given[name]))
        return answer
      })
      const { written, seen } = watched()
      const strategy = strategyOf(server, refresh === undefined ? {} : { refresh })
      const here = application(strategy, undefined, seen)
      const at = tab()
      const answer = await here.enter({ username: 'ann' }, at)
      // And when it goes wrong afterwards: errors are shown to operators.
      server.tamper.set('userinfo', body((b) => ({ ...b, sub: '1' }))())
      await here.enter({ username: 'eve' })
      const last = here.last()
      const shown = [
        await answer.text(),
        [...answer.headers].join(),
        [...at.cookies].join(),
        JSON.stringify(at.session.content),
        told.join(),
        last?.outcome === 'error'
          ? `${last.error.stack} ${JSON.stringify(last.error)} ${String(last.error.cause)}`
          : '',
        ...written,
      ].join('\n')
      expect(tokens.length).toBe(6)
      for (const token of tokens) expect(shown).not.toContain(token)
      expect(written.some((entry) => entry.includes('"refresh-token"'))).toBe(refresh !== undefined)
    },
  )
})

describe('T89: checks that an option could switch off', () => {
  it('there is no such option, and http is for this machine alone', () => {
    const app = { clientId: 'app', clientSecret: 'secret' }
    for (const name of ['allowInsecureRequests', 'skipStateCheck', 'skipSubjectCheck', 'rejectUnauthorized'])
      expect(() => oidc({ ...app, issuer: 'https://id.example', [name]: true })).toThrow(
        `unknown option "${name}"`,
      )
    for (const url of [
      'http://gitlab.example',
      'http://127.0.0.1.example',
      'http://10.0.0.1',
      'http://localhost.example',
    ])
      expect(() => gitlab({ ...app, url })).toThrow('must be https')
  })
})
