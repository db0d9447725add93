import express from 'express'
import manifest from 'express/package.json' with { type: 'json' }
import { enforcementSuite } from '../suite.ts'
import { expressSetup } from './express.ts'

enforcementSuite(expressSetup('Express 5', manifest.version, express, '*rest'))
