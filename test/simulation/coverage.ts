import { Session } from 'node:inspector/promises'
import type { Profiler } from 'node:inspector/promises'
import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Lines with code of one file, and those of them that were never carried out. */
export interface FileCoverage {
  readonly file: string
  readonly lines: number
  readonly missed: readonly number[]
}

/** Counts which lines are carried out, of modules that are loaded after it was made. */
export class Coverage {
  readonly #session = new Session()

  async start(): Promise<void> {
    this.#session.connect()
    await this.#session.post('Profiler.enable')
    await this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  }

  /** What was carried out so far of the files below a folder. @param folder Absolute, with a slash at its end. */
  async of(folder: string): Promise<readonly FileCoverage[]> {
    const { result } = await this.#session.post('Profiler.takePreciseCoverage')
    return result
      .filter(({ url }) => url.startsWith('file:') && fileURLToPath(url).startsWith(folder))
      .map(({ url, functions }) => {
        const path = fileURLToPath(url)
        return { file: relative(folder, path), ...linesOf(readFileSync(path, 'utf8'), functions) }
      })
      .toSorted((a, b) => (a.file < b.file ? -1 : 1))
  }
}

/** How often each character was carried out: what lies further in says it more exactly. */
function countsOf(length: number, functions: readonly Profiler.FunctionCoverage[]): Uint8Array {
  const counts = new Uint8Array(length).fill(1)
  const ranges = functions.flatMap(({ ranges: own }) => own)
  for (const { startOffset, endOffset, count } of ranges.toSorted(
    (a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset,
  ))
    counts.fill(Math.min(count, 1), startOffset, endOffset)
  return counts
}

/** A line is missed when none of its code was carried out. Types and comments are no code, nor are lone brackets. */
function linesOf(
  source: string,
  functions: readonly Profiler.FunctionCoverage[],
): Omit<FileCoverage, 'file'> {
  // Node puts spaces in the place of types, so that nothing moves.
  const code = stripTypeScriptTypes(source).replaceAll(/\/\*[^]*?\*\/|(?<=^\s*)\/\/.*$/gm, (comment) =>
    comment.replaceAll(/[^\n]/g, ' '),
  )
  const counts = countsOf(source.length, functions)
  const missed: number[] = []
  let [lines, offset] = [0, 0]
  for (const [i, line] of code.split('\n').entries()) {
    if (/[^\s{}()[\],;]/.test(line)) {
      lines++
      const begin = offset + line.length - line.trimStart().length
      if (!counts.subarray(begin, offset + line.trimEnd().length).includes(1)) missed.push(i + 1)
    }
    offset += line.length + 1
  }
  return { lines, missed }
}
