import type { HandedInRole, Role, State } from '@trilatch/core'

/** One question of the worked table. */
export interface Question {
  /** Absent: every permission of the catalogue. */
  readonly permission: string | undefined
  /** Absent: without a resource. */
  readonly resource: string | undefined
  readonly answer: State
}

/** One row of the worked table, read. */
export interface WorkedRow {
  readonly text: string
  readonly roles: readonly Role[]
  readonly held: readonly HandedInRole[]
  readonly questions: readonly Question[]
  /** What the last column says of `canSome`, where it does. */
  readonly canSome: boolean | undefined
}

function match(pattern: RegExp, text: string, row: string): readonly (string | undefined)[] {
  const found = pattern.exec(text)
  if (found === null) throw new Error(`Cannot read ${JSON.stringify(text)} in the row ${row}`)
  return found
}

/** Reads "A: `job` G, `job.run` F in `hr.*`, assigned with scope `eu.*`". */
function readRole(text: string, row: string): { role: Role; held: HandedInRole } {
  const [, id = '', content = ''] = match(/^([A-Z]): (.+)$/, text, row)
  const [, rulesText = '', scope] = match(/^(.*?)(?:, assigned with scope `([^`]+)`)?$/, content, row)
  const rules = rulesText.split(', ').map((rule) => {
    const [, permission = '', letter, context] = match(/^`([^`]+)` ([GF])(?: in `([^`]+)`)?$/, rule, row)
    const state = letter === 'G' ? ('granted' as const) : ('forbidden' as const)
    return { permission, state, ...(context === undefined ? {} : { context }) }
  })
  return { role: { id, rules }, held: scope === undefined ? id : { role: id, scope } }
}

/** Reads "`job.run` on `sales.eu` / on `hr.x` / without resource" with "granted / forbidden / forbidden". */
function readQuestions(asked: string, answered: string, row: string): Question[] {
  const answers = answered.split(' / ')
  let permission: string | undefined
  return asked.split(' / ').map((text, i) => {
    const pattern = /^(?:anything|(?:`([^`]+)`)? ?(?:on `([^`]+)`|without resource)?)$/
    const [, named, resource] = match(pattern, text, row)
    permission = named ?? permission
    const [answer = ''] = match(/^(?:granted|forbidden)$/, answers[i] ?? '', row)
    return { permission, resource, answer: answer as State }
  })
}

/** Reads the table whose first column is "roles of the subject". */
export function readWorkedTable(lines: readonly string[]): WorkedRow[] {
  const start = lines.findIndex((line) => /^\|\s*roles of the subject\s*\|/.test(line))
  const rest = lines.slice(start + 2)
  const rows = rest.slice(
    0,
    rest.findIndex((line) => !line.startsWith('|')),
  )
  return rows.map((row) => {
    const [roles = '', asked = '', answer = '', because = ''] = row
      .split('|')
      .slice(1)
      .map((cell) => cell.trim())
    const given = roles === 'none' ? [] : roles.split('; ').map((text) => readRole(text, row))
    const canSome = /`canSome` is (true|false)/.exec(because)?.[1]
    return {
      text: `${roles}: ${asked}`,
      roles: given.map(({ role }) => role),
      held: given.map(({ held }) => held),
      questions: readQuestions(asked, answer, row),
      canSome: canSome === undefined ? undefined : canSome === 'true',
    }
  })
}
