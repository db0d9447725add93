/** Whether the terminal wants colour (https://no-color.org). */
const colour = process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === ''

const paint = (code: number, text: string): string => (colour ? `\u001B[${code}m${text}\u001B[0m` : text)

/** One request of the demo and what came of it. */
export interface Row {
  readonly who: string
  readonly request: string
  readonly status: number
  readonly why: string
}

/** The rows as lines of text with aligned columns. */
export function formatTable(rows: readonly Row[]): string {
  const head = { who: 'who', request: 'request', status: 'status', why: 'why' }
  const width = (column: 'who' | 'request'): number =>
    Math.max(...[head, ...rows].map((row) => row[column].length))
  const line = (who: string, request: string, status: string, why: string): string =>
    `  ${who.padEnd(width('who'))}  ${request.padEnd(width('request'))}  ${status}  ${why}`.trimEnd()
  const body = rows.map(({ who, request, status, why }) =>
    line(
      who,
      request,
      paint(status < 300 ? 32 : 31, status < 300 ? `✓ ${status}` : `✗ ${status}`) + ' ',
      why,
    ),
  )
  return [paint(2, line(head.who, head.request, 'status', head.why)), ...body].join('\n')
}
