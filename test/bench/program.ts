// What the benchmarks of the store in Redis share as programs: flags, progress, targets.
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { passes } from './gates.ts'
import type { Gate } from './gates.ts'

/** A whole number of a flag, within its bounds; the least where it is none. */
export const whole = (text: string, least: number, most: number): number =>
  Math.min(most, Math.max(least, Number.parseInt(text, 10) || least))

/** Says what is being done, in one line that the next one replaces. */
export const progress = (text: string): void => void process.stderr.write(`\r${text.padEnd(60)}`)

/** The flags of a run, with `--json FILE`; `--help` prints the help and ends the process. */
export function flagsOf<Name extends string>(
  help: string,
  defaults: Readonly<Record<Name, string>>,
): Readonly<Record<Name, string>> & { readonly json?: string } {
  const named = Object.entries<string>(defaults).map(
    ([name, value]) => [name, { type: 'string', default: value }] as const,
  )
  const { values } = parseArgs({
    args: process.argv.slice(2).filter((argument) => argument !== '--'),
    options: { ...Object.fromEntries(named), json: { type: 'string' }, help: { type: 'boolean' } },
  })
  if (values.help === true) {
    console.log(help)
    process.exit(0)
  }
  return values as Readonly<Record<Name, string>> & { readonly json?: string }
}

/** Prints the targets, writes the figures where that is wanted, and has the process fail if a target is missed. */
export async function conclude(
  gates: readonly Gate[],
  {
    figures,
    json,
    digits,
  }: { readonly figures: object; readonly json?: string | undefined; readonly digits: number },
): Promise<void> {
  console.log('\ntargets')
  for (const gate of gates) {
    const aim = gate.aim === undefined ? '' : ` (aim ${gate.aim})`
    console.log(
      `  ${passes(gate) ? '✓' : '✗'} ${gate.what.padEnd(44)} ${gate.value.toFixed(digits).padStart(12)}  ${gate.kind} ${gate.limit}${aim}`,
    )
  }
  if (json !== undefined) await writeFile(json, `${JSON.stringify({ ...figures, gates }, null, 2)}\n`)
  if (!gates.every(passes)) process.exitCode = 1
}
