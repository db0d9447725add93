/**
 * Options that all commands share, written before the command, moved behind it: there each command has them. What
 * stands behind `--` stays what it is.
 */
export function moveLeadingOptions(args: readonly string[]): string[] {
  let taken = 0
  for (let first = args[taken]; first !== undefined; first = args[taken]) {
    if (first === '--json' || first.startsWith('--config=')) taken += 1
    else if (first === '--config' && taken + 1 < args.length) taken += 2
    else break
  }
  const [leading, rest] = [args.slice(0, taken), args.slice(taken)]
  const end = rest.includes('--') ? rest.indexOf('--') : rest.length
  return [...rest.slice(0, end), ...leading, ...rest.slice(end)]
}
