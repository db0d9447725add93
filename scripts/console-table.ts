// The table of the console's operations in docs/console.md, from their declarations.
import type { Declaration } from '../packages/console/src/index.ts'
import { operations } from '../packages/console/src/index.ts'

const requiresText = (requires: Declaration['requires']): string =>
  requires.startsWith('trilatch') ? `\`${requires}\`` : requires.replace('-', ' ')

/** What has to come along. */
function needsOf({ ifMatch, reauthentication }: Declaration): string {
  const needs = [
    ...(ifMatch === undefined ? [] : [ifMatch === 'whole' ? '`If-Match` of the whole list' : '`If-Match`']),
    ...(reauthentication === 'always' ? ['a recent sign-in'] : []),
    ...(reauthentication === 'console' ? ['a recent sign-in where it opens the console'] : []),
  ]
  return needs.join(', ')
}

/** One row for each operation, in the order of the document. */
export function consoleTable(): string {
  const rows = Object.entries(operations as Readonly<Record<string, Declaration>>).map(([id, declared]) => {
    const { method, path, summary, requires, alsoRequires, writes } = declared
    const place = `\`${method} ${path.slice(1)}\``
    return [
      `\`${id}\`${writes ? ' ✎' : ''}`,
      place,
      [requires, ...(alsoRequires === undefined ? [] : [alsoRequires])].map(requiresText).join(', '),
      needsOf(declared),
      summary,
    ]
  })
  const head = ['operation', 'method and path below `api/`', 'requires', 'needs', 'does']
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** Where the table stands in a page. */
export const tableIn = /(?<=## Operations\n\n)\| operation[\s\S]*?(?=\n\n)/
