import { TrilatchError } from '../errors.ts'
import type { TrilatchErrorCode } from '../errors.ts'
import { own } from '../own.ts'

/** One thing that is wrong in a policy. */
export interface PolicyIssue {
  readonly code: TrilatchErrorCode
  /** Keys and indexes from the document's top: `['roles', 0, 'rules', 2, 'context']`. */
  readonly path: readonly (string | number)[]
  readonly message: string
  /** Where in the text it stands, from 1; only for policies read from a text. */
  readonly line?: number
  readonly column?: number
}

/** A path as people write it: `roles[0].rules[2].context`. */
export function formatPath(path: readonly (string | number)[]): string {
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? key : `.${key}`)).join('')
}

const maxShown = 20

/**
 * A policy, or a change to one, that is refused: all that is wrong with it at once, and nothing has changed.
 * Its `code` is that of its issues when they agree, else `TRILATCH_POLICY_INVALID`.
 */
export class PolicyError extends TrilatchError {
  readonly issues: readonly PolicyIssue[]

  /** @param options.status Set where the policy came with a request: 422. */
  constructor(
    what: string,
    issues: readonly PolicyIssue[],
    options: { readonly source?: string; readonly status?: number } = {},
  ) {
    const first = issues[0]?.code ?? 'TRILATCH_POLICY_INVALID'
    const code = issues.every((issue) => issue.code === first) ? first : 'TRILATCH_POLICY_INVALID'
    const [source = 'line', status] = [own(options, 'source'), own(options, 'status')]
    const lines = issues.slice(0, maxShown).map((issue) => {
      const place = issue.line === undefined ? '' : `${source}:${issue.line}:${issue.column} `
      const path = formatPath(issue.path)
      return `${place}${path}${path === '' ? '' : ': '}${issue.message}`
    })
    const more = issues.length > maxShown ? [`… and ${issues.length - maxShown} more`] : []
    const list = [...lines, ...more]
    const message =
      list.length === 1 ? `Cannot use ${what}: ${list[0]}` : `Cannot use ${what}:\n- ${list.join('\n- ')}`
    super(code, message, status === undefined ? {} : { status })
    this.name = 'PolicyError'
    this.issues = Object.freeze(issues.map((issue) => Object.freeze(issue)))
  }
}
