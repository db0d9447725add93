import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { createAuthorizer, definePermissions } from '../../src/index.ts'
import type { Access, Rule, State } from '../../src/index.ts'

vi.setConfig({ testTimeout: 60_000 })

const permissions = definePermissions({ 'a.b.c': 'C', 'a.d': 'D', 'x.y': 'Y' })

/** Somebody with one role of these rules. */
async function having(
  ...rules: readonly (readonly [string, 'G' | 'F', (string | undefined)?])[]
): Promise<Access> {
  const made = rules.map(([permission, letter, context]): Rule => {
    const state: State = letter === 'G' ? 'granted' : 'forbidden'
    return { permission, state, ...(context === undefined ? {} : { context }) }
  })
  const authorizer = createAuthorizer({ permissions, roles: [{ id: 'r', rules: made as Rule<'*'>[] }] })
  return authorizer.access({ id: 'u', roles: ['r'] })
}

describe('the walk', () => {
  test('goes up to "*" and stops at the first node with a matching rule', async () => {
    const access = await having(['*', 'G'], ['a', 'F'], ['a.b', 'G', 'n*'])
    expect(access.decide('a.b.c', 'n1').by).toMatchObject({ node: 'a.b', context: 'n*' })
    expect(access.decide('a.b.c', 'm')).toMatchObject({ state: 'forbidden', by: { node: 'a' } })
    expect(access.decide('x.y', 'm')).toMatchObject({ state: 'granted', by: { node: '*' } })
  })

  test('never goes down, nor to a sibling', async () => {
    const access = await having(['a.b', 'G'])
    expect(['*', 'a', 'a.b', 'a.b.c', 'a.d'].filter((name) => access.can(name))).toEqual(['a.b', 'a.b.c'])
  })

  test('takes no beginning of a name for an ancestor', async () => {
    const odd = definePermissions({ job: 'Job', jobs: 'Jobs', 'job-x.y': 'Y' })
    const authorizer = createAuthorizer({
      permissions: odd,
      roles: [{ id: 'r', rules: [{ permission: 'job', state: 'granted' }] }],
    })
    const access = await authorizer.access({ id: 'u', roles: ['r'] })
    expect(odd.names.filter((name) => access.can(name))).toEqual(['job'])
  })

  test('ends at "trilatch" in the reserved subtree, in both directions', async () => {
    const everything = await having(['*', 'G'])
    const reserved = permissions.nodes.filter(({ name }) => name.startsWith('trilatch'))
    expect(
      reserved.filter(
        ({ name }) => everything.can(name) || everything.can(name, 'x') || everything.canSome(name),
      ),
    ).toEqual([])
    const own = await having(['*', 'F'], ['trilatch', 'G'], ['trilatch.users', 'F', 'x*'])
    expect(own.can('trilatch.roles.edit')).toBe(true)
    expect(own.can('trilatch.users.edit', 'xy')).toBe(false)
    expect(own.can('trilatch.users.edit', 'y')).toBe(true)
    expect(own.can('a.d')).toBe(false)
    expect((await having(['trilatch', 'G'])).can('a.d')).toBe(false)
  })
})

describe('contexts at one node', () => {
  test('a name beats a longer pattern, a longer pattern a shorter, every resource comes last', async () => {
    const access = await having(
      ['a', 'F'],
      ['a', 'G', 'n.*'],
      ['a', 'F', 'n.secret*'],
      ['a', 'G', 'n.secret.1'],
    )
    const names = ['m', 'n.x', 'n.secret.2', 'n.secret.1']
    expect(names.map((name) => access.can('a.d', name))).toEqual([false, true, false, true])
  })

  test('that are equally specific and agree, agree', async () => {
    expect((await having(['a', 'G', 'x*'], ['a', 'G', '*x'])).can('a', 'xx')).toBe(true)
  })

  test('Forbidden beats Granted for the same context, and for every resource', async () => {
    for (const context of [undefined, 'n*', 'n1']) {
      const access = await having(['a', 'G', context], ['a', 'F', context])
      expect(access.decide('a', 'n1')).toMatchObject({ state: 'forbidden', reason: 'forbidden' })
      expect(access.can('a')).toBe(false)
    }
  })

  test('"*" and "**" are the same as none', async () => {
    expect((await having(['a', 'G', '*'])).can('a')).toBe(true)
    expect((await having(['a', 'G'], ['a', 'F', '**'])).can('a', 'n/m')).toBe(false)
    expect((await having(['a', 'G', '*'])).can('a', 'n/m')).toBe(true)
  })
})

describe('without a resource', () => {
  test('a Forbidden of one name is enough, at its node and no nearer one', async () => {
    expect((await having(['a', 'G'], ['a', 'F', 'n'])).can('a.d')).toBe(false)
    expect((await having(['a', 'F', 'n'], ['a.d', 'G'])).can('a.d')).toBe(true)
    expect((await having(['*', 'G'], ['a', 'F', 'n'])).can('a.d')).toBe(false)
    expect((await having(['*', 'G'], ['a', 'F', 'n'])).can('x.y')).toBe(true)
  })

  test('a Granted of some names does not stop the walk', async () => {
    expect((await having(['*', 'G'], ['a', 'G', 'n*'])).can('a.d')).toBe(true)
    expect((await having(['*', 'F'], ['a', 'G', 'n*'])).decide('a.d')).toMatchObject({ reason: 'forbidden' })
  })

  test('a yes is a yes for every name', async () => {
    const rule = fc.tuple(
      fc.constantFrom('*', 'a', 'a.b', 'a.b.c', 'a.d'),
      fc.constantFrom('G' as const, 'F' as const),
      fc.constantFrom(undefined, 'n', 'n*', '*n', 'n/**', '*', '?'),
    )
    let yes = 0
    await fc.assert(
      fc.asyncProperty(fc.array(rule, { maxLength: 6 }), async (rules) => {
        const access = await having(...rules)
        for (const { name } of permissions.nodes) {
          const granted = ['n', 'nn', 'xn', 'n/x', 'm', 'n\\', '*', '__proto__'].map((on) =>
            access.can(name, on),
          )
          if (access.can(name)) {
            yes++
            expect(granted).not.toContain(false)
          }
          if (granted.includes(true)) expect(access.canSome(name)).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
    expect(yes).toBeGreaterThan(100)
  })

  test('a second argument that is undefined is improper, not absent', async () => {
    const access = await having(['*', 'G'])
    expect(access.can('a')).toBe(true)
    expect(access.can('a', undefined as unknown as string)).toBe(false)
    expect(access.decide('a', undefined as unknown as string).reason).toBe('improper-resource')
    expect(access.decide('a', undefined as unknown as string)).not.toHaveProperty('resource')
  })
})
