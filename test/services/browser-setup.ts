import { ensureInstalled } from './install.ts'
import { refuse } from './refusal.ts'

/**
 * A vitest `globalSetup` for projects whose tests open pages: installs Chromium where it may.
 * What it cannot install fails those tests, with the way to get it, and no others.
 */
export async function setup(): Promise<void> {
  try {
    await ensureInstalled(['chromium'])
  } catch (error) {
    refuse('chromium', error instanceof Error ? error.message : String(error))
  }
}
