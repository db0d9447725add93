import type { Authorizer, Coverage } from '@trilatch/core'

/** The parts of an authorizer that commands use: any application's authorizer is one. */
export type ConfiguredAuthorizer = Pick<
  Authorizer<string, string>,
  'access' | 'close' | 'diagnostics' | 'manage' | 'permissions' | 'ready'
>

/** What the file `trilatch.config.*` exports as its default. */
export interface TrilatchConfig {
  /** The application's authorizer, or what makes it: made only for commands that need it. */
  readonly authorizer: ConfiguredAuthorizer | (() => ConfiguredAuthorizer | Promise<ConfiguredAuthorizer>)
  /** The report on the application's routes: `() => coverage(app)`. Needed by `trilatch routes`. */
  readonly routes?: () => Coverage | Promise<Coverage>
  /** Ends what the application opened, such as clients of a store. The authorizer is closed before it. */
  readonly close?: () => unknown
}

/** Gives the configuration back as it is; for its types. */
export function defineConfig(config: TrilatchConfig): TrilatchConfig {
  return config
}
