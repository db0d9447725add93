// What a guard of Express is, beside what the contract of adapters and test/enforcement hold all to.
import { afterEach, describe, expect, it } from 'vitest'
import { as, headerNames, serve } from './application.ts'
import { stopAll } from './server.ts'

afterEach(stopAll)

describe('A guard that lets somebody through', () => {
  it('adds nothing to the answer', async () => {
    const app = await serve((on, { requirePermission }) => {
      on.get('/', requirePermission('project.create'), (_request, response) => void response.send('inside'))
    })
    const answer = await app.ask('/', as('creator'))
    expect(answer).toMatchObject({ status: 200, text: 'inside' })
    expect(headerNames(answer)).toEqual(['content-length', 'content-type', 'etag'])
  })
})
