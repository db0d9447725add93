import { styleText } from 'node:util'

/** Where a command reads from and writes to. */
export interface Terminal {
  out(text: string): void
  err(text: string): void
  /** Everything on standard input. */
  input(): Promise<string>
  /** Aborts when whoever runs the command asks for its end; until then it is asked for nothing. Absent: never. */
  interrupted?(): AbortSignal
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The folder that paths are relative to. */
  readonly folder: string
  /** Whether what goes out may carry colours. */
  readonly colours: boolean
}

type Style = 'green' | 'red' | 'yellow' | 'dim' | 'bold'

/** The text in a style, or as it is where colours are not wanted. */
export function styled({ colours }: Terminal, style: Style, text: string): string {
  return colours ? styleText(style, text, { validateStream: false }) : text
}

/**
 * Text from stores and policies, fit for a terminal: control characters, which could move the cursor or hide what
 * was written, become visible.
 */
export function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, (unit) =>
    unit === '\n' ? unit : `\\u{${(unit.codePointAt(0) as number).toString(16)}}`,
  )
}

/** Rows as columns, padded to the widest of each. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows)
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length)
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] as number))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
