// An access answers for accessLifetimeMs and throws from then on.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAuthorizer } from '../../src/index.ts'
import type { Access } from '../../src/index.ts'
import { grant, permissions, thrown } from './support.ts'

type Name = (typeof permissions.names)[number]
const expired = {
  code: 'TRILATCH_ACCESS_EXPIRED',
  message: 'This access is no longer valid. Obtain one for each request or message; do not keep it.',
  status: 503,
  expose: true,
  headers: { 'retry-after': '1' },
}
const questions: readonly [string, (access: Access<Name>) => unknown][] = [
  ['can', (access) => access.can('job.run')],
  ['can on a resource', (access) => access.can('job.run', 'a')],
  ['canSome', (access) => access.canSome('job.run')],
  ['filter', (access) => access.filter('job.run', ['a'])],
  ['filter of nothing', (access) => access.filter('job.run', [])],
  ['decide', (access) => access.decide('job.run')],
  ['explain', (access) => access.explain('job.run')],
  ['permissions', (access) => access.permissions()],
  ['contexts', (access) => access.contexts('job.run')],
  ['assert', (access) => access.assert('job.run')],
  ['an unknown permission', (access) => access.can('job.walk' as Name)],
]

/** Lets time pass, and the turn end in which the clock was read. */
async function pass(ms: number): Promise<void> {
  await Promise.resolve()
  vi.advanceTimersByTime(ms)
  await Promise.resolve()
}

const make = (accessLifetimeMs?: number) =>
  createAuthorizer({
    permissions,
    roles: [{ id: 'runner', rules: [grant('job.run')] }],
    ...(accessLifetimeMs === undefined ? {} : { accessLifetimeMs }),
  })

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('The lifetime of an access', () => {
  it.each(questions)('ends every question with 503, never with no or an empty list: %s', async (_, ask) => {
    const access = await make(1_000).access({ id: 'ann', roles: ['runner'] })
    await pass(999)
    expect(() => ask(access)).not.toThrow()
    expect(access.expired).toBe(false)
    await pass(1)
    expect(access.expired).toBe(true)
    expect(thrown(() => ask(access))).toMatchObject(expired)
  })

  it('is 30 seconds by default', async () => {
    const access = await make().access({ id: 'ann', roles: ['runner'] })
    await pass(29_999)
    expect(access.can('job.run')).toBe(true)
    await pass(1)
    expect(thrown(() => access.can('job.run'))).toMatchObject(expired)
  })

  it('begins anew with each access', async () => {
    const authorizer = make(1_000)
    const subject = { id: 'ann', roles: ['runner'] }
    const old = await authorizer.access(subject)
    await pass(1_000)
    expect((await authorizer.access(subject)).can('job.run')).toBe(true)
    expect(thrown(() => old.can('job.run'))).toMatchObject(expired)
  })

  it('ends for everybody while switched off too', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    const access = await createAuthorizer({ permissions, roles: [], enabled: false }).access(null)
    warned.mockRestore()
    await pass(30_000)
    expect(thrown(() => access.can('job.run'))).toMatchObject(expired)
  })

  it('does not hide who asked, at which version', async () => {
    const access = await make(1_000).access({ id: 'ann' })
    const { version } = access
    await pass(2_000)
    expect([access.subjectId, access.signedIn, access.version]).toEqual(['ann', true, version])
  })
})
