import type { Change, Operation } from '@trilatch/core'
import { putRole, putUser, assign, unassign } from './operations.ts'

/** What the write below is made over. */
export const beforeIt: readonly Operation[] = [
  putRole('gone'),
  putRole('admin', { administrator: true }),
  assign('boss', 'admin'),
  assign('ann', 'gone', 'x'),
  assign('ben', 'gone'),
  putUser('old', { email: 'o@x.org' }),
]

/** A write that uses every command a write can use. */
export const wholeWrite: readonly Operation[] = [
  { kind: 'remove-role', id: 'gone' },
  putRole('new', { administrator: true }),
  assign('zoe', 'new'),
  assign('ann', 'team', 'y'),
  unassign('boss', 'admin'),
  { kind: 'remove-user', id: 'old' },
  putUser('young', { email: 'y@x.org' }),
  { kind: 'put-mappings', rows: [{ provider: 'ldap', group: 'cn=ops', roles: ['admin'] }] },
]

/** A change that is the same each time, so that what two stores hold after it can be compared. */
export const changeOf = (tag: string, operations: readonly Operation[]): Change => ({
  tag: tag.padEnd(32, '0'),
  expect: [],
  operations,
  audit: { at: '2026-01-01T00:00:00.000Z', actor: 'a', action: 'b', target: 'c', before: null, after: null },
})
