// All that somebody is told about one question, for comparing two ways of writing the same thing down.
import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import type { Access, Decision } from '@trilatch/core'
import { commonNames } from '../specification/arbitraries.ts'
import type { Question } from '../specification/arbitraries.ts'

/** The answers to one question; without the policy's version, which is no answer. */
export interface Answers {
  readonly can: boolean
  readonly canSome: boolean
  /** Which of the items the permission is granted on. */
  readonly filtered: readonly unknown[]
  readonly decision: Omit<Decision, 'version'>
}

/** Names, objects with names, and what has none. */
export const items: readonly string[] = [
  ...commonNames,
  ...([{ name: 'x.x', id: 7 }, { name: 7 }, 'a/', '', null] as string[]),
]

/** The arguments of a check. Spread them: `can(P)` and `can(P, undefined)` are different questions. */
export const argumentsOf = ({ permission, resource }: Question): [string, string] =>
  [permission, ...resource] as [string, string]

/** What an access says to one question. */
export function ask(access: Access, question: Question): Answers {
  const { permission } = question
  const { version: _, ...decision } = access.decide(...argumentsOf(question))
  return {
    can: access.can(...argumentsOf(question)),
    canSome: access.canSome(permission),
    filtered: access.filter(permission, items),
    decision,
  }
}

/** The way to every role that was asked, from the one that was given. */
export function waysTo(access: Access, question: Question): readonly (readonly string[])[] {
  return access.explain(...argumentsOf(question)).roles.map(({ via }) => via)
}

/** `expect(actual).toStrictEqual(expected)`, which takes long, only where it is going to fail. */
export function expectSame<T>(actual: T, expected: T): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toStrictEqual(expected)
}
