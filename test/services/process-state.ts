import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** What a process of this machine is doing; one that ended and that nobody has waited for is gone. */
export function processState(pid: number): 'running' | 'frozen' | 'gone' {
  const letter = process.platform === 'linux' ? fromProc(pid) : fromPs(pid)
  if (letter === '' || letter === 'Z' || letter === 'X') return 'gone'
  return letter === 'T' ? 'frozen' : 'running'
}

/** The first letter of what `ps` calls the state; empty when there is no such process. */
function fromProc(pid: number): string {
  try {
    // The name of the program stands before it in parentheses, and may hold some itself.
    return /\) (\w)[^)]*$/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? ''
  } catch {
    return ''
  }
}

function fromPs(pid: number): string {
  try {
    const args = ['-o', 'stat=', '-p', String(pid)]
    const stat = execFileSync('ps', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    return stat.trim().slice(0, 1)
  } catch {
    return ''
  }
}
