// The real path: from the application to a provider shaped like GitLab, and back.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startGitLab } from '../../../test/services/gitlab/gitlab.ts'
import type { GitLabServer } from '../../../test/services/gitlab/gitlab.ts'
import { person } from '../../../test/services/gitlab/people.ts'
import { walkThrough } from '../../../test/services/gitlab/walk.ts'
import type { StrategyRequest } from '@trilatch/auth'
import { gitlab } from '../src/index.ts'
import { application, callbackOf, endingOf, tab } from './kit/application.ts'
import { hushed } from './kit/hushed.ts'
import { lacking } from './kit/mutations.ts'

hushed()

const ann = person('ann', 41, {
  groups: ['acme', 'acme/dev', 'acme/dev/tools'],
  direct: ['acme/dev'],
  maintainer: ['acme/dev'],
})

let server: GitLabServer
beforeAll(async () => {
  server = await startGitLab({ people: [ann], callbacks: [callbackOf('gitlab')] })
})
afterAll(() => server.close())

const strategy = (more = {}) => {
  const { issuer: url, clientId, clientSecret } = server
  return gitlab({ url, clientId, clientSecret, ...more })
}

describe('Somebody with an account at GitLab', () => {
  it('signs in, and is handed over with what GitLab says of them', async () => {
    const at = application(strategy())
    const browser = tab()
    const answer = await at.enter({ username: 'ann' }, browser)
    expect([answer.status, endingOf(at.last())]).toEqual([200, 'success'])
    expect(at.last()).toEqual({
      outcome: 'success',
      identity: {
        provider: 'gitlab',
        issuer: server.issuer,
        id: '41',
        verifiedEmail: 'ann@gitlab.example',
        title: 'Ann of GitLab',
        groups: {
          status: 'complete',
          groups: [
            { name: 'acme', access: 'member' },
            { name: 'acme/dev', access: 'maintainer' },
            { name: 'acme/dev/tools', access: 'member' },
          ],
        },
      },
    })
    expect(await at.users()).toEqual([browser.session.content?.subject])
  })

  it('has the roles that the rows for their groups give, at each sign-in those of now', async () => {
    const roles = [{ id: 'runner', rules: [{ permission: 'job', state: 'granted' as const }] }]
    const row = { provider: 'gitlab', group: 'acme/**', roles: ['runner'], minAccess: 'maintainer' as const }
    const at = application(strategy(), { roles, mappings: [row] })
    const browser = tab()
    const can = async (): Promise<boolean> => {
      expect((await at.enter({ username: 'ann' }, browser)).status).toBe(200)
      return (await at.authorizer.access({ id: browser.session.content?.subject ?? '' })).can('job.run')
    }
    expect(await can()).toBe(true)
    server.people.set('ann', { ...ann, maintainer: [], developer: ['acme/dev'] })
    expect(await can()).toBe(false)
    server.people.set('ann', ann)
    expect(await can()).toBe(true)
  })

  // GitLab sends no issuer with the callback, and does not say that it does.
  it('signs in where the provider sends no issuer, and is refused with one of somebody else all the same', async () => {
    const quiet = lacking('authorization_response_iss_parameter_supported')()
    server.tamper.set('discovery', quiet)
    const at = application(strategy())
    const come = async (change: (query: URLSearchParams) => void): Promise<number> => {
      const browser = tab()
      const url = await walkThrough(await at.begin(browser), { username: 'ann' })
      change(url.searchParams)
      return (await at.back(browser, url)).status
    }
    expect(await come((query) => query.delete('iss'))).toBe(200)
    expect(await come((query) => query.set('iss', 'https://evil.example'))).toBe(503)
    server.tamper.clear()
  })

  it('signs in with the secret in a header or in the body, and is refused without', async () => {
    const sent: unknown[] = []
    server.tamper.set('token', (answer, { headers }) => {
      sent.push(headers.authorization?.split(' ')[0])
      return answer
    })
    expect((await application(strategy()).enter({ username: 'ann' })).status).toBe(200)
    const inBody = strategy({ clientAuthentication: 'post' })
    expect((await application(inBody).enter({ username: 'ann' })).status).toBe(200)
    const { issuer: url, clientId } = server
    const open = application(gitlab({ url, clientId }))
    expect((await open.enter({ username: 'ann' })).status).toBe(503)
    server.tamper.clear()
    expect([endingOf(open.last()), sent]).toEqual(['client-refused', ['Basic', undefined, undefined]])
  })

  it('has gone before GitLab answered: nothing more is asked', async () => {
    const at = strategy()
    const gone = new AbortController()
    const request = { signal: gone.signal } as StrategyRequest
    const start = { state: 'a'.repeat(43), callbackUrl: callbackOf('gitlab') }
    const begun = await at.start(request, start, {} as never)
    if (begun.outcome !== 'redirect') throw new Error(begun.outcome)
    const url = await walkThrough(begun.url, { username: 'ann' })
    server.tamper.set('token', () => {
      gone.abort()
      return 'hang'
    })
    server.calls.length = 0
    const ended = await at.finish(request, { ...start, url, remembered: begun.remember }, {} as never)
    server.tamper.clear()
    expect([endingOf(ended), server.calls]).toEqual(['aborted', ['token']])
  })
})
