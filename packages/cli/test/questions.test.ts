// check and explain: the answer as text, as JSON and as exit status.
import { beforeEach, describe, expect, it } from 'vitest'
import { closed } from './support/closed.ts'
import { command } from './support/command.ts'

beforeEach(() => void closed.splice(0))

describe('trilatch check', () => {
  it('tells of a granted permission with status 0', async () => {
    expect(await command(['check', 'ann', 'project.create'])).toEqual({
      status: 0,
      out: 'granted  Granted: Project › Create Project',
      err: '',
    })
  })

  it('tells of a forbidden one with status 1 and the text of the refusal', async () => {
    expect(await command(['check', 'ann', 'project.delete', 'finance.q1'])).toEqual({
      status: 1,
      out: 'forbidden  Requires permission: Project › Delete Project',
      err: '',
    })
  })

  it('asks for somebody who is not signed in with -', async () => {
    expect((await command(['check', '-', 'project.create'])).status).toBe(1)
  })

  it('takes a permission that does not exist for a question that could not be asked', async () => {
    const { status, out } = await command(['check', 'root', 'project.creat'])
    expect(status).toBe(2)
    expect(out).toContain('Unknown permission "project.creat". Did you mean "project.create"?')
  })

  it('gives programs the decision as JSON', async () => {
    const { out } = await command(['check', 'root', 'project.delete', 'x', '--json'])
    expect(JSON.parse(out)).toMatchObject({ state: 'granted', reason: 'administrator', resource: 'x' })
  })

  it('has colours only where they are wanted', async () => {
    const { out } = await command(['check', 'ann', 'project.create'], { colours: true })
    expect(out).toContain('\u001b[32mgranted\u001b[39m')
  })

  it('closes what the configuration opened', async () => {
    await command(['check', 'ann', 'project.create'])
    expect(closed).toEqual(['closed'])
  })
})

describe('trilatch explain', () => {
  it('names the role and the rule that decided', async () => {
    const { status, out } = await command(['explain', 'ann', 'project.create'])
    expect(status).toBe(0)
    expect(out).toContain('Writer (assigned) says granted')
    expect(out).toContain('project.create: granted (decides)')
  })

  it('says that no role was asked, where somebody has none or is mistyped', async () => {
    const { status, out } = await command(['explain', 'an', 'project.create'])
    expect(status).toBe(1)
    expect(out).toContain('The store gives "an" no role. Subjects are named by their id.')
    const nobody = await command(['explain', '-', 'project.create'])
    expect(nobody.out).toContain('there are no `anonymousRoles`.')
    expect((await command(['explain', 'ann', 'project.delete', 'a'])).out).not.toContain('no role')
  })

  it('gives the same exit status as check', async () => {
    expect((await command(['explain', 'ann', 'project.delete', 'a'])).status).toBe(1)
  })
})
