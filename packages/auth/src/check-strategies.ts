import type { FormField, Strategy } from './strategy.ts'
import { refuse } from './refuse.ts'

/** Fields of every form that are ours. */
export const reservedFields: readonly string[] = ['strategy', 'returnTo', 'csrf']

function checkFields(where: string, fields: unknown): void {
  if (!Array.isArray(fields) || fields.length === 0 || fields.length > 20)
    refuse(`${where} must have 1 to 20 fields.`)
  const seen = new Set<string>()
  for (const { name, label, type } of fields as readonly FormField[]) {
    if (typeof name !== 'string' || !/^[A-Za-z][\w-]{0,63}$/.test(name))
      refuse(`${where} has a field whose name is none.`)
    if (reservedFields.includes(name))
      refuse(`${where} has a field ${JSON.stringify(name)}, a name that sign-in uses itself.`)
    if (seen.has(name)) refuse(`${where} has two fields ${JSON.stringify(name)}.`)
    if (typeof label !== 'string' || label === '')
      refuse(`${where}: field ${JSON.stringify(name)} has no label.`)
    if (!['text', 'email', 'password'].includes(type))
      refuse(`${where}: field ${JSON.stringify(name)} must be text, email or password.`)
    seen.add(name)
  }
}

const has = (strategy: Strategy, name: string): boolean =>
  typeof (strategy as unknown as Record<string, unknown>)[name] === 'function'

function checkOne(strategy: Strategy): void {
  if (typeof strategy === 'function') {
    const { name } = strategy as { readonly name: string }
    refuse(`one of \`strategies\` was not called: write ${name || 'localAccounts'}(…).`)
  }
  if (typeof strategy !== 'object' || strategy === null) refuse('each of `strategies` must be a strategy.')
  const { id, title, kind } = strategy
  if (typeof id !== 'string' || !/^[a-z][a-z0-9-]{0,31}$/.test(id))
    refuse('the `id` of a strategy must be 1 to 32 of the characters a-z 0-9 -, beginning with a letter.')
  const what = `strategy ${JSON.stringify(id)}`
  if (typeof title !== 'string' || title === '') refuse(`${what} has no title.`)
  if (kind === 'password') {
    if (!has(strategy, 'authenticate')) refuse(`${what} has no authenticate().`)
    checkFields(what, strategy.fields)
    const { registration, passwordChange } = strategy
    if (registration !== undefined) checkFields(`the registration of ${what}`, registration.fields)
    if (passwordChange !== undefined) checkFields(`the change of password of ${what}`, passwordChange.fields)
  } else if (kind === 'redirect') {
    if (!has(strategy, 'start') || !has(strategy, 'finish')) refuse(`${what} has no start() and finish().`)
    const isOrigin = (text: unknown): boolean =>
      typeof text === 'string' && URL.canParse(text) && new URL(text).origin === text
    if (
      !Array.isArray(strategy.destinations) ||
      strategy.destinations.length === 0 ||
      !strategy.destinations.every(isOrigin)
    )
      refuse(`${what} must name its \`destinations\`, as ["https://gitlab.com"].`)
  } else refuse(`${what} is of kind ${JSON.stringify(kind)}, and not "password" or "redirect".`)
}

/** Checks what strategies say of themselves when the sign-in is made. @throws TrilatchError `TRILATCH_OPTION_INVALID` */
export function checkStrategies(strategies: unknown): readonly Strategy[] {
  if (!Array.isArray(strategies) || strategies.length === 0 || strategies.length > 20)
    refuse('`strategies` must be an array of 1 to 20 strategies.')
  const list = strategies as readonly Strategy[]
  for (const strategy of list) checkOne(strategy)
  const twice = list.find(({ id }, i) => list.findIndex((other) => other.id === id) !== i)
  if (twice !== undefined) refuse(`two strategies have the id ${JSON.stringify(twice.id)}.`)
  const registering = list.filter(
    (strategy) => strategy.kind === 'password' && strategy.registration !== undefined,
  )
  if (registering.length > 1) refuse('only one strategy can register people.')
  return Object.freeze([...list])
}
