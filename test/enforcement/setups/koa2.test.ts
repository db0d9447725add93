import { createRequire } from 'node:module'
import type Koa from 'koa'
import { enforcementSuite } from '../suite.ts'
import { koaSetup } from './koa.ts'

const load = createRequire(new URL('../../compat/koa2/package.json', import.meta.url))
const { version } = load('koa/package.json') as { readonly version: string }

enforcementSuite(koaSetup('Koa 2', version, load('koa') as typeof Koa))
