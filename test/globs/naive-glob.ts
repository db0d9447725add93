// The pattern dialect of section 2.3 said as naively as possible, over code points. Give it accepted patterns and
// proper names only.

/** One place of a segment: a star, or a test for one character. */
export type Place = 'star' | ((char: string) => boolean)

/** The test of a class: what stands between its brackets. */
function classTest(inside: readonly string[]): (char: string) => boolean {
  const negated = inside[0] === '!'
  const members = negated ? inside.slice(1) : inside
  const ranges: [string, string][] = []
  for (let at = 0; at < members.length; at++) {
    const [low = '', dash, high] = members.slice(at, at + 3)
    const isRange = dash === '-' && high !== undefined
    ranges.push([low, isRange ? high : low])
    if (isRange) at += 2
  }
  const code = (char: string): number => char.codePointAt(0) ?? 0
  return (char) =>
    ranges.some(([low, high]) => code(char) >= code(low) && code(char) <= code(high)) !== negated
}

/** The places of one segment of a pattern. */
export function placesOf(segment: string): Place[] {
  const chars = Array.from(segment)
  const places: Place[] = []
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at]
    if (char === '*') places.push('star')
    else if (char === '?') places.push(() => true)
    else if (char === '[') {
      // A "]" right behind the bracket, or behind its "!", is a member.
      const end = chars.indexOf(']', at + (chars[at + 1] === '!' ? 3 : 2))
      places.push(classTest(chars.slice(at + 1, end)))
      at = end
    } else {
      const plain = char === '\\' ? chars[++at] : char
      places.push((other) => other === plain)
    }
  }
  return places
}

/** Whether the characters from `j` fit the places from `i`. */
function fits(places: readonly Place[], chars: readonly string[], i = 0, j = 0): boolean {
  const place = places[i]
  if (place === undefined) return j === chars.length
  if (place === 'star')
    return fits(places, chars, i + 1, j) || (j < chars.length && fits(places, chars, i, j + 1))
  const char = chars[j]
  return char !== undefined && place(char) && fits(places, chars, i + 1, j + 1)
}

/** Whether the segments of a name fit those of a pattern. */
function fitsAll(pattern: readonly string[], name: readonly string[]): boolean {
  const [first, ...rest] = pattern
  const [head, ...tail] = name
  if (first === undefined) return head === undefined
  // A "**" that is a whole segment takes any number of segments; as the last one it takes one at least.
  if (first === '**' && rest.length > 0)
    return fitsAll(rest, name) || (head !== undefined && fitsAll(pattern, tail))
  if (first === '**') return head !== undefined
  if (head === undefined) return false
  // Stars alone are no match for the empty segment in front of a leading slash.
  if (head === '' && first !== '') return false
  return fits(placesOf(first), Array.from(head)) && fitsAll(rest, tail)
}

/** Whether an accepted pattern matches a proper name. `*` alone means every resource, as `**` does. */
export function naiveMatch(pattern: string, name: string): boolean {
  return pattern === '*' || fitsAll(pattern.split('/'), name.split('/'))
}
