import { TrilatchError } from '../errors.ts'
import { warn } from '../events.ts'

/** The environment variable that switches Trilatch on and off. */
export const switchVariable = 'TRILATCH_ENABLED'

const words: ReadonlyMap<string, boolean> = new Map([
  ...['true', '1', 'yes', 'on'].map((word) => [word, true] as const),
  ...['false', '0', 'no', 'off'].map((word) => [word, false] as const),
])

/**
 * Whether rights are enforced: the option in code beats the environment, and both beat the default, on.
 *
 * @throws TrilatchError `TRILATCH_SWITCH_INVALID` for a variable that is neither on nor off, also when the option
 * is given; `TRILATCH_SWITCH_REFUSED` when the environment alone would switch a production process off.
 */
export function readSwitch(option: boolean | undefined, environment: NodeJS.ProcessEnv): boolean {
  if (option !== undefined && typeof option !== 'boolean')
    throw new TypeError('The option `enabled` must be true or false')
  const text = Object.hasOwn(environment, switchVariable) ? (environment[switchVariable] ?? '') : ''
  const fromEnvironment = text === '' ? undefined : words.get(text.toLowerCase())
  if (text !== '' && fromEnvironment === undefined) {
    const message = `Cannot read ${switchVariable}=${JSON.stringify(text.slice(0, 80))}: expected one of ${[...words.keys()].join(', ')}, or nothing`
    throw new TrilatchError('TRILATCH_SWITCH_INVALID', message)
  }
  const enabled = option ?? fromEnvironment ?? true
  if (enabled) return true
  if (option === undefined && environment['NODE_ENV'] === 'production') {
    const message =
      `Cannot start with ${switchVariable}=${text} in production: everybody would be an administrator. ` +
      'Write `enabled: false` in code if that is what you want.'
    throw new TrilatchError('TRILATCH_SWITCH_REFUSED', message)
  }
  warn('TRILATCH_SWITCHED_OFF', 'Trilatch is switched off: everybody, signed in or not, may do everything.')
  return false
}
