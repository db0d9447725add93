import type { SyncAuthorizer } from './sync-options.ts'

/** The ids of all users, a page at a time. */
export async function* everyUser(
  manager: Pick<ReturnType<SyncAuthorizer['manage']>, 'users'>,
): AsyncGenerator<string> {
  let after: string | undefined
  do {
    const page = await manager.users({ limit: 200, ...(after === undefined ? {} : { after }) })
    for (const { user } of page.items) yield user.id
    after = page.next
  } while (after !== undefined)
}
