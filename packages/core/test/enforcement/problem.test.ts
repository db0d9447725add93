// Refusals as problem details (RFC 9457).
import { describe, expect, it } from 'vitest'
import { problemOf, Refusal, TrilatchError } from '../../src/index.ts'

describe('problemOf', () => {
  it('renders a refusal with the missing permissions', () => {
    const missing = [{ id: 'job.run', title: 'Job › Run Job' }]
    const refusal = new Refusal('TRILATCH_FORBIDDEN', 403, 'Requires permission: Job › Run Job', missing)
    const problem = problemOf(refusal)
    expect(problem?.status).toBe(403)
    expect(problem?.headers).toEqual({
      'cache-control': 'no-store',
      'content-type': 'application/problem+json',
    })
    expect(JSON.parse(problem?.body ?? '')).toEqual({
      type: 'about:blank',
      title: 'Forbidden',
      status: 403,
      detail: 'Requires permission: Job › Run Job',
      code: 'TRILATCH_FORBIDDEN',
      permissions: missing,
    })
  })

  it('carries the headers of the error and leaves permissions out where there are none', () => {
    const headers = { 'www-authenticate': 'Bearer realm="x"' }
    const problem = problemOf(
      new Refusal('TRILATCH_UNAUTHENTICATED', 401, 'Sign in to do this.', [], headers),
    )
    expect(problem?.headers).toMatchObject(headers)
    expect(JSON.parse(problem?.body ?? '')).toEqual({
      type: 'about:blank',
      title: 'Unauthorized',
      status: 401,
      detail: 'Sign in to do this.',
      code: 'TRILATCH_UNAUTHENTICATED',
    })
  })

  it('shows the text of 503 with Retry-After', () => {
    const error = new TrilatchError('TRILATCH_UNAVAILABLE', 'The policy cannot be read at the moment.', {
      status: 503,
      headers: { 'retry-after': '1' },
      cause: new Error('password in here'),
    })
    const problem = problemOf(error)
    expect(problem).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1', 'cache-control': 'no-store' },
    })
    expect(JSON.parse(problem?.body ?? '')).toMatchObject({
      title: 'Service Unavailable',
      detail: 'The policy cannot be read at the moment.',
    })
    expect(problem?.body).not.toContain('password')
  })

  it('hides the text of other faults', () => {
    const problem = problemOf(new TrilatchError('TRILATCH_BODY_CONSUMED', 'secret inside', { status: 500 }))
    expect(JSON.parse(problem?.body ?? '')).toMatchObject({
      status: 500,
      detail: 'The request could not be answered.',
    })
    expect(problem?.body).not.toContain('secret')
  })

  it.each([
    ['an error of the application', new Error('x')],
    [
      'an error with a status that is not ours',
      Object.assign(new Error('x'), { status: 403, code: 'TRILATCH_FORBIDDEN' }),
    ],
    ['one of ours that answers no request', new TrilatchError('TRILATCH_OPTION_INVALID', 'x')],
    ['nothing', undefined],
    ['a string', 'TRILATCH_FORBIDDEN'],
  ])('leaves alone what is not an answer: %s', (_, error) => {
    expect(problemOf(error)).toBeUndefined()
  })
})

describe('A refusal', () => {
  it('is compatible with http-errors, and cannot be edited', () => {
    const refusal = new Refusal('TRILATCH_FORBIDDEN', 403, 'No.', [{ id: 'a', title: 'A' }])
    expect(refusal).toMatchObject({
      name: 'Refusal',
      status: 403,
      statusCode: 403,
      expose: true,
      message: 'No.',
    })
    expect([Object.isFrozen(refusal.headers), Object.isFrozen(refusal.permissions)]).toEqual([true, true])
    expect(refusal).toBeInstanceOf(TrilatchError)
  })
})
