/** Whether the terminal wants colour (https://no-color.org). */
const colour = process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === ''

const paint = (code: number, text: string): string => (colour ? `\u001B[${code}m${text}\u001B[0m` : text)

export const bold = (text: string): string => paint(1, text)
export const dim = (text: string): string => paint(2, text)
export const good = (text: string): string => paint(32, text)
export const bad = (text: string): string => paint(31, text)
/** A status as the tables of the examples show it. */
export const shownStatus = (status: number): string =>
  status < 300 ? good(`✓ ${status}`) : bad(`✗ ${status}`)
