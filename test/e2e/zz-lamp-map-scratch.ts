import { chromium } from 'playwright-core'

const size = process.argv[2] === 'phone' ? { width: 390, height: 844 } : { width: 1440, height: 900 }
const tag = process.argv[2] ?? 'desk'
const out = (n: string) => `/tmp/lamp-map-shots/${tag}-${n}.png`
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: [
    '--headless',
    '--no-sandbox',
    '--use-gl=angle',
    '--use-angle=gl-egl',
    '--ignore-gpu-blocklist',
    '--enable-gpu',
  ],
})
const context = await browser.newContext({ viewport: size, locale: 'vi-VN', hasTouch: tag === 'phone' })
const page = await context.newPage()
page.on('pageerror', (e) => console.log('ERR', e.message))
page.on('console', (m) => m.type() === 'error' && console.log('CON', m.text()))
const step = async (n: string, f: () => Promise<unknown>) => {
  const t = Date.now()
  try {
    await f()
  } catch (e) {
    console.log('FAIL', n, String(e).slice(0, 400))
    await page.screenshot({ path: out('fail') })
    throw e
  }
  console.log(n, Date.now() - t)
}
try {
  await step('open', () => page.goto('http://127.0.0.1:18431/planner'))
  const drawn = async () => {
    await page.locator('canvas[data-waiting="0"]').waitFor({ timeout: 120000 })
    await page.waitForTimeout(2500)
  }
  await step('drawn', drawn)
  await step('lighting', async () => {
    await page.getByRole('tab', { name: 'Chiếu sáng' }).click()
    await page.getByText('Đã tính xong chiếu sáng.').waitFor({ state: 'attached', timeout: 120000 })
  })
  if (tag === 'phone') await page.getByRole('tab', { name: 'Chiếu sáng' }).click()
  const bar = page.getByRole('region', { name: 'Chiếu sáng trên bản đồ' })
  await step('night', async () => {
    await bar.getByText('Đêm', { exact: true }).click()
    await page.waitForTimeout(3000)
    await page.screenshot({ path: out('night-home') })
  })
  await step('near', async () => {
    for (let i = 0; i < 2; i++) {
      await page.getByRole('button', { name: 'Phóng to' }).click()
      await page.waitForTimeout(1500)
    }
    await drawn()
    await page.screenshot({ path: out('night-near') })
  })
  await step('far', async () => {
    for (let i = 0; i < 5; i++) {
      await page.getByRole('button', { name: 'Thu nhỏ' }).click()
      await page.waitForTimeout(800)
    }
    await drawn()
    await page.screenshot({ path: out('night-far') })
  })
  await step('closest', async () => {
    for (let i = 0; i < 6; i++) {
      await page.getByRole('button', { name: 'Phóng to' }).click()
      await page.waitForTimeout(600)
    }
    await drawn()
    await page.screenshot({ path: out('night-closest') })
  })
  await bar.getByText('Tắt', { exact: true }).click()
  await step('tool', async () => {
    await page.getByRole('button', { name: 'Đặt một cột đèn' }).click()
    const b = (await page.locator('canvas[data-waiting]').boundingBox())!
    for (const [fx, fy] of [
      [0.5, 0.62],
      [0.5, 0.6],
      [0.5, 0.5],
      [0.4, 0.5],
      [0.6, 0.5],
      [0.5, 0.4],
      [0.3, 0.6],
      [0.65, 0.35],
    ]) {
      if (tag !== 'phone') {
        await page.mouse.move(b.x + b.width * fx!, b.y + b.height * fy!)
        await page.waitForTimeout(700)
        await page.mouse.move(b.x + b.width * fx! + 1, b.y + b.height * fy!)
        await page.waitForTimeout(500)
        await page.screenshot({ path: out('hover') })
      }
      if (tag === 'phone') await page.touchscreen.tap(b.x + b.width * fx!, b.y + b.height * fy!)
      else await page.mouse.click(b.x + b.width * fx!, b.y + b.height * fy!)
      await page
        .getByRole('region', { name: 'Đề xuất cho đèn' })
        .waitFor({ timeout: 15000 })
        .catch(() => {})
      if (await page.getByRole('region', { name: 'Đề xuất cho đèn' }).count()) break
      console.log('again', await page.locator('.tool-hint').textContent())
    }
    await page.waitForTimeout(2500)
    await page.screenshot({ path: out('placed') })
  })
  await step('night2', async () => {
    if (tag === 'phone') await page.getByRole('tab', { name: 'Đối tượng' }).click()
    await bar.getByText('Đêm', { exact: true }).click()
    await page.waitForTimeout(3000)
    await page.screenshot({ path: out('placed-night') })
  })
} finally {
  await browser.close()
}
