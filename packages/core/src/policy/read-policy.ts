import { isAlias, isMap, isNode, isScalar, LineCounter, parseDocument as parseYaml, visit } from 'yaml'
import type { Document } from 'yaml'
import type { Permissions } from '../catalogue/permissions.ts'
import { own, unknownKey as findUnknown } from '../own.ts'
import { checkCatalogue, isCatalogue } from '../catalogue/check-catalogue.ts'
import { didYouMean } from '../catalogue/suggest.ts'
import { checkPolicy } from './check-policy.ts'
import { parseWritten, unknownKey } from './parse-data.ts'
import type { PolicyDocument } from './policy.ts'
import { PolicyError } from './policy-error.ts'
import type { PolicyIssue } from './policy-error.ts'
import type { WrittenDocument } from './schema.ts'

/** The longest text that is read, in UTF-16 units. */
const maxLength = 10_000_000

const invalid = 'TRILATCH_POLICY_INVALID'

const notRead = 'tags, anchors and aliases are not read'

/** What the reader of YAML has against a text. Its own words are of no help to whoever wrote a bare `*`. */
function faultText({ message }: Error): string {
  const text = message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? 'unreadable'
  return text === 'Alias cannot be an empty string' ? `${notRead}: quote it, as '*', if it is text` : text
}

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

const optionNames = ['permissions', 'source']

/** @throws TypeError for what would leave the names of a document unchecked */
function checkOptions(options: ReadPolicyOptions): void {
  if (typeof options !== 'object' || options === null)
    throw new TypeError('The options of readPolicy are { permissions?, source? }')
  if (isCatalogue(options))
    throw new TypeError('The permissions are an option: write readPolicy(text, { permissions })')
  const stray = findUnknown(options, optionNames)
  if (stray !== undefined)
    throw new TypeError(`readPolicy has no option ${JSON.stringify(stray)}.${didYouMean(stray, optionNames)}`)
  const permissions = own(options, 'permissions')
  if (permissions !== undefined) checkCatalogue(permissions, 'readPolicy(text, { permissions })')
}

/** Why a document that holds no fields is none, or `undefined`. */
function whyNoDocument(contents: Document['contents']): string | undefined {
  if (contents === null || (isScalar(contents) && contents.value === null))
    return 'it is empty: the least there is is { format: 1, roles: [] }'
  return isScalar(contents)
    ? 'expected a document, and this is a single value: hand over what the file holds, and not its name'
    : undefined
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
  checkOptions(options)
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
    message: faultText(error),
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
        message: isAlias(node) ? `${notRead}: quote it, as '*${node.source}', if it is text` : notRead,
        ...at(node.range?.[0] ?? 0),
      })
    },
  })
  if (faults.length > 0) fail(faults)
  const none = whyNoDocument(yaml.contents)
  if (none !== undefined)
    fail([{ code: invalid, path: [], message: none, ...at(yaml.contents?.range?.[0] ?? 0) }])
  const located = (issues: readonly PolicyIssue[]): PolicyIssue[] =>
    issues.map((issue) => ({ ...issue, ...at(offsetOf(yaml, issue)) }))
  const parsed = parseWritten(yaml.toJS())
  if ('issues' in parsed) return fail(located(parsed.issues))
  const issues = checkPolicy({ assignments: [], mappings: [], ...parsed.value }, permissions)
  if (issues.length > 0) fail(located(issues))
  return parsed.value
}
