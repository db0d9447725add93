/** Where files are read and written. */
export interface Files {
  read(path: string): string
  write(path: string, text: string): void
}

/**
 * Applies a unified diff, strictly: the lines that it keeps and removes have to stand in the file exactly once, one
 * after the other. Numbers of lines do not matter, so a patch survives changes elsewhere in a file.
 *
 * @returns The larger of how many lines it adds and how many it removes.
 * @throws Error when a part does not apply
 */
export function applyPatch(patch: string, { read, write }: Files): number {
  let [added, removed] = [0, 0]
  for (const section of patch.split(/^--- .*\n\+\+\+ /m).slice(1)) {
    const [path = '', ...hunks] = section.split(/\n@@.*@@.*\n/)
    let text = read(path.trim())
    for (const hunk of hunks) {
      const lines = hunk.replace(/\n$/, '').split('\n')
      const side = (other: string): string =>
        lines.flatMap((line) => (line.startsWith(other) ? [] : [line.slice(1)])).join('\n')
      const [before, after] = [side('+'), side('-')]
      if (text.split(`\n${before}\n`).length !== 2)
        throw new Error(`the patch does not apply to ${path.trim()}: expected once\n${before}`)
      text = text.replace(`\n${before}\n`, () => `\n${after}\n`)
      added += lines.filter((line) => line.startsWith('+')).length
      removed += lines.filter((line) => line.startsWith('-')).length
    }
    write(path.trim(), text)
  }
  if (added + removed === 0) throw new Error('the patch changes nothing')
  return Math.max(added, removed)
}
