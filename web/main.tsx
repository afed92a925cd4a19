/** The browser's entry: settings that must come before any schema, then the app. */
import './shared/jitless.ts'
import '@fontsource/be-vietnam-pro/400.css'
import '@fontsource/be-vietnam-pro/500.css'
import '@fontsource/be-vietnam-pro/600.css'
import '@fontsource/be-vietnam-pro/700.css'
import './shared/styles.css'

// A dynamic import: whatever makes a schema is only loaded now, wherever the bundler puts it.
const { start } = await import('./app.tsx')
start(document.getElementById('root') ?? document.body.appendChild(document.createElement('div')))
