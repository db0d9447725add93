// Writes the published JSON Schema of policy documents; a test compares it with what the code gives.
import { writeFile } from 'node:fs/promises'
import { policyJsonSchema } from '../packages/core/src/index.ts'

const file = new URL('../packages/core/schema/policy.schema.json', import.meta.url)
await writeFile(file, `${JSON.stringify(policyJsonSchema(), null, 2)}\n`)
