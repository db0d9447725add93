// What is wrong in the code fails when the application is set up, and says how to put it right.
import { describe, expect, it } from 'vitest'
import { trilatch } from '../src/index.ts'
import { authorizer, permissions, subjectOf } from './application.ts'

/** As JavaScript would call it: the compiler is not there to help. */
const untyped = trilatch as unknown as (
  from: unknown,
  options?: unknown,
) => Record<string, (...all: unknown[]) => unknown>
const verbs = (): ReturnType<typeof untyped> => untyped(authorizer, { subject: subjectOf })

/** The code and message of what it throws. */
function fault(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    const { name, message, code } = error as Error & { readonly code?: string }
    return [code ?? name, message]
  }
  return undefined
}

const option = (message: string): unknown => [
  'TRILATCH_OPTION_INVALID',
  `Cannot set up the guards: ${message}`,
]

describe('The authorizer', () => {
  it('is what createAuthorizer() gives, and says what came instead', () => {
    const what = 'what createAuthorizer() gives, as in trilatch(authorizer, { subject }).'
    const options = { subject: subjectOf }
    for (const nothing of [undefined, null, 'authorizer', {}])
      expect(fault(() => untyped(nothing, options))).toEqual(option(`expected ${what}`))
    expect(fault(() => untyped(options))).toEqual(option(`the authorizer is missing: expected ${what}`))
    expect(fault(() => untyped(permissions, options))).toEqual(
      option(`the permissions were given in the place of an authorizer: expected ${what}`),
    )
    expect(fault(() => untyped(Promise.resolve(authorizer), options))).toEqual(
      option('a promise was given in the place of an authorizer: `await` it first.'),
    )
  })
})

describe('The options', () => {
  it('must have a subject: nothing is read by default', () => {
    const required = option('`subject` is required: a function that tells who is asking, or null for nobody.')
    for (const options of [{}, { subject: null }, { subject: { id: 'ada' } }, { realm: 'x' }])
      expect(fault(() => untyped(authorizer, options))).toEqual(required)
    for (const options of [undefined, null, subjectOf])
      expect(fault(() => untyped(authorizer, options))).toEqual(option('expected options with `subject`.'))
  })

  it('are known ones, with a hint where one is misspelt', () => {
    expect(fault(() => untyped(authorizer, { subject: subjectOf, signin: '/x' }))).toEqual(
      option('unknown option "signin". Did you mean "signIn"?'),
    )
  })

  it.each(['//evil.example/', '/\\evil.example', 'https://evil.example/', 'sign-in', '', '/a\r\nX: y'])(
    'have no sign-in page elsewhere: %j',
    (signIn) => {
      expect(fault(() => untyped(authorizer, { subject: subjectOf, signIn }))).toEqual(
        option('`signIn` must be a path of this application, as "/sign-in".'),
      )
    },
  )
})

describe('A guard', () => {
  it('names permissions of the catalogue, with a hint where one is misspelt', () => {
    for (const verb of ['requirePermission', 'requireAll', 'requireAny', 'requireSome'])
      expect(fault(() => verbs()[verb]?.('project.craete'))).toEqual([
        'TRILATCH_PERMISSION_UNKNOWN',
        'Cannot build a guard for unknown permission "project.craete". Did you mean "project.create"?',
      ])
  })

  it('names at least one permission, and a resource where the permission is declared on one', () => {
    expect(fault(() => verbs()['requireAll']?.())).toEqual([
      'TRILATCH_GUARD_INVALID',
      'Cannot build a guard that requires no permission; use publicRoute() to open a route',
    ])
    expect(fault(() => verbs()['requirePermission']?.('design.view'))).toEqual([
      'TRILATCH_GUARD_INVALID',
      'Cannot build a guard for "design.view" without a resource: it is declared on "design"; add { param: \'name\' }',
    ])
  })

  it('takes no more than it can use', () => {
    const takes = (verb: string, ...all: unknown[]) => fault(() => verbs()[verb]?.(...all))
    expect(takes('requireSignedIn', 'project.create')).toEqual([
      'TRILATCH_GUARD_INVALID',
      '`requireSignedIn` takes nothing and was given more: several permissions go to requireAll or requireAny',
    ])
    expect(takes('requireSome', 'project.create', 'report.view')).toMatchObject([
      'TRILATCH_GUARD_INVALID',
      {},
    ])
  })

  it('mounts nothing but a handler with fetch', () => {
    for (const handler of [undefined, null, {}, () => new Response(), { fetch: 'x' }])
      expect(fault(() => verbs()['mount']?.(handler))).toEqual([
        'TypeError',
        'mount() takes a handler with a fetch method',
      ])
  })
})
