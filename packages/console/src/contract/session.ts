import * as z from 'zod'
import { permissionName, subjectId } from './common.ts'
import type { Declaration } from './declaration.ts'
import { named, noted } from './named.ts'

export const session = named(
  'Session',
  z.strictObject({
    subject: z.strictObject({
      id: subjectId,
      name: noted(z.string(), 'What people call them; the id where nothing else is known.'),
    }),
    may: noted(z.record(z.string(), z.boolean()), 'Every permission of the `trilatch` subtree.'),
    administrator: z.boolean(),
    enabled: noted(z.boolean(), 'False while Trilatch is switched off: nothing can be written.'),
    picker: noted(z.boolean(), 'Whether groups can be looked for.'),
    mappings: noted(z.boolean(), 'Whether groups can lead to roles: a directory or GitLab is configured.'),
    ownUsers: noted(
      z.boolean(),
      'Whether the store keeps the users; otherwise the application does, and they are only read.',
    ),
    reauthenticatedUntil: noted(
      z.string().exactOptional(),
      'Until when what needs a recent sign-in is allowed; ISO 8601. Absent: sign in again first.',
    ),
    signOutUrl: z.string().exactOptional(),
    reauthenticateUrl: z.string().exactOptional(),
    locale: z.string().exactOptional(),
  }),
)

export const catalogue = named(
  'Catalogue',
  z.strictObject({
    permissions: noted(
      z.array(
        named(
          'CataloguePermission',
          z.strictObject({
            permission: permissionName,
            title: z.string(),
            path: z.string(),
            depth: z.int(),
            parent: z.string().nullable(),
            description: z.string().exactOptional(),
            level: z.string().exactOptional(),
            on: noted(z.string().exactOptional(), 'The kind of resource it is about.'),
          }),
        ),
      ),
      'Parents before children.',
    ),
  }),
)

export const openApi = named('OpenApi', z.record(z.string(), z.unknown()))

const tag = 'Console'

export const sessionRoutes = {
  getOpenApi: {
    method: 'GET',
    path: '/openapi.json',
    tag,
    summary: 'This document',
    requires: 'any',
    writes: false,
    answer: { status: 200, description: 'OpenAPI 3.1.', body: openApi },
  },
  getSession: {
    method: 'GET',
    path: '/session',
    tag,
    summary: 'Who is signed in, and what of the console they may use',
    requires: 'signed-in',
    writes: false,
    answer: { status: 200, description: 'The caller.', body: session },
  },
  getCatalogue: {
    method: 'GET',
    path: '/catalogue',
    tag,
    summary: 'The tree of all permissions',
    requires: 'any',
    writes: false,
    answer: { status: 200, description: 'The tree.', body: catalogue },
  },
} as const satisfies Record<string, Declaration>
