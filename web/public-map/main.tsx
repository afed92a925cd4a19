/**
 * The public map's own entry: what a cheap phone must load before it can be used. Nothing here may bring in zod, proj4 or
 * Cesium; what a panel needs beyond this is loaded when the panel is opened.
 */
import './fonts.css'
import '../shared/styles.css'
import './public-map.css'
import { createRoot } from 'react-dom/client'
import { LanguageProvider } from '../shared/language.tsx'
import { ThemeProvider } from '../shared/theme.tsx'
import { MapPage } from './MapPage.tsx'

createRoot(document.getElementById('root')!).render(
  <LanguageProvider>
    <ThemeProvider>
      <MapPage />
    </ThemeProvider>
  </LanguageProvider>,
)
