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
    for (const options of [
      {},
      { subject: undefined },
      { subject: null },
      { subject: { id: 'ada' } },
      { realm: 'x' },
    ])
      expect(fault(() => untyped(authorizer, options))).toEqual(required)
    for (const options of [undefined, null, 'subject', subjectOf])
      expect(fault(() => untyped(authorizer, options))).toEqual(option('expected options with `subject`.'))
  })

  it('are not read from a polluted Object.prototype', () => {
    const message = '`subject` is required: a function that tells who is asking, or null for nobody.'
    // oxlint-disable-next-line eslint/no-extend-native -- a polluted prototype is what this is about
    Object.defineProperty(Object.prototype, 'subject', { value: subjectOf, configurable: true })
    try {
      expect(fault(() => untyped(authorizer, {}))).toEqual(option(message))
    } finally {
      Reflect.deleteProperty(Object.prototype, 'subject')
    }
  })

  it('are known ones, with a hint where one is misspelt', () => {
    const unknown = (name: string, hint: string): unknown => option(`unknown option "${name}".${hint}`)
    const known = ' Known: "subject", "disclose", "realm", "signIn", "prefix", "session".'
    const given = (more: object) => fault(() => untyped(authorizer, { subject: subjectOf, ...more }))
    expect(given({ signin: '/x' })).toEqual(unknown('signin', ' Did you mean "signIn"?'))
    expect(given({ sesion: () => 1 })).toEqual(unknown('sesion', ' Did you mean "session"?'))
    expect(given({ failOpen: true })).toEqual(unknown('failOpen', known))
  })

  it('are of the right kind', () => {
    const given = (more: object) => fault(() => untyped(authorizer, { subject: subjectOf, ...more }))
    const disclose = option('`disclose` must be one of permission, generic, not-found.')
    for (const value of ['all', true, 0, '']) expect(given({ disclose: value })).toEqual(disclose)
    const realm = option('`realm` must be 1 to 200 printable ASCII characters.')
    for (const value of ['', 'a\r\nx: y', 'é', 7, 'x'.repeat(201)])
      expect(given({ realm: value })).toEqual(realm)
    expect(given({ session: 'session' })).toEqual(option('`session` must be a function.'))
    expect(
      given({ realm: 'x'.repeat(200), disclose: 'generic', signIn: '/', session: () => 1 }),
    ).toBeUndefined()
  })
})

describe('A guard', () => {
  const unknown = (name: string, hint: string): unknown => [
    'TRILATCH_PERMISSION_UNKNOWN',
    `Cannot build a guard for unknown permission "${name}".${hint}`,
  ]

  it('names permissions of the catalogue, with a hint where one is misspelt', () => {
    const expected = unknown('project.craete', ' Did you mean "project.create"?')
    for (const verb of ['requirePermission', 'requireAll', 'requireAny', 'requireSome'])
      expect(fault(() => verbs()[verb]?.('project.craete'))).toEqual(expected)
    expect(fault(() => verbs()['requireAll']?.('project.create', 'project.craete'))).toEqual(expected)
    expect(fault(() => verbs()['requirePermission']?.('Project.Create'))).toEqual(
      unknown('Project.Create', ' Did you mean "project.create"?'),
    )
    for (const name of [
      '__proto__',
      'constructor',
      'project.create ',
      'project.create\u200b',
      'рroject.create',
    ])
      expect(fault(() => verbs()['requirePermission']?.(name))).toMatchObject([
        'TRILATCH_PERMISSION_UNKNOWN',
        {},
      ])
  })

  it('names at least one permission', () => {
    const message = 'Cannot build a guard that requires no permission; use publicRoute() to open a route'
    for (const verb of ['requireAll', 'requireAny'])
      expect(fault(() => verbs()[verb]?.())).toEqual(['TRILATCH_GUARD_INVALID', message])
  })

  it('takes nothing for a name but a string', () => {
    for (const name of [undefined, null, 7, {}, ['project.create'], Symbol('x')])
      for (const verb of ['requirePermission', 'requireSome', 'requireAll', 'requireAny'])
        expect(fault(() => verbs()[verb]?.(name))).toMatchObject(['TypeError', {}])
  })

  it('names no permission twice', () => {
    const message = 'Cannot build a guard that names a permission twice: report.view, report.view'
    const twice = (verb: string) => fault(() => verbs()[verb]?.('report.view', 'report.view'))
    for (const verb of ['requireAll', 'requireAny'])
      expect(twice(verb)).toEqual(['TRILATCH_GUARD_INVALID', message])
  })

  it('has a resource where the permission is declared on one', () => {
    const message =
      'Cannot build a guard for "design.view" without a resource: it is declared on "design"; add { param: \'name\' }'
    for (const verb of ['requirePermission', 'requireAll', 'requireAny'])
      expect(fault(() => verbs()[verb]?.('design.view'))).toEqual(['TRILATCH_GUARD_INVALID', message])
    expect(fault(() => verbs()['requirePermission']?.('design.view', undefined))).toEqual([
      'TRILATCH_GUARD_INVALID',
      message,
    ])
    expect(fault(() => verbs()['requireSome']?.('design.view'))).toBeUndefined()
  })

  it('finds its resource in one of two ways', () => {
    const message =
      'Cannot build a guard for "design.view": its resource must be { param: \'name\' } or { resource: (request) => … }'
    const bad = [null, 'name', {}, { param: '' }, { param: 7 }, { resource: 'x' }, { parm: 'name' }]
    for (const resource of [...bad, { param: 'name', resource: () => 'x' }])
      expect(fault(() => verbs()['requirePermission']?.('design.view', resource))).toEqual([
        'TRILATCH_GUARD_INVALID',
        message,
      ])
  })

  it('cannot be changed once it is built', () => {
    const guard = verbs()['requirePermission']?.('project.create')
    expect(Object.isFrozen(guard)).toBe(true)
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
    const message = 'mount() takes a handler with a fetch method'
    for (const handler of [undefined, null, {}, () => new Response(), { fetch: 'x' }])
      expect(fault(() => verbs()['mount']?.(handler))).toEqual(['TypeError', message])
  })
})
