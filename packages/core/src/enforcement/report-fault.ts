import { STATUS_CODES } from 'node:http'
import { TrilatchError } from '../errors.ts'
import { warn } from '../events.ts'
import { refusePassedMaker } from './passed-maker.ts'

/** The most different faults that one application reports: a store that words each failure anew fills no log. */
const maxReported = 64
const maxText = 500
const maxDepth = 5

function textOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : typeof thrown === 'string' ? thrown : typeof thrown
  return text.slice(0, maxText).replaceAll(/\p{Cc}+/gu, ' ')
}

/** What caused an error, the nearest first. */
function causesOf(error: Error): string[] {
  const texts: string[] = []
  let at: unknown = error.cause
  for (let depth = 0; depth < maxDepth && at !== undefined; depth++) {
    const text = textOf(at)
    if (text !== '' && !texts.includes(text)) texts.push(text)
    at = at instanceof Error ? at.cause : undefined
  }
  return texts
}

/**
 * Makes what tells the operator of faults that a caller is told nothing about: an answer whose text is not shown, and
 * what has caused a 503. Each is told once (`TRILATCH_REQUEST_FAILED`), and of one application at most 64.
 *
 * @param uncalled What `problemDetails` was called with: nothing, unless it was passed to a framework and not called.
 * @throws TrilatchError `TRILATCH_GUARD_INVALID`
 */
export function faultReporter(uncalled: readonly unknown[] = []): (error: unknown) => void {
  refusePassedMaker('problemDetails', uncalled, '()')
  const told = new Set<string>()
  return (error) => {
    if (!(error instanceof TrilatchError)) return
    if (error.status !== 500 && (error.status !== 503 || error.cause === undefined)) return
    if (told.size >= maxReported) return
    const texts = [textOf(error), ...causesOf(error)]
    const key = [error.code, ...texts].join('\n')
    if (told.has(key)) return
    told.add(key)
    const answered = `${error.status} ${STATUS_CODES[error.status] ?? 'Error'}`
    const because = texts.join(' Because: ')
    warn('TRILATCH_REQUEST_FAILED', `A request was answered with ${answered}, ${error.code}: ${because}`)
  }
}
