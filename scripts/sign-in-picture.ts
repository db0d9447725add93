// Takes the pictures of the sign-in page in docs/images, light and dark, from the real page in a real Chromium.
import { fileURLToPath } from 'node:url'
import { freshVisitor, startBrowser } from '../test/services/browser.ts'
import { ensureInstalled } from '../test/services/install.ts'
import { startDoor } from '../test/services/sign-in/door.ts'

if (process.argv.includes('--help')) {
  console.log(`Takes docs/images/sign-in-light.png and sign-in-dark.png.

  pnpm sign-in:picture`)
  process.exit(0)
}

await ensureInstalled(['chromium'])
const door = await startDoor()
const browser = await startBrowser()
try {
  for (const theme of ['light', 'dark'] as const) {
    const visitor = await freshVisitor(browser, { theme, width: 720 })
    const page = await visitor.newPage()
    await page.setViewportSize({ width: 720, height: 640 })
    await page.goto(`${door.origin}/auth/sign-in`)
    const file = `docs/images/sign-in-${theme}.png`
    await page.screenshot({ path: fileURLToPath(new URL(`../${file}`, import.meta.url)) })
    console.log(file)
  }
} finally {
  await browser.close()
  await door.close()
}
