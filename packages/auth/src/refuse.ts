import { TrilatchError } from '@trilatch/core'

/** @throws TrilatchError `TRILATCH_OPTION_INVALID` */
export function refuse(message: string): never {
  throw new TrilatchError('TRILATCH_OPTION_INVALID', `Cannot create the sign-in: ${message}`)
}
