// `trilatch gitlab test`, against a provider shaped like GitLab.
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startGitLab } from '../../../test/services/gitlab/gitlab.ts'
import type { GitLabServer } from '../../../test/services/gitlab/gitlab.ts'
import { person } from '../../../test/services/gitlab/people.ts'
import { walkThrough } from '../../../test/services/gitlab/walk.ts'
import { freePort } from '../../../test/services/ports.ts'
import { run } from '../src/run.ts'
import { application, command } from './support/command.ts'
import { gitlabPlace } from './support/gitlab-place.ts'
import { authorizer } from './with-gitlab/trilatch.config.ts'

const folder = fileURLToPath(new URL('with-gitlab', import.meta.url))
const people = [
  person('ann', 41, { groups: ['acme/dev', 'acme-corp'], owner: ['acme-corp'] }),
  person('boss', 1, { groups: ['acme'], owner: ['acme'] }),
  person('old', 44, { groups: undefined }),
]
let server: GitLabServer
let port: number
beforeAll(async () => {
  port = await freePort()
  server = await startGitLab({ people, callbacks: [`http://127.0.0.1:${port}/callback`], below: '/gitlab' })
  const { issuer: url, clientId, clientSecret } = server
  Object.assign(gitlabPlace, { url, clientId, clientSecret })
})
afterAll(() => server.close())

/** Runs the command with somebody at a browser beside it. */
async function test(username: string, args: readonly string[] = [], way: 'browser' | 'paste' = 'browser') {
  const [out, err]: [string[], string[]] = [[], []]
  let pasted: ((text: string) => void) | undefined
  const input = new Promise<string>((resolve) => (pasted = resolve))
  const called = ['gitlab', 'test', '--strategy', 'gitlab', '--port', String(port), ...args]
  const status = await run(way === 'paste' ? [...called, '--paste'] : called, {
    out: (text) => void out.push(text),
    err: (text) => {
      err.push(text)
      const [, url] = /\n(http\S+)\n/.exec(text) ?? []
      if (url === undefined) return
      void walkThrough(url, { username }).then(async (back) => {
        if (way === 'paste') pasted?.(`${back.href}\n`)
        else await fetch(back)
      })
    },
    input: () => input,
    environment: {},
    folder,
    colours: false,
  })
  return { status, out: out.join('\n'), err: err.join('\n') }
}

describe('trilatch gitlab test', () => {
  it('shows what the provider says of somebody, and what that leads to', async () => {
    const { status, out, err } = await test('ann')
    expect(err).toContain('Sign in to GitLab in a browser, at this address:')
    expect(status).toBe(0)
    for (const line of [
      `found  ${server.issuer}, which publishes the same issuer`,
      'It sends its issuer along with the callback, which is compared.',
      'It has no page that ends its own sessions: signing out is local.',
      'signed in  Ann of GitLab (41)',
      'E-mail address: ann@gitlab.example',
      'groups_direct',
      'https://gitlab.org/claims/groups/owner',
      'Roles: writer',
    ])
      expect(out).toContain(line)
    expect(out).toMatch(/ {2}acme\/dev +member\n {2}acme-corp +owner/)
    expect(out).toMatch(/ {2}acme\/\*\* +acme\/dev +writer/)
    expect(out).toMatch(/ {2}project\.create +Project › Create Project/)
    // It was a look, and nothing was written.
    expect((await authorizer().manage('test').users({ limit: 5 })).items).toEqual([])
  })

  it('tells programs the same as JSON, without a token or a code', async () => {
    const { status, out } = await test('boss', ['--json'], 'paste')
    expect(status).toBe(0)
    const report = JSON.parse(out) as Record<string, unknown>
    expect(report).toMatchObject({
      strategy: 'gitlab',
      issuer: server.issuer,
      provider: { ok: true, scopesMissing: [], endsSessions: false },
      signIn: {
        refused: null,
        identity: { id: '1', groups: { status: 'complete', groups: [{ name: 'acme', access: 'owner' }] } },
      },
      mapped: {
        rows: [{ group: 'acme', by: 'acme', role: 'owner' }],
        roles: ['owner', 'writer'],
        faults: [],
      },
    })
    expect(out).not.toMatch(/eyJ|"code"|access_token|refresh_token/)
  })

  it('ends with 1 where groups cannot be found out: nobody gets in like that', async () => {
    const { status, out } = await test('old')
    expect(status).toBe(1)
    expect(out).toContain('Groups: unknown, for userinfo has no claim `groups`')
    expect(out).not.toContain('Roles:')
  })

  it('ends with 1 where a sign-in is refused, and names the reason', async () => {
    server.down.add('userinfo')
    const { status, out } = await test('ann', ['--json'])
    server.down.clear()
    expect(status).toBe(1)
    expect(JSON.parse(out)).toMatchObject({ signIn: { problem: { reason: 'http-status' } } })
  })

  it('says what to write where the issuer is not the published one', async () => {
    const args = ['gitlab', 'test', '--strategy', 'slashed', '--discovery']
    const { status, out } = await command(args, { folder })
    expect(status).toBe(1)
    expect(out).toContain('They differ in the slash at their end')
    expect(out).toContain(`Write: issuer ${JSON.stringify(server.issuer)}`)
    const json = await command([...args, '--json'], { folder })
    expect(JSON.parse(json.out)).toMatchObject({
      provider: { ok: false, problem: { reason: 'issuer-differs', published: server.issuer } },
    })
    expect(
      (await command(['gitlab', 'test', '--strategy', 'gitlab', '--discovery'], { folder })).status,
    ).toBe(0)
  })

  it.each([
    [['gitlab', 'test'], folder, 'There are several: name one of gitlab, slashed'],
    [['gitlab', 'test', '--strategy', 'ldap'], folder, 'There is no strategy "ldap"'],
    [['gitlab', 'test', '--port', '0'], folder, 'It must be a whole number from 1 to 65535'],
    [['gitlab', 'test'], application, 'The configuration names no `strategies`'],
  ])('ends with 2 when it is called as %j', async (args, where, message) => {
    const { status, err } = await command(args, { folder: where })
    expect([status, err]).toEqual([2, expect.stringContaining(message)])
  })
})
