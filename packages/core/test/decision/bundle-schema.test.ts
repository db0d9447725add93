import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { bundleJsonSchema } from '../../src/index.ts'

const published = new URL('../../schema/bundle.schema.json', import.meta.url)

it('The published JSON Schema of a decision bundle is the one that the code gives: pnpm schema', () => {
  const schema = bundleJsonSchema()
  expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(schema)
  expect(schema).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Trilatch decision bundle',
    type: 'object',
    additionalProperties: false,
  })
  expect(schema['required']).toEqual(Object.keys(schema['properties'] as object))
})
