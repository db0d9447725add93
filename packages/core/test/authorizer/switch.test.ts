// The switch, sentence by sentence
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAuthorizer, memoryStore } from '../../src/index.ts'
import { forbid, permissions, thrown } from './support.ts'

type Name = (typeof permissions.names)[number]
const roles = [{ id: 'blocker', rules: [forbid('*')] }] as const
const message = 'Trilatch is switched off: everybody, signed in or not, may do everything.'
const emitted = vi.spyOn(process, 'emitWarning')
const make = (enabled?: boolean) =>
  createAuthorizer({ permissions, roles, ...(enabled === undefined ? {} : { enabled }) })

beforeEach(() => {
  vi.stubEnv('TRILATCH_ENABLED', undefined)
  vi.stubEnv('NODE_ENV', 'test')
  emitted.mockReset().mockImplementation(() => {})
})
afterEach(() => {
  vi.unstubAllEnvs()
})

describe('The switch', () => {
  it('is on unless switched off, and says nothing then', () => {
    expect(make().enabled).toBe(true)
    expect(emitted).not.toHaveBeenCalled()
  })

  it.each(['true', '1', 'yes', 'on', 'TRUE', 'Yes', 'oN', ''])('is on by the environment: %j', (text) => {
    vi.stubEnv('TRILATCH_ENABLED', text)
    expect(make().enabled).toBe(true)
  })

  it.each(['false', '0', 'no', 'off', 'FALSE', 'No', 'oFF'])('is off by the environment: %j', (text) => {
    vi.stubEnv('TRILATCH_ENABLED', text)
    expect(make().enabled).toBe(false)
  })

  it.each([
    ['off', true],
    ['on', false],
    ['', false],
    ['', true],
  ])('is what the option says, whatever the environment says: %j', (text, enabled) => {
    vi.stubEnv('TRILATCH_ENABLED', text)
    expect(make(enabled).enabled).toBe(enabled)
  })

  it.each([undefined, true, false])(
    'does not start with a value that is neither, also with the option %j',
    (enabled) => {
      for (const text of ['disabled', ' off', 'tru', '2', 'null']) {
        vi.stubEnv('TRILATCH_ENABLED', text)
        expect(thrown(() => make(enabled))).toMatchObject({
          code: 'TRILATCH_SWITCH_INVALID',
          message: `Cannot read TRILATCH_ENABLED=${JSON.stringify(text)}: expected one of true, 1, yes, on, false, 0, no, off, or nothing`,
        })
      }
    },
  )

  it('does not start in production when only the environment switches it off', () => {
    vi.stubEnv('NODE_ENV', 'production')
    vi.stubEnv('TRILATCH_ENABLED', 'off')
    expect(thrown(() => make())).toMatchObject({
      code: 'TRILATCH_SWITCH_REFUSED',
      message:
        'Cannot start with TRILATCH_ENABLED=off in production: everybody would be an administrator. ' +
        'Write `enabled: false` in code if that is what you want.',
    })
    expect(emitted).not.toHaveBeenCalled()
  })

  it.each(['', 'off'])('starts in production when code switches it off, and warns loudly: %j', (text) => {
    vi.stubEnv('NODE_ENV', 'production')
    vi.stubEnv('TRILATCH_ENABLED', text)
    expect(make(false).enabled).toBe(false)
    expect(emitted).toHaveBeenCalledExactlyOnceWith(message, {
      type: 'TrilatchWarning',
      code: 'TRILATCH_SWITCHED_OFF',
    })
  })

  it('is not switched by a polluted prototype', () => {
    const prototype = Object.prototype as unknown as Record<string, unknown>
    prototype['TRILATCH_ENABLED'] = 'off'
    try {
      expect(make().enabled).toBe(true)
    } finally {
      delete prototype['TRILATCH_ENABLED']
    }
  })
})

describe('A process warning', () => {
  it('is what an operator sees', async () => {
    emitted.mockReset()
    const seen = new Promise<Error>((resolve) => process.once('warning', resolve))
    make(false)
    expect(await seen).toMatchObject({ name: 'TrilatchWarning', code: 'TRILATCH_SWITCHED_OFF', message })
  })
})

describe('Switched off', () => {
  const subjects = [null, { id: 'ann' }, { id: 'ben', roles: ['blocker'] }, { id: 'cy', suspended: true }]

  it.each(subjects)('everybody is the built-in administrator, signed in or not: %j', async (subject) => {
    const access = await make(false).access(subject)
    expect([access.subjectId, access.signedIn]).toEqual(['trilatch:off', true])
    expect([access.can('job.run'), access.can('job.run', 'a'), access.canSome('job.run')]).toEqual([
      true,
      true,
      true,
    ])
    expect(access.can('trilatch.roles.edit')).toBe(true)
    expect(access.decide('job.run', 'a')).toMatchObject({ state: 'granted', reason: 'switched-off' })
    expect(access.explain('job.run').decision).toEqual(access.decide('job.run'))
    expect(() => access.assert('job.run')).not.toThrow()
  })

  it('lists are complete', async () => {
    expect((await make(false).access(null)).filter('job.run', ['b', 'a', ''])).toEqual(['b', 'a'])
  })

  it('permissions() says all granted because switched off', async () => {
    const list = (await make(false).access(null)).permissions()
    expect(list).toHaveLength(permissions.nodes.length)
    for (const view of list)
      expect(view).toMatchObject({ state: 'granted', some: true, reason: 'switched-off', contexts: [] })
  })

  it('improper questions are still refused', async () => {
    const access = await make(false).access(null)
    expect(access.can('job.walk' as Name)).toBe(false)
    expect(access.canSome('job.walk' as Name)).toBe(false)
    expect(access.decide('job.walk' as Name).reason).toBe('unknown-permission')
    expect(access.can('job.run', 'a//b')).toBe(false)
    expect(access.can('job.run', undefined as never)).toBe(false)
    expect(access.decide('job.run', '').reason).toBe('improper-resource')
    expect(thrown(() => access.assert('job.run', ''))).toMatchObject({ code: 'TRILATCH_RESOURCE_IMPROPER' })
  })

  it('improper subjects are still refused, the built-in one too', async () => {
    const authorizer = make(false)
    await expect(authorizer.access({ id: 7 } as never)).rejects.toThrow(
      new TypeError("A subject's id must be a string, not number"),
    )
    await expect(authorizer.access({ id: 'trilatch:off' })).rejects.toMatchObject({
      code: 'TRILATCH_SUBJECT_INVALID',
    })
  })

  it('answers do not wait for the store', async () => {
    const store = { ...memoryStore(), ready: () => Promise.reject(new Error('gone')) }
    const access = await createAuthorizer({ permissions, store, enabled: false }).access(null)
    expect(access.can('job.run')).toBe(true)
  })
})
