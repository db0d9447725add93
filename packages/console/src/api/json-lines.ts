import { jsonLine } from '@trilatch/core'
import { always } from './answers.ts'

/**
 * Lines of JSON in their canonical form, with everything escaped that does not show, made while they are read. What
 * fails on the way ends the answer with an error, so that nobody takes a part for the whole.
 */
export function jsonLines(
  items: AsyncIterable<unknown>,
  headers: Readonly<Record<string, string>>,
): Response {
  const iterator = items[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = await iterator.next()
      if (done === true) controller.close()
      else controller.enqueue(encoder.encode(`${jsonLine(value)}\n`))
    },
    cancel: async () => {
      await iterator.return?.()
    },
  })
  const type = { 'content-type': 'application/jsonl; charset=utf-8' }
  return new Response(body, { status: 200, headers: { ...always, ...headers, ...type } })
}
