import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runTool } from './run-tool.ts'

/** A certificate of a server, and the authority that signed it, as files in a folder of the server. */
export interface Certificates {
  /** The authority, as PEM: what clients are given. */
  readonly ca: string
  readonly caFile: string
  readonly certFile: string
  readonly keyFile: string
}

/**
 * Makes an authority and a certificate signed by it.
 *
 * @param names What the certificate is good for, as `DNS:localhost,IP:127.0.0.1`.
 */
export async function makeCertificates(folder: string, names: string): Promise<Certificates> {
  const file = (name: string): string => join(folder, name)
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  await runTool('openssl', [
    'req',
    '-x509',
    ...key,
    '-days',
    '30',
    '-keyout',
    file('ca.key'),
    '-out',
    file('ca.crt'),
    '-subj',
    '/CN=Test LDAP CA',
    '-addext',
    'basicConstraints=critical,CA:TRUE',
    '-addext',
    'keyUsage=critical,keyCertSign,cRLSign',
  ])
  const request = [...key, '-keyout', file('srv.key'), '-out', file('srv.csr'), '-subj', '/CN=directory']
  await runTool('openssl', ['req', ...request])
  writeFileSync(file('extensions'), `subjectAltName=${names}\nextendedKeyUsage=serverAuth\n`)
  await runTool('openssl', [
    'x509',
    '-req',
    '-in',
    file('srv.csr'),
    '-CA',
    file('ca.crt'),
    '-CAkey',
    file('ca.key'),
    '-CAcreateserial',
    '-days',
    '30',
    '-extfile',
    file('extensions'),
    '-out',
    file('srv.crt'),
  ])
  return {
    ca: readFileSync(file('ca.crt'), 'utf8'),
    caFile: file('ca.crt'),
    certFile: file('srv.crt'),
    keyFile: file('srv.key'),
  }
}
