// Entries as events of OCSF 1.8: the table of the documentation is the mapping.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createAuditChain, ocsfEvent } from '../../src/index.ts'
import type { AuditEntry, AuditLine } from '../../src/index.ts'
import { ocsfActivities, ocsfClasses } from '../../src/trail/ocsf-activities.ts'

function entryOf(line: Partial<AuditLine>): AuditEntry {
  const chain = createAuditChain([])
  const whole = {
    at: '2026-01-01T00:00:00.000Z',
    actor: 'ada',
    action: 'x',
    target: 't',
    before: null,
    after: null,
  }
  const { text, head } = chain.link('tag', { ...whole, ...line }, { head: null, store: 's', kept: 9 })
  return chain.read(text, head.hash) as AuditEntry
}
const event = (line: Partial<AuditLine>): Record<string, unknown> =>
  ocsfEvent(entryOf(line)) as Record<string, unknown>

describe('An event of OCSF', () => {
  it('has what every event must have', () => {
    expect(event({ action: 'role.create', target: 'lead', after: { id: 'lead' } })).toEqual({
      category_uid: 3,
      category_name: 'Identity & Access Management',
      class_uid: 3004,
      class_name: 'Entity Management',
      activity_id: 1,
      activity_name: 'Create',
      type_uid: 300_401,
      type_name: 'Entity Management: Create',
      time: 1_767_225_600_000,
      severity_id: 1,
      severity: 'Informational',
      status_id: 1,
      status: 'Success',
      message: 'role.create of lead by ada: done',
      actor: { user: { uid: 'ada' } },
      entity: { uid: 'lead', type: 'role' },
      metadata: {
        version: '1.8.0',
        uid: 'tag',
        sequence: 1,
        log_name: 'audit',
        product: { name: 'Trilatch', vendor_name: 'Trilatch' },
      },
      unmapped: {
        action: 'role.create',
        before: null,
        after: { id: 'lead' },
        store: 's',
        kept: 9,
        key: '-',
        previous: '',
        hash: expect.any(String) as string,
      },
    })
  })

  it('of a refused attempt is a failure, and says why', () => {
    const refusal = { code: 'TRILATCH_MORE_THAN_HELD', detail: 'it would open x' }
    expect(event({ action: 'role.update', outcome: 'refused', refusal })).toMatchObject({
      status_id: 2,
      status: 'Failure',
      severity: 'Medium',
      status_code: 'TRILATCH_MORE_THAN_HELD',
      status_detail: 'it would open x',
    })
  })

  it.each([
    [
      'subject.assign',
      { after: { subject: 't', role: 'lead', scope: 'x' } },
      { user: { uid: 't' }, privileges: ['lead'] },
    ],
    [
      'subject.roles',
      { before: ['a', 'b'], after: ['b', 'c'] },
      { user: { uid: 't' }, privileges: ['a', 'b', 'c'] },
    ],
    ['subject.groups', { after: 7 }, { privileges: [] }],
    ['subject.groups', { before: { role: 7 }, after: { roles: 'x' } }, { privileges: [] }],
    ['members.replace', {}, { group: { uid: 't', type: 'role' }, activity_name: 'members.replace' }],
    ['user.suspend', {}, { user: { uid: 't' } }],
    ['session.begin', {}, { user: { uid: 't' }, service: { name: 'Trilatch' } }],
    [
      'constructor',
      {},
      { class_uid: 3004, activity_id: 99, activity_name: 'constructor', entity: { uid: 't' } },
    ],
    [
      'shop.close',
      {},
      {
        activity_name: 'shop.close',
        type_name: 'Entity Management: Other',
        entity: { uid: 't', type: 'shop' },
      },
    ],
  ])('of %s with %j says %j', (action, line, expected) => {
    expect(event({ action, ...line })).toMatchObject(expected)
  })

  it('has no time where the entry has none that can be read', () => {
    expect(event({ at: '' })['time']).toBe(0)
  })
})

it('The table of docs/audit.md is the mapping', () => {
  const page = readFileSync(new URL('../../../../docs/audit.md', import.meta.url), 'utf8')
  const rows = Array.from(
    page.matchAll(/^\| (\d{4}) ([\w &]+?) +\| (\d+) ([\w ]+?) +\| (.+?) +\|$/gm),
    ([, uid, of, id, name, actions = '']) =>
      actions
        .split(', ')
        .map((action) => [action.replaceAll('`', ''), `${uid} ${of} ${id} ${name}`] as const),
  ).flat()
  const mapped = Object.entries(ocsfActivities).map(([action, [of, id, name]]) => [
    action,
    `${ocsfClasses[of].join(' ')} ${id} ${name}`,
  ])
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(mapped))
})
