import { checkSameOrigin, parseData, TrilatchError } from '@trilatch/core'
import type { FetchContext } from '@trilatch/core'
import type { Declaration } from '../contract/declaration.ts'
import type { Settings } from '../options.ts'
import { checkAllowed, checkWritable } from './allowed.ts'
import { always, json, withStatus } from './answers.ts'
import { bare } from './bare.ts'
import { Call } from './call.ts'
import { etagOf, isKnown, seenVersion } from './etag.ts'
import { jsonLines } from './json-lines.ts'
import { readBody } from './read-body.ts'
import { accepted, noQuery, readQuery } from './read-query.ts'
import { recentSignIn } from './recent-sign-in.ts'
import { recordRefusal } from './refused-attempt.ts'
import { wholeOf } from './whole.ts'

/** A handler as the machinery sees it: what it is given has been checked by its own declaration. */
export type AnyHandler = (input: {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly seen: string | null
  readonly call: Call
}) => Promise<{ readonly body: unknown; readonly version?: string | null }>

/** What cannot be the id of anything names nothing. @throws TrilatchError `TRILATCH_NOT_FOUND` (404) */
function readParams(declared: Declaration, given: Readonly<Record<string, string>>): unknown {
  if (declared.params === undefined) return undefined
  const parsed = parseData(declared.params, given)
  if ('value' in parsed) return bare(parsed.value)
  throw new TrilatchError('TRILATCH_NOT_FOUND', 'There is no such thing.', { status: 404 })
}

/** What replaces a version fails by its precondition, and not by its content. */
async function run(
  declared: Declaration,
  handler: AnyHandler,
  input: Parameters<AnyHandler>[0],
): ReturnType<AnyHandler> {
  try {
    return await handler(input)
  } catch (error) {
    if (
      declared.ifMatch !== undefined &&
      error instanceof TrilatchError &&
      error.code === 'TRILATCH_CONFLICT'
    )
      throw withStatus(error, 412)
    throw error
  }
}

/** What was sent. It may have taken long to come, and a right may have gone meanwhile: it is looked at again. */
async function sent(
  declared: Declaration,
  request: Request,
  context: FetchContext,
  settings: Settings,
): Promise<unknown> {
  if (declared.body === undefined) return undefined
  const data = await readBody(request)
  const access = await settings.authorizer.access(context.subject)
  checkAllowed(declared, { ...context, access }, settings)
  return accepted(declared.body, data)
}

/** Who has replaced the whole of a list knows the whole. By no other write does anybody know more of one. */
function asWhole({ body, version }: Awaited<ReturnType<AnyHandler>>): Awaited<ReturnType<AnyHandler>> {
  const whole = wholeOf(version ?? null)
  return { body: { ...(body as object), version: whole }, version: whole }
}

type Operate = (
  id: string,
  declared: Declaration,
  handler: AnyHandler,
  params: Readonly<Record<string, string>>,
  request: Request,
  context: FetchContext,
  settings: Settings,
) => Promise<Response>

const operateUnrecorded: Operate = async (_id, declared, handler, params, request, context, settings) => {
  checkAllowed(declared, context, settings)
  if (declared.writes) {
    checkSameOrigin(request.headers, settings.origin)
    checkWritable(settings)
  }
  const seen =
    declared.ifMatch === undefined ? { version: '' } : seenVersion(request.headers, declared.ifMatch)
  const { searchParams } = new URL(request.url)
  const input = {
    params: readParams(declared, params),
    query: readQuery(declared.query ?? noQuery, searchParams),
    body: await sent(declared, request, context, settings),
    seen: seen.version,
    call: new Call(settings, context, request.signal),
  }
  if (declared.reauthentication === 'always') recentSignIn(settings, context)
  const output = await run(declared, handler, input)
  return answered(declared, declared.ifMatch === 'whole' ? asWhole(output) : output, request)
}

/**
 * One request to one operation: rights first, then where it came from, then what was sent, as its declaration has it.
 * Nothing that a caller may not do looks at what they sent. What is refused goes to the audit trail.
 */
export const operate: Operate = async (id, declared, handler, params, request, context, settings) => {
  try {
    return await operateUnrecorded(id, declared, handler, params, request, context, settings)
  } catch (error) {
    await recordRefusal(error, id, declared, params, context, settings)
    throw error
  }
}

function answered(
  { answer, method }: Declaration,
  { body, version }: Awaited<ReturnType<AnyHandler>>,
  request: Request,
): Response {
  const headers: Record<string, string> = {}
  if (answer.tagged !== undefined && version !== undefined) headers['etag'] = etagOf(version)
  const { etag } = headers
  if (method === 'GET' && answer.tagged === true && etag !== undefined && isKnown(request.headers, etag))
    return new Response(null, { status: 304, headers: { ...always, ...headers } })
  if (answer.type === 'application/jsonl') return jsonLines(body as AsyncIterable<unknown>, headers)
  return json(answer.status, body, headers)
}
