/**
 * The public map's own entry: what a cheap phone must load before it can be used. Nothing here may bring in zod, proj4 or
 * Cesium; what a panel needs beyond this is loaded when the panel is opened.
 */
import './fonts.css'
import '../shared/styles.css'
import './public-map.css'
import { lazy, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { LanguageProvider } from '../shared/language.tsx'
import { ThemeProvider } from '../shared/theme.tsx'
import { MapPage } from './MapPage.tsx'
import { firstDrawn } from './map/drawn.ts'
import { listenForInstall } from './offline/install.ts'
import { wakeOutbox } from './report/wake.ts'

listenForInstall()
/** What is kept for later waits until the map itself is there. */
const Notices = lazy(async () => {
  await firstDrawn(15_000)
  await new Promise((resolve) => setTimeout(resolve, 2000))
  return import('./offline/Notices.tsx')
})

createRoot(document.getElementById('root')!).render(
  <LanguageProvider>
    <ThemeProvider>
      <MapPage />
      <Suspense>
        <Notices />
      </Suspense>
    </ThemeProvider>
  </LanguageProvider>,
)

wakeOutbox()
