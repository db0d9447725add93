// The real directories that tests run: they start, keep what they are given, and end without a trace.
import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
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
