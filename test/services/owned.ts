import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Waits until its input ends, which the kernel sees to however this process ends, then kills the process groups
 * that are noted in the folder, and removes it. It ignores the signals that end a run from the terminal.
 */
const guardian = `
trap '' INT TERM HUP
cat >/dev/null
for note in "$1"/processes/*; do
  [ -e "$note" ] && kill -s KILL -- "-\${note##*/}" 2>/dev/null
done
tries=0
until rm -rf -- "$1" 2>/dev/null; do
  tries=$((tries + 1))
  [ "$tries" -ge 20 ] && exit 1
  sleep 0.1
done`

let root: string | undefined

/** The folder of this process, watched over by a guardian that outlives it for a moment. */
function ownRoot(): string {
  if (root !== undefined) return root
  root = mkdtempSync(join(tmpdir(), 'trilatch-services-'))
  mkdirSync(join(root, 'processes'))
  const child = spawn('sh', ['-c', guardian, 'guardian', root], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  child.unref()
  ;(child.stdin as unknown as Socket).unref()
  return root
}

/** A new folder that is removed with everything in it when this process ends, however it does. */
export const ownFolder = (name: string): string => mkdtempSync(join(ownRoot(), `${name}-`))

export const removeFolder = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })

const note = (pid: number): string => join(ownRoot(), 'processes', String(pid))

/** Has the process group of that leader killed when this process ends, however it does. */
export const ownProcessGroup = (pid: number): void => writeFileSync(note(pid), '')

export const disownProcessGroup = (pid: number): void => rmSync(note(pid), { force: true })
