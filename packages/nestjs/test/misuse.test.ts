// What is wrong in code fails where it is written, beside what the contract of adapters holds all to.
import { describe, expect, it } from 'vitest'
import { permissionDecorators } from '../src/index.ts'
import type { TrilatchModuleOptions } from '../src/index.ts'
import { Application } from '../src/application.ts'
import { authorizer, Permission, PermissionAll, permissions, SignedIn } from './policy.ts'

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

it('an option of the module that is misspelt is told', () => {
  const options = { authorizer, subject: () => null, publics: [] } as unknown as TrilatchModuleOptions
  expect(thrownBy(() => new Application(options))).toBe(
    'TRILATCH_OPTION_INVALID: Cannot set up the guards: unknown option "publics". Did you mean "public"?',
  )
})
