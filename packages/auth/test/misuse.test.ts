// What newcomers write: what is an option as the options, and what makes or reads something passed in another way.
import { createSignIn, signedInAt, subjectOf, subjectWithin } from '@trilatch/auth'
import { describe, expect, it } from 'vitest'
import { worldOf } from './support/world.ts'

describe('Misuse is named where it happens', () => {
  it.each([
    ['subjectOf', subjectOf],
    ['signedInAt', signedInAt],
  ])('%s that was called and not passed', (name, called) => {
    expect(() => (called as () => unknown)()).toThrow(
      new TypeError(
        `${name} takes a request: pass it as it is, \`${name}\` and not \`${name}()\`, and only where there is a request`,
      ),
    )
  })

  it('subjectWithin that was passed and not called', () => {
    expect(() => subjectWithin({ session: {} } as unknown as number)).toThrow(
      'Cannot tell who is signed in: `subjectWithin` was passed and not called: write `subjectWithin(12 * 3_600_000)`.',
    )
  })

  it('an authorizer in the place of the options of the sign-in', () => {
    expect(() => createSignIn(worldOf().authorizer as never)).toThrow(
      'Cannot create the sign-in: write createSignIn({ authorizer, strategies: […] }).',
    )
  })
})
