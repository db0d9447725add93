import { didYouMean } from '../catalogue/suggest.ts'
import { TrilatchError } from '../errors.ts'
import { unknownKey } from '../own.ts'

// A policy document that was read may be handed over whole.
const contentNames = ['roles', 'assignments', 'mappings', 'format', '$schema']
const optionNames = ['auditKey', 'now']

function refuseStray(given: object, names: readonly string[], what: string): void {
  const refuse = (why: string): never => {
    throw new TrilatchError('TRILATCH_OPTION_INVALID', `Cannot make a memory store: ${why}`)
  }
  if (Array.isArray(given)) refuse(`${what} a list. Write memoryStore({ roles: […] }).`)
  if (typeof given !== 'object' || given === null)
    refuse(`${what} ${given === null ? 'null' : typeof given}.`)
  const stray = unknownKey(given, names)
  if (stray !== undefined)
    refuse(`unknown key ${JSON.stringify(stray)}.${didYouMean(stray, names.slice(0, 3))}`)
}

/** What is misspelt would be a store without it. @throws TrilatchError `TRILATCH_OPTION_INVALID` */
export function refuseStrays(content: object, options: object): void {
  refuseStray(content, contentNames, 'its content is { roles?, assignments?, mappings? }, and was given')
  refuseStray(options, optionNames, 'its options are { auditKey?, now? }, and were given')
}
