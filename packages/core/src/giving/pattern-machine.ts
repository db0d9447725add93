import { dead, remembering } from './machine.ts'
import type { Machine } from './machine.ts'
import { takes } from './pattern-places.ts'
import type { Place } from './pattern-places.ts'

const slash = 0x2f

/** Where a reader may stand: before place `floor(at / 2)`, or, where `at` is odd, inside what that place takes. */
type Stand = number

/** Adds a stand before a place, and those that can be reached from it without reading anything. */
function stand(places: readonly Place[], at: Stand, into: Set<Stand>): void {
  into.add(at)
  const kind = places[at / 2]?.kind
  if (kind === 'some' || kind === 'segments') stand(places, at + 2, into)
}

/** The stands behind a character. */
function read(places: readonly Place[], at: Stand, char: number, into: Set<Stand>): void {
  const place = places[Math.floor(at / 2)]
  const begin = at - (at % 2)
  switch (place?.kind) {
    case 'one':
      if (char !== slash && takes(place.test, char)) stand(places, begin + 2, into)
      break
    case 'some':
      if (char !== slash) stand(places, begin, into)
      break
    case 'slash':
      if (char === slash) stand(places, begin + 2, into)
      break
    case 'segments':
      // A slash ends a segment, also the empty one in front of a leading slash.
      if (char === slash) stand(places, begin, into)
      else into.add(begin + 1)
      break
    case 'rest':
      into.add(begin + 1)
      break
    case undefined:
  }
}

/**
 * Reads names as a pattern does: it accepts what the pattern matches, for proper names.
 *
 * @param characters The code points that are told apart; steps take their numbers.
 */
export function patternMachine(places: readonly Place[], characters: readonly number[]): Machine {
  // Each set of stands that comes up is a state. Stands come up in their order, so that one set has one text.
  const sets: (readonly Stand[])[] = []
  const numbers = new Map<string, number>()
  const stateOf = (set: Set<Stand>): number => {
    if (set.size === 0) return dead
    const stands = [...set]
    const key = stands.join()
    let state = numbers.get(key)
    if (state === undefined) {
      state = sets.push(stands) - 1
      numbers.set(key, state)
    }
    return state
  }
  const begin = new Set<Stand>()
  stand(places, 0, begin)
  const end = 2 * places.length
  const last = places.at(-1)?.kind === 'rest' ? end - 1 : end
  return remembering(characters.length, {
    start: stateOf(begin),
    step(state, char) {
      const next = new Set<Stand>()
      for (const at of sets[state] as readonly Stand[]) read(places, at, characters[char] as number, next)
      return stateOf(next)
    },
    accepts: (state) => (sets[state] as readonly Stand[]).includes(last),
  })
}
