import * as z from 'zod'
import {
  context,
  maxItems,
  maxPage,
  paging,
  permissionName,
  roleId,
  subjectId,
  version,
  written,
} from './common.ts'
import type { Declaration } from './declaration.ts'
import { mappingRow, mixedGroup } from './mapping-rows.ts'
import { named, noted } from './named.ts'
import { role, rule } from './roles.ts'

const assignment = named(
  'Assignment',
  z.strictObject({ subject: subjectId, role: roleId, scope: context.exactOptional() }),
)

const documentFields = {
  format: z.literal(1),
  roles: z.array(role),
  assignments: z.array(assignment),
  mappings: z.array(mappingRow),
}

export const policyDocument = named(
  'PolicyDocument',
  z.strictObject({
    ...documentFields,
    assignments: noted(documentFields.assignments.exactOptional(), 'Left out where they were not asked for.'),
  }),
)

export const policyExport = named('PolicyExport', z.strictObject({ document: policyDocument, version }))

export const policyImport = named(
  'PolicyImport',
  z.strictObject({
    document: named(
      'ImportedPolicy',
      z.strictObject({
        ...documentFields,
        roles: z.array(role).max(maxItems),
        assignments: documentFields.assignments.max(maxItems).exactOptional(),
        mappings: documentFields.mappings.max(maxItems).exactOptional(),
      }),
    ),
  }),
  'The policy as it shall be. A list that is left out stays as it is, less the roles that are gone.',
)

/** A list of which the first are shown. */
const shown = <S extends z.ZodType>(item: S) =>
  z.strictObject({ items: z.array(item).max(maxPage), total: noted(z.int(), 'Of all, shown or not.') })

const plannedRole = named(
  'PlannedRole',
  z.strictObject({
    id: roleId,
    change: z.enum(['created', 'changed', 'removed']),
    rulesAdded: z.array(rule),
    rulesRemoved: z.array(rule),
    fields: z.array(z.enum(['title', 'description', 'administrator', 'inherits'])).max(4),
  }),
)

const extent = named(
  'Extent',
  z.strictObject({
    everywhere: noted(z.boolean(), 'Without a resource, which means for every name.'),
    contexts: z.array(z.string()).max(maxPage),
    names: noted(
      z.array(z.string()).max(maxPage),
      'The shortest names that stand for it; there may be others.',
    ),
  }),
)

const subjectRights = named(
  'SubjectRights',
  z.strictObject({
    subject: noted(subjectId.clone().nullable(), 'Null: callers who are not signed in.'),
    suspended: z.boolean(),
    rights: z.array(
      named(
        'RightChange',
        z.strictObject({
          permission: permissionName,
          gained: extent.exactOptional(),
          lost: extent.exactOptional(),
        }),
      ),
    ),
    administrator: z.enum(['gained', 'lost']).exactOptional(),
    uncertain: noted(z.boolean(), 'Something may be missing here.'),
  }),
)

export const policyPlan = named(
  'PolicyPlan',
  z.strictObject({
    version: noted(version.clone(), 'Of the policy that it was worked out from: `If-Match` of the import.'),
    changed: noted(z.boolean(), 'Whether it would change anything.'),
    refusal: noted(
      z.strictObject({ code: z.string(), status: z.int(), message: z.string() }).exactOptional(),
      'Why it would be refused as it is, if it would.',
    ),
    roles: shown(plannedRole),
    assignments: z.strictObject({ added: shown(assignment), removed: shown(assignment) }),
    mappings: z.strictObject({ added: shown(mappingRow), removed: shown(mappingRow) }),
    warnings: noted(z.array(mixedGroup).max(maxPage), 'The first of all there would be.'),
    rights: noted(
      z.strictObject({
        items: z.array(subjectRights).max(maxPage),
        next: z.string().exactOptional(),
        scanned: z.int(),
        complete: z.boolean(),
      }),
      'Whose rights would change, and how; a page of it.',
    ),
  }),
)

const tag = 'Policy'

export const policyRoutes = {
  exportPolicy: {
    method: 'GET',
    path: '/policy',
    tag,
    summary: 'The whole policy as a document',
    requires: 'trilatch.policy.export',
    writes: false,
    reauthentication: 'always',
    query: z.strictObject({
      assignments: noted(z.boolean().exactOptional(), 'Whether it says who has which role; default true.'),
    }),
    answer: { status: 200, description: 'The policy.', body: policyExport, tagged: true },
  },
  planImport: {
    method: 'POST',
    path: '/policy/plan',
    tag,
    summary: 'What an import would do: whose rights change, and how; nothing is written',
    requires: 'trilatch.policy.import',
    // What differs from a document tells what is there.
    alsoRequires: 'trilatch.policy.export',
    writes: false,
    reauthentication: 'always',
    query: z.strictObject(paging),
    body: policyImport,
    answer: { status: 200, description: 'The plan.', body: policyPlan, tagged: true },
    refusals: [409, 422],
  },
  importPolicy: {
    method: 'POST',
    path: '/policy/import',
    tag,
    summary: 'Replaces the whole policy, in one write',
    requires: 'trilatch.policy.import',
    writes: true,
    ifMatch: true,
    reauthentication: 'always',
    body: policyImport,
    answer: { status: 200, description: 'The policy was replaced.', body: written, tagged: true },
    refusals: [404, 409, 422],
  },
} as const satisfies Record<string, Declaration>
