import { parseData } from '@trilatch/core'
import * as z from 'zod'
import { bare } from './bare.ts'
import { refused } from './refused.ts'

/** Words that stand for something else than text, by what a schema accepts. */
function valueOf(schema: z.ZodType, word: string): unknown {
  if (schema.safeParse(word, { jitless: true }).success) return word
  if (/^(?:0|[1-9]\d{0,8})$/.test(word)) return Number(word)
  if (word === 'true' || word === 'false') return word === 'true'
  return word
}

/**
 * The parameters of a query, each once and each known.
 *
 * @throws PolicyError `TRILATCH_REQUEST_INVALID` (422)
 */
export function readQuery(
  schema: z.ZodObject<Record<string, z.ZodType>>,
  params: URLSearchParams,
): Record<string, unknown> {
  const found = Object.create(null) as Record<string, unknown>
  for (const [name, word] of params) {
    if (Object.hasOwn(found, name)) throw refused([{ path: [name], message: 'given twice' }])
    const field = Object.hasOwn(schema.shape, name) ? schema.shape[name] : undefined
    found[name] = field === undefined ? word : valueOf(field, word)
  }
  return accepted(schema, found)
}

/** @throws PolicyError `TRILATCH_REQUEST_INVALID` (422) with everything that is wrong */
export function accepted<T>(schema: z.ZodType<T>, data: unknown): T {
  const parsed = parseData(schema, data)
  if ('issues' in parsed) throw refused(parsed.issues)
  return bare(parsed.value)
}

/** For operations without parameters: every one is unknown. */
export const noQuery = z.strictObject({})
