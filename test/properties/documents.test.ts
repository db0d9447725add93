// Writing a policy down and reading it again.
import { beforeAll, describe, expect, it } from 'vitest'
import { createAuthorizer, memoryStore, readPolicy } from '@trilatch/core'
import type { PolicyDocument } from '@trilatch/core'
import { stringify } from 'yaml'
import { catalogueOf } from '../differential/real.ts'
import { isAccepted } from '../specification/specification.ts'
import type { Held, World } from '../specification/specification.ts'
import { ask, expectSame } from './answers.ts'
import { givenWith, holds, questions, seed } from './property.ts'
import { accessOf, muteWarnings } from './support.ts'

/** Questions asked about each document. */
const each = 20

/** Whether a document may hold this: what it refuses counts for nothing when it is handed in. */
const isAcceptable = (world: World, { role, scope }: Held): boolean =>
  world.roles.some(({ id }) => id === role) && (scope === undefined || isAccepted(scope))

function documentOf(world: World): PolicyDocument {
  const held = world.subject.roles.filter((one) => isAcceptable(world, one))
  return {
    format: 1,
    roles: world.roles,
    assignments: held.map((one) => ({ subject: 'somebody', ...one })),
    mappings: held.map(({ role, scope }, i) => ({
      provider: 'ldap',
      group: `cn=${i}`,
      roles: [role],
      ...(scope !== undefined && { scope }),
    })),
  }
}

beforeAll(muteWarnings)

describe(`Documents, ${questions / each} with ${each} questions each, seed ${seed}`, () => {
  it(
    'P11 Writing, reading and writing again gives the same text, in JSON and YAML, and the same answers',
    holds(
      givenWith(each),
      { granted: 0.1, 'decided by a role': 0.3, 'an assignment': 0.5 },
      async ({ world, asked }, meet) => {
        const permissions = catalogueOf(world)
        const document = documentOf(world)
        const read = readPolicy(JSON.stringify(document), { permissions })
        const written = JSON.stringify(read)
        expect(JSON.stringify(readPolicy(written, { permissions }))).toBe(written)
        const yaml = stringify(read, { aliasDuplicateObjects: false })
        expect(JSON.stringify(readPolicy(yaml, { permissions }))).toBe(written)

        const { roles, assignments, mappings } = read
        const store = memoryStore({ roles, assignments, mappings })
        const authorizer = createAuthorizer({ permissions, store, enabled: world.switchedOff !== true })
        const { suspended = false } = world.subject
        const [before, after] = [
          await accessOf(world),
          await authorizer.access({ id: 'somebody', suspended }),
        ]
        for (const question of asked) {
          const answers = ask(before, question)
          expectSame(ask(after, question), answers)
          meet('granted', answers.can)
          meet('decided by a role', answers.decision.by !== undefined)
          meet('an assignment', assignments.length > 0)
        }
      },
    ),
  )
})
