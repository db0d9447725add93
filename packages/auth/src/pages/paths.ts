/** Where things are, below the path that sign-in is mounted under. */
export const paths = {
  whoAmI: '/',
  signIn: '/sign-in',
  register: '/register',
  password: '/password',
  signOut: '/sign-out',
  signOutEverywhere: '/sign-out-everywhere',
} as const

export const startPath = (strategy: string): string => `/start/${strategy}`
export const callbackPath = (strategy: string): string => `/callback/${strategy}`

export const linkPath = (strategy: string): string => `/link/${strategy}`
export const unlinkPath = (strategy: string): string => `/unlink/${strategy}`

/** A path with `returnTo` in its query, where there is one. */
export function withReturn(path: string, returnTo: string | undefined): string {
  return returnTo === undefined ? path : `${path}?returnTo=${encodeURIComponent(returnTo)}`
}
