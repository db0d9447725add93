/** A program that tests run for real and npm does not bring. */
export interface SystemPackage {
  /** What people call it. */
  readonly title: string
  /** The commands that have to be on PATH; the first is the one asked for its version. */
  readonly commands: readonly [string, ...string[]]
  /** The packages of Debian and Ubuntu that bring them. */
  readonly apt: readonly string[]
  /** The formula of Homebrew that brings them. */
  readonly brew: string
  /** The oldest version that will do, as `major.minor`, and where the first command's `--version` says it. */
  readonly version: { readonly least: string; readonly shown: RegExp }
}

/** All that tests may install: the one list of it. */
export const systemPackages = {
  redis: {
    title: 'Redis',
    commands: ['redis-server', 'redis-cli'],
    apt: ['redis-server'],
    brew: 'redis',
    version: { least: '7.0', shown: /\bv=(\d+\.\d+)/ },
  },
  chromium: {
    title: 'Chromium',
    commands: ['chromium'],
    // Without a font of its own, a page on a bare machine shows boxes.
    apt: ['chromium', 'fonts-dejavu-core'],
    brew: 'chromium',
    version: { least: '120.0', shown: /\bChromium (\d+\.\d+)/ },
  },
} as const satisfies Record<string, SystemPackage>

export type SystemPackageName = keyof typeof systemPackages
