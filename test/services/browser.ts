import { chromium } from 'playwright-core'
import type { Browser, BrowserContext } from 'playwright-core'
import { findCommand } from './find-command.ts'
import { throwIfRefused } from './refusal.ts'
import { surroundings } from './surroundings.ts'

/** How a page is looked at. */
export interface Look {
  readonly theme?: 'light' | 'dark'
  /** In CSS pixels; default 1,440. */
  readonly width?: number
  /** Default true. */
  readonly javaScript?: boolean
}

const flags = [
  // Needed as root; nothing but our own pages is opened.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Starts a Chromium without a window. Close it when done; it ends with this process at the latest. */
export async function startBrowser(): Promise<Browser> {
  throwIfRefused('chromium')
  const executablePath = findCommand('chromium', surroundings().path)
  if (executablePath === undefined) throw new Error('PATH lacks chromium')
  return chromium.launch({ executablePath, headless: true, args: flags })
}

/** A browser of somebody new: no cookies, nothing remembered. */
export function freshVisitor(browser: Browser, look: Look = {}): Promise<BrowserContext> {
  const { theme = 'light', width = 1440, javaScript = true } = look
  return browser.newContext({
    colorScheme: theme,
    viewport: { width, height: width < 600 ? 844 : 900 },
    javaScriptEnabled: javaScript,
    reducedMotion: 'reduce',
  })
}
