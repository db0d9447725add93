// The types of the console's API, from its OpenAPI document: as much of JSON Schema as the document uses.

type Json = Readonly<Record<string, unknown>>

const nameOf = (ref: unknown): string => String(ref).split('/').at(-1) ?? ''

const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name))

/** A schema as a type. @throws TypeError for what the document does not use yet */
function typeOf(schema: Json): string {
  const { $ref, type, enum: words, const: word, anyOf, items, properties, additionalProperties } = schema
  if ($ref !== undefined) return nameOf($ref)
  if (Array.isArray(type)) return type.map((one) => typeOf({ ...schema, type: one as unknown })).join(' | ')
  if (Array.isArray(words)) return words.map((one) => JSON.stringify(one)).join(' | ')
  if (word !== undefined) return JSON.stringify(word)
  if (Array.isArray(anyOf)) return [...new Set(anyOf.map((one) => typeOf(one as Json)))].join(' | ')
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type
    case 'integer':
    case 'number':
      return 'number'
    case 'array':
      return `readonly (${typeOf(items as Json)})[]`
    case 'object':
      if (properties !== undefined) return objectOf(schema)
      return `{ readonly [key: string]: ${typeOf((additionalProperties ?? {}) as Json)} }`
    case undefined:
      return 'unknown'
    default:
      throw new TypeError(`No type is written for ${JSON.stringify(schema)}`)
  }
}

const comment = (text: unknown): string => (typeof text === 'string' ? `/** ${text} */\n` : '')

function objectOf({ properties, required = [], additionalProperties }: Json): string {
  const lines = Object.entries(properties as Record<string, Json>).map(([name, field]) => {
    const optional = (required as readonly string[]).includes(name) ? '' : '?'
    return `${comment(field['description'])}readonly ${key(name)}${optional}: ${typeOf(field)}`
  })
  const others = additionalProperties !== false && Object.keys(additionalProperties ?? {}).length === 0
  return `{\n${[...lines, ...(others ? ['readonly [key: string]: unknown'] : [])].join('\n')}\n}`
}

interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly schema: Json
}

interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: Json
  readonly responses: Readonly<Record<string, Json>>
}

function contentOf(value: Json | undefined): readonly [type: string, schema: Json] | undefined {
  const [first] = Object.entries((value?.['content'] ?? {}) as Record<string, { schema: Json }>)
  return first === undefined ? undefined : [first[0], first[1].schema]
}

function fieldsOf(parameters: readonly Parameter[], place: Parameter['in']): string | undefined {
  const found = parameters.filter((one) => one.in === place)
  if (found.length === 0) return undefined
  const fields = found.map(
    ({ name, required, schema }) => `readonly ${key(name)}${required === true ? '' : '?'}: ${typeOf(schema)}`,
  )
  return `{ ${fields.join('; ')} }`
}

/** What an operation that succeeds answers with. */
function answerOf(responses: Operation['responses']): readonly [type: string, schema: Json] | undefined {
  return contentOf(Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1])
}

/** What an operation takes and answers with. */
function operationOf({ summary, parameters = [], requestBody, responses, operationId }: Operation): string {
  const [type, schema] = answerOf(responses) ?? []
  const given = [
    ['params', fieldsOf(parameters, 'path'), ''],
    ['query', fieldsOf(parameters, 'query'), '?'],
    ['body', requestBody === undefined ? undefined : typeOf(contentOf(requestBody)?.[1] ?? {}), ''],
    ['version', parameters.some(({ name }) => name === 'If-Match') ? 'string | null' : undefined, ''],
  ] as const
  const lines = given.flatMap(([name, of, optional]) =>
    of === undefined ? [] : [`readonly ${name}${optional}: ${of}`],
  )
  const answered =
    schema === undefined ? 'undefined' : type === 'application/jsonl' ? 'string' : typeOf(schema)
  return `${comment(summary)}readonly ${operationId}: {\nreadonly input: ${lines.length === 0 ? 'undefined' : `{\n${lines.join('\n')}\n}`}\nreadonly answer: ${answered}\n}`
}

/** The file of types, not yet formatted. */
export function consoleTypes(document: Json): string {
  const { schemas } = document['components'] as { readonly schemas: Readonly<Record<string, Json>> }
  const named = Object.entries(schemas).map(([id, schema]) => {
    const isObject = schema['type'] === 'object' && schema['properties'] !== undefined
    const head = comment(schema['description'])
    return isObject
      ? `${head}export interface ${id} ${objectOf(schema)}`
      : `${head}export type ${id} = ${typeOf(schema)}`
  })
  const all = Object.entries(
    document['paths'] as Readonly<Record<string, Readonly<Record<string, Operation>>>>,
  )
  const operations = all.flatMap(([, methods]) => Object.values(methods).map(operationOf))
  const places = all.flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, { operationId, responses }]) =>
        `${operationId}: { method: ${JSON.stringify(method.toUpperCase())}, path: ${JSON.stringify(path)}, type: ${JSON.stringify(answerOf(responses)?.[0])} }`,
    ),
  )
  return [
    '// Written by `pnpm console:client` from the OpenAPI document; a test says when it is no longer current.',
    ...named,
    `/** What each operation takes and answers with. */\nexport interface Api {\n${operations.join('\n')}\n}`,
    `/** Where each operation is, and the media type of what it answers with. */\nexport const places: Readonly<Record<keyof Api, { readonly method: string; readonly path: string; readonly type: string }>> = {\n${places.join(',\n')},\n}`,
    '',
  ].join('\n\n')
}
