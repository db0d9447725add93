import { beforeAll, expect, it } from 'vitest'
import { compile } from './compile.ts'
import type { Compiled } from './compile.ts'

/** Programs by name, and what the compiler must say: nothing, or one message. */
export type Programs = Record<string, readonly [program: string, message?: RegExp]>

/** Compiles programs behind a head, all at once, and has a test look at each. @returns what was compiled, for further tests */
export function testPrograms(folder: string, head: string, programs: Programs): () => Compiled {
  let compiled: Compiled
  beforeAll(async () => {
    const texts = Object.entries(programs).map(([name, [text]]) => [name, `${head}\n${text}\n`] as const)
    compiled = await compile(folder, new Map(texts))
  })
  it.each(Object.entries(programs))('%s', (name, [, message]) => {
    const errors = compiled.errors.get(name) ?? []
    if (message === undefined) expect(errors).toEqual([])
    else {
      expect(errors).toHaveLength(1)
      expect(errors[0]).toMatch(message)
    }
  })
  return () => compiled
}
