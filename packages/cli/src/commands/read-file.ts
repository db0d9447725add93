import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { misuse } from '../failure.ts'
import type { Session } from '../session.ts'

/** The most that is read of one file, in bytes. */
const maxBytes = 40_000_000

/** The text of a file; `-` is standard input. */
export async function textOf(session: Session, file: string): Promise<string> {
  if (file === '-') return session.terminal.input()
  const path = resolve(session.terminal.folder, file)
  try {
    const { size } = await stat(path)
    if (size <= maxBytes) return await readFile(path, 'utf8')
  } catch (error) {
    throw misuse(`Cannot read ${file}: ${(error as Error).message}`, 'file-unreadable')
  }
  throw misuse(`${file} is longer than ${maxBytes} bytes.`, 'file-too-long')
}

/** A file as messages name it. */
export const nameOf = (file: string): string => (file === '-' ? 'standard input' : file)
