import { describe, expect, it } from 'vitest'
import { signInLocation } from '../../src/guards/sign-in-location.ts'

const place = { signIn: '/sign-in', prefix: '' }

describe('Where a browser goes to sign in', () => {
  it('says the way back, behind what the path has already', () => {
    const back = 'returnTo=%2Freports%3Fof%3Da%26b%3Dc'
    const asked = '/reports?of=a&b=c'
    expect(signInLocation(place, asked, false)).toBe(`/sign-in?${back}`)
    expect(signInLocation({ ...place, signIn: '/sign-in?a=b#top' }, asked, false)).toBe(
      `/sign-in?a=b&${back}#top`,
    )
    expect(signInLocation({ ...place, signIn: '/sign-in#?' }, asked, true)).toBe(`/sign-in?again=1&${back}#?`)
  })

  it('puts back what a proxy has taken away', () => {
    expect(signInLocation({ signIn: '/app/sign-in', prefix: '/app' }, '/reports', false)).toBe(
      '/app/sign-in?returnTo=%2Fapp%2Freports',
    )
  })

  it.each([
    undefined,
    '',
    '*',
    'reports',
    '//evil.example',
    '/\\evil.example',
    '/.//evil.example',
    'http://evil.example/reports',
    '/a b',
    '/a\r\nset-cookie: a=b',
    `/${'a'.repeat(2_048)}`,
  ])('says no way back for %j, which is not certainly a path of this application', (asked) => {
    expect(signInLocation(place, asked, false)).toBe('/sign-in')
    expect(signInLocation(place, asked, true)).toBe('/sign-in?again=1')
    expect(signInLocation({ signIn: '/app/sign-in', prefix: '/app' }, asked, false)).toBe('/app/sign-in')
  })
})
