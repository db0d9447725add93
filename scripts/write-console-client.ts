// Writes the types of the console's client from its OpenAPI document.
import { writeFile } from 'node:fs/promises'
import { openApiDocument } from '../packages/console/src/index.ts'
import { consoleTypes } from './console-types.ts'

await writeFile(
  new URL('../packages/console/src/client/api.generated.ts', import.meta.url),
  consoleTypes(openApiDocument()),
)
