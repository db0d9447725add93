// How a write goes on, or ends, when the store says no.
import { expect, it } from 'vitest'
import type { Change, WriteOutcome } from '../../src/index.ts'
import { managed } from './support.ts'

const assignment = { subject: 'ann', role: 'eu' }

/** A manager over a store that only ever answers so. */
function answering(answer: WriteOutcome) {
  const changes: Change[] = []
  const { manager } = managed({}, (store) => ({
    ...store,
    write: async (change) => {
      changes.push(change)
      return answer
    },
  }))
  return { manager, changes }
}

const refused = (reason: Extract<WriteOutcome, { readonly status: 'refused' }>['reason']): WriteOutcome => ({
  status: 'refused',
  reason,
  detail: `because of ${reason}`,
})

it('a conflict is planned anew, eight times in all, each with a tag of its own', async () => {
  const { manager, changes } = answering(refused('conflict'))
  await expect(manager.assign(assignment)).rejects.toMatchObject({
    code: 'TRILATCH_CONFLICT',
    message: 'Cannot complete subject.assign: because of conflict',
    status: 409,
  })
  expect(changes).toHaveLength(8)
  expect(new Set(changes.map(({ tag }) => tag)).size).toBe(8)
  for (const { tag } of changes) expect(tag).toMatch(/^[\w-]{22}$/)
})

it.each([
  ['last-administrator', 'TRILATCH_LAST_ADMINISTRATOR'],
  ['email-taken', 'TRILATCH_USER_EXISTS'],
  ['administrator-scoped', 'TRILATCH_ADMINISTRATOR_ROLE'],
] as const)('%s is asked once, and is %s', async (reason, code) => {
  const { manager, changes } = answering(refused(reason))
  await expect(manager.assign(assignment)).rejects.toMatchObject({
    code,
    message: `Cannot complete subject.assign: because of ${reason}`,
    status: 409,
  })
  expect(changes).toHaveLength(1)
})

it('more than a store does in one step is refused (422)', async () => {
  const { manager, changes } = answering(refused('too-large'))
  await expect(manager.assign(assignment)).rejects.toMatchObject({
    code: 'TRILATCH_OPTION_INVALID',
    message: 'Cannot complete subject.assign: because of too-large',
    status: 422,
  })
  expect(changes).toHaveLength(1)
})

const lost = {
  code: 'TRILATCH_WRITE_UNKNOWN',
  status: 503,
  headers: { 'retry-after': '1' },
}

it('a store that does not know is asked again with the same tag, and then nobody does', async () => {
  const { manager, changes } = answering({ status: 'unknown', detail: 'connection lost' })
  await expect(manager.assign(assignment)).rejects.toMatchObject({
    ...lost,
    message: 'Cannot complete subject.assign: connection lost',
  })
  expect(changes).toHaveLength(2)
  expect(changes[0]).toBe(changes[1])
})

it('a store that does not know, and takes no writes when it is asked again, may have written', async () => {
  const answers: WriteOutcome[] = [{ status: 'unknown', detail: 'connection lost' }, refused('unavailable')]
  const { manager } = managed({}, (store) => ({
    ...store,
    write: async () => answers.shift() as WriteOutcome,
  }))
  await expect(manager.assign(assignment)).rejects.toMatchObject({
    ...lost,
    message: 'Cannot complete subject.assign: connection lost',
  })
  expect(answers).toEqual([])
})

it.each([
  [new Error('broken pipe'), 'broken pipe'],
  ['no error at all', 'the store failed'],
])('a store that throws may have written: %s', async (thrown, detail) => {
  const changes: Change[] = []
  const { manager } = managed({}, (store) => ({
    ...store,
    write: async (change) => {
      changes.push(change)
      throw thrown
    },
  }))
  await expect(manager.assign(assignment)).rejects.toMatchObject({
    ...lost,
    message: `Cannot complete subject.assign: ${detail}`,
  })
  expect(changes).toHaveLength(2)
  expect(changes[0]).toBe(changes[1])
})

it('a write that was lost once is done when it is asked for again', async () => {
  let first = true
  const { manager } = managed({}, (store) => ({
    ...store,
    write: async (change) => {
      const outcome = await store.write(change)
      if (!first) return outcome
      first = false
      throw new Error('lost')
    },
  }))
  expect(await manager.assign(assignment)).toMatchObject({ changed: true })
  expect((await manager.members('eu')).items).toEqual(['ann'])
  expect((await manager.audit()).items).toHaveLength(1)
})
