import { channel } from 'node:diagnostics_channel'
import type { Channel } from 'node:diagnostics_channel'

/** Codes of warnings: what an operator should know, and no request has to fail for. Each has a heading in docs/errors.md. */
export const warningCodes = [
  'TRILATCH_SWITCHED_OFF',
  'TRILATCH_STORED_RULE',
  'TRILATCH_DOUBTFUL_CONTEXT',
  'TRILATCH_ALARM_RAISED',
  'TRILATCH_REPLICAS_OPTIONAL',
  'TRILATCH_REDIS_PLAIN',
  'TRILATCH_REDIS_EVICTS',
  'TRILATCH_NOTICES_DOWN',
  'TRILATCH_CATALOGUE_REPLACED',
  'TRILATCH_MAPPING_UNMATCHED',
  'TRILATCH_MAPPING_MIXED',
  'TRILATCH_SYNC_ALARM',
  'TRILATCH_STRATEGY_FAILED',
  'TRILATCH_GROUPS_DIRECT',
  'TRILATCH_SESSION_COOKIE',
  'TRILATCH_REQUEST_FAILED',
  'TRILATCH_PARAMETER_MISSING',
  'TRILATCH_CONSOLE_PORT_FAILED',
] as const

export type WarningCode = (typeof warningCodes)[number]

/** Something an operator should know. Published on `trilatch:warning`, and emitted as a process warning. */
export interface WarningEvent {
  readonly code: WarningCode
  readonly message: string
}

/** Channels of `node:diagnostics_channel`. Nothing is computed for one that has no subscriber. */
export const guardChannel: Channel = channel('trilatch:guard')
export const writeChannel: Channel = channel('trilatch:write')
export const warningChannel: Channel = channel('trilatch:warning')

/** Tells the operator, once on the channel and once as a warning of the process. */
export function warn(code: WarningCode, message: string): void {
  if (warningChannel.hasSubscribers) warningChannel.publish({ code, message } satisfies WarningEvent)
  process.emitWarning(message, { type: 'TrilatchWarning', code })
}
