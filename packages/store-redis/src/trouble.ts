import { TrilatchError } from '@trilatch/core'

/** Why a read failed. */
export interface Trouble {
  /** The code of an error of Trilatch, else the name of the error. */
  readonly code: string
  readonly message: string
}

export function troubleOf(error: unknown): Trouble {
  if (!(error instanceof Error)) return { code: 'Error', message: String(error) }
  return { code: error instanceof TrilatchError ? error.code : error.name, message: error.message }
}

/** The error when a namespace holds no store. */
export function storeMissing(namespace: string): TrilatchError {
  return new TrilatchError(
    'TRILATCH_STORE_MISSING',
    `There is no store in the namespace ${JSON.stringify(namespace)}. Make one with \`trilatch-store init\`, or with \`create: true\` in development; if there was one, restore it.`,
  )
}

/** The error when a store must not, or cannot, be used as it is. */
export function storeUnsuitable(why: string): TrilatchError {
  return new TrilatchError('TRILATCH_STORE_UNSUITABLE', `The store in Redis cannot be used: ${why}`)
}

/** The error while an alarm stands. */
export function storeAlarm(alarm: string): TrilatchError {
  return new TrilatchError(
    'TRILATCH_STORE_ALARM',
    `Everything is refused since an alarm was raised: ${alarm}. Restore what was lost, or go on without it with \`trilatch-store accept\`.`,
  )
}
