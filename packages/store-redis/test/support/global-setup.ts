// The tests of this package talk to real servers. To be replaced by test/services when that exists.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Sees to it that `redis-server` can be started; where it is missing and packages can be installed, installs it. */
export async function setup(): Promise<void> {
  try {
    await run('redis-server', ['--version'])
  } catch {
    const install = ['install', '--yes', '--no-install-recommends', 'redis-server']
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    try {
      await run('apt-get', ['update'], { env, timeout: 120_000 })
      await run('apt-get', install, { env, timeout: 120_000 })
    } catch (cause) {
      throw new Error('The tests of store-redis need `redis-server` 7 in the PATH; install it', { cause })
    }
  }
}
