import { ensurePage } from './ensure-page.ts'

/** For projects whose tests open the console's page: it is built before them, where that is needed. */
export function setup(): Promise<void> {
  return ensurePage()
}
