import { createHash, createHmac } from 'node:crypto'
import { deepFreeze } from '../deep-freeze.ts'
import { own } from '../own.ts'
import type { AuditEntry, AuditHead, AuditLine } from './audit-entry.ts'
import type { AuditKey } from './audit-keys.ts'
import { canonicalJson } from './canonical-json.ts'
import { isAuditEntry } from './is-audit-entry.ts'

/** What an entry is made from beside its line. */
export interface AuditPlace {
  /** The end of the trail that it goes on; `null` for the first entry. */
  readonly head: AuditHead | null
  /** Id of the store. */
  readonly store: string
  /** How many entries the writer leaves, at least. */
  readonly kept: number
}

/** An entry as it is kept: the very text that its hash is made of, and the hash. */
export interface LinkedEntry {
  readonly text: string
  readonly head: AuditHead
}

/** Makes entries that name the ones before them, and tells whether an entry is what was made. */
export interface AuditChain {
  /** The key that new entries are made with; `-` without one. */
  readonly key: string
  /** Whether entries of that key can be verified; those without a key can always be. */
  knows(key: string): boolean
  link(tag: string, line: AuditLine, place: AuditPlace): LinkedEntry
  /** The entry of a text and its hash; `null` where it is none. It is not verified. */
  read(text: unknown, hash: unknown): AuditEntry | null
  /** Whether a hash is that of a text. */
  fault(text: string, { key, hash }: Pick<AuditHead, 'key' | 'hash'>): 'edited' | 'unknown-key' | undefined
}

/** The text that the hash of an entry is made of. */
export function auditText(entry: Omit<AuditEntry, 'hash'>): string {
  const { hash: _, ...rest } = entry as AuditEntry
  return canonicalJson(rest)
}

/** @param keys The first makes new entries; without any, entries are chained by SHA-256, which finds accidents only. */
export function createAuditChain(keys: readonly AuditKey[]): AuditChain {
  const secrets = new Map(keys.map(({ id, secret }) => [id, secret]))
  const [first] = keys
  const key = first?.id ?? '-'
  const digest = (text: string, id: string): string | undefined => {
    if (id === '-') return createHash('sha256').update(text).digest('base64url')
    const secret = secrets.get(id)
    return secret === undefined ? undefined : createHmac('sha256', secret).update(text).digest('base64url')
  }
  return {
    key,
    knows: (id) => id === '-' || secrets.has(id),
    link: (tag, line, { head, store, kept }) => {
      const sequence = (head?.sequence ?? 0) + 1
      const { at, actor, action, target, before = null, after = null } = line
      const [outcome, refusal] = [own(line, 'outcome') ?? 'done', own(line, 'refusal')]
      const previous = head?.hash ?? ''
      const about = { at, actor, action, target, outcome, before, after, refusal }
      const text = canonicalJson({ sequence, tag, store, kept, key, previous, ...about })
      return { text, head: { sequence, key, hash: digest(text, key) as string } }
    },
    read: (text, hash) => {
      try {
        const found: unknown = { ...(JSON.parse(String(text)) as object), hash }
        return isAuditEntry(found) ? deepFreeze(found) : null
      } catch {
        return null
      }
    },
    fault: (text, { key: id, hash }) => {
      const right = digest(text, id)
      if (right === undefined) return 'unknown-key'
      return right === hash ? undefined : 'edited'
    },
  }
}
