import type { Written } from '@trilatch/core'

/** The answer to a write, with the version it has made. */
export function wrote<W extends Written>(written: W): { readonly body: W; readonly version: string } {
  return { body: written, version: written.version }
}
