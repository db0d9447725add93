import { garbled } from './garbled.ts'
import type { Position } from './position.ts'
import type { Seal } from './seal.ts'

/** What a write says in the change log about what it changed. `*`: so much that everything is read anew. */
export interface LogContent {
  /** Ids of the roles that were written or removed. */
  readonly r: readonly string[] | '*'
  /** Whether the mappings were written. */
  readonly m: boolean
  /** Ids of the subjects whose records were written or removed. */
  readonly s: readonly string[] | '*'
  /** Whether it can take something from somebody. */
  readonly x: boolean
}

/** An entry of the change log. */
export interface LogEntry extends Position, LogContent {}

/** The most roles that one entry names. */
const maxRoles = 200
/** The most characters of ids of subjects in one entry. */
const maxSubjectText = 65_536

/** The text of an entry, short enough for every process to read. */
export function logText({ r, m, s, x }: LogContent): string {
  const subjects = s !== '*' && JSON.stringify(s).length > maxSubjectText ? '*' : s
  return JSON.stringify({ r: r.length > maxRoles ? '*' : r, m, s: subjects, x })
}

const isIds = (value: unknown): value is readonly string[] | '*' =>
  value === '*' || (Array.isArray(value) && value.every((id) => typeof id === 'string'))

/** Reads an entry as the scripts give it: id, tag, text and MAC. @throws GarbledError */
export function readLogEntry(seal: Seal, raw: readonly unknown[]): LogEntry {
  const [id, tag, text, mac] = raw
  if (typeof id !== 'string' || typeof tag !== 'string' || typeof text !== 'string')
    throw garbled('an entry of the change log')
  seal.check('log', '', tag, text, String(mac))
  const content = parse(text)
  if (!isIds(content.r) || !isIds(content.s)) throw garbled(`entry ${id} of the change log`)
  return { id, tag, r: content.r, m: content.m !== false, s: content.s, x: content.x !== false }
}

function parse(text: string): Record<keyof LogContent, unknown> {
  try {
    const content: unknown = JSON.parse(text)
    if (typeof content === 'object' && content !== null) return content as Record<keyof LogContent, unknown>
  } catch {
    // Said below.
  }
  throw garbled('an entry of the change log')
}
