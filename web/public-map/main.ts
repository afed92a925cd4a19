/**
 * The public map's own entry: what a cheap phone must load before it can be used. The worker of the map begins to read the city while
 * the page and what draws it are still on their way. Nothing here may bring in zod, proj4 or Cesium; what a panel needs beyond
 * the page is loaded when the panel is opened.
 */
import './fonts.css'
import '../shared/styles.css'
import './public-map.css'
import './search/search.css'
import './warnings/warnings.css'
import { startDraughtsman } from './map/draughtsman.ts'

startDraughtsman()
void import('./map/stage.ts').catch(() => {}) // asked for again where it is needed
import('./page.tsx').catch(() => {
  const said = document.createElement('p')
  said.setAttribute('role', 'alert')
  said.textContent =
    'Chưa tải được trang; hãy tải lại. Trang chữ: · The page could not be loaded; reload it. The page as text: '
  said.append(Object.assign(document.createElement('a'), { href: '/p', textContent: '/p' }))
  document.getElementById('root')!.append(said)
})
