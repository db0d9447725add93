import { compareText } from '../compare-text.ts'
import type { Context } from '../context/context.ts'
import { isProperName } from '../context/proper-name.ts'
import { tellApart } from './characters.ts'
import type { Range } from './characters.ts'
import { dead } from './machine.ts'
import type { Machine } from './machine.ts'
import { namesMachine } from './names-machine.ts'
import { patternMachine } from './pattern-machine.ts'
import { placesOf, rangesOf } from './pattern-places.ts'
import { properMachine } from './proper-machine.ts'

/** What a proof may cost; it is used up by all that takes part in it. */
export interface Budget {
  /** Steps: one pattern that reads one character, or one context that is looked at. Some tens of nanoseconds each. */
  left: number
}

/** Takes work from the budget. */
export function spend(budget: Budget, work: number): void {
  budget.left -= work
  if (budget.left < 0) throw new CannotProve('Too many combinations of patterns')
}

/** The budget is used up, or what was found contradicts the engine: nothing is proved. */
export class CannotProve extends Error {}

/** A way to a combination of states: the one before, and the character that led on from it. */
interface Way {
  readonly states: readonly number[]
  readonly from: Way | undefined
  readonly char: number
}

function nameOf(way: Way): string {
  const chars: number[] = []
  for (let at: Way = way; at.from !== undefined; at = at.from) chars.push(at.char)
  return String.fromCodePoint(...chars.toReversed())
}

/** A name, and which machines accept it. */
type Found = readonly [name: string, accepted: readonly boolean[]]

/** A name for each combination of machines that accept it, shortest first. The first machine has to accept all of them. */
function* search(
  machines: readonly Machine[],
  characters: readonly number[],
  budget: Budget,
): Generator<Found> {
  const queue: Way[] = [{ states: machines.map(({ start }) => start), from: undefined, char: 0 }]
  // No way leads back to the beginning of a name.
  const met = new Set<string>()
  const told = new Set<string>()
  for (const way of queue) {
    // A step that is not remembered yet costs more than one that is.
    spend(budget, characters.length * (machines.length + 10))
    const accepted = machines.map((machine, i) => machine.accepts(way.states[i] as number))
    if (accepted[0] === true && !told.has(accepted.join())) {
      told.add(accepted.join())
      yield [nameOf(way), accepted]
    }
    for (const [number, char] of characters.entries()) {
      const states = machines.map((machine, i) => machine.step(way.states[i] as number, number))
      const key = states.join()
      if (states[0] === dead || met.has(key)) continue
      met.add(key)
      queue.push({ states, from: way, char })
    }
  }
}

/**
 * Proper names that stand for all of them: whatever set of these contexts some proper name matches, and no others,
 * one of the names matches that very set. So what holds for these names of any combination of the contexts holds for
 * every name.
 *
 * Contexts are regular languages: their machines run side by side, breadth first, over characters of which one stands
 * for all that no pattern tells apart. Names that contexts name exactly stand for themselves.
 *
 * @throws CannotProve when the budget is used up
 */
export function representativeNames(contexts: readonly Context[], budget: Budget): readonly string[] {
  const exact = new Set(contexts.flatMap(({ kind, literal }) => (kind === 'name' ? literal : [])))
  const patterns = contexts.filter(({ kind }) => kind !== 'name')
  const places = patterns.map(({ text }) => placesOf(text))
  // Exact names take part in the search only when it happened upon one, and then so that it goes on beside it.
  for (const beside: string[] = []; ;) {
    const own = (name: string): readonly Range[] =>
      Array.from(name, (char) => [char.codePointAt(0) as number, char.codePointAt(0) as number] as const)
    const ranges = [...places.flatMap((list) => [...rangesOf(list)]), ...beside.flatMap(own)]
    const distinct = new Map(ranges.map((range) => [range.join(), range]))
    // Each beginning of a stretch is compared with each range.
    spend(budget, distinct.size ** 2)
    const characters = tellApart(distinct.values())
    const machines = [
      properMachine(characters),
      namesMachine(beside, characters),
      ...places.map((list) => patternMachine(list, characters)),
    ]
    const found = Array.from(search(machines, characters, budget))
    const met = found.map(([name]) => name).filter((name) => exact.has(name) && !beside.includes(name))
    if (met.length > 0) {
      beside.push(...met)
      continue
    }
    for (const [name, [, , ...accepted]] of found) check(name, patterns, accepted)
    const names = new Set([...exact, ...found.map(([name]) => name)])
    return [...names].toSorted((a, b) => a.length - b.length || compareText(a, b))
  }
}

/** What is found has to be what the engine of patterns says, or nothing is proved by it. */
function check(name: string, patterns: readonly Context[], accepted: readonly boolean[]): void {
  const wrong = patterns.find((pattern, i) => pattern.matches(name) !== accepted[i])
  if (wrong !== undefined || !isProperName(name))
    throw new CannotProve(`${JSON.stringify(name)} is read in two ways`)
}
