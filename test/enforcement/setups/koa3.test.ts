import Koa from 'koa'
import manifest from 'koa/package.json' with { type: 'json' }
import { enforcementSuite } from '../suite.ts'
import { koaSetup } from './koa.ts'

enforcementSuite(koaSetup('Koa 3', manifest.version, Koa))
