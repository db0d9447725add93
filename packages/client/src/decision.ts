import type { DecisionDocument } from './documents.ts'

/** An answer, for showing: the server decides again when something is done. The same object until it changes. */
export interface ClientDecision {
  readonly granted: boolean
  /**
   * Why: the server's reason, such as `granted`, `forbidden` or `nothing-granted`; `pending` until the server has
   * answered; `unavailable` where it could not be asked.
   */
  readonly reason: string
  /** The very text of the server's refusal; empty where granted. */
  readonly text: string
  /** The code of the server's refusal, such as `TRILATCH_FORBIDDEN`. */
  readonly code?: string | undefined
}

/** A "no" of the client's own or of the server. */
export function refused(reason: string, text: string, code?: string): ClientDecision {
  return { granted: false, reason, text, code }
}

/** An answer of the server; anything but a plain yes is a no. */
export function readDecision(
  { reason = 'nothing-granted', message, code }: Partial<DecisionDocument>,
  granted: unknown,
): ClientDecision {
  if (granted === true) return { granted, reason, text: '' }
  return refused(reason, message ?? 'Not permitted.', code)
}
