import { own, unknownKey } from '@trilatch/core'
import { refuse } from '../settings.ts'
import { Seal } from './seal.ts'

/** Asks the provider for groups between sign-ins, with the refresh token that it gives at sign-in. */
export interface RefreshOption {
  /**
   * What refresh tokens are sealed with where they are kept, at least 32 characters; of several the first one seals and
   * all open, so that one can be replaced.
   */
  readonly secret: string | readonly string[]
}

/** @throws TrilatchError `TRILATCH_OPTION_INVALID` */
export function readRefresh(what: string, option: RefreshOption | undefined): Seal | undefined {
  if (option === undefined) return undefined
  if (typeof option !== 'object' || option === null) refuse(what, '`refresh` must be { secret }')
  const stray = unknownKey(option, ['secret'])
  if (stray !== undefined)
    refuse(what, `unknown option ${JSON.stringify(stray)} in \`refresh\`. There is secret.`)
  const secrets = [own(option, 'secret') ?? []].flat()
  const isSecret = (one: unknown): boolean => typeof one === 'string' && one.length >= 32
  if (secrets.length === 0 || secrets.length > 10 || !secrets.every(isSecret))
    refuse(what, '`refresh.secret` must be a random text of at least 32 characters, or 1 to 10 of them')
  return new Seal(secrets)
}
