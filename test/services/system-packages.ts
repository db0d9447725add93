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
  /** The oldest version that will do, as `major.minor`, and where the first command says it when asked (`--version`). */
  readonly version: { readonly least: string; readonly shown: RegExp; readonly ask?: string }
  /** Whether installing it would start a service of the system: that is prevented. */
  readonly startsService?: boolean
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
  slapd: {
    title: 'OpenLDAP',
    commands: ['slapd', 'slapadd', 'ldapadd', 'ldapmodify', 'ldapsearch', 'openssl'],
    apt: ['slapd', 'ldap-utils', 'openssl'],
    brew: 'openldap',
    version: { least: '2.5', shown: /OpenLDAP: slapd (\d+\.\d+)/, ask: '-VV' },
    startsService: true,
  },
  // For a script alone: no test of the test command needs it.
  dirsrv: {
    title: '389 Directory Server',
    commands: ['ns-slapd', 'ldapmodify'],
    apt: ['389-ds-base', 'ldap-utils'],
    brew: 'of which there is none: run this on Linux',
    version: { least: '2.0', shown: /389-Directory\/(\d+\.\d+)/, ask: '-v' },
    startsService: true,
  },
  samba: {
    title: 'Samba as an Active Directory',
    commands: ['samba', 'samba-tool', 'ldbadd', 'ldbmodify', 'openssl'],
    apt: [
      'samba',
      'samba-ad-dc',
      'samba-ad-provision',
      'samba-dsdb-modules',
      'samba-vfs-modules',
      'winbind',
      'ldb-tools',
      'openssl',
    ],
    brew: 'samba',
    version: { least: '4.15', shown: /Version (\d+\.\d+)/ },
    startsService: true,
  },
} as const satisfies Record<string, SystemPackage>

export type SystemPackageName = keyof typeof systemPackages
