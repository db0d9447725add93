import type { LdapServerOptions } from '@trilatch/auth-ldap'
import type { MappingRow } from '@trilatch/core'
import { serviceDn, servicePassword, suffix } from '../../../../test/services/slapd-config.ts'
import type { SlapdServer } from '../../../../test/services/slapd.ts'

/** The directory of the tests, and how the application is configured for it. */
export const directory: {
  slapd: SlapdServer | undefined
  given: Partial<LdapServerOptions>
  mappings: readonly MappingRow[]
  server(): LdapServerOptions
} = {
  slapd: undefined,
  given: {},
  mappings: [],
  server: () => {
    const { slapd, given } = directory
    if (slapd === undefined) throw new Error('The directory has not been started.')
    return {
      url: slapd.url,
      bindDN: serviceDn,
      bindCredentials: servicePassword,
      searchBase: suffix,
      tlsOptions: { ca: slapd.ca },
      ...given,
    }
  },
}
