import fc from 'fast-check'
import { Minimatch } from 'minimatch'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createAuthorizer, definePermissions } from '../../src/index.ts'
import type { Role } from '../../src/index.ts'
import { isProperName } from '../../src/context/proper-name.ts'
import { scanContext } from '../../src/context/scan-context.ts'

vi.setConfig({ testTimeout: 60_000 })

const pinned = {
  dot: true,
  nonegate: true,
  nocomment: true,
  nobrace: true,
  noext: true,
  platform: 'linux',
  optimizationLevel: 0,
  preserveMultipleSlashes: true,
} as const

const size = 12
const keys = Array.from({ length: size }, (_, i) => `p${i}`)
const permissions = definePermissions(Object.fromEntries(keys.map((key) => [key, key])))

const piece = fc.constantFrom(
  'a',
  'b',
  'ab',
  '.',
  '/',
  '*',
  '**',
  '/**',
  '?',
  '[ab]',
  '[!a]',
  '\\*',
  '\\a',
  '!',
)
const context = fc
  .array(piece, { minLength: 1, maxLength: 5 })
  .map((pieces) => pieces.join(''))
  .filter((text) => scanContext(text).fault === undefined && text !== '*' && text !== '**')
const name = fc
  .string({ unit: fc.constantFrom('a', 'b', 'a', 'b', '.', '/', '*', '!', '\\'), minLength: 1, maxLength: 6 })
  .filter(isProperName)

// Doubtful contexts are warned about when an authorizer starts.
beforeEach(() => void vi.spyOn(process, 'emitWarning').mockImplementation(() => {}))
afterEach(() => void vi.restoreAllMocks())

describe('a policy with many contexts', () => {
  test('grants, in each of them, exactly the names that minimatch matches', async () => {
    let yes = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(context, { minLength: size, maxLength: size }),
        fc.array(name, { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        async (contexts, names, scoped) => {
          // Each context stands at a permission of its own: as the context of a rule, or as the scope of a role.
          const roles = keys.map((permission, i): Role<'*'> => {
            const rule = { permission: permission as '*', state: 'granted' } as const
            return { id: `r${i}`, rules: [scoped ? rule : { ...rule, context: contexts[i] ?? '' }] }
          })
          const held = roles.map(({ id }, i) => (scoped ? { role: id, scope: contexts[i] ?? '' } : id))
          const access = await createAuthorizer({ permissions, roles }).access({ id: 'u', roles: held })
          for (const [i, text] of contexts.entries()) {
            const permission = keys[i] ?? ''
            const glob = new Minimatch(text, pinned)
            const expected = names.filter((on) => glob.match(on))
            yes += expected.length
            expect(
              names.filter((on) => access.can(permission, on)),
              `can in ${text}`,
            ).toEqual(expected)
            expect(access.filter(permission, names), `filter in ${text}`).toEqual(expected)
            expect(
              names.filter((on) => access.decide(permission, on).state === 'granted'),
              `decide in ${text}`,
            ).toEqual(expected)
          }
        },
      ),
      { numRuns: 400 },
    )
    expect(yes).toBeGreaterThan(500)
  })

  test('asks again what it was asked before, and says the same', async () => {
    const roles: Role<'*'>[] = [
      { id: 'r', rules: [{ permission: 'p0' as '*', state: 'granted', context: 'a*' }] },
    ]
    const access = await createAuthorizer({ permissions, roles }).access({ id: 'u', roles: ['r'] })
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 5_000; i++) {
        if (access.can('p0', `a${i}`) && !access.can('p0', `b${i}`)) continue
        throw new Error(`round ${round}, name ${i}`)
      }
    }
    expect(access.can('p0')).toBe(false)
  })
})
