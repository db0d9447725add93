// The dialect of naive-glob.ts for patterns and names that would keep it busy for years: instead of trying one way
// after the other it goes through the name once, and keeps all the places of the pattern that may come next.
import { placesOf } from './naive-glob.ts'
import type { Place } from './naive-glob.ts'

/** The places with those that may be reached by passing over others. */
function reach(places: Iterable<number>, mayBePassed: (place: number) => boolean): ReadonlySet<number> {
  const reached = new Set(places)
  for (const place of reached) if (mayBePassed(place)) reached.add(place + 1)
  return reached
}

/** Whether one segment of a name fits the places of one segment of a pattern. */
function fits(places: readonly Place[], chars: readonly string[]): boolean {
  const isStar = (at: number): boolean => places[at] === 'star'
  let next = reach([0], isStar)
  for (const char of chars) {
    const after = Array.from(next).flatMap((at) => {
      const place = places[at]
      if (place === undefined) return []
      if (place === 'star') return [at]
      return place(char) ? [at + 1] : []
    })
    next = reach(after, isStar)
  }
  return next.has(places.length)
}

/** Whether an accepted pattern matches a proper name, however long both are. */
export function patientMatch(pattern: string, name: string): boolean {
  if (pattern === '*') return true
  const segments = pattern.split('/')
  const last = segments.length - 1
  // A "**" that is a whole segment takes any number of segments; as the last one it takes one at least.
  const mayBePassed = (at: number): boolean => segments[at] === '**' && at < last
  let next = reach([0], mayBePassed)
  for (const text of name.split('/')) {
    const chars = Array.from(text)
    const after = Array.from(next).flatMap((at) => {
      const segment = segments[at]
      if (segment === undefined) return []
      if (segment === '**') return at === last ? [at, at + 1] : [at]
      // Stars alone are no match for the empty segment in front of a leading slash.
      if (text === '' && segment !== '') return []
      return fits(placesOf(segment), chars) ? [at + 1] : []
    })
    next = reach(after, mayBePassed)
  }
  return next.has(segments.length)
}
