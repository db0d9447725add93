import * as z from 'zod'
import { page, paging, text } from './common.ts'
import type { Declaration } from './declaration.ts'
import { named, noted } from './named.ts'

export const auditEntry = named(
  'AuditEntry',
  z.strictObject({
    sequence: z.int(),
    tag: noted(z.string(), "The write's own random tag."),
    at: noted(z.string(), 'ISO 8601.'),
    actor: z.string(),
    action: z.string(),
    target: z.string(),
    before: z.unknown(),
    after: noted(z.unknown(), 'Of a refused attempt: what was asked for.'),
    outcome: noted(z.enum(['done', 'refused']).exactOptional(), 'Absent: done.'),
    refusal: z.strictObject({ code: z.string(), detail: z.string() }).exactOptional(),
    store: noted(z.string().exactOptional(), 'Random id of the store whose trail it is.'),
    kept: noted(z.int().exactOptional(), 'How many entries are left at least; older ones may be gone.'),
    key: noted(z.string().exactOptional(), 'Which key `hash` was made with.'),
    previous: noted(z.string().exactOptional(), '`hash` of the entry before.'),
    hash: noted(z.string().exactOptional(), 'Of the canonical form of all the rest.'),
  }),
)

/** A line of an export. */
export const exportedEntry = named(
  'ExportedEntry',
  z.union([
    auditEntry,
    z.strictObject({
      place: noted(z.string(), 'Where something is kept that is no entry.'),
      fault: z.enum(['unreadable', 'edited', 'unknown-key']).exactOptional(),
    }),
  ]),
)

const filters = {
  actor: noted(text(512).exactOptional(), 'Exactly this one.'),
  action: noted(text(100).exactOptional(), 'Exactly this one, as `role.update`.'),
  target: noted(text(512).exactOptional(), 'Exactly this one.'),
  outcome: z.enum(['done', 'refused']).exactOptional(),
}

export const auditRoutes = {
  listAudit: {
    method: 'GET',
    path: '/audit',
    tag: 'Audit',
    summary: 'The audit trail, newest first',
    requires: 'trilatch.audit.view',
    writes: false,
    query: z.strictObject({ ...paging, ...filters }),
    answer: {
      status: 200,
      description:
        'A page of entries; with filters perhaps fewer than `limit`: go on while there is a `next`.',
      body: page('AuditPage', auditEntry),
    },
    refusals: [422],
  },
  exportAudit: {
    method: 'GET',
    path: '/audit/export',
    tag: 'Audit',
    summary: 'The audit trail as lines of JSON, oldest first',
    requires: 'trilatch.audit.view',
    writes: false,
    query: z.strictObject(filters),
    answer: {
      status: 200,
      description:
        'One entry a line, as it is kept: without filters what `trilatch audit verify --file` verifies.',
      body: exportedEntry,
      type: 'application/jsonl',
    },
    refusals: [422],
  },
} as const satisfies Record<string, Declaration>
