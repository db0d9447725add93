// What a guard of Express is, beside what test/enforcement holds all adapters to.
import { afterEach, describe, expect, it } from 'vitest'
import { requirementOf } from '../src/index.ts'
import { as, headerNames, serve } from './application.ts'
import type { Guards } from './application.ts'
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

describe('Every guard', () => {
  it('carries its requirement and a name', async () => {
    let guards: Guards | undefined
    await serve((_app, given) => void (guards = given))
    const guard = guards?.requireAny('project.delete', 'project.create')
    expect(guard?.name).toBe('trilatch(project.delete, project.create)')
    expect(requirementOf(guard)).toEqual({ kind: 'any', permissions: ['project.delete', 'project.create'] })
    expect(requirementOf(guards?.publicRoute())).toEqual({ kind: 'public', permissions: [] })
    expect(guards?.requireSignedIn().name).toBe('trilatch(signed-in)')
  })
})
