import { TrilatchError } from '@trilatch/core'
import type { ConfiguredAuthorizer } from '../config/define-config.ts'
import { actor } from '../session.ts'

/**
 * The id of the user that is meant: an id, or the e-mail address of a user.
 *
 * @param external Whether an id that the store has no user for is taken as it is: a user of the application's own table.
 * @throws TrilatchError `TRILATCH_USER_UNKNOWN`
 */
export async function findUser(
  authorizer: ConfiguredAuthorizer,
  who: string,
  external = false,
): Promise<string> {
  const accounts = authorizer.accounts(actor)
  const found = (await accounts.user(who)) ?? (await accounts.userByEmail(who))
  if (found !== null) return found.user.id
  if (external) return who
  const message = `There is no user ${JSON.stringify(who)}, by id or by e-mail. Users of the application's own table are known by their id with --external.`
  throw new TrilatchError('TRILATCH_USER_UNKNOWN', message)
}
