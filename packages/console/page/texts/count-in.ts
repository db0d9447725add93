/** Numbers with their nouns, as a language writes them. */
export const countIn =
  (language: string) =>
  (number: number, one: string, many: string): string =>
    `${number.toLocaleString(language)} ${number === 1 ? one : many}`
