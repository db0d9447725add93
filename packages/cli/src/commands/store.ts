import { Failure } from '../failure.ts'
import type { ExitStatus } from '../failure.ts'
import type { Session } from '../session.ts'

/** `trilatch store`: what `trilatch-store` of the store's own package does, by the same arguments. */
export async function store({ terminal }: Session, args: readonly string[]): Promise<ExitStatus> {
  const { runCommand } = await import('@trilatch/store-redis/command').catch((error: unknown) => {
    const message = 'The command needs @trilatch/store-redis: install it beside @trilatch/cli.'
    throw new Failure(message, { status: 2, code: 'store-redis-missing', cause: error })
  })
  return (await runCommand(args, terminal.environment, terminal)) as ExitStatus
}
