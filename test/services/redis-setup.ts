import { ensureInstalled } from './install.ts'
import { refuse } from './refusal.ts'

/**
 * A vitest `globalSetup` for projects whose tests run a Redis: installs it where it may.
 * What it cannot install fails those tests, with the way to get it, and no others.
 */
export async function setup(): Promise<void> {
  try {
    await ensureInstalled(['redis'])
  } catch (error) {
    refuse('redis', error instanceof Error ? error.message : String(error))
  }
}
