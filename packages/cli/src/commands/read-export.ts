import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { readJsonLine } from '@trilatch/core'
import type { AuditChain, KeptEntry, TrailPage } from '@trilatch/core'
import { misuse } from '../failure.ts'

/** The most characters of a line: a file without lines must not fill the memory. */
const maxLine = 32_000_000
const pageSize = 200

/** Lines of a file, one after the other. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of createReadStream(path, 'utf8')) {
    const lines = (rest + String(chunk)).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
    if (rest.length > maxLine) throw new Error(`a line is longer than ${maxLine} characters`)
  }
  if (rest !== '') yield rest
}

/** The entries of an export, in pages; the last has no `next`. @throws Failure where it cannot be read */
export async function* readExport(
  folder: string,
  file: string,
  chain: AuditChain,
): AsyncGenerator<TrailPage, void> {
  const { key } = chain
  let items: KeptEntry[] = []
  let number = 0
  try {
    for await (const line of linesOf(resolve(folder, file))) {
      items.push(readJsonLine(chain, line, `line ${++number}`))
      if (items.length < pageSize) continue
      yield { items, next: String(number), bounds: null, key }
      items = []
    }
  } catch (error) {
    throw misuse(`Cannot read ${file}: ${(error as Error).message}`, 'file-unreadable')
  }
  yield { items, bounds: null, key }
}
