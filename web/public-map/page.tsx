/** The page itself, begun by `main.ts`. */
import { createRoot } from 'react-dom/client'
import { LanguageProvider } from '../shared/language.tsx'
import { later } from '../shared/later.tsx'
import { ThemeProvider } from '../shared/theme.tsx'
import { MapPage } from './MapPage.tsx'
import { firstDrawn } from './map/drawn.ts'
import { listenForInstall } from './offline/install.ts'
import { wakeOutbox } from './report/wake.ts'

listenForInstall()
const notices = () => import('./offline/Notices.tsx')
/** What is kept for later waits until the map itself is there; where it cannot come, for the link. */
const Notices = later(async () => {
  await firstDrawn(15_000)
  await new Promise((resolve) => setTimeout(resolve, 2000))
  return notices().catch(async () => {
    await new Promise((resolve) => addEventListener('online', resolve, { once: true }))
    return notices()
  })
}, null)

createRoot(document.getElementById('root')!).render(
  <LanguageProvider>
    <ThemeProvider>
      <MapPage />
      <Notices />
    </ThemeProvider>
  </LanguageProvider>,
)

wakeOutbox()
