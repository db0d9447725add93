// Takes pictures of the pages of the Express example, light and dark, from the real pages in a real Chromium.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { examplePages, startExample } from '../packages/client/test/support/example.ts'
import { startBrowser } from '../test/services/browser.ts'
import { ensureInstalled } from '../test/services/install.ts'
import { looks, takeLook } from '../test/services/sign-in/look.ts'

const [what, folder] = process.argv.slice(2)
if (what !== undefined && (what !== '--all' || folder === undefined)) {
  console.log(`Takes docs/images/client-light.png and client-dark.png: greyed-out buttons, and why one of them is.

  pnpm client:picture

Or every page of the example as an administrator and as an ordinary user, light and dark, 1440 and 390 pixels wide:

  pnpm client:picture --all FOLDER`)
  process.exit(what === '--help' ? 0 : 2)
}

await ensureInstalled(['chromium'])
const browser = await startBrowser()
const example = await startExample()

async function takeCover(): Promise<void> {
  const page = await example.pageOf(browser, 'erin')
  await page.setViewportSize({ width: 760, height: 330 })
  await page.goto(`${example.origin}/pages/reports`)
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    await page.getByRole('button', { name: 'Run growth.weekly_signups' }).focus()
    const file = `docs/images/client-${theme}.png`
    await page.screenshot({ path: fileURLToPath(new URL(`../${file}`, import.meta.url)) })
    console.log(file)
  }
}

async function takeAll(into: string): Promise<void> {
  await mkdir(into, { recursive: true })
  for (const who of ['ada', 'erin']) {
    const page = await example.pageOf(browser, who)
    for (const path of examplePages) {
      await page.goto(`${example.origin}/pages${path}`)
      for (const look of looks) {
        await takeLook(page, look)
        await page
          .locator('[data-gate=shut]')
          .last()
          .focus({ timeout: 500 })
          .catch(() => {})
        const file = join(into, `${who}-${path.slice(1) || 'home'}-${look.theme}-${look.width}.png`)
        await page.screenshot({ path: file, fullPage: true })
        console.log(file)
      }
    }
  }
}

try {
  await (folder === undefined ? takeCover() : takeAll(folder))
} finally {
  await browser.close()
  await example.close()
}
