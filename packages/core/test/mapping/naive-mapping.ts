// Which rows match, said once more and without any index: the oracle of the properties. It imports nothing of what it judges.
export interface NaiveGroup {
  readonly name: string
  readonly access?: 'member' | 'developer' | 'maintainer' | 'owner'
}

export interface NaiveRow {
  readonly provider: string
  readonly group: string
  readonly minAccess?: NonNullable<NaiveGroup['access']>
}

const order = ['member', 'developer', 'maintainer', 'owner']
const ascii = (text: string): string =>
  Array.from(text, (sign) => (sign >= 'A' && sign <= 'Z' ? sign.toLowerCase() : sign)).join('')

/** Splits a DN before the first comma that no backslash precedes. */
function parts(dn: string): readonly [string, string] | undefined {
  for (let i = 0; i < dn.length; i++) {
    if (dn[i] === '\\') i++
    else if (dn[i] === ',') return [dn.slice(0, i), dn.slice(i + 1)]
  }
  return undefined
}

/** Every way to fill stars, by recursion. */
function globs(pattern: string, text: string): boolean {
  if (pattern === '') return text === ''
  if (pattern[0] !== '*')
    return text !== '' && pattern[0] === text[0] && globs(pattern.slice(1), text.slice(1))
  for (let i = 0; i <= text.length; i++) if (globs(pattern.slice(1), text.slice(i))) return true
  return false
}

function matchesName(row: string, group: string, syntax: string | undefined): boolean {
  if (syntax === 'path') {
    const [pattern, name] = [ascii(row), ascii(group)]
    if (!pattern.includes('*')) return pattern === name
    const segments = pattern.split('/')
    if (segments.length < 2 || segments.pop() !== '**' || segments.some((s) => s === '' || s.includes('*')))
      return false
    const own = name.split('/')
    return own.length > segments.length && segments.every((segment, i) => segment === own[i])
  }
  if (!row.includes('*')) return row === group
  if (syntax !== 'dn') return false
  const [mine, theirs] = [parts(row), parts(group)]
  if (mine === undefined || theirs === undefined || mine[1] !== theirs[1]) return false
  if (mine[1] === '' || mine[1].includes('*')) return false
  if ([mine[0], theirs[0]].some((first) => /[+"]/.test(first.replaceAll(/\\./g, '')))) return false
  const [[type, value], [ownType, ownValue]] = [mine[0].split(/=(.*)/s), theirs[0].split(/=(.*)/s)]
  return type === ownType && !(type ?? '').includes('*') && globs(value ?? '', ownValue ?? '')
}

/** Whether a row leads somebody with these groups anywhere. */
export function naiveMatch(
  row: NaiveRow,
  provider: string,
  groups: readonly NaiveGroup[],
  syntax: string | undefined,
): boolean {
  if (row.provider !== provider) return false
  if (row.group === 'everyone') return row.minAccess === undefined
  return groups.some(({ name }) => {
    if (!matchesName(row.group, name, syntax)) return false
    const here = groups.filter((other) => {
      const [a, b] = syntax === 'path' ? [ascii(other.name), ascii(name)] : [other.name, name]
      return a === b || (syntax === 'path' && b.startsWith(`${a}/`))
    })
    const level = Math.max(...here.map(({ access }) => order.indexOf(access ?? 'member')))
    return level >= order.indexOf(row.minAccess ?? 'member')
  })
}
