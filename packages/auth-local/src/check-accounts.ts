import type { Accounts } from '@trilatch/core'

/** @throws TypeError where something else was given, as the authorizer itself */
export function checkAccounts(call: string, accounts: Accounts | undefined): void {
  if (typeof accounts?.keep === 'function') return
  throw new TypeError(`${call} needs accounts first, as authorizer.accounts('importer') gives them`)
}
