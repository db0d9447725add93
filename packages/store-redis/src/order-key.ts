// Redis orders members by their bytes in UTF-8, which is the order of code points. Ids are ordered by UTF-16 code
// units, as JavaScript compares them. The two differ where characters beyond U+FFFF meet those from U+E000 to U+FFFF;
// the latter are therefore written behind a mark that sorts after all of the former.

const mark = '\u{10FFFF}'

/** Text whose bytes in UTF-8 are ordered as the code units of the id are; no two ids share one. */
export function orderKey(id: string): string {
  return id.replaceAll(/[\uE000-\uFFFF\u{10FFFF}]/gu, (character) =>
    character === mark ? `${mark}\u0001` : mark + character,
  )
}

/** The id that was written so. */
export function fromOrderKey(key: string): string {
  return key.replaceAll(/\u{10FFFF}([^])/gu, (_, character: string) =>
    character === '\u0001' ? mark : character,
  )
}

/** Text that sorts after every order key of an id with this beginning, and before all that come after those. */
export const endOfPrefix = (prefix: string): string => orderKey(prefix) + mark + mark
