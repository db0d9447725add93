import type { User } from './store.ts'

/** The most characters that users are searched by; no e-mail address is longer. */
export const maxSearch = 254

/**
 * The form in which e-mail addresses and titles are searched: without case, accents and control characters, blanks as
 * one space. Two people may share it, so it is nobody's identity.
 */
export function searchForm(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .replaceAll(/[\p{M}\p{Cc}]/gu, (found) => (/\s/.test(found) ? ' ' : ''))
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** The texts beside the id that a user is found by, each once and in order. */
export function searchTexts({ email, title }: User): readonly string[] {
  const texts = [email, title].flatMap((text) => (text === undefined ? [] : searchForm(text)))
  return [...new Set(texts)].filter((text) => text !== '').toSorted()
}

/** A text and whose it is, as one entry of an ordered index. Neither holds a NUL. */
export const textEntry = (text: string, id: string): string => `${text}\0${id}`

/** What {@link textEntry} was made of. */
export function readTextEntry(entry: string): readonly [text: string, id: string] {
  const end = entry.indexOf('\0')
  return [entry.slice(0, end), entry.slice(end + 1)]
}

/**
 * Where a search lists a user: at the id if that begins with the text as it is given, else at the first text in order
 * that begins with its searched form. So everybody is listed once. `undefined`: the search does not find them.
 */
export function foundAt(user: User, search: string): 'id' | { readonly text: string } | undefined {
  if (user.id.startsWith(search)) return 'id'
  const form = searchForm(search)
  const text = form === '' ? undefined : searchTexts(user).find((one) => one.startsWith(form))
  return text === undefined ? undefined : { text }
}

/** A place in what a search lists, as a page's `next`: ids come before texts. */
export const searchPlace = (at: 'id' | { readonly text: string }, id: string): string =>
  at === 'id' ? `i${id}` : `t${textEntry(at.text, id)}`
