// One request decided: granted, 401, 403, 400, 404.
import { describe, expect, it } from 'vitest'
import {
  createAuthorizer,
  enforce,
  problemOf,
  Refusal,
  requirement,
  withoutResource,
} from '../../src/index.ts'
import type { Access, EnforcementOptions, HandedInRole, Requirement } from '../../src/index.ts'
import { grant, permissions, thrown } from '../authorizer/support.ts'

const authorizer = createAuthorizer({
  permissions,
  roles: [
    { id: 'eu', rules: [grant('job.run', 'eu.*')] },
    { id: 'joiner', rules: [grant('project.join')] },
    { id: 'runner', rules: [grant('job.run')] },
  ],
})
const options: EnforcementOptions = { permissions, disclose: 'permission', realm: 'the "app"' }
const having = (...roles: HandedInRole[]): Promise<Access> => authorizer.access({ id: 'ann', roles })
const nobody: Access = await authorizer.access(null)
const ask = (kind: Requirement['kind'], ...names: string[]): Requirement =>
  requirement(permissions, kind, names)
const run = ask('all', 'job.run')

const forbidden = (message: string) => ({ status: 403, code: 'TRILATCH_FORBIDDEN', message })
const improper = {
  status: 400,
  code: 'TRILATCH_RESOURCE_IMPROPER',
  message: 'The resource has no proper name.',
}
const absent = { status: 404, code: 'TRILATCH_NOT_FOUND', message: 'There is no such thing.' }
const unknown = { status: 401, code: 'TRILATCH_UNAUTHENTICATED', message: 'Sign in to do this.' }

describe('A request', () => {
  it('goes on when all is granted', async () => {
    expect(enforce(await having('runner'), run, options)).toBeUndefined()
    expect(enforce(await having('eu'), run, options, ['eu.1'])).toBeUndefined()
    expect(enforce(await having('eu'), run, options, [{ name: 'eu.1' }])).toBeUndefined()
  })

  it('gets 403 with the one text and the names of what is missing', async () => {
    const refusal = enforce(await having('eu'), run, options, ['us.1'])
    expect(refusal).toMatchObject({
      ...forbidden('Requires permission: Job › Run Job'),
      statusCode: 403,
      expose: true,
      permissions: [{ id: 'job.run', title: 'Job › Run Job' }],
      headers: { 'cache-control': 'no-store' },
    })
    expect(refusal).toBeInstanceOf(Refusal)
  })

  it('gets 401 with a challenge when nobody is signed in, whatever it asked, and is told nothing', () => {
    for (const resources of [[], [''], [null]]) {
      const refusal = enforce(nobody, run, options, resources)
      expect(refusal).toMatchObject({ ...unknown, permissions: [] })
      expect(refusal?.headers).toEqual({
        'cache-control': 'no-store',
        'www-authenticate': String.raw`Bearer realm="the \"app\""`,
      })
    }
  })

  it.each(['', 'a//b', 7, undefined, {}, ['eu.1']])(
    'gets 400 for an improper resource: %j',
    async (value) => {
      for (const role of ['eu', 'runner', 'joiner'])
        expect(enforce(await having(role), run, options, [value])).toMatchObject(improper)
    },
  )

  it('about no such thing gets 404 from those who hold the permission without a resource, else 403', async () => {
    const resources = [null]
    expect(enforce(await having('runner'), run, options, resources)).toMatchObject(absent)
    for (const role of ['eu', 'joiner'])
      expect(enforce(await having(role), run, options, resources)).toMatchObject(
        forbidden('Requires permission: Job › Run Job'),
      )
  })
})

