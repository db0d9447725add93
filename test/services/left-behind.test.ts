import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { processState } from './process-state.ts'
import { until } from './until.ts'

const main = fileURLToPath(new URL('./left-behind-main.ts', import.meta.url))

it.concurrent.for([
  ['is killed with all of its process group', 'waits', 'SIGKILL'],
  ['fails', 'throws', 1],
  ['forgets to stop them', 'returns', 0],
] as const)('nothing is left of the services of a program that %s', async ([, how, outcome], test) => {
  const program = spawn(process.execPath, [main, how], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  test.onTestFinished(() => void program.kill('SIGKILL'))
  const ended = once(program, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  const [line] = (await once(createInterface(program.stdout), 'line')) as [string]
  const { pids, folder } = JSON.parse(line) as { pids: number[]; folder: string }
  expect(pids).toHaveLength(3)
  if (how === 'waits') {
    expect(pids.map(processState)).toEqual(['running', 'frozen', 'running'])
    expect(existsSync(folder)).toBe(true)
    process.kill(-(program.pid ?? 0), outcome)
  }

  const [code, signal] = await ended
  expect(code ?? signal).toBe(outcome)
  await until('the processes to be gone', () => pids.every((pid) => processState(pid) === 'gone'))
  await until('the folder to be gone', () => !existsSync(folder))
})
