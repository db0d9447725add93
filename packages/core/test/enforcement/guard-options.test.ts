// An adapter's options are checked when they are given, not when somebody calls.
import { describe, expect, it } from 'vitest'
import { readGuardOptions } from '../../src/guards/guard-options.ts'
import { thrown } from '../authorizer/support.ts'

interface Request {
  readonly session?: unknown
}
const subject = () => null
const read = (options: object) => readGuardOptions<Request>({ subject, ...options })
const refused = (why: string) => ({
  code: 'TRILATCH_OPTION_INVALID',
  message: `Cannot set up the guards: ${why}`,
})

describe('The options of guards', () => {
  it('have defaults, and only the subject is required', () => {
    const options = read({})
    expect(options).toEqual({
      subject,
      disclose: 'permission',
      realm: 'trilatch',
      signIn: undefined,
      prefix: '',
      session: expect.any(Function) as unknown,
    })
    expect(options.session({ session: 7 })).toBe(7)
    expect(Object.isFrozen(options)).toBe(true)
  })

  it('are kept as given', () => {
    const given = {
      disclose: 'generic',
      realm: 'a "b"',
      signIn: '/sign-in?next=1',
      prefix: '/app',
      session: () => 7,
    }
    expect(read(given)).toEqual({ subject, ...given })
  })

  it.each([undefined, null, 'subject', () => null])('must be an object: %s', (options) => {
    expect(thrown(() => readGuardOptions(options as never))).toMatchObject(
      refused('expected options with `subject`.'),
    )
  })

  it.each([undefined, null, 'user', { id: 'ann' }])(
    'read nothing by default: subject %j is refused',
    (value) => {
      expect(thrown(() => readGuardOptions({ subject: value } as never))).toMatchObject(
        refused('`subject` is required: a function that tells who is asking, or null for nobody.'),
      )
    },
  )

  it.each([
    [{ disclos: 'generic' }, 'unknown option "disclos". Did you mean "disclose"?'],
    [{ signin: '/x' }, 'unknown option "signin". Did you mean "signIn"?'],
  ])('cannot be misspelt: %j', (options, why) => {
    expect(thrown(() => read(options))).toMatchObject(refused(why))
  })

  it.each(['all', '', 7, 'toString'])('disclose as much as is known: %j is refused', (disclose) => {
    expect(thrown(() => read({ disclose }))).toMatchObject(
      refused('`disclose` must be one of permission, generic, not-found.'),
    )
  })

  it.each(['', 'a\r\nset-cookie: x', 'é', 'x'.repeat(201), 7])(
    'take no realm that could break a header: %j',
    (realm) => {
      expect(thrown(() => read({ realm }))).toMatchObject(
        refused('`realm` must be 1 to 200 printable ASCII characters.'),
      )
    },
  )

  it.each([
    'sign-in',
    '//evil.example',
    String.raw`/\evil.example`,
    'https://evil.example',
    '/a b',
    '/a\r\nx: y',
    '',
    7,
  ])('take no sign-in page but a path of this application: %j', (signIn) => {
    expect(thrown(() => read({ signIn }))).toMatchObject(
      refused('`signIn` must be a path of this application, as "/sign-in".'),
    )
  })

  it.each(['/', '/sign-in', '/auth/sign-in?a=b#c'])('take a path of this application: %j', (signIn) => {
    expect(read({ signIn }).signIn).toBe(signIn)
  })

  it.each(['app', '//app', '/app/', '/', '/a?b', '/a#b', '/a b', 7])(
    'take no prefix but a path: %j',
    (prefix) => {
      expect(thrown(() => read({ prefix }))).toMatchObject(
        refused('`prefix` must be the path that a proxy takes away, as "/app", without a slash at its end.'),
      )
      expect([read({ prefix: '/app/v2' }).prefix, read({}).prefix]).toEqual(['/app/v2', ''])
    },
  )

  it('take a function for the session', () => {
    expect(thrown(() => read({ session: {} }))).toMatchObject(refused('`session` must be a function.'))
  })
})
