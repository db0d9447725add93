import type { Page } from 'playwright-core'

/** The four looks that a page has. */
export const looks = [
  { theme: 'light', width: 1440 },
  { theme: 'dark', width: 1440 },
  { theme: 'dark', width: 390 },
  { theme: 'light', width: 390 },
] as const

/** Shows a page that is there in another look. */
export async function takeLook(page: Page, { theme, width }: (typeof looks)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
  await page.setViewportSize({ width, height: width < 600 ? 844 : 900 })
}
