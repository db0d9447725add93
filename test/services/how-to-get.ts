import { findCommand } from './find-command.ts'
import type { Surroundings } from './surroundings.ts'
import type { SystemPackage } from './system-packages.ts'

/**
 * The message for programs that are missing: what, why it was not installed, and how to get it here.
 *
 * @param reason completes "Not installed: …" and ends as a sentence or a line does.
 */
export function howToGet(
  missing: readonly SystemPackage[],
  reason: string,
  { platform, path }: Pick<Surroundings, 'platform' | 'path'>,
): string {
  const needs = missing.map(({ title, version }) => `${title} ${version.least} or newer`)
  const commands = missing
    .flatMap((one): readonly string[] => one.commands)
    .filter((command) => findCommand(command, path) === undefined)
  return [
    `The tests need ${needs.join(' and ')}, and PATH lacks ${commands.join(' and ')}.`,
    `Not installed: ${reason}`,
    'To get it:',
    `  ${oneLine(missing, platform)}`,
    'Tests that need no service run without it: npx --yes pnpm@12.21.0 test --project core',
  ].join('\n')
}

function oneLine(missing: readonly SystemPackage[], platform: NodeJS.Platform): string {
  if (platform === 'darwin') return `brew install ${missing.map(({ brew }) => brew).join(' ')}`
  const apt = `sudo apt-get install --no-install-recommends ${missing.flatMap((one) => one.apt).join(' ')}`
  if (platform === 'linux')
    return `${apt}   (elsewhere than on Debian and Ubuntu, the packages of the same name)`
  return `run the tests on Linux or macOS; on Windows, in WSL: ${apt}`
}
