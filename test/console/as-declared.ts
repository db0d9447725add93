// Whether an answer is one of those that the OpenAPI document names.
import { openApiDocument, operations } from '@trilatch/console'
import type { Declaration, OperationId } from '@trilatch/console'
import type { Answered } from './ask.ts'

interface Documented {
  readonly operationId: OperationId
  readonly responses: Readonly<Record<string, unknown>>
}

/** Every operation of the document. */
export const documented = Object.entries(
  openApiDocument()['paths'] as Record<string, Record<string, Documented>>,
).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { operationId, responses }]) => ({
    method: method.toUpperCase(),
    path,
    operationId,
    statuses: Object.keys(responses).map(Number),
  })),
)

const refusalFields = ['type', 'title', 'status', 'detail', 'code']

/** What is wrong with an answer; empty where nothing is. */
export function faultsOf(id: OperationId, { status, headers, text, body }: Answered): string[] {
  const { answer }: Declaration = operations[id]
  const of = documented.find(({ operationId }) => operationId === id)
  if (of?.statuses.includes(status) !== true) return [`${id} answers ${status}: ${text.slice(0, 300)}`]
  const type = headers.get('content-type')
  if (status >= 400) {
    const missing = refusalFields.filter((field) => !Object.hasOwn(body, field))
    if (type !== 'application/problem+json' || missing.length > 0)
      return [`${id} refuses with ${type}: ${text}`]
    return []
  }
  if (status === 304 || answer.body === undefined)
    return text === '' ? [] : [`${id} answers more than it should`]
  const bodies: readonly unknown[] =
    answer.type === 'application/jsonl'
      ? text.split('\n').flatMap((line) => (line === '' ? [] : (JSON.parse(line) as unknown)))
      : [body]
  return bodies.flatMap((one) => {
    const parsed = answer.body?.safeParse(one)
    return parsed?.success === false
      ? [`${id} answers with what it does not declare: ${parsed.error.message}`]
      : []
  })
}
