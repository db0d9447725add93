// One table of requests and answers for every framework: what it says holds on all of them.
import { describe, expect, it } from 'vitest'
import { access } from './access.ts'
import { availability } from './availability.ts'
import { errors } from './errors.ts'
import { functions } from './functions.ts'
import { everyMethod } from './methods.ts'
import type { Setup } from './setup.ts'
import { signIn } from './sign-in.ts'
import { urls } from './urls.ts'
import { verbs } from './verbs.ts'

/** Runs all of the suite over one framework. */
export function enforcementSuite(setup: Setup): void {
  const topics = {
    Guards: verbs,
    'Functions of the application': functions,
    Errors: errors,
    Availability: availability,
    'The sign-in page': signIn,
    'Every method': everyMethod,
    Handlers: access,
    'The way to a handler': urls,
  }
  describe(`On ${setup.name}`, () => {
    it('the framework is the one that its name says', () => {
      expect(setup.name).toMatch(new RegExp(` ${setup.version.split('.', 1)[0]}(?: |$)`))
    })
    describe.each(Object.entries(topics))('%s', (_, topic) => {
      topic(setup)
    })
  })
}
