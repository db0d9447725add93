import type { Strategy } from '@trilatch/auth'
import type { Accounts, Authorizer, Coverage } from '@trilatch/core'

/** The parts of an authorizer that commands use: any application's authorizer is one. */
export type ConfiguredAuthorizer = Pick<
  Authorizer<string, string>,
  'access' | 'accounts' | 'close' | 'diagnostics' | 'health' | 'manage' | 'permissions' | 'ready'
>

/** What keeps passwords: `localAccounts()` of `@trilatch/auth-local` gives it. */
export interface ConfiguredPasswords {
  createUser(
    user: {
      readonly email: string
      readonly password: string
      readonly id?: string
      readonly title?: string
      readonly roles?: readonly string[]
    },
    ports: { readonly accounts: Accounts; readonly application: string },
  ): Promise<{ readonly id: string }>
  setPassword(
    user: string,
    password: string,
    ports: { readonly accounts: Accounts; readonly application: string },
    roles?: readonly string[],
  ): Promise<void>
}

/** What the file `trilatch.config.*` exports as its default. */
export interface TrilatchConfig {
  /** The application's authorizer, or what makes it: made only for commands that need it. */
  readonly authorizer: ConfiguredAuthorizer | (() => ConfiguredAuthorizer | Promise<ConfiguredAuthorizer>)
  /** The report on the application's routes: `() => coverage(app)`. Needed by `trilatch routes`. */
  readonly routes?: () => Coverage | Promise<Coverage>
  /** What keeps passwords. Needed by `trilatch user add`. */
  readonly passwords?: ConfiguredPasswords
  /** The ways to sign in, as `createSignIn` has them, or what makes them. Needed by commands that ask a directory or GitLab. */
  readonly strategies?: readonly Strategy[] | (() => readonly Strategy[] | Promise<readonly Strategy[]>)
  /** The name of the application: no password may be made of it. Default `this application`. */
  readonly application?: string
  /** Ends what the application opened, such as clients of a store. The authorizer is closed before it. */
  readonly close?: () => unknown
}

/** Gives the configuration back as it is; for its types. */
export function defineConfig(config: TrilatchConfig): TrilatchConfig {
  return config
}
