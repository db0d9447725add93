// What the compiler says of names; compiled by `pnpm typecheck`, and never run.
import { createClient, gate } from '@trilatch/client'
import type { PermissionName } from '@trilatch/client'
import { typedPermissions } from '@trilatch/client/react'
import type { permissions } from './support/application.ts'

const client = createClient<typeof permissions>()
client.decide('project.create')
client.decide('design.edit', 'finance.x')
// @ts-expect-error a permission that there is not
client.decide('project.creat')
// @ts-expect-error a name is a string
client.decide('design.edit', 7)
// @ts-expect-error a permission that there is not
void client.ask('nothing')
gate(document, client)

const union = createClient<'a.b' | 'a.c'>()
union.decideSome('a.b')
// @ts-expect-error a permission that there is not
union.decideSome('a.d')

createClient().decide('whatever there may be')

const { Permitted, usePermission } = typedPermissions<typeof permissions>()
usePermission('project.create', undefined)
// @ts-expect-error a permission that there is not
usePermission('project.creat')
// @ts-expect-error a permission that there is not
export const wrong: Parameters<typeof Permitted>[0]['permission'] = 'project.creat'
export const right: PermissionName<typeof permissions> = 'project.create'
