import { installs } from './service-setup.ts'

export const setup = installs('dirsrv')
