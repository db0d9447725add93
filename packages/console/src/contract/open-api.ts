import * as z from 'zod'
import { tags } from './declaration.ts'
import type { Declaration } from './declaration.ts'
import { notes } from './named.ts'
import { operations } from './operations.ts'
import { problem } from './problem.ts'

type Json = Record<string, unknown>

const at = (id: string): string => `#/components/schemas/${id}`

/** A schema in the document's own dialect, which is that of JSON Schema. */
const converted = { metadata: notes, io: 'input', target: 'draft-2020-12' } as const

/** All named schemas. */
function components(): Json {
  const { schemas } = z.toJSONSchema(notes as z.core.$ZodRegistry<{ id?: string }>, { ...converted, uri: at })
  return Object.fromEntries(
    Object.entries(schemas)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, schema]) => {
        const { $schema: _, $id: __, id: ___, ...rest } = schema as Json
        return [id, rest]
      }),
  )
}

function reference(schema: z.ZodType): Json {
  const id = notes.get(schema)?.id
  if (id === undefined) throw new TypeError('Every body of the API needs a name')
  return { $ref: at(id) }
}

/** The parameters of a kind; their schemas stand where they are, for most are used once. */
function parameters(fields: Declaration['query'], place: 'path' | 'query'): Json[] {
  return Object.entries(fields?.shape ?? {}).map(([name, field]) => {
    const {
      $schema: _,
      $defs: __,
      ...schema
    } = z.toJSONSchema(field, { ...converted, metadata: withoutIds }) as Json
    const { description, id: ___, ...rest } = schema
    return {
      name,
      in: place,
      ...(place === 'path' ? { required: true } : {}),
      ...(description === undefined ? {} : { description }),
      schema: rest,
    }
  })
}

/** The same notes, without names: what is looked up in it stands where it is used. */
const withoutIds = {
  get: (schema: z.ZodType) => {
    const description = notes.get(schema)?.description
    return description === undefined ? undefined : { description }
  },
} as unknown as z.core.$ZodRegistry<{ description?: string }>

const refusalTexts: Readonly<Record<number, string>> = {
  400: 'The request cannot be read.',
  401: 'Nobody is signed in.',
  403: 'The caller may not do this, or it came from another site, or needs a recent sign-in.',
  404: 'There is no such thing.',
  409: 'It contradicts what is there.',
  412: 'It has changed since it was read.',
  413: 'The body is too long.',
  415: 'The body is not JSON.',
  422: 'What was sent is not acceptable; nothing has changed.',
  428: '`If-Match` is missing, or of a part of what would be replaced.',
  503: 'It cannot be told at the moment.',
}

/** The statuses an operation refuses with. */
export function refusalsOf(declared: Declaration): readonly number[] {
  const { requires, writes, ifMatch, reauthentication, params, body, refusals = [] } = declared
  const everybody = requires === 'everybody'
  const statuses = new Set<number>([
    ...(everybody ? [] : [401, 403]),
    ...(writes || reauthentication !== undefined ? [403] : []),
    ...(ifMatch === undefined ? [] : [400, 412, 428]),
    422,
    ...(params === undefined ? [] : [404]),
    ...(body === undefined ? [] : [400, 413, 415, 422]),
    ...refusals,
    503,
  ])
  return [...statuses].toSorted((a, b) => a - b)
}

const problemContent = { 'application/problem+json': { schema: reference(problem) } }

function responses(declared: Declaration): Json {
  const { status, description, body, type = 'application/json', tagged } = declared.answer
  const headers = tagged
    ? { headers: { ETag: { description: 'The version, for `If-Match`.', schema: { type: 'string' } } } }
    : {}
  const content = body === undefined ? {} : { content: { [type]: { schema: reference(body) } } }
  const refused = refusalsOf(declared).map((code) => [
    code,
    { description: refusalTexts[code], content: problemContent },
  ])
  const same =
    tagged === true && declared.method === 'GET'
      ? { 304: { description: 'It is as the caller has it, by `If-None-Match`.' } }
      : {}
  return { [status]: { description, ...headers, ...content }, ...same, ...Object.fromEntries(refused) }
}

const ifMatchTexts = {
  true: 'The `ETag` of what was read.',
  whole: 'The `ETag` of the last page of the list.',
} as const

function operation(operationId: string, declared: Declaration): Json {
  const { tag, summary, requires, alsoRequires, writes, ifMatch, reauthentication, params, query, body } =
    declared
  const header = (name: string, required: boolean, description: string): Json => ({
    name,
    in: 'header',
    required,
    description,
    schema: { type: 'string', maxLength: 1_000 },
  })
  const list = [
    ...parameters(params, 'path'),
    ...parameters(query, 'query'),
    ...(ifMatch === undefined ? [] : [header('If-Match', true, ifMatchTexts[`${ifMatch}`])]),
  ]
  return {
    operationId,
    tags: [tag],
    summary,
    ...(requires === 'everybody' ? { security: [] } : {}),
    'x-trilatch-requires': requires,
    ...(alsoRequires === undefined ? {} : { 'x-trilatch-also-requires': alsoRequires }),
    'x-trilatch-writes': writes,
    ...(reauthentication === undefined ? {} : { 'x-trilatch-reauthentication': reauthentication }),
    ...(list.length === 0 ? {} : { parameters: list }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: reference(body) } } } }),
    responses: responses(declared),
  }
}

/**
 * The OpenAPI 3.1 document of the API, made from the very schemas that check requests.
 *
 * @param server Where the API is, as its callers see it. Default: where the document is.
 */
export function openApiDocument(server: string = '.'): Json {
  const paths: Record<string, Json> = {}
  const all: readonly (readonly [string, Declaration])[] = Object.entries(operations)
  for (const [id, declared] of all) {
    const place = (paths[declared.path] ??= {})
    place[declared.method.toLowerCase()] = operation(id, declared)
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Trilatch administration',
      version: '0.1.0',
      description:
        'Roles, members, groups, users, explanations, the audit trail and the policy. Nobody gives what they do not hold.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: server }],
    security: [{ session: [] }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'session',
          description: 'However the application knows its callers: its session cookie, or a token.',
        },
      },
      schemas: components(),
    },
  }
}
