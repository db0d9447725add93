import { createAuthorizer, definePermissions } from '@trilatch/core'
import { expect, it } from 'vitest'
import { createConsole, createMe } from '../src/index.ts'

it('an authorizer in the place of the options is told to be one of them', () => {
  const permissions = definePermissions({ 'project.create': 'Create Project' })
  const authorizer = createAuthorizer({ permissions, roles: [] }) as never
  for (const create of [createConsole, createMe])
    expect(() => create(authorizer)).toThrow(
      'Cannot set up the console: the authorizer is an option: write { authorizer }.',
    )
})
