import { expect, it } from 'vitest'
import { subjectOf } from '../src/api/subject-id.ts'

it.each(['.', '..', '', 'trilatch:off', 'a\u0000b'])('The id %j of a path is nobody', (id) => {
  const message = `There is no user ${JSON.stringify(id)}`
  expect(() => subjectOf(id)).toThrow(
    expect.objectContaining({ code: 'TRILATCH_USER_UNKNOWN', status: 404, message }),
  )
})

it.each(['...', '.a', 'a/..', '%2E%2E'])('The id %j of a path can be somebody', (id) => {
  expect(subjectOf(id)).toBe(id)
})
