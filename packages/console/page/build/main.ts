// Builds the console's page where it is missing or older than its sources: `pnpm build:page`.
import { buildPage, isFresh } from './build-page.ts'

if (!isFresh()) {
  await buildPage()
  console.log('Built the page of the console.')
}
