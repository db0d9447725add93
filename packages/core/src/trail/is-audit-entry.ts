import type { AuditEntry } from './audit-entry.ts'

type Fields = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isNumber = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 1

const texts = ['tag', 'at', 'actor', 'action', 'target', 'store', 'key', 'previous', 'hash'] as const

/** Whether data has the form of an entry; a later version may have added to it. */
export function isAuditEntry(data: unknown): data is AuditEntry {
  if (!isObject(data)) return false
  const fields = new Map(Object.entries(data))
  const refusal = fields.get('refusal')
  return (
    texts.every((name) => typeof fields.get(name) === 'string') &&
    isNumber(fields.get('sequence')) &&
    isNumber(fields.get('kept')) &&
    (fields.get('outcome') === 'done' || fields.get('outcome') === 'refused') &&
    fields.has('before') &&
    fields.has('after') &&
    (refusal === undefined ||
      (isObject(refusal) && typeof refusal['code'] === 'string' && typeof refusal['detail'] === 'string'))
  )
}
