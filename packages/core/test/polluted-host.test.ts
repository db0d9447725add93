// What is left out of options and of errors is left out, whatever a polluted Object.prototype of the host says.
import { afterEach, describe, expect, it } from 'vitest'
import { createAuthorizer, definePermissions, memoryStore, readPolicy, TrilatchError } from '../src/index.ts'
import type { Manager } from '../src/index.ts'

const polluted = new Set<string>()

/** From here to the end of the test every object seems to have this. */
function pollute(fields: Readonly<Record<string, unknown>>): void {
  for (const [field, value] of Object.entries(fields)) {
    polluted.add(field)
    // oxlint-disable-next-line eslint/no-extend-native
    Object.defineProperty(Object.prototype, field, { value, configurable: true, writable: true })
  }
}

/** The same, for as long as something is done. */
async function onPollutedHost<T>(
  fields: Readonly<Record<string, unknown>>,
  act: () => T,
): Promise<Awaited<T>> {
  pollute(fields)
  try {
    return await act()
  } finally {
    restore()
  }
}

function restore(): void {
  for (const field of polluted) Reflect.deleteProperty(Object.prototype, field)
  polluted.clear()
}

afterEach(restore)

const reason = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'done',
    (error: unknown) => error,
  )

/** Writes to a store with one role and sixty users. */
async function makeManager(): Promise<Manager> {
  const roles = [{ id: 'runner', rules: [] }]
  const store = memoryStore({ roles })
  const manager = createAuthorizer({ permissions: definePermissions({ job: 'Job' }), store }).manage('boss')
  for (let i = 0; i < 60; i++) await manager.createUser({ id: `user-${i}` }, 'registered')
  return manager
}

describe('On a host with a polluted Object.prototype', () => {
  it('an error that answers no request has no status, no headers and no cause', async () => {
    const fields = { status: 200, headers: { location: '/elsewhere' }, cause: 'somebody' }
    const error = await onPollutedHost(fields, () => new TrilatchError('TRILATCH_CLOSED', 'Closed'))
    expect([error.status, error.statusCode, error.expose, error.headers]).toEqual([
      undefined,
      undefined,
      false,
      undefined,
    ])
    expect(Object.hasOwn(error, 'cause')).toBe(false)
  })

  it('a document is called what its reader calls it, and checked without a catalogue when none is given', async () => {
    const document = '{"format":1,"roles":[{"id":"a","rules":[{"permission":"any","state":"granted"}]}]}'
    const fields = { source: 'elsewhere', permissions: definePermissions({ job: 'Job' }), status: 200 }
    const read = await onPollutedHost(fields, () => readPolicy(document))
    expect(read.roles[0]?.rules).toHaveLength(1)
    const error = await onPollutedHost(fields, () => reason(Promise.resolve().then(() => readPolicy('[]'))))
    expect(error).toMatchObject({ status: undefined, message: expect.stringMatching(/^Cannot use policy: /) })
  })

  it('a write that replaces what is there needs a version that somebody passed', async () => {
    const manager = await makeManager()
    const { version } = await manager.role('runner')
    const rule = { permission: 'job', state: 'granted' } as const
    const writes = [
      () => manager.setRule('runner', rule, {} as never),
      () => manager.replaceRole('runner', { rules: [] }, {} as never),
      () => manager.replaceMappings([], {} as never),
    ]
    for (const write of writes)
      expect(await onPollutedHost({ version }, () => reason(write()))).toEqual(
        new TypeError('This write replaces what is there: pass { version } as you read it'),
      )
    await onPollutedHost({ version: 'elsewhere' }, () => manager.deleteRole('runner', {} as never))
    expect(await manager.roles()).toEqual([])
  })

  it('a memory store begins with what it was given, and nobody holds more', async () => {
    const admin = { id: 'admin', administrator: true, rules: [] }
    const permissions = definePermissions({ job: 'Job' })
    const fields = {
      roles: [admin],
      assignments: [{ subject: 'mallory', role: 'admin' }],
      mappings: [{ provider: 'ldap', group: 'cn=ops', roles: ['admin'] }],
    }
    const [empty, one] = await onPollutedHost(fields, () => [
      memoryStore({}),
      memoryStore({ roles: [admin] }),
    ])
    for (const store of [empty, one]) {
      const authorizer = createAuthorizer({ permissions, store })
      expect((await authorizer.access({ id: 'mallory' })).can('job')).toBe(false)
      expect((await authorizer.manage('boss').mappings()).rows).toEqual([])
    }
    expect(await createAuthorizer({ permissions, store: empty }).manage('boss').roles()).toEqual([])
  })

  it('a list has the length that is usual', async () => {
    const manager = await makeManager()
    const { items } = await onPollutedHost({ limit: 2, after: 'user-30' }, () => manager.users({}))
    expect(items).toHaveLength(50)
    expect(await onPollutedHost({ limit: 2 }, async () => (await manager.users()).items.length)).toBe(50)
  })

  it('a filter looks for names where it was told to, and nowhere else', async () => {
    const permissions = definePermissions({ job: 'Job' })
    const rules = [{ permission: 'job', state: 'granted', context: 'eu.*' }] as const
    const authorizer = createAuthorizer({ permissions, roles: [{ id: 'eu', rules }] })
    const access = await authorizer.access({ id: 'ann', roles: ['eu'] })
    const given = await onPollutedHost({ nameOf: () => 'eu.1' }, () =>
      access.filter('job', ['us.1'], {} as never),
    )
    expect(given).toEqual([])
  })
})
