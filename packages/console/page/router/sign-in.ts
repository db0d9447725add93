/** Where people sign in, as the document says; empty where nobody has told. */
export const signInPage: string =
  document.querySelector<HTMLMetaElement>('meta[name="trilatch-sign-in"]')?.content ?? ''

/**
 * The way to a sign-in, and back to where somebody is now.
 *
 * @param page A path of the application.
 * @param again Whoever goes there is signed in, and has to prove it anew: without `again` they would be sent back at once.
 */
export function signInHref(page: string, again: boolean): string {
  const { pathname, searchParams, hash } = new URL(page, location.origin)
  if (again) searchParams.set('again', '1')
  searchParams.set('returnTo', location.pathname + location.search + location.hash)
  return `${pathname}?${searchParams.toString()}${hash}`
}
