// What is wrong in code fails where it is written, with a message that says what to do.
import { describe, expect, it } from 'vitest'
import { permissionDecorators, requirementKey } from '../src/index.ts'
import type { TrilatchModuleOptions } from '../src/index.ts'
import { Application } from '../src/application.ts'
import {
  authorizer,
  Permission,
  PermissionAll,
  permissions,
  PermissionSome,
  Public,
  SignedIn,
} from './policy.ts'

/** What a call throws, by code and message. */
function thrownBy(call: () => unknown): string {
  try {
    call()
    return 'nothing'
  } catch (error) {
    return `${(error as { code?: string }).code}: ${(error as Error).message}`
  }
}

// What the compiler would not let pass, for those who have none.
const loose = permissionDecorators(permissions) as unknown as Record<
  string,
  (...args: unknown[]) => ClassDecorator
>

it('Decorators of permissions that were not defined are not made', () => {
  expect(() => permissionDecorators({ 'project.create': 'Create Project' } as never)).toThrow(
    'The permissions of guards must be what definePermissions() gives',
  )
})

describe('A decorator throws where it is written', () => {
  it('for a permission that does not exist, with the nearest name', () => {
    expect(thrownBy(() => loose['Permission']?.('project.crate'))).toBe(
      'TRILATCH_PERMISSION_UNKNOWN: Cannot build a guard for unknown permission "project.crate". Did you mean "project.create"?',
    )
  })

  it('for one that was written without its brackets', () => {
    const on = (name: string, ...args: unknown[]) => thrownBy(() => loose[name]?.(...args))
    const descriptor = { value: () => {} }
    const all = [
      ['Permission', "('a.permission')"],
      ['PermissionAll', "('a.permission')"],
      ['PermissionAny', "('a.permission')"],
      ['PermissionSome', "('a.permission')"],
      ['SignedIn', '()'],
      ['Public', '()'],
    ] as const
    for (const [name, call] of all) {
      const expected = `TRILATCH_GUARD_INVALID: \`@${name}\` was passed and not called: write \`@${name}${call}\``
      expect(on(name, {}, 'method', descriptor)).toBe(expected)
      expect(on(name, Date)).toBe(expected)
    }
  })

  it('for no permission', () => {
    expect(thrownBy(() => loose['PermissionAll']?.())).toContain(
      'TRILATCH_GUARD_INVALID: Cannot build a guard that requires no permission',
    )
    expect(thrownBy(() => loose['PermissionAny']?.())).toContain('TRILATCH_GUARD_INVALID')
  })

  it('for a permission that needs a resource and has none, or an odd one', () => {
    expect(thrownBy(() => loose['Permission']?.('design.view'))).toContain(
      'without a resource: it is declared on "design"',
    )
    expect(thrownBy(() => loose['Permission']?.('design.view', { name: 'x' }))).toContain(
      'TRILATCH_GUARD_INVALID',
    )
  })

  it('for a place that is neither a class nor a method of one', () => {
    const guard = SignedIn()
    expect(thrownBy(() => guard(Date, 'made', { value: () => {} }))).toBe(
      'TRILATCH_GUARD_INVALID: A decorator of a permission stands on the static member made: put it on a class or on a method of one, with experimentalDecorators',
    )
    expect(thrownBy(() => guard({}, 'field'))).toContain('stands on field, which is no method')
    expect(thrownBy(() => guard({}, 'size', { get: () => 1 }))).toContain(
      'stands on size, which is no method',
    )
    expect(thrownBy(() => guard({}))).toContain('stands on no class')
    expect(thrownBy(() => guard(() => {}, { kind: 'method' } as never))).toContain('TRILATCH_GUARD_INVALID')
  })
})

it('names are those of the catalogue for the compiler too, and a located permission needs its resource', () => {
  const wrong = [
    // @ts-expect-error: no such permission
    () => Permission('project.crate'),
    // @ts-expect-error: design.view is declared on "design"
    () => Permission('design.view'),
    // @ts-expect-error: it names nothing
    () => PermissionAll(),
  ]
  for (const call of wrong) expect(call).toThrow('Cannot build a guard')
})

it('a decorator carries what it asks for', () => {
  expect(Permission('project.create')[requirementKey]).toEqual({
    kind: 'all',
    permissions: ['project.create'],
  })
  expect(PermissionAll('project.create', 'report.view')[requirementKey].permissions).toHaveLength(2)
  expect(PermissionSome('design.view')[requirementKey].kind).toBe('some')
  expect(SignedIn()[requirementKey].kind).toBe('signed-in')
  expect(Public()[requirementKey].kind).toBe('public')
})

it('options of the module that are none are told with all that there are', () => {
  const made = (options: unknown) => thrownBy(() => new Application(options as TrilatchModuleOptions))
  const why = 'TRILATCH_OPTION_INVALID: Cannot set up TrilatchModule: '
  expect(made({ authorizer, subject: () => null, publics: [] })).toBe(
    `TRILATCH_OPTION_INVALID: Cannot set up the guards: unknown option "publics". Did you mean "public"?`,
  )
  expect(made({ authorizer, subject: () => null, failOpen: true })).toBe(
    `TRILATCH_OPTION_INVALID: Cannot set up the guards: unknown option "failOpen". Known: "authorizer", "public", "subject", "disclose", "realm", "signIn", "prefix", "session".`,
  )
  expect(made({ authorizer: Promise.resolve(authorizer), subject: () => null })).toBe(
    `${why}a promise was given in the place of an authorizer: \`await\` it first.`,
  )
})
