import * as z from 'zod'
import { named, noted } from './named.ts'

/** The most issues that are told at once. */
export const maxIssues = 100

/** How every refusal looks (RFC 9457). */
export const problem = named(
  'Problem',
  z.looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: noted(z.string(), 'For people.'),
    code: noted(z.string(), "One of the codes of Trilatch's errors."),
    permissions: noted(
      z.array(z.strictObject({ id: z.string(), title: z.string() })).exactOptional(),
      'What is missing.',
    ),
    issues: noted(
      z
        .array(z.strictObject({ path: z.array(z.union([z.string(), z.int()])), message: z.string() }))
        .max(maxIssues)
        .exactOptional(),
      'What is wrong with what was sent, and where.',
    ),
    witness: noted(
      z.strictObject({ permission: z.string(), resource: z.string().exactOptional() }).exactOptional(),
      'Something that would be given although its giver does not hold it.',
    ),
    reauthenticateUrl: noted(z.string().exactOptional(), 'Where to sign in again.'),
  }),
)
