// What the documentation says is compiled, run and compared with what it claims.
import { existsSync, readdirSync } from 'node:fs'
import { posix } from 'node:path'
import { createAuthorizer, definePermissions, errorCodes, readPolicy, warningCodes } from '@trilatch/core'
import { beforeAll, describe, expect, it } from 'vitest'
import { readPage, repository } from './support/markdown.ts'
import { compileSnippets, runSnippet, writeSnippets } from './support/snippets.ts'
import { readWorkedTable } from './support/worked-table.ts'

const guides = readdirSync(`${repository}docs`)
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`)
const linked = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', ...guides]
const missing = linked.filter((file) => !existsSync(repository + file))
const pages = new Map(linked.filter((file) => !missing.includes(file)).map((file) => [file, readPage(file)]))
const blocks = ['README.md', ...guides].flatMap((file) => pages.get(file)?.blocks ?? [])
const code = blocks.filter(({ language }) => ['ts', 'tsx', 'js'].includes(language))
// The program in README.md is run from packed packages, by packed.test.ts.
const runnable = code.filter(({ file, marks }) => marks.includes('run') && file.startsWith('docs/'))

/** Languages of blocks with the marks that mean something; a misspelt mark would switch a proof off. */
const known: Readonly<Record<string, readonly string[]>> = {
  ts: ['run', 'fragment', 'browser', 'shared', 'continued'],
  tsx: ['browser'],
  html: [],
  js: ['run', 'cjs'],
  yaml: ['policy'],
  json: ['policy'],
  sh: [],
  console: [],
  text: [],
}

it('README.md, ARCHITECTURE.md and CONTRIBUTING.md exist', () => {
  expect(missing).toEqual([])
})

describe('Blocks of code', () => {
  beforeAll(() => writeSnippets(code))

  it('have a known language and known marks', () => {
    const odd = blocks.filter(({ language, marks }) =>
      marks.some((mark) => !(known[language] ?? []).includes(mark)),
    )
    const unknown = blocks.filter(({ language }) => known[language] === undefined)
    expect([...odd, ...unknown].map(({ file, line }) => `${file}:${line}`)).toEqual([])
  })

  it('compile', async () => {
    expect(code.length).toBeGreaterThan(20)
    expect(await compileSnippets()).toBe('')
  })

  it.concurrent.for(runnable.map((block) => [`${block.file}:${block.line}`, block] as const))(
    '%s runs and prints what it says',
    async ([, block], { expect: expectHere }) => {
      const printed = await runSnippet(block)
      if (block.output !== undefined) expectHere(printed).toBe(block.output)
    },
  )

  const policies = blocks.filter(({ marks }) => marks.includes('policy'))
  it.for(policies.map((block) => [`${block.file}:${block.line}`, block] as const))(
    '%s is a policy that readPolicy accepts',
    ([, block]) => {
      expect(readPolicy(block.text).format).toBe(1)
    },
  )
})

describe('docs/errors.md', () => {
  it('has one heading for every code, in the order of the source, and no other', () => {
    const headings = pages.get('docs/errors.md')?.headings.filter(({ level }) => level > 1)
    expect(headings?.map(({ text }) => text)).toEqual([...errorCodes, ...warningCodes])
  })
})

describe('Links', () => {
  const links = [...pages.values()].flatMap(({ file, links: targets }) =>
    targets.map((target) => ({ file, target })),
  )

  it.for(links.map(({ file, target }) => [file, target] as const))(
    'in %s, %s leads somewhere',
    ([file, target]) => {
      const [path = '', anchor] = target.split('#')
      const to = path === '' ? file : posix.join(posix.dirname(file), decodeURI(path))
      expect(existsSync(repository + to)).toBe(true)
      if (anchor === undefined) return
      const anchors = readPage(to).headings.map((heading) => heading.anchor)
      expect(anchors).toContain(anchor)
    },
  )
})

describe('The worked table of docs/rule.md', () => {
  const permissions = definePermissions({
    'project.join': 'Join Project',
    'project.create': 'Create Project',
    'project.delete': 'Delete Project',
    'job.run': 'Run Job',
  })
  const rows = readWorkedTable(pages.get('docs/rule.md')?.prose ?? [])

  it('has all its rows', () => {
    expect(rows.length).toBe(12)
  })

  it.for(rows.map((row) => [row.text, row] as const))(
    '%s',
    async ([, { roles, held, questions, canSome }]) => {
      const authorizer = createAuthorizer<string, never>({ permissions, roles })
      const access = await authorizer.access({ id: 'somebody', roles: held })
      for (const { permission, resource, answer } of questions) {
        for (const asked of permission === undefined ? permissions.index.keys() : [permission]) {
          const decision = resource === undefined ? access.decide(asked) : access.decide(asked, resource)
          expect(decision.state).toBe(answer)
        }
      }
      if (canSome !== undefined) expect(access.canSome(questions[0]?.permission ?? '')).toBe(canSome)
    },
  )
})
