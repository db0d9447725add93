// What is kept of what somebody asked for and was refused: plain, short, and without secrets.
import { describe, expect, it } from 'vitest'
import { managed } from './support.ts'

const attempt = { action: 'role.update', target: 'eu', code: 'TRILATCH_FORBIDDEN', detail: 'No' }

async function keptOf(asked: unknown): Promise<unknown> {
  const { store, manager } = managed()
  await manager.refused({ ...attempt, asked })
  return (await store.audit({ limit: 1, outcome: 'refused' })).items[0]?.after
}

describe('What was asked for', () => {
  it.each([
    'password',
    'newPassphrase',
    'Secret',
    'resetToken',
    'credential',
    'hash',
    'codes',
    'key',
    'apiKey',
  ])('is kept without %s', async (name) => {
    expect(await keptOf({ deep: [{ [name]: { a: 1 } }], title: 'T' })).toEqual({
      deep: [{ [name]: '(left out)' }],
      title: 'T',
    })
  })

  it.each(['keyboard', 'passage', 'title', ''])('is kept with %j', async (name) => {
    expect(await keptOf({ [name]: 'a' })).toEqual({ [name]: 'a' })
  })

  it('is kept up to 4,096 characters of JSON', async () => {
    const fits = 'x'.repeat(4_094)
    expect(await keptOf(fits)).toBe(fits)
    expect(await keptOf(`${fits}x`)).toEqual({ leftOut: 4_097 })
  })
})

describe('An attempt', () => {
  it.each(['action', 'target', 'code', 'detail'])('has a text for its %s', async (field) => {
    const { manager } = managed()
    await expect(manager.refused({ ...attempt, [field]: 7 })).rejects.toEqual(
      new TypeError('An attempt must be { action, target, code, detail, asked? }'),
    )
  })

  it('keeps 1,024 characters of each text, the last of them a mark where there were more', async () => {
    const { store, manager } = managed()
    const [fits, more] = ['a'.repeat(1_024), 'b'.repeat(1_025)]
    const cut = `${'b'.repeat(1_023)}…`
    await manager.refused({ action: fits, target: fits, code: fits, detail: fits })
    await manager.refused({ action: more, target: more, code: more, detail: `${'c'.repeat(1_022)}😀x` })
    expect((await store.audit({ limit: 2, outcome: 'refused' })).items).toMatchObject([
      {
        action: cut,
        target: cut,
        // Half a character is none.
        refusal: { code: cut, detail: `${'c'.repeat(1_022)}\ufffd…` },
      },
      { action: fits, target: fits, refusal: { code: fits, detail: fits } },
    ])
  })
})
