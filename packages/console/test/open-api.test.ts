import { createConfig, lintFromString } from '@redocly/openapi-core'
import { describe, expect, it } from 'vitest'
import { openApiDocument, operations } from '@trilatch/console'

const document = openApiDocument()

describe('The OpenAPI document', () => {
  it('passes the linter, with what it recommends', async () => {
    const config = await createConfig({
      extends: ['recommended'],
      rules: {
        // Where the API is, only the application knows: the document lies beside it.
        'no-server-example.com': 'off',
        'operation-4xx-response': 'error',
      },
    })
    const problems = await lintFromString({ source: JSON.stringify(document), config })
    expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual(
      [],
    )
  })

  it('has every operation once, by its id, and says what it requires', () => {
    const paths = document['paths'] as Record<string, Record<string, Record<string, unknown>>>
    const listed = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId, 'x-trilatch-requires': requires }]) => [
        operationId,
        { method: method.toUpperCase(), path, requires },
      ]),
    )
    const declared = Object.entries(operations).map(([id, { method, path, requires }]) => [
      id,
      { method, path, requires },
    ])
    expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(declared))
    expect(listed).toHaveLength(declared.length)
  })

  it('accepts no properties beside those it names, wherever something is sent', () => {
    const schemas = (document['components'] as { schemas: Record<string, Record<string, unknown>> }).schemas
    const open = Object.entries(schemas)
      .filter(
        ([, { type, properties, additionalProperties }]) =>
          type === 'object' && properties !== undefined && additionalProperties !== false,
      )
      .map(([id]) => id)
    expect(open).toEqual(['Problem'])
  })

  it('bounds every text and list that is sent', () => {
    const faults: string[] = []
    const look = (schema: unknown, at: string): void => {
      if (typeof schema !== 'object' || schema === null) return
      const {
        type,
        maxLength,
        maxItems,
        enum: words,
        const: word,
        $ref,
        pattern,
      } = schema as Record<string, unknown>
      if (typeof $ref === 'string') {
        const id = $ref.split('/').at(-1) ?? ''
        if (at.includes(`<${id}>`)) return
        const all = (document['components'] as { schemas: Record<string, unknown> }).schemas
        return look(all[id], `${at}<${id}>`)
      }
      if (
        type === 'string' &&
        maxLength === undefined &&
        words === undefined &&
        word === undefined &&
        !String(pattern).includes('{0,127}')
      )
        faults.push(at)
      if (type === 'array' && maxItems === undefined) faults.push(at)
      for (const [key, value] of Object.entries(schema)) look(value, `${at}.${key}`)
    }
    for (const [path, methods] of Object.entries(
      document['paths'] as Record<string, Record<string, Record<string, unknown>>>,
    ))
      for (const [method, { parameters, requestBody }] of Object.entries(methods))
        look({ parameters, requestBody }, `${method} ${path}`)
    expect(faults).toEqual([])
  })
})
