// What a caller is told nothing about is told the operator: once, and not without end.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { faultReporter, Refusal, TrilatchError, unavailable } from '../../src/index.ts'

let told: string[]
beforeEach(() => {
  told = []
  vi.spyOn(process, 'emitWarning').mockImplementation((message, options) => {
    told.push(`${String((options as { code?: unknown } | undefined)?.code)} ${String(message)}`)
  })
})
afterEach(() => vi.restoreAllMocks())

const hidden = (text: string): TrilatchError =>
  new TrilatchError('TRILATCH_SESSION_UNSUITABLE', text, { status: 500 })

it('tells the text of an answer that shows none, once', () => {
  const report = faultReporter()
  for (let i = 0; i < 3; i++) report(hidden('Mount express-session in front.'))
  expect(told).toEqual([
    'TRILATCH_REQUEST_FAILED A request was answered with 500 Internal Server Error, TRILATCH_SESSION_UNSUITABLE: Mount express-session in front.',
  ])
})

it('tells the causes of a 503, on one line', () => {
  const inner = new Error('connect ECONNREFUSED\n\u001b[31m127.0.0.1')
  faultReporter()(unavailable('The policy cannot be read.', new Error('No reply.', { cause: inner })))
  expect(told).toEqual([
    'TRILATCH_REQUEST_FAILED A request was answered with 503 Service Unavailable, TRILATCH_UNAVAILABLE: ' +
      'The policy cannot be read. Because: No reply. Because: connect ECONNREFUSED [31m127.0.0.1',
  ])
})

it('tells of what is no error, too', () => {
  faultReporter()(unavailable('The policy cannot be read.', 'a word'))
  expect(told[0]).toMatch(/ The policy cannot be read\. Because: a word$/)
})

it('tells nothing of what the caller has read already, nor of errors that are no answers', () => {
  const report = faultReporter()
  const ours = new TrilatchError('TRILATCH_OPTION_INVALID', 'x')
  const refusal = new Refusal('TRILATCH_FORBIDDEN', 403, 'No.')
  for (const error of [refusal, unavailable('Too many wait.'), ours, new Error('x'), undefined]) report(error)
  expect(told).toEqual([])
})

it('tells 64 different faults of an application, and no more', () => {
  const [report, other] = [faultReporter(), faultReporter()]
  for (let i = 0; i < 70; i++) report(hidden(`fault ${i}`))
  expect(told).toHaveLength(64)
  other(hidden('fault 0'))
  expect(told).toHaveLength(65)
})

it('keeps within bounds whatever an error says, and ends where causes go in a circle', () => {
  const circle = new Error('x'.repeat(10_000))
  circle.cause = new Error('round', { cause: circle })
  faultReporter()(unavailable('y'.repeat(10_000), circle))
  expect(told).toHaveLength(1)
  expect(told[0]?.length).toBeLessThan(1_300)
})
