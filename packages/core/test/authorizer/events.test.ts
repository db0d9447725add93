// What is published on diagnostics_channel.
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createAuthorizer, enforce, memoryStore, requirement } from '../../src/index.ts'
import type { GuardEvent, WarningEvent, WriteEvent } from '../../src/index.ts'
import { grant, permissions } from './support.ts'

const roles = [
  { id: 'admin', administrator: true, rules: [] },
  { id: 'runner', rules: [grant('job.run')] },
] as const
const options = { permissions, disclose: 'permission', realm: 'trilatch' } as const
const undo: (() => void)[] = []
afterEach(() => {
  for (const step of undo.splice(0)) step()
})

function listen<Event>(channel: string): Event[] {
  const seen: Event[] = []
  const take = (message: unknown): void => void seen.push(message as Event)
  subscribe(channel, take)
  undo.push(() => unsubscribe(channel, take))
  return seen
}

describe('trilatch:guard', () => {
  it('says who asked for what, and what came of it', async () => {
    const seen = listen<GuardEvent>('trilatch:guard')
    const authorizer = createAuthorizer({ permissions, roles })
    const asked = requirement(permissions, 'all', ['job.run'])
    enforce(await authorizer.access({ id: 'ann', roles: ['runner'] }), asked, options)
    enforce(await authorizer.access({ id: 'ben' }), asked, options)
    enforce(await authorizer.access(null), asked, options)
    enforce(await authorizer.access({ id: 'ben' }), asked, options, [''])
    enforce(await authorizer.access(null), requirement(permissions, 'public'), options)
    expect(seen).toEqual([
      { subject: 'ann', requirement: asked, granted: true, code: undefined },
      { subject: 'ben', requirement: asked, granted: false, code: 'TRILATCH_FORBIDDEN' },
      { subject: null, requirement: asked, granted: false, code: 'TRILATCH_UNAUTHENTICATED' },
      { subject: 'ben', requirement: asked, granted: false, code: 'TRILATCH_RESOURCE_IMPROPER' },
      { subject: null, requirement: { kind: 'public', permissions: [] }, granted: true, code: undefined },
    ])
  })

  it('says nothing of a question that is no guard', async () => {
    const seen = listen<GuardEvent>('trilatch:guard')
    const access = await createAuthorizer({ permissions, roles }).access({ id: 'ann', roles: ['runner'] })
    access.can('job.run')
    access.decide('job.run')
    access.filter('job.run', ['a'])
    expect(seen).toEqual([])
  })
})

describe('trilatch:write', () => {
  it('is the line of the audit trail, once the write is done', async () => {
    const seen = listen<WriteEvent>('trilatch:write')
    const store = memoryStore({ roles })
    const manager = createAuthorizer({ permissions, store }).manage('boss')
    const writing = manager.assign({ subject: 'ann', role: 'runner' })
    expect(seen).toEqual([])
    await writing
    expect(seen).toHaveLength(1)
    const [line] = (await manager.audit()).items
    expect(line).toMatchObject({ ...seen[0], sequence: 1 })
    expect(seen[0]).toMatchObject({ tag: line?.tag, actor: 'boss', action: 'subject.assign', target: 'ann' })
    expect(seen[0]).not.toHaveProperty('sequence')
  })

  it('says nothing of a write that was refused, not there, or had nothing to do', async () => {
    const store = memoryStore({ roles, assignments: [{ subject: 'boss', role: 'admin' }] })
    const manager = createAuthorizer({ permissions, store }).manage('boss')
    const seen = listen<WriteEvent>('trilatch:write')
    await expect(manager.unassign({ subject: 'boss', role: 'admin' })).rejects.toMatchObject({
      code: 'TRILATCH_LAST_ADMINISTRATOR',
    })
    await manager.assign({ subject: 'boss', role: 'admin' })
    await manager.unassign({ subject: 'ann', role: 'runner' })
    await expect(manager.deleteRole('ghost')).rejects.toMatchObject({ code: 'TRILATCH_ROLE_UNKNOWN' })
    const lost = { ...store, write: async () => ({ status: 'unknown' as const, detail: 'no reply' }) }
    await expect(
      createAuthorizer({ permissions, store: lost })
        .manage('boss')
        .assign({ subject: 'ann', role: 'runner' }),
    ).rejects.toMatchObject({
      code: 'TRILATCH_WRITE_UNKNOWN',
      message: 'Cannot complete subject.assign: no reply',
      status: 503,
      headers: { 'retry-after': '1' },
    })
    expect(seen).toEqual([])
  })
})

describe('trilatch:warning', () => {
  it('carries what is also a warning of the process', () => {
    const seen = listen<WarningEvent>('trilatch:warning')
    const emitted = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    undo.push(() => emitted.mockRestore())
    createAuthorizer({ permissions, roles, enabled: false })
    createAuthorizer({ permissions, roles: [{ id: 'a', rules: [grant('job.run', 'a***')] }] })
    const [off, doubtful] = seen
    expect(seen.map(({ code }) => code)).toEqual(['TRILATCH_SWITCHED_OFF', 'TRILATCH_DOUBTFUL_CONTEXT'])
    expect(off?.message).toBe('Trilatch is switched off: everybody, signed in or not, may do everything.')
    expect(doubtful?.message).toBe('Role "a": in context "a***", "***" means the same as "*".')
    expect(emitted.mock.calls.map(([message]) => message)).toEqual(seen.map(({ message }) => message))
  })
})
