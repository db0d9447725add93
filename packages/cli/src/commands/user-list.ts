import type { ExitStatus } from '../failure.ts'
import { actor, show } from '../session.ts'
import type { Session } from '../session.ts'
import { columns, styled, visible } from '../terminal.ts'

/** Which part of the list is shown. */
export interface ListPart {
  readonly after?: string | undefined
  readonly limit: number
}

/** `trilatch user list`: the users of the store, a page at a time. */
export async function userList(session: Session, { after, limit }: ListPart): Promise<ExitStatus> {
  const manager = (await session.authorizer()).manage(actor)
  const page = await manager.users({ limit, ...(after === undefined ? {} : { after }) })
  const users = page.items.map(({ user }) => user)
  const rows = users.map(({ id, email = '', title = '', suspended }) =>
    [id, email, title, suspended ? 'suspended' : ''].map(visible),
  )
  const lines = [
    ...(rows.length === 0
      ? ['There are no users.']
      : [columns([['ID', 'E-MAIL', 'TITLE', 'STATE'], ...rows])]),
    ...(page.next === undefined
      ? []
      : ['', styled(session.terminal, 'dim', `More: trilatch user list --after ${visible(page.next)}`)]),
  ]
  show(session, { users, ...(page.next === undefined ? {} : { next: page.next }) }, lines.join('\n'))
  return 0
}
