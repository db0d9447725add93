// A small application in React, without JSX: the tests run its source as it is.
import { createElement as h, useState } from 'react'
import type { ReactElement } from 'react'
import type { Client } from '@trilatch/client'
import { PermissionsProvider, typedPermissions } from '@trilatch/client/react'
import type { permissions } from './application.ts'

const { Permitted, usePermission } = typedPermissions<typeof permissions>()

function Text(): ReactElement {
  return h('p', { id: 'text' }, usePermission('project.create').text)
}

function Page(): ReactElement {
  const [clicks, setClicks] = useState(0)
  const [design, setDesign] = useState('finance.cash_flow')
  const onClick = (): void => setClicks(clicks + 1)
  return h(
    'main',
    null,
    h('h1', null, 'React'),
    h(Permitted, {
      permission: 'project.create',
      children: h('button', { id: 'create', onClick }, 'Create'),
    }),
    h(Permitted, {
      permission: 'design.edit',
      resource: design,
      children: h('button', { id: 'edit', onClick }, `Edit ${design}`),
    }),
    h(Permitted, {
      permission: 'project.create',
      otherwise: null,
      children: h('p', { id: 'hidden' }, 'Seen'),
    }),
    h(Permitted, {
      permission: 'project.delete',
      otherwise: h('p', { id: 'instead' }, 'Ask an administrator'),
      children: h('button', null, 'Delete'),
    }),
    h('button', { id: 'next', onClick: () => setDesign('finance.secret') }, 'Next'),
    h('p', { id: 'clicks' }, String(clicks)),
    h(Text),
  )
}

export function App({ client }: { readonly client: Client }): ReactElement {
  return h(PermissionsProvider, { client, children: h(Page) })
}
