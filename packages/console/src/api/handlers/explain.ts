import type { Handlers } from '../handler.ts'
import { checkSubjects } from '../subject-id.ts'

export const explainHandlers: Handlers<'explain'> = {
  explain: async ({ body: { subject, permission, resource }, call }) => {
    if (subject !== null) checkSubjects([subject])
    const access = await call.settings.authorizer.access(subject === null ? null : { id: subject })
    const explained =
      resource === undefined ? access.explain(permission) : access.explain(permission, resource)
    return { body: explained }
  },
}
