// What the package weighs in a page, as a bundler makes it smaller and a server compresses it.
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { expect, it } from 'vitest'

const at = (path: string): string => fileURLToPath(new URL(`../src/${path}`, import.meta.url))

/** Bundles an entry with whatever it imports, React excepted; its bytes after gzip, and what it still imports. */
async function weigh(
  entry: string,
): Promise<{ readonly bytes: number; readonly imports: readonly string[] }> {
  const bundle = await rolldown({ input: at(entry), external: /^react(?:-dom)?(?:\/|$)/, onLog: () => {} })
  const { output } = await bundle.generate({ minify: true })
  await bundle.close()
  expect(output.length).toBe(1)
  const [{ code, imports }] = output
  return { bytes: gzipSync(code, { level: 9 }).length, imports }
}

it('the main entry weighs less than 4 kB, all in all, and needs nothing else', async () => {
  const { bytes, imports } = await weigh('index.ts')
  expect(imports).toEqual([])
  expect(bytes).toBeLessThan(4_000)
  expect((await weigh('auto.ts')).bytes).toBeLessThan(4_000)
})

it('the entry for React adds less than 1 kB, and needs React alone', async () => {
  const { bytes, imports } = await weigh('react/index.ts')
  expect(imports).toEqual(['react'])
  expect(bytes).toBeLessThan(5_000)
})
