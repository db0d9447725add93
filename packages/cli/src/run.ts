import { TrilatchError } from '@trilatch/core'
import tab from '@bomb.sh/tab/commander'
import { CommanderError } from 'commander'
import { Failure } from './failure.ts'
import type { ExitStatus } from './failure.ts'
import { moveLeadingOptions } from './leading-options.ts'
import { makeProgram } from './program.ts'
import { inSession } from './session.ts'
import { styled, visible } from './terminal.ts'
import type { Terminal } from './terminal.ts'

/** Refusals that are an answer; every other error means that the question could not be asked. */
const answers = new Set<number | undefined>([403, 404, 409, 412, 422])

/** What callers of an application are not told and whoever sits at the terminal has to know: why it is unavailable. */
function reasonsOf(error: TrilatchError): string {
  const texts = [error.message]
  for (let cause = error.cause; cause instanceof Error && texts.length < 4; cause = cause.cause)
    if (!texts.includes(cause.message)) texts.push(cause.message)
  return texts.map((text) => (/[.!?]$/.test(text) ? text : `${text}.`)).join(' ')
}

function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error
  if (error instanceof TrilatchError) {
    const refused = answers.has(error.status) || error.code.endsWith('_UNKNOWN')
    const message = error.status === 503 ? reasonsOf(error) : error.message
    return new Failure(message, { status: refused ? 1 : 2, code: error.code })
  }
  const message = error instanceof Error ? error.message : String(error)
  return new Failure(message, { status: 2, code: 'unexpected' })
}

/**
 * Runs the command `trilatch`.
 *
 * @param args What stands behind the command's name.
 * @returns The exit status. It never rejects.
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  let status: ExitStatus = 0
  // Known before the rest is understood: wrong usage is told to programs as JSON, too.
  const json = args.includes('--json')
  const program = makeProgram(async (options, work) => {
    status = await inSession(terminal, { json, config: options.config }, work)
  })
  const fail = (code: string, message: string): void =>
    terminal.err(
      json
        ? JSON.stringify({ error: { code, message } }, undefined, 2)
        : `${styled(terminal, 'red', 'trilatch:')} ${visible(message)}`,
    )
  const written = {
    writeOut: (text: string) => terminal.out(text.trimEnd()),
    writeErr: (text: string) => {
      if (!json) terminal.err(text.trimEnd())
    },
  }
  const settle = (command: typeof program): void => {
    command.configureOutput(written).exitOverride().showHelpAfterError('(--help tells more)')
    for (const below of command.commands) settle(below)
  }
  settle(program)
  tab(program)
  try {
    await program.parseAsync(moveLeadingOptions(args), { from: 'user' })
    return status
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0
      // To people it has been said already, with a hint.
      if (json) fail('usage', error.message)
      return 2
    }
    const failure = failureOf(error)
    fail(failure.code, failure.message)
    return failure.status
  }
}
