import { randomBytes } from 'node:crypto'
import { deepFreeze } from '../deep-freeze.ts'
import type { Subject } from '../decision/subject.ts'
import { TrilatchError } from '../errors.ts'

/** The two ends by which a test says who asks. */
export interface TestSubjects {
  /** For the adapter's option `subject`: who the request says it is, or `null` where `as` was not used. */
  readonly subject: (request: unknown) => Subject | null
  /** Headers for fetch, supertest or inject that make a request that subject's; none for `null`, nobody. */
  readonly as: (subject: Subject | null) => Record<string, string>
}

const header = 'x-trilatch-test-subject'

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** One header of a web request, a Node request, or anything that has `headers` like either. */
function headerOf({ headers }: Readonly<Record<string, unknown>>): string | null | undefined {
  if (!isObject(headers)) return undefined
  const value: unknown =
    typeof headers['get'] === 'function' ? (headers as unknown as Headers).get(header) : headers[header]
  return typeof value === 'string' ? value : null
}

/** What may carry headers in what an adapter hands to `subject`, the outermost first. */
function* carriers(request: unknown): Iterable<Readonly<Record<string, unknown>>> {
  if (!isObject(request)) return
  yield request
  // A Koa context, a GraphQL context, a socket.
  for (const name of ['request', 'req', 'handshake']) {
    const inner = request[name]
    if (isObject(inner)) yield inner
  }
  // The execution context of NestJS: the request is among the handler's arguments.
  if (typeof request['getArgs'] !== 'function') return
  for (const argument of (request as { getArgs(): readonly unknown[] }).getArgs()) yield* carriers(argument)
}

/**
 * A stand-in for an application's sign-in, for tests: `as(subject)` makes headers, and `subject` reads them.
 *
 * The headers carry a secret of this call, made at random: nobody can guess them, and those of another call, or
 * process, are refused. `subject` reads web requests, Node requests, Koa contexts, execution contexts of NestJS,
 * and any object with `headers`.
 *
 * @throws TrilatchError `TRILATCH_OPTION_INVALID` with `NODE_ENV=production`.
 */
export function testSubjects(): TestSubjects {
  if (process.env['NODE_ENV'] === 'production') {
    const message = 'testSubjects() is for tests: it refuses to run with NODE_ENV=production.'
    throw new TrilatchError('TRILATCH_OPTION_INVALID', message)
  }
  const secret = randomBytes(24).toString('base64url')
  const read = (value: string): Subject | null => {
    const [given, text, ...more] = value.split('.')
    if (given !== secret || text === undefined || more.length > 0)
      throw new TypeError(`The header ${header} was not made by as() of these testSubjects().`)
    return JSON.parse(Buffer.from(text, 'base64url').toString()) as Subject
  }
  return deepFreeze({
    subject: (request: unknown) => {
      for (const carrier of carriers(request)) {
        const value = headerOf(carrier)
        if (value !== undefined) return value === null ? null : read(value)
      }
      throw new TypeError('subject() of testSubjects() was given nothing that has headers.')
    },
    as: (subject: Subject | null): Record<string, string> =>
      subject === null
        ? {}
        : { [header]: `${secret}.${Buffer.from(JSON.stringify(subject)).toString('base64url')}` },
  })
}
