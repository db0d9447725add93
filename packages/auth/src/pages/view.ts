import type { Settings } from '../options.ts'
import type { FormTrouble } from './form.ts'

/** What every page is made from. */
export interface PageView {
  readonly settings: Settings
  /** Where sign-in is mounted, as browsers see it; no slash at its end. */
  readonly base: string
  /** What forms send back. */
  readonly csrf: string
  /** A checked path. */
  readonly returnTo: string | undefined
  readonly query: ReadonlyMap<string, string>
  /** What has just been done: said once. */
  readonly done?: string
  readonly trouble?: FormTrouble & { readonly strategy?: string }
}
