import type { AccessMatrix } from './access-matrix.ts'

/** The matrix as a table for a terminal or a snapshot: a line for each route, a column for each caller. */
export function matrixTable({ callers, rows }: AccessMatrix): string {
  const lines = [['', ...callers], ...rows.map(({ route, answers }) => [route, ...answers])]
  const widths = ['', ...callers].map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  )
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
