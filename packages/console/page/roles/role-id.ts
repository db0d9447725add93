const acceptable = /^[A-Za-z0-9_][A-Za-z0-9_.:@/-]{0,127}$/

export function isRoleId(id: string): boolean {
  return acceptable.test(id)
}

/** An id that looks like a title: `Night Shift` becomes `night-shift`, and is free. */
export function suggestedId(title: string, taken: ReadonlySet<string>): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 100)
  if (words === '' || !taken.has(words)) return words
  for (let number = 2; ; number++) if (!taken.has(`${words}-${number}`)) return `${words}-${number}`
}
