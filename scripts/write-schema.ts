// Writes the published JSON Schemas; a test compares each with what the code gives.
import { writeFile } from 'node:fs/promises'
import { bundleJsonSchema, policyJsonSchema } from '../packages/core/src/index.ts'

const schemas = { policy: policyJsonSchema(), bundle: bundleJsonSchema() }
for (const [name, schema] of Object.entries(schemas)) {
  const file = new URL(`../packages/core/schema/${name}.schema.json`, import.meta.url)
  await writeFile(file, `${JSON.stringify(schema, null, 2)}\n`)
}
