import { garbled } from './garbled.ts'
import { list } from './scripts/script.ts'

/** A list of names and texts in turn, as pairs. @throws GarbledError */
export function pairs(flat: unknown): readonly (readonly [string, string | null])[] {
  const found: [string, string | null][] = []
  const items = list(flat, 'a list of documents')
  for (let i = 0; i < items.length; i += 2) {
    const [name, text] = [items[i], items[i + 1] ?? null]
    if (typeof name !== 'string' || (text !== null && typeof text !== 'string')) throw garbled('a document')
    found.push([name, text])
  }
  return found
}
