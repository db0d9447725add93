import * as z from 'zod'
import { maxPage, paging, versioned } from './common.ts'
import type { Declaration } from './declaration.ts'
import { named, noted } from './named.ts'

export const health = named(
  'Health',
  z.strictObject({
    status: z.enum(['ok', 'starting', 'unavailable', 'closed']),
    enabled: noted(z.boolean(), 'False while switched off.'),
    store: z.strictObject({
      status: z.enum(['ok', 'unavailable']),
      details: noted(z.record(z.string(), z.unknown()), 'What the store tells about itself.'),
    }),
    bundles: z.record(z.string(), z.unknown()).exactOptional(),
  }),
)

export const diagnostics = named(
  'Diagnostics',
  z.strictObject({
    items: z
      .array(
        named(
          'Diagnostic',
          z.strictObject({
            kind: z.string(),
            severity: noted(
              z.enum(['error', 'warning']),
              '`error`: a Forbidden is lost or read differently than written.',
            ),
            role: z.string(),
            message: z.string(),
          }),
        ),
      )
      .max(maxPage),
    next: versioned.next,
  }),
)

const tag = 'Health'

export const healthRoutes = {
  getHealth: {
    method: 'GET',
    path: '/health',
    tag,
    summary: 'How the process that answers is doing',
    requires: 'trilatch.health',
    writes: false,
    answer: { status: 200, description: 'Its health.', body: health },
  },
  getDiagnostics: {
    method: 'GET',
    path: '/diagnostics',
    tag,
    summary: 'What somebody should look at in the policy',
    requires: 'trilatch.health',
    writes: false,
    query: z.strictObject(paging),
    answer: { status: 200, description: 'A page of findings.', body: diagnostics },
    refusals: [409],
  },
} as const satisfies Record<string, Declaration>
