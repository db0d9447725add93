import { createAuthorizer, definePermissions, memoryStore } from '@trilatch/core'
import type { Store, StoreHealth } from '@trilatch/core'
import { describe, expect, it } from 'vitest'

const permissions = definePermissions({ 'job.run': 'Run Job' })

describe('The health of an authorizer', () => {
  it('is well over a memory store, once it has read it', async () => {
    const authorizer = createAuthorizer({ permissions, store: memoryStore() })
    expect(authorizer.health()).toMatchObject({ status: 'starting', enabled: true })
    await authorizer.ready()
    expect(authorizer.health()).toEqual({
      status: 'ok',
      enabled: true,
      store: { status: 'ok', details: { kind: 'memory', subjects: 0 } },
    })
  })

  it('is that of its store, and of one that tells nothing as long as it answers', async () => {
    let status: StoreHealth['status'] = 'ok'
    const store: Store = { ...memoryStore(), health: () => ({ status, details: { lost: true } }) }
    const authorizer = createAuthorizer({ permissions, store })
    await authorizer.ready()
    status = 'unavailable'
    expect(authorizer.health()).toMatchObject({ status: 'unavailable', store: { details: { lost: true } } })
    const { health: _, ...silent } = memoryStore()
    const other = createAuthorizer({ permissions, store: silent })
    await other.ready()
    expect(other.health()).toMatchObject({ status: 'ok', store: { status: 'ok', details: {} } })
  })

  it('is well while switched off, and over when closed', async () => {
    const store: Store = { ...memoryStore(), health: () => ({ status: 'unavailable', details: {} }) }
    const off = createAuthorizer({ permissions, store, enabled: false })
    expect(off.health()).toMatchObject({ status: 'ok', enabled: false })
    await off.close()
    expect(off.health().status).toBe('closed')
  })
})

describe('A write that its store takes as a whole but not now', () => {
  const refusing = (reason: 'too-large' | 'unavailable'): Store => ({
    ...memoryStore({ roles: [{ id: 'reader', rules: [] }] }),
    write: async () => ({ status: 'refused', reason, detail: 'because' }),
  })

  it.each([
    ['too-large', 'TRILATCH_OPTION_INVALID', 422],
    ['unavailable', 'TRILATCH_UNAVAILABLE', 503],
  ] as const)('is refused as %s with %s', async (reason, code, status) => {
    const authorizer = createAuthorizer({ permissions, store: refusing(reason) })
    await expect(authorizer.manage('ada').assign({ subject: 'bob', role: 'reader' })).rejects.toMatchObject({
      code,
      status,
      message: 'Cannot complete subject.assign: because',
    })
  })
})
