import { delimiter } from 'node:path'

/** What installing depends on, so that tests can put it into any situation. */
export interface Surroundings {
  /** PATH. */
  readonly path: string
  /** Whose process this is: 0 for root, `undefined` where there are no such numbers. */
  readonly uid: number | undefined
  readonly platform: NodeJS.Platform
  /** `TRILATCH_INSTALL`: `no` forbids to install anything. */
  readonly install: string | undefined
  /** The name of the lock that keeps several runs from installing at once. */
  readonly lock: string
  /** The file that says whether packages may start services, in Debian and its like. */
  readonly servicePolicy: string
  /** How long to wait in all while another program uses apt, in milliseconds. */
  readonly aptBusyMs: number
  /** Where lines of progress go. */
  readonly report: (line: string) => void
}

/** The surroundings of this process. */
export const surroundings = (): Surroundings => ({
  // Servers of the system are where only root's PATH leads.
  path: [process.env['PATH'] ?? '', '/usr/local/sbin', '/usr/sbin', '/sbin'].join(delimiter),
  uid: process.getuid?.(),
  platform: process.platform,
  install: process.env['TRILATCH_INSTALL'],
  lock: 'trilatch-test-install',
  servicePolicy: '/usr/sbin/policy-rc.d',
  aptBusyMs: 300_000,
  report: (line) => process.stderr.write(`${line}\n`),
})
