// The record of a name that comes for the first time is overwritten by the next. Whatever is asked, and whoever asks
// in the midst of it, each answer is about its own name.
import { describe, expect, it } from 'vitest'
import { createAuthorizer } from '../../src/index.ts'
import type { Access } from '../../src/index.ts'
import { forbid, grant, permissions } from '../authorizer/support.ts'

const many = Array.from({ length: 20 }, (_, i) => forbid('job.run', `no${i}.*`))
const roles = [
  { id: 'eu', rules: [grant('job.run', 'eu.*')] },
  // A program that is long enough to be looked up instead of searched.
  { id: 'long', rules: [grant('job.run', 'eu.*'), ...many] },
] as const

/** Who asks: by a short program, by a long one, by several, and within a scope. */
const subjects = [['eu'], ['long'], ['eu', 'long'], [{ role: 'eu', scope: '*.x*' }]] as const

/** Names that nobody has asked about: of these the even ones are granted. */
function fresh(): () => string {
  let count = 0
  return () => `${count % 2 === 0 ? 'eu' : 'hr'}.x${count++}`
}
const granted = (name: string): boolean => name.startsWith('eu.')

/** Items whose name is new, and says so only after many other names have been asked about. */
function meddling(
  access: Access,
  next: () => string,
): { readonly items: object[]; readonly names: string[] } {
  const names = Array.from({ length: 40 }, next)
  const items = names.map((name) => ({
    get name() {
      for (let i = 0; i < 3; i++) {
        const other = next()
        expect(access.can('job.run', other)).toBe(granted(other))
      }
      return name
    },
  }))
  return { items, names }
}

describe.each(subjects.map((given) => [JSON.stringify(given), given] as const))('Held as %s', (_, given) => {
  const access = (): Promise<Access> =>
    createAuthorizer({ permissions, roles }).access({ id: 'ann', roles: given })

  it('names that come once are answered one by one', async () => {
    const [ann, next] = [await access(), fresh()]
    for (let i = 0; i < 200; i++) {
      const name = next()
      expect(ann.can('job.run', name)).toBe(granted(name))
    }
  })

  it('items that ask about other names while theirs is read are answered about their own', async () => {
    const [ann, next] = [await access(), fresh()]
    const first = meddling(ann, next)
    for (const [i, item] of first.items.entries())
      expect(ann.can('job.run', item as { name: string })).toBe(granted(first.names[i] as string))
    // A short list is asked item by item, a long one is remembered; `nameOf` is asked in the midst of both.
    for (const length of [5, 40]) {
      const { items, names } = meddling(ann, next)
      const list = items.slice(0, length) as { name: string }[]
      const expected = list.filter((__, i) => granted(names[i] as string))
      expect(ann.filter('job.run', list)).toEqual(expected)
      const nameOf = (item: { readonly name: string }): string => item.name
      expect(ann.filter('job.run', list, { nameOf })).toEqual(expected)
    }
  })
})
