// The real directories that tests run: they start, keep what they are given, and end without a trace.
import { existsSync } from 'node:fs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { refuse } from './refusal.ts'
import { startSamba } from './samba.ts'
import { canConnect, foundation, startSlapd, suffix } from './slapd.ts'

describe('A private OpenLDAP', () => {
  it('starts with its entries, counts what it does, is frozen, killed and started again, and is gone', async () => {
    const server = await startSlapd('')
    const dn = `ou=people,${suffix}`
    expect(foundation).toContain(dn)
    const before = await server.completed('Bind')
    await server.modify(`dn: ${dn}\nchangetype: modify\nadd: description\ndescription: people\n`)
    expect(await server.completed('Bind')).toBeGreaterThan(before)
    await server.freeze()
    // The kernel takes the connection, and nobody answers.
    expect(await canConnect(server.port)).toBe(true)
    server.thaw()
    await server.kill()
    expect(await canConnect(server.port)).toBe(false)
    await server.start()
    await server.modify(`dn: ${dn}\nchangetype: modify\ndelete: description\ndescription: people\n`)
    await server.stop()
    expect([await canConnect(server.port), existsSync(server.folder)]).toEqual([false, false])
  })

  it('says what is wrong with entries that it does not take', async () => {
    await expect(startSlapd(`dn: ou=x,${suffix}\nobjectClass: nothing\n`)).rejects.toThrow(
      /ldapadd .*failed: .*invalid/s,
    )
  })
})

describe('A directory that cannot be had here fails its tests', () => {
  afterEach(() => {
    vi.restoreAllMocks()
    for (const name of ['SLAPD', 'SAMBA']) delete process.env[`TRILATCH_WITHOUT_${name}`]
  })

  it('and says what is missing, and how to get it', async () => {
    refuse('slapd', 'The tests need OpenLDAP 2.5 or newer, and PATH lacks slapd.')
    refuse('samba', 'The tests need Samba, and PATH lacks samba-tool.')
    await expect(startSlapd('')).rejects.toThrow(
      'The tests need OpenLDAP 2.5 or newer, and PATH lacks slapd.',
    )
    await expect(startSamba('')).rejects.toThrow('The tests need Samba, and PATH lacks samba-tool.')
  })

  it('and says where Samba has to be root', async () => {
    vi.spyOn(process, 'getuid').mockReturnValue(1_000)
    await expect(startSamba('')).rejects.toThrow(
      /Samba listens on port 389, which only root may: run the tests of Active Directory as root \(sudo /,
    )
  })
})
