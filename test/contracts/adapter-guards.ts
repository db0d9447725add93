// A guard that says what cannot be kept fails where it is written, and says how to put it right.
import { describe, expect, it } from 'vitest'
import { requirementKey } from '@trilatch/core'
import { fault } from './adapter-kit.ts'
import type { Verb, Verbs } from './adapter-kit.ts'

/** The verbs of an adapter over the catalogue of `adapter-policy.ts`, and what it mounts with. */
export interface GuardMaker {
  readonly verbs: Verbs
  readonly mount: (handler: unknown) => unknown
  /** What it calls its verbs, in messages. Default: as the contract does. */
  readonly called?: Readonly<Record<Verb, string>>
}

const asTheyAre: Readonly<Record<Verb, string>> = {
  requirePermission: 'requirePermission',
  requireAll: 'requireAll',
  requireAny: 'requireAny',
  requireSome: 'requireSome',
  requireSignedIn: 'requireSignedIn',
  publicRoute: 'publicRoute',
}

const invalid = (message: string): unknown => ['TRILATCH_GUARD_INVALID', message]
const naming: readonly Verb[] = ['requirePermission', 'requireAll', 'requireAny', 'requireSome']

export function guardContract({ verbs, mount, called = asTheyAre }: GuardMaker): void {
  const written = (verb: Verb, ...all: unknown[]): unknown => fault(() => verbs[verb](...all))

  describe('A guard', () => {
    it('names permissions of the catalogue, with a hint where one is misspelt', () => {
      const unknown = (name: string): unknown => [
        'TRILATCH_PERMISSION_UNKNOWN',
        `Cannot build a guard for unknown permission "${name}". Did you mean "project.create"?`,
      ]
      for (const verb of naming) expect(written(verb, 'project.craete')).toEqual(unknown('project.craete'))
      expect(written('requireAll', 'project.create', 'project.craete')).toEqual(unknown('project.craete'))
      expect(written('requirePermission', 'Project.Create')).toEqual(unknown('Project.Create'))
      for (const name of [
        '__proto__',
        'constructor',
        'project.create ',
        'project.create\u200b',
        'рroject.create',
      ])
        expect(written('requirePermission', name)).toMatchObject(['TRILATCH_PERMISSION_UNKNOWN', {}])
    })

    it('names at least one permission', () => {
      const message = `Cannot build a guard that requires no permission; use ${called.publicRoute}() to open a route`
      for (const verb of ['requireAll', 'requireAny'] as const)
        expect(written(verb)).toEqual(invalid(message))
    })

    it('takes nothing for a name but a string', () => {
      for (const name of [undefined, null, 7, {}, ['project.create'], Symbol('x')])
        for (const verb of naming) expect(written(verb, name)).toMatchObject(['TypeError', {}])
    })

    it('names no permission twice', () => {
      const message = 'Cannot build a guard that names a permission twice: report.view, report.view'
      for (const verb of ['requireAll', 'requireAny'] as const)
        expect(written(verb, 'report.view', 'report.view')).toEqual(invalid(message))
    })

    it('has a resource where the permission is declared on one', () => {
      const message =
        'Cannot build a guard for "design.view" without a resource: it is declared on "design"; add { param: \'name\' }'
      for (const verb of ['requirePermission', 'requireAll', 'requireAny'] as const)
        expect(written(verb, 'design.view')).toEqual(invalid(message))
      expect(written('requirePermission', 'design.view', undefined)).toEqual(invalid(message))
      expect(written('requireSome', 'design.view')).toBeUndefined()
    })

    it('finds its resource in one of two ways', () => {
      const message =
        'Cannot build a guard for "design.view": its resource must be { param: \'name\' } or { resource: (request) => … }'
      const bad = [null, 'name', {}, { param: '' }, { param: 7 }, { resource: 'x' }, { parm: 'name' }]
      for (const resource of [...bad, { param: 'name', resource: () => 'x' }])
        expect(written('requirePermission', 'design.view', resource)).toEqual(invalid(message))
    })

    it('takes no more than it can use', () => {
      const several = `several permissions go to ${called.requireAll} or ${called.requireAny}`
      const more = (verb: Verb, takes: string): unknown =>
        invalid(`\`${called[verb]}\` takes ${takes} and was given more: ${several}`)
      for (const verb of ['requireSignedIn', 'publicRoute'] as const)
        expect(written(verb, 'project.create')).toEqual(more(verb, 'nothing'))
      expect(written('requireSome', 'project.create', 'report.view')).toEqual(
        more('requireSome', 'one permission'),
      )
      expect(written('requirePermission', 'design.view', { param: 'name' }, 'report.view')).toEqual(
        more('requirePermission', 'a permission and its resource'),
      )
    })

    it('carries its requirement and a name, and cannot be changed once it is built', () => {
      const expected = [
        [['requirePermission', 'project.create'], 'all', ['project.create']],
        [['requireAll', 'project.create', 'report.view'], 'all', ['project.create', 'report.view']],
        [['requireAny', 'project.delete', 'project.create'], 'any', ['project.delete', 'project.create']],
        [['requireSome', 'design.view'], 'some', ['design.view']],
        [['requireSignedIn'], 'signed-in', []],
        [['publicRoute'], 'public', []],
      ] as const
      for (const [[verb, ...all], kind, permissions] of expected) {
        const guard = verbs[verb](...all) as { readonly name: string; readonly [requirementKey]: unknown }
        expect(guard[requirementKey]).toEqual({ kind, permissions })
        expect(guard.name).toBe(`trilatch(${permissions.join(', ') || kind})`)
        expect(Object.isFrozen(guard)).toBe(true)
      }
    })
  })

  it('What is mounted is a handler with fetch', () => {
    for (const handler of [undefined, null, {}, () => new Response(), { fetch: 'x' }])
      expect(fault(() => mount(handler))).toEqual([
        'TypeError',
        'mount() takes a handler with a fetch method',
      ])
  })
}
