import type { Call } from '../call.ts'
import { checkGiven } from '../check-opening.ts'
import { fewAtOnce } from '../few-at-once.ts'
import type { Handlers } from '../handler.ts'
import { heldBy } from '../origins.ts'
import { listEverybody, listMembers, searchEverybody } from '../every-member.ts'
import type { AskedMembers, ListedMembers } from '../every-member.ts'
import { checkSubjects, isUnsayable, subjectOf } from '../subject-id.ts'
import { wrote } from '../written.ts'

/** @throws TrilatchError `TRILATCH_ROLE_UNKNOWN` (404); what `checkGiven` throws */
async function checkGiving(call: Call, role: string): Promise<void> {
  await call.role(role)
  await checkGiven(call, [role])
}

/** A user as the dialog of members shows one; of whom nothing but the id is known too. */
const shown = ({ id, title, email, suspended = false, unknown }: ListedMembers['items'][number]) => ({
  id,
  ...(title === undefined ? {} : { title }),
  ...(email === undefined ? {} : { email }),
  suspended,
  ...(unknown === true ? { unknown } : {}),
})

/** The page that is asked for: of the members, of everybody, or of those whom a search finds. */
function listed(
  call: Call,
  role: string,
  { all, query: search = '', ...asked }: AskedMembers & { readonly all?: boolean; readonly query?: string },
): Promise<ListedMembers> {
  if (all !== true) return listMembers(call, role, asked)
  return search === '' ? listEverybody(call, role, asked) : searchEverybody(call, role, search, asked)
}

export const memberHandlers: Handlers<
  'listMembers' | 'replaceMembers' | 'changeMembers' | 'assignMember' | 'unassignMember'
> = {
  listMembers: async ({ params: { role }, query, call }) => {
    const { items, users = [], next, version } = await listed(call, role, query)
    const described = async (user: ListedMembers['items'][number]) => {
      const held = await heldBy(call, user.id)
      return { ...shown(user), member: held.isMember(role), other: held.others(role) }
    }
    const members = await fewAtOnce(items, described)
    const others = (await fewAtOnce(users, described)).filter(({ member }) => !member)
    return {
      body: { items: [...members, ...others], ...(next === undefined ? {} : { next }), version },
      version,
    }
  },
  replaceMembers: async ({ params: { role }, body, seen, call }) => {
    checkSubjects(body.members)
    await checkGiving(call, role)
    return wrote(await call.writing.replaceMembers(role, body.members, { version: seen ?? '' }))
  },
  changeMembers: async ({ params: { role }, body: { add = [], remove = [] }, seen, call }) => {
    // Whoever has such an id nevertheless, from elsewhere, can go.
    checkSubjects([...add, ...remove.filter((id) => !isUnsayable(id))])
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
