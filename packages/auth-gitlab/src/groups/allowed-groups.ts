const folded = (path: string): string => path.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())

/** A rule which groups count: those that are named, and whatever is below them. */
export type AllowedGroups = (path: string) => boolean

/**
 * Groups by full path, segment by segment: `acme` allows `acme` and `acme/dev`, and not `acme-corp`. ASCII letters are
 * the same in either case, as in GitLab.
 */
export function allowedGroups(paths: readonly string[]): AllowedGroups {
  const allowed = new Set(paths.map(folded))
  return (path) => {
    const name = folded(path)
    for (let end = name.length; end > 0; end = name.lastIndexOf('/', end - 1))
      if (allowed.has(name.slice(0, end))) return true
    return false
  }
}
