// What is wrong in an adapter's options fails when it is set up, and says how to put it right.
import { describe, expect, it } from 'vitest'
import { fault, polluted } from './adapter-kit.ts'
import { authorizer, permissions } from './adapter-policy.ts'

/** Sets up the guards of an application as JavaScript would: an authorizer, and options where they are given. */
export type SetUp = (authorizer: unknown, ...options: unknown[]) => unknown

/** What an adapter says in its own words. */
export interface OptionWords {
  /** In front of what is wrong with an authorizer. */
  readonly lead: string
  /** How it is called. */
  readonly call: string
  /** Of no authorizer at all. */
  readonly noAuthorizer: string
  /** Of options that are none. */
  readonly noOptions: string
  /** The names of its own options, in front of those that all adapters have. */
  readonly own: readonly string[]
}

const lead = 'Cannot set up the guards: '
const call = 'trilatch(authorizer, { subject })'

/** The words of adapters that take an authorizer and options. */
const ofMiddleware: OptionWords = {
  lead,
  call,
  noAuthorizer: `${lead}expected what createAuthorizer() gives, as in ${call}.`,
  noOptions: `${lead}expected options with \`subject\`.`,
  own: [],
}

const names = ['subject', 'disclose', 'realm', 'signIn', 'prefix', 'session']
const invalid = (message: string): unknown => ['TRILATCH_OPTION_INVALID', message]
const option = (message: string): unknown => invalid(`${lead}${message}`)
const required = option('`subject` is required: a function that tells who is asking, or null for nobody.')
const subject = (): null => null

export function optionContract(setUp: SetUp, words: OptionWords = ofMiddleware): void {
  const given = (more: object): unknown => fault(() => setUp(authorizer, { subject, ...more }))

  describe('The authorizer', () => {
    it('is what createAuthorizer() gives, and says what came instead', () => {
      const what = `what createAuthorizer() gives, as in ${words.call}.`
      const refused = (why: string): unknown => invalid(`${words.lead}${why}`)
      const options = { subject }
      expect(fault(() => setUp(undefined, options))).toEqual(invalid(words.noAuthorizer))
      for (const nothing of [null, 'authorizer', {}])
        expect(fault(() => setUp(nothing, options))).toEqual(refused(`expected ${what}`))
      expect(fault(() => setUp(options))).toEqual(refused(`the authorizer is missing: expected ${what}`))
      expect(fault(() => setUp(permissions, options))).toEqual(
        refused(`the permissions were given in the place of an authorizer: expected ${what}`),
      )
      expect(fault(() => setUp(Promise.resolve(authorizer), options))).toEqual(
        refused('a promise was given in the place of an authorizer: `await` it first.'),
      )
    })
  })

  describe('The options', () => {
    it('must have a subject: nothing is read by default', () => {
      for (const value of [undefined, null, 'header', { id: 'ada' }])
        expect(fault(() => setUp(authorizer, { subject: value }))).toEqual(required)
      for (const options of [{}, { realm: 'x' }])
        expect(fault(() => setUp(authorizer, options))).toEqual(required)
      for (const options of [undefined, null, 'subject', subject])
        expect(fault(() => setUp(authorizer, options))).toEqual(invalid(words.noOptions))
    })

    it('are not read from a polluted Object.prototype', async () => {
      await polluted('subject', subject, () => {
        expect(fault(() => setUp(authorizer, {}))).toEqual(required)
      })
    })

    it('are known ones, with a hint where one is misspelt', () => {
      const unknown = (name: string, hint: string): unknown => option(`unknown option "${name}".${hint}`)
      const known = [...words.own, ...names].map((name) => JSON.stringify(name)).join(', ')
      expect(given({ signin: '/x' })).toEqual(unknown('signin', ' Did you mean "signIn"?'))
      expect(given({ sesion: () => 1 })).toEqual(unknown('sesion', ' Did you mean "session"?'))
      expect(given({ failOpen: true })).toEqual(unknown('failOpen', ` Known: ${known}.`))
    })

    it('are of the right kind', () => {
      const disclose = option('`disclose` must be one of permission, generic, not-found.')
      for (const value of ['all', true, 0, '']) expect(given({ disclose: value })).toEqual(disclose)
      const realm = option('`realm` must be 1 to 200 printable ASCII characters.')
      for (const value of ['', 'a\r\nx: y', 'é', 7, 'x'.repeat(201)])
        expect(given({ realm: value })).toEqual(realm)
      expect(given({ session: 'session' })).toEqual(option('`session` must be a function.'))
      expect(
        given({ realm: 'x'.repeat(200), disclose: 'generic', signIn: '/', prefix: '/a', session: () => 1 }),
      ).toBeUndefined()
    })

    it.each([
      '//evil.example/',
      '/\\evil.example',
      'https://evil.example/',
      'sign-in',
      '',
      '/a b',
      '/a\r\nX: y',
      '/é',
    ])('have no sign-in page elsewhere: %j', (signIn) => {
      expect(given({ signIn })).toEqual(option('`signIn` must be a path of this application, as "/sign-in".'))
    })
  })
}
