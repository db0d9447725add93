// Writes what follows from the declarations of the console's API: the types of its client, and a table of the docs.
import { readFile, writeFile } from 'node:fs/promises'
import { openApiDocument } from '../packages/console/src/index.ts'
import { consoleTable, tableIn } from './console-table.ts'
import { consoleTypes } from './console-types.ts'

const types = new URL('../packages/console/src/client/api.generated.ts', import.meta.url)
await writeFile(types, consoleTypes(openApiDocument()))

const page = new URL('../docs/console.md', import.meta.url)
await writeFile(page, (await readFile(page, 'utf8')).replace(tableIn, consoleTable()))
