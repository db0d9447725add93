export { overrideTrilatch } from './override-trilatch.ts'
