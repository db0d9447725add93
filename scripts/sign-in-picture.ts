// Takes pictures of the pages of the sign-in, light and dark, from the real pages in a real Chromium.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freshVisitor, startBrowser } from '../test/services/browser.ts'
import { ensureInstalled } from '../test/services/install.ts'
import { startDoor } from '../test/services/sign-in/door.ts'
import { startGallery } from '../test/services/sign-in/gallery.ts'
import { looks, takeLook } from '../test/services/sign-in/look.ts'
import { accessibilityFaults } from '../test/support/accessibility.ts'

type Browser = Awaited<ReturnType<typeof startBrowser>>

const [what, folder] = process.argv.slice(2)
if (what !== undefined && (what !== '--all' || folder === undefined)) {
  console.log(`Takes docs/images/sign-in-light.png and sign-in-dark.png.

  pnpm sign-in:picture

Or every page in every state, light and dark, 1440 and 390 pixels wide, and asks axe about each: exit status 1 when
something is wrong with one. To be looked at after a change of the pages; about a minute.

  pnpm sign-in:picture --all FOLDER`)
  process.exit(what === '--help' ? 0 : 2)
}

async function takeCover(browser: Browser): Promise<void> {
  const door = await startDoor()
  for (const theme of ['light', 'dark'] as const) {
    const visitor = await freshVisitor(browser, { theme, width: 720 })
    const page = await visitor.newPage()
    await page.setViewportSize({ width: 720, height: 640 })
    await page.goto(`${door.origin}/auth/sign-in`)
    const file = `docs/images/sign-in-${theme}.png`
    await page.screenshot({ path: fileURLToPath(new URL(`../${file}`, import.meta.url)) })
    console.log(file)
  }
  await door.close()
}

async function takeAll(browser: Browser, into: string): Promise<void> {
  await mkdir(into, { recursive: true })
  const gallery = await startGallery()
  const page = await (await freshVisitor(browser)).newPage()
  for (const { name, show } of gallery.exhibits) {
    await show(page)
    for (const look of looks) {
      await takeLook(page, look)
      const file = join(into, `${name}-${look.theme}-${look.width}.png`)
      await page.screenshot({ path: file, fullPage: true })
      const faults = await accessibilityFaults(page)
      console.log(file, ...faults)
      if (faults.length > 0) process.exitCode = 1
    }
  }
  await gallery.close()
}

await ensureInstalled(['chromium'])
const browser = await startBrowser()
try {
  await (folder === undefined ? takeCover(browser) : takeAll(browser, folder))
} finally {
  await browser.close()
}
