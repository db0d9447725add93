import type { ConfiguredAuthorizer } from '../config/define-config.ts'
import type { Session } from '../session.ts'
import { styled } from '../terminal.ts'

/** Tells whoever has just written that nothing of it stays, where the store is the command's own. */
export function warnInMemory({ terminal }: Session, authorizer: ConfiguredAuthorizer): void {
  if (authorizer.health().store.details['kind'] !== 'memory') return
  const text =
    'The store of this configuration is in memory: what was written ends with this command. Use a store in Redis to change what your application uses.'
  terminal.err(styled(terminal, 'yellow', text))
}
