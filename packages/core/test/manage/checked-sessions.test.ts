// What the beginning and the end of sessions are given and rely on, and the write of a refused attempt.
import { expect, it } from 'vitest'
import { managed, watched } from './support.ts'

it('A session is begun and ended of a subject', async () => {
  const { manager } = managed()
  const improper = { code: 'TRILATCH_SUBJECT_INVALID' }
  await expect(manager.beginSession('a\0')).rejects.toMatchObject(improper)
  await expect(manager.endSessions('a\0')).rejects.toMatchObject(improper)
})

it('A first session relies on there being no record, and the end of all on nothing', async () => {
  const { manager, changes } = watched()
  await manager.beginSession('ann')
  await manager.endSessions('ann')
  const operations = [{ kind: 'new-epoch', subject: 'ann' }]
  expect(changes).toMatchObject([
    { expect: [{ kind: 'subject', id: 'ann', version: null }], operations },
    { expect: [], operations },
  ])
})

it('A refused attempt relies on nothing and does nothing', async () => {
  const { manager, changes } = watched()
  await manager.refused({ action: 'a', target: 't', code: 'c', detail: 'd' })
  expect(changes).toMatchObject([{ expect: [], operations: [] }])
})
