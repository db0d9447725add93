import { execFile } from 'node:child_process'
import { findCommand } from './find-command.ts'
import { surroundings } from './surroundings.ts'

/** Where a command is that was installed for the tests, also where only root's PATH leads. */
export function toolPath(command: string): string {
  const found = findCommand(command, surroundings().path)
  if (found === undefined) throw new Error(`there is no ${command} on the PATH`)
  return found
}

/**
 * Runs a command to its end, with a text as its input, and gives what it printed.
 *
 * @throws Error with the command and what it said.
 */
export function runTool(
  command: string,
  args: readonly string[],
  {
    input = '',
    environment = {},
  }: { readonly input?: string; readonly environment?: Readonly<Record<string, string>> } = {},
): Promise<string> {
  const options = { env: { ...process.env, ...environment }, timeout: 280_000, maxBuffer: 64 * 1024 * 1024 }
  return new Promise((resolve, reject) => {
    const child = execFile(toolPath(command), args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(new Error(`${command} ${args.join(' ')} failed: ${stderr}${stdout}`, { cause: error }))
    })
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })
}
