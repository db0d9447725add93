import type { Strategy } from '@trilatch/auth'
import { misuse } from './failure.ts'
import type { ConfiguredAuthorizer, TrilatchConfig } from './config/define-config.ts'
import { loadConfig } from './config/load-config.ts'
import type { Terminal } from './terminal.ts'

/** What every command is handed: the terminal, the options that all share, and the application. */
export interface Session {
  readonly terminal: Terminal
  readonly json: boolean
  /** The configuration, loaded when it is first asked for. */
  config(): Promise<TrilatchConfig>
  /** The application's authorizer, ready. */
  authorizer(): Promise<ConfiguredAuthorizer>
  /** The application's ways to sign in, made when they are first asked for. */
  strategies(): Promise<readonly Strategy[]>
}

/** Who the command writes as; the audit trail shows it. */
export const actor = 'cli'

/** How long closing may take: a client that cannot reach its server may wait for it for ever. */
const closeWithinMs = 3_000

/** Closes what a command opened, and goes on without it when that does not end. */
async function closed({ terminal, json }: Session, what: string, close: () => unknown): Promise<void> {
  const late = Symbol('late')
  let timer: NodeJS.Timeout | undefined
  const waiting = new Promise<typeof late>((resolve) => {
    timer = setTimeout(resolve, closeWithinMs, late)
  })
  try {
    // Programs read JSON there and nothing else.
    if ((await Promise.race([close(), waiting])) === late && !json)
      terminal.err(
        `Closing did not end within ${closeWithinMs / 1_000} seconds: ${what}. It was left as it is.`,
      )
  } finally {
    clearTimeout(timer)
  }
}

/** Opens a session, has the work done in it, and closes what the work opened, however it ended. */
export async function inSession<T>(
  terminal: Terminal,
  options: { readonly json: boolean; readonly config: string | undefined },
  work: (session: Session) => Promise<T>,
): Promise<T> {
  let config: Promise<TrilatchConfig> | undefined
  let authorizer: Promise<ConfiguredAuthorizer> | undefined
  let strategies: Promise<readonly Strategy[]> | undefined
  const make = async (): Promise<readonly Strategy[]> => {
    const { strategies: given } = await session.config()
    if (given === undefined)
      throw misuse(
        'The configuration names no `strategies`: add them, as createSignIn has them.',
        'config-invalid',
      )
    const made = typeof given === 'function' ? await given() : given
    if (!Array.isArray(made))
      throw misuse('`strategies` of the configuration gave no array of strategies.', 'config-invalid')
    return made as readonly Strategy[]
  }
  const open = async (): Promise<ConfiguredAuthorizer> => {
    const { authorizer: given } = await session.config()
    const made = typeof given === 'function' ? await given() : given
    if (typeof made?.ready !== 'function')
      throw misuse('`authorizer` of the configuration gave no authorizer.', 'config-invalid')
    await made.ready()
    return made
  }
  const session: Session = {
    terminal,
    json: options.json,
    config: () => (config ??= loadConfig(terminal.folder, options.config)),
    authorizer: () => (authorizer ??= open()),
    strategies: () => (strategies ??= make()),
  }
  const close = async (): Promise<void> => {
    const opened = await authorizer?.catch(() => undefined)
    await closed(session, 'the authorizer', () => opened?.close())
    const loaded = await config?.catch(() => undefined)
    await closed(session, '`close` of the configuration', () => loaded?.close?.())
  }
  let ended: { readonly result: T }
  try {
    ended = { result: await work(session) }
  } catch (error) {
    // Why the command failed is what counts, whatever becomes of closing.
    await close().catch(() => undefined)
    throw error
  }
  await close()
  return ended.result
}

/** Shows a result: as JSON for programs, else as text. */
export function show({ terminal, json }: Session, result: unknown, text: string): void {
  terminal.out(json ? JSON.stringify(result, undefined, 2) : text)
}
