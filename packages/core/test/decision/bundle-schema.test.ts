import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { bundleJsonSchema } from '../../src/index.ts'
import { sampleBundle } from '../../src/decision/bundle-sample.ts'

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

type Schema = { readonly properties?: Readonly<Record<string, Schema>>; readonly items?: Schema }

/** The places of a schema that a value has nothing at. */
function missingFrom(value: unknown, { properties, items }: Schema, place = 'bundle'): string[] {
  if (value === undefined) return [place]
  if (items !== undefined) return missingFrom((value as readonly unknown[])[0], items, `${place}[0]`)
  return Object.entries(properties ?? {}).flatMap(([name, of]) =>
    missingFrom((value as Record<string, unknown>)[name], of, `${place}.${name}`),
  )
}

it('What is read beforehand has every part that a bundle can have, so that none is worked out later', () => {
  const schema = bundleJsonSchema() as Schema
  expect(missingFrom(sampleBundle, schema)).toEqual([])
  expect(missingFrom({ ...sampleBundle, given: [{ role: 'a' }], roles: [] }, schema)).toEqual([
    'bundle.given[0].scope',
    'bundle.roles[0]',
  ])
})
