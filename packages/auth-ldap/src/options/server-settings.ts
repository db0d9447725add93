/** How TLS is spoken. There is no way to have certificates unchecked. */
export interface TlsOptions {
  /** Authorities to trust in the place of the system's, as PEM: for a directory with a certificate of one's own. */
  readonly ca?: string | Buffer | readonly (string | Buffer)[]
  /** A certificate of ours, for servers that ask for one. */
  readonly cert?: string | Buffer
  /** Its key. */
  readonly key?: string | Buffer
  /** The name that the certificate has to be for, where it is not that of the URL. */
  readonly servername?: string
  /** Default `TLSv1.2`. */
  readonly minVersion?: 'TLSv1.2' | 'TLSv1.3'
}

/** How deep a search goes: the base alone, what is right below it, or all. */
export type SearchScope = 'base' | 'one' | 'sub'

/** One server of a directory. */
export interface ServerAddress {
  readonly url: string
  readonly host: string
  readonly port: number
  /** Whether TLS begins with the first byte: `ldaps`. */
  readonly secure: boolean
}

/** How to reach a directory, checked and complete. */
export interface ServerSettings {
  /** The id of the strategy, for those who are told what goes on. */
  readonly strategy: string
  readonly addresses: readonly ServerAddress[]
  readonly tls: {
    readonly ca?: string | Buffer | (string | Buffer)[]
    readonly cert?: string | Buffer
    readonly key?: string | Buffer
    readonly servername?: string
    readonly minVersion?: 'TLSv1.2' | 'TLSv1.3'
  }
  /** Speak in the clear: to this machine alone. */
  readonly insecure: boolean
  /** How long connecting may take, TLS included in it once more; in milliseconds. */
  readonly connectTimeout: number
  /** How long one operation may take, in milliseconds. */
  readonly timeout: number
  /** How many bytes one operation may answer with. */
  readonly maxResponseBytes: number
}
