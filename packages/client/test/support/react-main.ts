import { createElement, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { carried, createClient } from '@trilatch/client'
import { App } from './react-app.ts'

const client = createClient({ ...carried(document), pollMs: 250 })
createRoot(document.getElementById('root') as HTMLElement).render(
  createElement(StrictMode, null, createElement(App, { client })),
)
