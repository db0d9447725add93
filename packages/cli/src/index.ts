export { defineConfig } from './config/define-config.ts'
export type { ConfiguredAuthorizer, TrilatchConfig } from './config/define-config.ts'
