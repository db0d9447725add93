import { describe, expect, it } from 'vitest'
import { createAuthorizer, definePermissions } from '@trilatch/core'
import type { Access, Authorizer } from '@trilatch/core'
import { allQuestions, allRoles, decideAlone, grantedAlone } from './small-scope.ts'
import type { Asked, Scope } from './small-scope.ts'

// Within a small scope nothing is left to chance: every role there can be, and every pair of them. What a pair
// is granted follows from the specification's answers for each role alone: between roles Granted wins.
const scopes: readonly (Scope & { readonly title: string })[] = [
  {
    title: 'a chain of 3 nodes, everywhere and in one pattern',
    nodes: ['a', 'a.b', 'a.b.c'],
    contexts: [undefined, 'x.*'],
    names: ['x.y', 'z'],
  },
  {
    title: 'a chain of 2 nodes, everywhere and in two patterns that overlap and are equally specific',
    nodes: ['a', 'a.b'],
    contexts: [undefined, 'x.*', '*.x'],
    names: ['x.x', 'x.y', 'y.x'],
  },
]

/** How many disagreements the message shows. */
const shown = 5

type Questions = readonly Asked[]

function authorizerOf(scope: Scope): Authorizer {
  const permissions = definePermissions(Object.fromEntries(scope.nodes.map((name) => [name, name])))
  return createAuthorizer({ permissions, roles: allRoles(scope), enabled: true })
}

/** What an access grants: one bit for each question. */
function granted(access: Access, questions: Questions): number {
  let bits = 0
  for (let i = 0; i < questions.length; i++) {
    const { permission, name } = questions[i] as Asked
    const yes = name === undefined ? access.can(permission) : access.can(permission, name)
    if (yes) bits |= 1 << i
  }
  return bits
}

describe.each(scopes)('$title', (scope) => {
  const roles = allRoles(scope)
  const questions = allQuestions(scope)

  it('gives every one of the 729 roles alone the decision that the specification gives', async () => {
    const authorizer = authorizerOf(scope)
    expect(roles).toHaveLength(729)
    for (const role of roles) {
      const access = await authorizer.access({ id: 'somebody', roles: [role.id] })
      const wrong = questions.filter((asked) => {
        const { state, reason, by } = decideAlone(scope, role, asked)
        const { permission, name } = asked
        const real = name === undefined ? access.decide(permission) : access.decide(permission, name)
        const same =
          real.by?.role === by?.role && real.by?.node === by?.node && real.by?.context === by?.context
        return real.state !== state || real.reason !== reason || !same
      })
      if (wrong.length > 0) expect.fail(`disagreement on ${JSON.stringify({ role, wrong })}`)
    }
  })

  it('grants each of the 531,441 pairs of roles exactly what one of the two is granted', async () => {
    const authorizer = authorizerOf(scope)
    const alone = grantedAlone(scope, roles)
    const ids = roles.map(({ id }) => id)
    const wrong: string[] = []
    let [answers, disagreements] = [0, 0]
    for (const [i, first] of ids.entries()) {
      for (const [j, second] of ids.entries()) {
        const access = await authorizer.access({ id: 'somebody', roles: [first, second] })
        const difference = granted(access, questions) ^ ((alone[i] as number) | (alone[j] as number))
        answers += questions.length
        if (difference === 0) continue
        disagreements++
        const asked = questions.filter((_, bit) => (difference & (1 << bit)) !== 0)
        if (wrong.length < shown) wrong.push(JSON.stringify({ roles: [roles[i], roles[j]], asked }))
      }
    }
    expect(answers).toBe(729 * 729 * questions.length)
    expect(disagreements, `pairs answered wrongly, among them:\n${wrong.join('\n')}`).toBe(0)
  })
})
