// The real path: from the application to a provider shaped like GitLab, and back.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startGitLab } from '../../../test/services/gitlab/gitlab.ts'
import type { GitLabServer } from '../../../test/services/gitlab/gitlab.ts'
import { person } from '../../../test/services/gitlab/people.ts'
import { gitlab } from '../src/index.ts'
import { application, callbackOf, endingOf, tab } from './kit/application.ts'

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
})
