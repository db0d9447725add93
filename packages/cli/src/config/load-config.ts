import { access } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { misuse } from '../failure.ts'
import type { Failure } from '../failure.ts'
import type { TrilatchConfig } from './define-config.ts'

/** Names that are looked for, in this order, in the folder and in those above it. */
export const configNames: readonly string[] = ['ts', 'mts', 'js', 'mjs'].map(
  (ending) => `trilatch.config.${ending}`,
)

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}

/** The configuration that is nearest to a folder, or `undefined`. */
export async function findConfig(folder: string): Promise<string | undefined> {
  for (let at = resolve(folder); ; at = dirname(at)) {
    for (const name of configNames) if (await exists(join(at, name))) return join(at, name)
    if (dirname(at) === at) return undefined
  }
}

function check(file: string, config: unknown): TrilatchConfig {
  const wrong = (what: string): Failure => misuse(`${file}: ${what}`, 'config-invalid')
  if (typeof config !== 'object' || config === null)
    throw wrong('expected `export default defineConfig({ authorizer })`.')
  const { authorizer, routes, passwords, strategies, application, close, ...strays } = config as Record<
    string,
    unknown
  >
  const [stray] = Object.keys(strays)
  if (stray !== undefined)
    throw wrong(
      `unknown field ${JSON.stringify(stray)}. Known: authorizer, routes, passwords, strategies, application, close.`,
    )
  const made = typeof authorizer === 'object' && authorizer !== null && 'permissions' in authorizer
  if (!made && typeof authorizer !== 'function')
    throw wrong('`authorizer` must be what createAuthorizer() gives, or a function that gives it.')
  for (const [name, value] of Object.entries({ routes, close })) {
    if (value !== undefined && typeof value !== 'function') throw wrong(`\`${name}\` must be a function.`)
  }
  const keeps = passwords as Record<string, unknown> | null | undefined
  const creates = ['createUser', 'setPassword'].every((name) => typeof keeps?.[name] === 'function')
  if (passwords !== undefined && !creates) throw wrong('`passwords` must be what localAccounts() gives.')
  if (strategies !== undefined && typeof strategies !== 'function' && !Array.isArray(strategies))
    throw wrong('`strategies` must be an array of strategies, or a function that gives it.')
  if (application !== undefined && typeof application !== 'string')
    throw wrong('`application` must be a text.')
  return config as TrilatchConfig
}

/**
 * Loads an application's configuration.
 *
 * @param named The file that was asked for; without it, the nearest one above the folder.
 * @throws Failure With status 2, and the file and the fix in its message.
 */
export async function loadConfig(folder: string, named?: string): Promise<TrilatchConfig> {
  const file = named === undefined ? await findConfig(folder) : resolve(folder, named)
  if (file === undefined) {
    const message = `There is no trilatch.config.ts (or .mts, .js, .mjs) in ${folder} or above it. Write one that exports defineConfig({ authorizer }), or name it with --config.`
    throw misuse(message, 'config-missing')
  }
  if (!(await exists(file))) throw misuse(`There is no file ${file}.`, 'config-missing')
  let loaded: { readonly default?: unknown }
  try {
    loaded = (await import(pathToFileURL(file).href)) as { readonly default?: unknown }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const old =
      code === 'ERR_UNKNOWN_FILE_EXTENSION'
        ? ` Node ${process.versions.node} does not load TypeScript by itself; 22.18 and newer do. Or write it in JavaScript.`
        : ''
    throw misuse(`Cannot load ${file}: ${message}${old}`, 'config-invalid')
  }
  return check(file, loaded.default)
}
