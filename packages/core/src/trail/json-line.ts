import { auditText } from './audit-chain.ts'
import type { AuditChain } from './audit-chain.ts'
import type { AuditEntry, KeptEntry } from './audit-entry.ts'
import { canonicalJson } from './canonical-json.ts'

/** Characters that could end a line, move a cursor or turn the direction of writing where somebody looks at a file. */
const hidden = /[\p{Cc}\p{Cf}\u2028\u2029]/gu

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('')

/** Data as one line of JSON: its canonical form, with everything escaped that does not show. */
export function jsonLine(data: unknown): string {
  return canonicalJson(data).replaceAll(hidden, escaped)
}

/** A line of an export for something that is kept: the entry, or where something is that is none. */
export function keptJsonLine({ place, entry, fault }: KeptEntry): string {
  return jsonLine(entry ?? { place, fault })
}

/**
 * Reads a line of an export, to verify it. Only the very line that `jsonLine` writes is not edited: one that says a
 * member twice says different things to different readers.
 */
export function readJsonLine(chain: AuditChain, line: string, place: string): KeptEntry {
  const entry = entryOf(chain, line)
  if (entry === null) return { place, sequence: null, entry, fault: 'unreadable' }
  const fault = jsonLine(entry) === line ? chain.fault(auditText(entry), entry) : 'edited'
  return { place, sequence: entry.sequence, entry, ...(fault === undefined ? {} : { fault }) }
}

function entryOf(chain: AuditChain, line: string): AuditEntry | null {
  try {
    const { hash, ...rest } = JSON.parse(line) as Record<string, unknown>
    return chain.read(canonicalJson(rest), hash)
  } catch {
    return null
  }
}
