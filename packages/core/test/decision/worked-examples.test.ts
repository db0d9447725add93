import { describe, expect, test } from 'vitest'
import { createAuthorizer, definePermissions } from '../../src/index.ts'
import type { Reason, Role, Rule } from '../../src/index.ts'

const permissions = definePermissions({
  'project.join': 'Join Project',
  'project.create': 'Create Project',
  'project.delete': 'Delete Project',
  'job.run': 'Run Job',
})

/** `project.delete F in a.*` as a rule. */
function rule(text: string): Rule<'*'> {
  const [permission = '', letter, , context] = text.split(' ')
  const state = letter === 'G' ? 'granted' : 'forbidden'
  return { permission: permission as '*', state, ...(context === undefined ? {} : { context }) }
}

interface Example {
  /** The roles of the subject, A first, each as its rules. */
  readonly roles: readonly (readonly string[])[]
  readonly scope?: string
  /** Permission, or permission and resource; then the answer. */
  readonly asked: readonly (readonly [question: string, granted: boolean, reason?: Reason])[]
  readonly some?: readonly (readonly [permission: string, some: boolean])[]
}

// The rows of the table in 2.4, in its order.
const examples: Readonly<Record<string, Example>> = {
  'a permission is inherited from the node above it': {
    roles: [['project G']],
    asked: [['project.create', true]],
  },
  'the nearer node decides inside a role': {
    roles: [['project G', 'project.delete F']],
    asked: [
      ['project.delete', false, 'forbidden'],
      ['project.create', true],
    ],
  },
  'the nearer node decides for Granted too': {
    roles: [['project F', 'project.join G']],
    asked: [
      ['project.join', true],
      ['project.create', false, 'forbidden'],
    ],
  },
  'between roles Granted wins': {
    roles: [['project.delete F'], ['* G']],
    asked: [['project.delete', true]],
  },
  'a Granted with a context is for matching names only': {
    roles: [['job.run G in sales.*']],
    asked: [
      ['job.run sales.eu', true],
      ['job.run hr.x', false, 'nothing-granted'],
      ['job.run', false, 'nothing-granted'],
    ],
    some: [
      ['job.run', true],
      ['project.create', false],
    ],
  },
  'without a resource a Forbidden with a context counts': {
    roles: [['job G', 'job.run F in hr.*']],
    asked: [
      ['job.run sales.x', true],
      ['job.run hr.x', false, 'forbidden'],
      ['job.run', false, 'forbidden'],
    ],
    some: [['job.run', true]],
  },
  'the most specific context decides': {
    roles: [['job F', 'job G in sales.*', 'job F in sales.secret.*']],
    asked: [
      ['job.run sales.eu', true],
      ['job.run sales.secret.x', false, 'forbidden'],
      ['job.run hr.x', false, 'forbidden'],
    ],
    some: [['job.run', true]],
  },
  'equally specific contexts that disagree forbid': {
    roles: [['job.run G in *.x', 'job.run F in x.*']],
    asked: [
      ['job.run x.x', false, 'forbidden'],
      ['job.run a.x', true],
      ['job.run x.a', false, 'forbidden'],
    ],
  },
  'the nearer node comes first, contexts second': {
    roles: [['job F in sales.a', 'job.run G']],
    asked: [
      ['job.run sales.a', true],
      ['job sales.a', false, 'forbidden'],
    ],
  },
  'a scope limits what a role grants': {
    roles: [['job G']],
    scope: 'eu.*',
    asked: [
      ['job.run eu.1', true],
      ['job.run us.1', false, 'nothing-granted'],
      ['job.run', false, 'nothing-granted'],
    ],
    some: [['job.run', true]],
  },
  '"*" does not reach the reserved subtree': {
    roles: [['* G']],
    asked: [
      ['trilatch.roles.edit', false, 'nothing-granted'],
      ['job.run', true],
    ],
    some: [['trilatch.roles.edit', false]],
  },
  'nothing says Granted where there is no role': {
    roles: [],
    asked: [
      ['job.run', false, 'nothing-granted'],
      ['job.run sales.eu', false, 'nothing-granted'],
      ['*', false, 'nothing-granted'],
    ],
    some: [['job.run', false]],
  },
}

describe('the worked examples of the rule', () => {
  test.each(Object.entries(examples))('%s', async (_, { roles, scope, asked, some = [] }) => {
    const defined = roles.map((rules, i): Role<'*'> => ({ id: 'AB'.charAt(i), rules: rules.map(rule) }))
    const authorizer = createAuthorizer({ permissions, roles: defined })
    const held = defined.map(({ id }) => (scope === undefined ? id : { role: id, scope }))
    const access = await authorizer.access({ id: 'anna', roles: held })
    for (const [question, granted, reason = 'granted'] of asked) {
      const [permission, ...resource] = question.split(' ') as ['job.run', ...([] | [string])]
      expect(access.can(permission, ...(resource as [string])), `asked ${question}`).toBe(granted)
      const decision = access.decide(permission, ...(resource as [string]))
      expect(decision, `asked ${question}`).toMatchObject({
        state: granted ? 'granted' : 'forbidden',
        reason,
      })
    }
    for (const [permission, possible] of some) {
      expect(access.canSome(permission as 'job.run'), `some ${permission}`).toBe(possible)
    }
  })

  test('are all that the table has', () => {
    expect(Object.keys(examples)).toHaveLength(12)
  })
})
