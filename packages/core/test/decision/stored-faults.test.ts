import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Rule, State } from '../../src/index.ts'
import { ask, faultsOf, holder, role, rule } from './stored-roles.ts'

beforeEach(() => void vi.spyOn(process, 'emitWarning').mockImplementation(() => {}))
afterEach(() => void vi.restoreAllMocks())

describe('a stored context that is not accepted', () => {
  const bad = [
    '',
    '[a',
    'a//b',
    'a/',
    '\\',
    '..',
    'a*\u0000',
    '\ud800',
    '*a'.repeat(17),
    'x'.repeat(257),
    '[^a]*',
  ]

  test.each(bad)('%j: Granted is ignored, and listed', async (context) => {
    const granted = rule('granted', 'job.run', context)
    const roles = [role('a', [granted, rule('granted', 'project')])]
    expect(faultsOf(roles)).toEqual([{ role: 'a', rule: granted, why: 'context-unacceptable' }])
    const access = await holder(roles)
    for (const name of [undefined, 'a', 'x', context]) expect(ask(access, 'job.run', name)).toBe(false)
    expect(access.canSome('job.run')).toBe(false)
    expect(ask(access, 'project.create')).toBe(true)
  })

  test.each(bad)('%j: Forbidden counts for every resource, and is listed', async (context) => {
    const forbidden = rule('forbidden', 'job.run', context)
    const roles = [role('a', [rule('granted', '*'), forbidden])]
    expect(faultsOf(roles)).toEqual([{ role: 'a', rule: forbidden, why: 'context-unacceptable' }])
    const access = await holder(roles)
    for (const name of [undefined, 'a', 'x']) expect(ask(access, 'job.run', name)).toBe(false)
    expect(ask(access, 'project.create', 'a')).toBe(true)
  })

  test('Forbidden of every resource is the least specific of its node, and beats Granted of every resource', async () => {
    const rules = [
      rule('granted', 'job.run'),
      rule('granted', 'job.run', 'a*'),
      rule('forbidden', 'job.run', '['),
    ]
    const access = await holder([role('a', rules)])
    expect(ask(access, 'job.run', 'abc')).toBe(true)
    expect(ask(access, 'job.run', 'b')).toBe(false)
    expect(ask(access, 'job.run')).toBe(false)
  })

  test.each([null, 7, {}, [['a']], true])(
    '%j, which is no text at all, is read as safely',
    async (context) => {
      const of = (state: State): Rule => ({ permission: 'job.run', state, context: context as string })
      const forbidding = [role('a', [rule('granted', 'job'), of('forbidden')])]
      expect(faultsOf(forbidding)).toMatchObject([{ role: 'a', why: 'context-unacceptable' }])
      expect(ask(await holder(forbidding), 'job.run', 'a')).toBe(false)
      const granting = [role('a', [of('granted'), rule('granted', 'project')])]
      expect(faultsOf(granting)).toMatchObject([{ role: 'a', why: 'context-unacceptable' }])
      const access = await holder(granting)
      expect(ask(access, 'job.run', 'a')).toBe(false)
      expect(ask(access, 'project.create', 'a')).toBe(true)
    },
  )
})

describe('a stored state that is none', () => {
  test.each(['Granted', 'unspecified', '', null, true, undefined])('%j never grants', async (state) => {
    const access = await holder([role('a', [{ permission: 'job', state: state as State }])])
    for (const name of [undefined, 'a']) expect(ask(access, 'job.run', name)).toBe(false)
    expect(access.canSome('job.run')).toBe(false)
  })
})

describe('a stored rule whose permission has left the catalogue', () => {
  test.each(['project.gone', '__proto__', 'toString', 'hasOwnProperty', '', 'Project', 'trilatch.gone'])(
    '%j is ignored, and listed',
    async (permission) => {
      const rules = [rule('granted', permission), rule('forbidden', permission, 'a')]
      const roles = [role('a', [...rules, rule('granted', 'job')])]
      expect(faultsOf(roles)).toEqual(
        rules.map((gone) => ({ role: 'a', rule: gone, why: 'permission-unknown' })),
      )
      const access = await holder(roles)
      expect(ask(access, 'project.create')).toBe(false)
      expect(ask(access, 'job.run', 'a')).toBe(true)
    },
  )

  test('counts for the permission that has taken its name over', async () => {
    const roles = [role('a', [rule('granted', 'project'), rule('forbidden', 'project.remove', 'a*')])]
    expect(faultsOf(roles)).toEqual([])
    const access = await holder(roles)
    expect(ask(access, 'project.delete', 'ab')).toBe(false)
    expect(ask(access, 'project.delete', 'b')).toBe(true)
    expect(ask(await holder([role('a', [rule('granted', 'constructor')])]), 'project.delete')).toBe(true)
  })

  test('joins the rules of that permission: the most specific decides, Forbidden when they disagree', async () => {
    const both = [rule('granted', 'project.delete'), rule('forbidden', 'project.remove')]
    for (const rules of [both, both.toReversed()]) {
      expect(ask(await holder([role('a', rules)]), 'project.delete')).toBe(false)
      const narrow = [...rules, rule('granted', 'project.remove', 'x')]
      expect(ask(await holder([role('a', narrow)]), 'project.delete', 'x')).toBe(true)
    }
  })
})
