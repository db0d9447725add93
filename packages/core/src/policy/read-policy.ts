import { isAlias, isMap, isNode, isScalar, LineCounter, parseDocument as parseYaml, visit } from 'yaml'
import type { Document } from 'yaml'
import type { Permissions } from '../catalogue/permissions.ts'
import { own } from '../own.ts'
import { checkPolicy } from './check-policy.ts'
import { parseWritten, unknownKey } from './parse-data.ts'
import type { PolicyDocument } from './policy.ts'
import { PolicyError } from './policy-error.ts'
import type { PolicyIssue } from './policy-error.ts'
import type { WrittenDocument } from './schema.ts'

/** The longest text that is read, in UTF-16 units. */
const maxLength = 10_000_000

const invalid = 'TRILATCH_POLICY_INVALID'

/** The offset of the value at a path (of an unknown key, the key's own), or of the nearest thing above it that has one. */
function offsetOf(document: Document, { path, message }: PolicyIssue): number {
  for (let length = path.length; length >= 0; length--) {
    const above = document.getIn(path.slice(0, length - 1), true)
    const named = length === path.length && message.startsWith(unknownKey) && isMap(above)
    const key = named
      ? above.items.find((pair) => isScalar(pair.key) && pair.key.value === path[length - 1])?.key
      : undefined
    const node = key ?? (length === 0 ? document.contents : document.getIn(path.slice(0, length), true))
    if (isNode(node) && node.range != null) return node.range[0]
  }
  return 0
}

/** How a text is read. */
interface ReadPolicyOptions {
  /** The catalogue that rules must fit; without it their names are not looked up. */
  readonly permissions?: Permissions
  /** The file's name, for messages. */
  readonly source?: string
}

/**
 * Reads a policy document from JSON or YAML text (JSON is read as the YAML it is) and checks it whole.
 *
 * @throws PolicyError Everything that is wrong, each with line and column. Tags, anchors and aliases are refused.
 */
export function readPolicy(text: string, options: ReadPolicyOptions = {}): PolicyDocument {
  const written = readWrittenPolicy(text, options)
  return Object.freeze({ assignments: Object.freeze([]), mappings: Object.freeze([]), ...written })
}

/**
 * As `readPolicy`, with lists that the document leaves out left out: an import leaves alone what they are of.
 *
 * @throws PolicyError as `readPolicy`
 */
export function readWrittenPolicy(text: string, options: ReadPolicyOptions = {}): WrittenDocument {
  if (typeof text !== 'string') throw new TypeError('readPolicy takes the text of a document')
  const [permissions, source = 'policy'] = [own(options, 'permissions'), own(options, 'source')]
  if (text.length > maxLength) {
    throw new PolicyError(source, [
      { code: invalid, path: [], message: `it is longer than ${maxLength} characters` },
    ])
  }
  const lines = new LineCounter()
  const yaml = parseYaml(text, { lineCounter: lines, schema: 'core', strict: true, uniqueKeys: true })
  const at = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  const fail = (issues: readonly PolicyIssue[]): never => {
    throw new PolicyError(source, issues, { source })
  }
  const faults: PolicyIssue[] = [...yaml.errors, ...yaml.warnings].map((error) => ({
    code: invalid,
    path: [],
    message: error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? 'unreadable',
    ...at(error.pos[0]),
  }))
  if (faults.length > 0) fail(faults)
  visit(yaml, {
    Pair: (_, { key }) => {
      if (!isNode(key) || isScalar(key) || isAlias(key)) return
      faults.push({
        code: invalid,
        path: [],
        message: 'a key must be plain text',
        ...at(key.range?.[0] ?? 0),
      })
    },
    Node: (_, node) => {
      const anchored = 'anchor' in node && node.anchor !== undefined
      if (!isAlias(node) && node.tag === undefined && !anchored) return
      faults.push({
        code: invalid,
        path: [],
        message: 'tags, anchors and aliases are not read',
        ...at(node.range?.[0] ?? 0),
      })
    },
  })
  if (faults.length > 0) fail(faults)
  const located = (issues: readonly PolicyIssue[]): PolicyIssue[] =>
    issues.map((issue) => ({ ...issue, ...at(offsetOf(yaml, issue)) }))
  const parsed = parseWritten(yaml.toJS())
  if ('issues' in parsed) return fail(located(parsed.issues))
  const issues = checkPolicy({ assignments: [], mappings: [], ...parsed.value }, permissions)
  if (issues.length > 0) fail(located(issues))
  return parsed.value
}
