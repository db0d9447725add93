import { fileURLToPath } from 'node:url'
import { run } from '../../src/run.ts'

/** The folder of an application with a configuration. */
export const application: string = fileURLToPath(new URL('../application', import.meta.url))

/** What a command printed, and how it ended. */
export interface Ended {
  readonly status: number
  readonly out: string
  readonly err: string
}

/** What a command is called in. */
export interface Around {
  readonly folder?: string
  readonly input?: string
  readonly colours?: boolean
  readonly interrupted?: AbortSignal
  readonly environment?: Readonly<Record<string, string>>
}

/** Runs a command in this process, as from a shell in the application's folder. */
export async function command(args: readonly string[], around: Around = {}): Promise<Ended> {
  const [out, err]: [string[], string[]] = [[], []]
  const status = await run(args, {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    input: async () => around.input ?? '',
    environment: around.environment ?? {},
    folder: around.folder ?? application,
    colours: around.colours ?? false,
    ...(around.interrupted === undefined ? {} : { interrupted: () => around.interrupted as AbortSignal }),
  })
  return { status, out: out.join('\n'), err: err.join('\n') }
}
