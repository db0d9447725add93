import { ensureInstalled } from './install.ts'
import { refuse } from './refusal.ts'
import type { SystemPackageName } from './system-packages.ts'

/**
 * A vitest `globalSetup` for projects whose tests run a service: installs it where it may.
 * What it cannot install fails those tests, with the way to get it, and no others.
 */
export const installs = (name: SystemPackageName) => async (): Promise<void> => {
  try {
    await ensureInstalled([name])
  } catch (error) {
    refuse(name, error instanceof Error ? error.message : String(error))
  }
}
