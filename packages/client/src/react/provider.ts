'use client'
import { createContext, createElement, useContext, useEffect } from 'react'
import type { Context, ReactElement, ReactNode } from 'react'
import { gate } from '../index.ts'
import type { Client } from '../index.ts'

export interface PermissionsProviderProps {
  /** Made once, outside of components; on a server once for each request. */
  readonly client: Client
  /**
   * What is gated in the browser: the document by default, `false` for nothing. One gate for each root: a second
   * provider on a page says `false`.
   */
  readonly root?: Document | ShadowRoot | Element | false
  readonly children?: ReactNode
}

const context: Context<Client | undefined> = createContext<Client | undefined>(undefined)

/** The client of the nearest provider. Throws without one: nothing would ever be known. */
export function useClient(): Client {
  const client = useContext(context)
  if (client === undefined)
    throw new Error('usePermission and <Permitted> need a <PermissionsProvider client> above')
  return client
}

/** Gives a client to everything below, and gates the document as long as it is there. */
export function PermissionsProvider({ client, root, children }: PermissionsProviderProps): ReactElement {
  useEffect(() => (root === false ? undefined : gate(root ?? document, client)), [client, root])
  return createElement(context.Provider, { value: client }, children)
}
