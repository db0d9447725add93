import { always } from './answers.ts'

/** What JSON leaves as it is, and terminals, logs and editors do not. */
const doubtful = /[\u007F-\u009F\u2028\u2029\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g

const escaped = (text: string): string =>
  text.replace(doubtful, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)

/**
 * Lines of JSON, made while they are read. What fails on the way ends the answer with an error, so that nobody takes a
 * part for the whole.
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
      else controller.enqueue(encoder.encode(`${escaped(JSON.stringify(value))}\n`))
    },
    cancel: async () => {
      await iterator.return?.()
    },
  })
  const type = { 'content-type': 'application/jsonl; charset=utf-8' }
  return new Response(body, { status: 200, headers: { ...always, ...headers, ...type } })
}
