import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder of the repository, with a slash at its end. */
export const repository = fileURLToPath(new URL('../../', import.meta.url))

/** A fenced block of a page. */
export interface Block {
  /** The page, from the repository's top. */
  readonly file: string
  /** Line of the block's first line of text, from 1. */
  readonly line: number
  readonly language: string
  /** The words behind the language: `run`, `fragment`, `browser`, `shared`, `continued`, `policy`, `cjs`. */
  readonly marks: readonly string[]
  readonly text: string
  /** What a `text` block right behind it says. */
  readonly output: string | undefined
  /** The block marked `shared` that a block marked `continued` goes on from. */
  readonly from: Block | undefined
}

/** A page of documentation. */
export interface Page {
  readonly file: string
  readonly blocks: readonly Block[]
  /** Headings with their level, in order. */
  readonly headings: readonly { readonly level: number; readonly text: string; readonly anchor: string }[]
  /** Targets of links, without those that lead to other sites. */
  readonly links: readonly string[]
  /** The lines outside fenced blocks. */
  readonly prose: readonly string[]
}

/** The anchor that GitHub gives a heading. */
function anchorOf(text: string, taken: Map<string, number>): string {
  const slug = text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, '')
    .replaceAll(' ', '-')
  const times = taken.get(slug) ?? 0
  taken.set(slug, times + 1)
  return times === 0 ? slug : `${slug}-${times}`
}

/** Reads one page. Throws when a fence is left open. */
export function readPage(file: string): Page {
  const lines = readFileSync(repository + file, 'utf8').split('\n')
  const blocks: Block[] = []
  const prose: string[] = []
  let quiet = true
  let shared: Block | undefined
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (!line.startsWith('```')) {
      prose.push(line)
      if (line.trim() !== '') quiet = false
      continue
    }
    const end = lines.indexOf('```', at + 1)
    if (end === -1) throw new Error(`${file}:${at + 1}: the block is not closed`)
    const [language = '', ...marks] = line.slice(3).trim().split(/\s+/)
    const text = lines.slice(at + 1, end).join('\n')
    const before = blocks.at(-1)
    if (language === 'text' && quiet && before !== undefined)
      blocks[blocks.length - 1] = { ...before, output: text }
    else {
      if (marks.includes('continued') && shared === undefined)
        throw new Error(`${file}:${at + 1}: no block before it is marked "shared"`)
      const from = marks.includes('continued') ? shared : undefined
      const block: Block = { file, line: at + 2, language, marks, text, output: undefined, from }
      if (marks.includes('shared')) shared = block
      blocks.push(block)
    }
    quiet = true
    at = end
  }
  const taken = new Map<string, number>()
  const headings = prose.flatMap((line) => {
    const [, marks, text] = /^(#{1,6}) (.+)$/.exec(line) ?? []
    if (marks === undefined || text === undefined) return []
    return [{ level: marks.length, text, anchor: anchorOf(text, taken) }]
  })
  const links = [...prose.join('\n').matchAll(/\]\(([^)\s]+)\)|^\[[^\]]+\]:\s*(\S+)/gm)]
    .map((match) => match[1] ?? match[2] ?? '')
    .filter((target) => !/^(?:[a-z]+:)/i.test(target))
  return { file, blocks, headings, links, prose }
}
