import { ExpressAdapter } from '@nestjs/platform-express'
import { enforcementSuite } from '../suite.ts'
import { nestSetup } from './nest.ts'

const adapter = (): ExpressAdapter => new ExpressAdapter()

enforcementSuite(
  nestSetup('NestJS 11 on Express', { adapter, wildcard: '*rest', ownHeaders: ['x-powered-by'] }),
)
