import { FastifyAdapter } from '@nestjs/platform-fastify'
import { enforcementSuite } from '../suite.ts'
import { nestSetup } from './nest.ts'

const adapter = (): FastifyAdapter => new FastifyAdapter()

enforcementSuite(nestSetup('NestJS 12 on Fastify', { adapter, wildcard: '*', ownHeaders: [] }))
