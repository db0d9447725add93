import type { RedirectStrategy, Strategy } from '../strategy.ts'

/** Where buttons of a page may lead to, beside the application. */
export function destinationsOf(strategies: readonly Strategy[]): readonly string[] {
  return [
    ...new Set(strategies.flatMap((strategy) => (strategy.kind === 'redirect' ? strategy.destinations : []))),
  ]
}

/** Whether a browser that is sent to this URL comes to where the strategy says that it sends browsers. */
export function leadsTo({ destinations }: RedirectStrategy, url: string): boolean {
  return URL.canParse(url) && destinations.includes(new URL(url).origin)
}
