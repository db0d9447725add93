import { normalEmail, TrilatchError } from '@trilatch/core'
import type { Manager } from '@trilatch/core'

/** The user with this address, or `undefined`; reads the list of users page by page. */
async function byEmail(manager: Manager, who: string): Promise<string | undefined> {
  const wanted = normalEmail(who)
  for (let after: string | undefined; ;) {
    const page = await manager.users({ limit: 200, ...(after === undefined ? {} : { after }) })
    const found = page.items.find(
      ({ user }) => user.email !== undefined && normalEmail(user.email) === wanted,
    )
    if (found !== undefined) return found.user.id
    if (page.next === undefined) return undefined
    after = page.next
  }
}

/**
 * The id of the user that is meant: an id, or the e-mail address of a user.
 *
 * @param external Whether an id that the store has no user for is taken as it is: a user of the application's own table.
 * @throws TrilatchError `TRILATCH_USER_UNKNOWN`
 */
export async function findUser(manager: Manager, who: string, external = false): Promise<string> {
  try {
    return (await manager.user(who)).user.id
  } catch (error) {
    if (!(error instanceof TrilatchError) || error.code !== 'TRILATCH_USER_UNKNOWN') throw error
    const found = who.includes('@') ? await byEmail(manager, who) : undefined
    if (found !== undefined) return found
    if (external) return who
    const message = `There is no user ${JSON.stringify(who)}, by id or by e-mail. Users of the application's own table are known by their id with --external.`
    throw new TrilatchError('TRILATCH_USER_UNKNOWN', message, { cause: error })
  }
}
