import express from 'express'
import { enforcementSuite } from '../suite.ts'
import { expressSetup } from './express.ts'

enforcementSuite(expressSetup('Express 5', express, '*rest'))
