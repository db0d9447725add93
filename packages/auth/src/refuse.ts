import { TrilatchError } from '@trilatch/core'

/**
 * @param what Is not possible so: as `create the sign-in`.
 * @throws TrilatchError `TRILATCH_OPTION_INVALID`
 */
export function refuse(message: string, what = 'create the sign-in'): never {
  throw new TrilatchError('TRILATCH_OPTION_INVALID', `Cannot ${what}: ${message}`)
}
