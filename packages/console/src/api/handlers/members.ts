import type { Call } from '../call.ts'
import { checkCursor, nextOf, readCursor } from '../cursor.ts'
import { fewAtOnce } from '../few-at-once.ts'
import type { Handlers } from '../handler.ts'
import { heldBy } from '../origins.ts'
import { partOf } from '../part.ts'
import { checkSubjects, subjectOf } from '../subject-id.ts'
import type { ShownUser } from '../user-directory.ts'
import { wrote } from '../written.ts'

/** Administrators are made by those who have just proved who they are. @throws what `requireRecentSignIn` throws */
async function checkGiving(call: Call, role: string): Promise<void> {
  const { role: found } = await call.role(role)
  if (found.administrator === true) call.requireRecentSignIn()
}

/** A user as the dialog of members shows one; of whom nothing but the id is known too. */
const shown = (id: string, { title, email, suspended = false }: Partial<ShownUser>) => ({
  id,
  ...(title === undefined ? {} : { title }),
  ...(email === undefined ? {} : { email }),
  suspended,
})

interface Asked {
  readonly limit?: number
  readonly after?: string
  readonly query?: string
}

/** A page of the members of a role, and the version of the list as far as the caller has seen it. */
interface Listed {
  readonly items: readonly (Partial<ShownUser> & Pick<ShownUser, 'id'>)[]
  readonly next?: string
  readonly version: string
}

/** The members alone. */
async function listIds(call: Call, role: string, { limit = 50, after }: Asked): Promise<Listed> {
  const cursor = readCursor(after)
  const page = await call.store.members(role, {
    limit,
    ...(cursor === undefined ? {} : { after: cursor.place }),
  })
  checkCursor(cursor, page.version)
  return {
    items: await fewAtOnce(page.items, async (id) => (await call.users.find(id)) ?? { id }),
    ...nextOf(page.version, page.next),
    version: page.next === undefined ? page.version : partOf(page.version),
  }
}

/** All users, members or not: who has not seen all of them on one page has seen a part of the members. */
async function listUsers(
  call: Call,
  role: string,
  { limit = 50, after, query: search = '' }: Asked,
): Promise<Listed> {
  // The version first: members who are newer than it are refused when they are written back.
  const { version } = await call.store.members(role, { limit: 1 })
  const place = { limit, ...(after === undefined ? {} : { after }) }
  const users = await call.users.list({ ...place, ...(search === '' ? {} : { search }) })
  const isWhole = users.next === undefined && after === undefined && search === ''
  return { ...users, version: isWhole ? version : partOf(version) }
}

export const memberHandlers: Handlers<
  'listMembers' | 'replaceMembers' | 'changeMembers' | 'assignMember' | 'unassignMember'
> = {
  listMembers: async ({ params: { role }, query, call }) => {
    const {
      items: listed,
      next,
      version,
    } = await (query.all === true ? listUsers : listIds)(call, role, query)
    const items = await fewAtOnce(listed, async (user) => {
      const held = await heldBy(call, user.id)
      return { ...shown(user.id, user), member: held.isMember(role), other: held.others(role) }
    })
    return {
      body: { items, ...(next === undefined ? {} : { next }), version },
      version,
    }
  },
  replaceMembers: async ({ params: { role }, body, seen, call }) => {
    checkSubjects(body.members)
    await checkGiving(call, role)
    return wrote(await call.writing.replaceMembers(role, body.members, { version: seen ?? '' }))
  },
  changeMembers: async ({ params: { role }, body: { add = [], remove = [] }, seen, call }) => {
    checkSubjects([...add, ...remove])
    await checkGiving(call, role)
    return wrote(await call.writing.changeMembers(role, { add, remove }, { version: seen ?? '' }))
  },
  assignMember: async ({ params: { role, user }, query, call }) => {
    const subject = subjectOf(user)
    await checkGiving(call, role)
    return wrote(await call.writing.assign({ subject, role, ...query }))
  },
  unassignMember: async ({ params: { role, user }, query, call }) => {
    const subject = subjectOf(user)
    await call.role(role)
    return wrote(await call.writing.unassign({ subject, role, ...query }))
  },
}
