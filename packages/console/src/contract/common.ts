import * as z from 'zod'
import { named, noted } from './named.ts'

/** Text as people and programs write it: well-formed, and without control characters. */
export const text = (most: number, least = 1): z.ZodString =>
  z
    .string()
    .min(least)
    .max(most)
    .regex(/^\P{Cc}*$/u, 'control characters are not allowed')
    .refine((value) => value.isWellFormed(), 'not well-formed Unicode')

export const roleId = named(
  'RoleId',
  z
    .string()
    .regex(
      /^[A-Za-z0-9_][A-Za-z0-9_.:@/-]{0,127}$/,
      'a role id is 1 to 128 of the characters A-Z a-z 0-9 _ . : @ / -',
    ),
  'Fixed and unique.',
)

export const subjectId = named('SubjectId', text(512), 'Id of a user or another subject.')

/** Refused with its position by what reads it; here only kept within bounds. */
export const context = named(
  'Context',
  z.string().max(512),
  'A pattern over resource names; absent means every resource.',
)

export const permissionName = named('PermissionName', z.string().min(1).max(1_040))

export const resourceName = named('ResourceName', z.string().max(1_024))

export const state = named('State', z.enum(['granted', 'forbidden']))

export const cellState = named(
  'CellState',
  z.enum(['granted', 'forbidden', 'unspecified']),
  '`unspecified` is no rule at all.',
)

export const version = named('Version', z.string().max(200), 'Random; changes with every write.')

/** What a write answers with. */
export const written = named(
  'Written',
  z.strictObject({
    version: noted(version.clone(), 'The new version of what was written.'),
    changed: noted(z.boolean(), 'False where there was nothing to do.'),
  }),
)

/** The most items of a page. */
export const maxPage = 200

/** The most items of any array that is sent. */
export const maxItems = 1_000

export const paging = {
  limit: noted(z.int().min(1).max(maxPage).exactOptional(), 'How many items; default 50.'),
  after: noted(z.string().min(1).max(2_100).exactOptional(), 'The `next` of the page before.'),
}

export const pageFields = z.strictObject(paging)

const next = noted(z.string().exactOptional(), 'The `after` of the next page; absent on the last one.')

/** A page of a list. */
export function page<S extends z.ZodType>(
  id: string,
  item: S,
): z.ZodObject<{ items: z.ZodArray<S>; next: z.ZodExactOptional<z.ZodString> }, z.core.$strict> {
  return named(
    id,
    z.strictObject({
      items: z.array(item).max(maxPage),
      next,
    }),
  )
}

/** What a page of a list with a version says beside its items. */
export const versioned = {
  next: noted(
    z.string().exactOptional(),
    'The `after` of the next page; absent on the last one. Once the list has changed it is refused: 409.',
  ),
  version: noted(
    version.clone(),
    'Of the list. That of the last page ends with `~whole`, and with it alone the list is replaced.',
  ),
}

export const roleParams = z.strictObject({ role: roleId })
export const userParams = z.strictObject({ user: subjectId })
export const roleUserParams = z.strictObject({ role: roleId, user: subjectId })