describe('All of several', () => {
  const all = ask('all', 'job.run', 'project.join', 'project.create')

  it('names all that are missing in the order declared', async () => {
    expect(enforce(await having('joiner'), all, options)).toMatchObject({
      ...forbidden('Requires permissions: Job › Run Job, Project › Create Project'),
      permissions: [{ id: 'job.run' }, { id: 'project.create' }],
    })
    const other = ask('all', 'project.create', 'job.run')
    expect(enforce(await having(), other, options)?.message).toBe(
      'Requires permissions: Project › Create Project, Job › Run Job',
    )
  })

  it('is improper when one that is missing is, and absent when one that is granted is', async () => {
    const two = ask('all', 'job.run', 'project.join')
    expect(enforce(await having('joiner'), two, options, [''])).toMatchObject(improper)
    const both = await having('joiner', 'runner')
    expect(enforce(both, two, options, [null])).toMatchObject(absent)
    expect(enforce(both, two, options, ['x'])).toBeUndefined()
    expect(enforce(both, two, options, [withoutResource, null])).toMatchObject(absent)
  })
})

describe('Any of several', () => {
  const any = ask('any', 'job.run', 'project.join')

  it('takes one', async () => {
    expect(enforce(await having('joiner'), any, options)).toBeUndefined()
    expect(enforce(await having('runner'), any, options)).toBeUndefined()
  })

  it('says which there are', async () => {
    expect(enforce(await having(), any, options)).toMatchObject({
      ...forbidden('Requires one of: Job › Run Job, Project › Join Project'),
      permissions: [{ id: 'job.run' }, { id: 'project.join' }],
    })
  })

  it('is absent only when all that were granted are', async () => {
    const both = await having('joiner', 'runner')
    expect(enforce(both, any, options, [null])).toBeUndefined()
    expect(enforce(both, any, options, [null, null])).toMatchObject(absent)
  })
})

describe('Some', () => {
  it('goes on where the permission may be granted for some resource', async () => {
    const some = ask('some', 'job.run')
    expect(enforce(await having('eu'), some, options)).toBeUndefined()
    expect(enforce(await having('joiner'), some, options)).toMatchObject(
      forbidden('Requires permission: Job › Run Job'),
    )
    expect(enforce(nobody, some, options)).toMatchObject(unknown)
  })
})

describe('Signed in, and public', () => {
  it('ask for no permission', async () => {
    expect(enforce(await having(), ask('signed-in'), options)).toBeUndefined()
    expect(enforce(nobody, ask('signed-in'), options)).toMatchObject(unknown)
    expect(enforce(nobody, ask('public'), options)).toBeUndefined()
  })

  it('turn away somebody suspended, who is told so', async () => {
    const suspended = await authorizer.access({ id: 'ann', suspended: true })
    expect(enforce(suspended, ask('signed-in'), options)).toMatchObject({
      ...forbidden('This account is suspended.'),
      permissions: [],
    })
    expect(enforce(suspended, ask('public'), options)).toBeUndefined()
  })
})

describe('disclose', () => {
  it.each([
    ['permission', forbidden('Requires permission: Job › Run Job'), 1],
    ['generic', forbidden('You do not have permission to do this.'), 0],
    ['not-found', absent, 0],
  ] as const)('says as much as was chosen: %s', async (disclose, expected, named) => {
    const refusal = enforce(await having(), run, { ...options, disclose })
    expect(refusal).toMatchObject(expected)
    expect(refusal?.permissions).toHaveLength(named)
    expect(enforce(nobody, run, { ...options, disclose })).toMatchObject(unknown)
  })

  it('not-found says the same of what is forbidden and of what does not exist', async () => {
    const hidden = { ...options, disclose: 'not-found' } as const
    const there = enforce(await having('eu'), run, hidden, ['us.1'])
    const gone = enforce(await having('runner'), run, hidden, [null])
    expect(problemOf(there)).toEqual(problemOf(gone))
    expect(problemOf(there)?.status).toBe(404)
  })
})

describe('An access that answers no more', () => {
  it('is no refusal but an error, so that nothing goes on', () => {
    const failing = {
      subjectId: 'ann',
      signedIn: true,
      suspended: false,
      can: () => {
        throw new Error('expired')
      },
      canSome: () => false,
    }
    expect(thrown(() => enforce(failing, run, options))).toEqual(new Error('expired'))
  })
})
