/**
 * Options that all commands share, written before the command, moved behind its name: there each command has them.
 * They stand before its own options, none of which can take one of them for its value, and before `--`.
 */
export function moveLeadingOptions(args: readonly string[]): string[] {
  let taken = 0
  for (let first = args[taken]; first !== undefined; first = args[taken]) {
    if (first === '--json' || first.startsWith('--config=')) taken += 1
    else if (first === '--config' && taken + 1 < args.length) taken += 2
    else break
  }
  const [leading, rest] = [args.slice(0, taken), args.slice(taken)]
  const option = rest.findIndex((argument) => argument.length > 1 && argument.startsWith('-'))
  const at = option === -1 ? rest.length : option
  return [...rest.slice(0, at), ...leading, ...rest.slice(at)]
}
