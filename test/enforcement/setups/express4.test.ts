import { createRequire } from 'node:module'
import type { Express } from 'express'
import { enforcementSuite } from '../suite.ts'
import { expressSetup } from './express.ts'

const load = createRequire(new URL('../../compat/express4/package.json', import.meta.url))
const { version } = load('express/package.json') as { readonly version: string }

enforcementSuite(expressSetup('Express 4', version, load('express') as () => Express, '*'))
