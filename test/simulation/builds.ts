import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { RedisStore, RedisStoreOptions } from '@trilatch/store-redis'
import { ownFolder, removeFolder } from '../services/owned.ts'
import { applyPatch } from './patch.ts'

/** Sources of the store in Redis, as they are shipped or broken on purpose. */
export interface Build {
  readonly name: string
  redisStore(options: RedisStoreOptions): RedisStore
}

const shipped = fileURLToPath(new URL('../../packages/store-redis/', import.meta.url))
const patches = fileURLToPath(new URL('broken/', import.meta.url))

/** The most lines that a patch may add and remove together. */
const maxLines = 10

export const brokenBuilds: readonly string[] = readdirSync(patches)
  .filter((file) => file.endsWith('.patch'))
  .map((file) => file.slice(0, -'.patch'.length))
  .toSorted()

async function from(name: string, folder: string): Promise<Build> {
  const url = pathToFileURL(join(folder, 'src/index.ts')).href
  const { redisStore } = (await import(url)) as Pick<Build, 'redisStore'>
  return { name, redisStore }
}

export const shippedBuild = (): Promise<Build> => from('shipped', shipped)

/** Applies a patch to a copy of the shipped sources. @throws Error when it does not apply, or is too long */
export function copyBroken(name: string): { readonly folder: string; remove(): void } {
  const file = join(patches, `${name}.patch`)
  if (!existsSync(file)) throw new Error(`there is no build ${name}; there are ${brokenBuilds.join(', ')}`)
  const folder = ownFolder('broken')
  const remove = (): void => removeFolder(folder)
  try {
    cpSync(join(shipped, 'src'), join(folder, 'src'), { recursive: true })
    cpSync(join(shipped, 'package.json'), join(folder, 'package.json'))
    symlinkSync(join(shipped, 'node_modules'), join(folder, 'node_modules'))
    const changed = applyPatch(readFileSync(file, 'utf8'), {
      read: (path) => readFileSync(join(folder, 'src', path), 'utf8'),
      write: (path, text) => writeFileSync(join(folder, 'src', path), text),
    })
    if (changed > maxLines)
      throw new Error(`the patch ${name} changes ${changed} lines, more than ${maxLines}`)
    return { folder, remove }
  } catch (error) {
    remove()
    throw error
  }
}

/** A broken build, ready to be used in this process. @throws Error as {@link copyBroken} does */
export async function brokenBuild(name: string): Promise<{ build: Build; remove(): void }> {
  const { folder, remove } = copyBroken(name)
  try {
    return { build: await from(name, folder), remove }
  } catch (error) {
    remove()
    throw error
  }
}
