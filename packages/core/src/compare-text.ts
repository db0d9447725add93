/** Order of code units, whatever the locale: below 0 when `a` comes first, above 0 when `b` does, 0 when they are equal. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
