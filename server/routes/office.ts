/** What an administrator sees to besides accounts. */
import { gisStateSchema } from '../../scenarios/api/office.ts'
import { gisState } from '../gis/fill.ts'
import type { House } from '../house.ts'
import type { App } from '../http.ts'

export function officeRoutes(app: App, { db }: House): void {
  app.get('/api/gis', { config: { access: ['admin'] }, schema: { response: { 200: gisStateSchema } } }, async () =>
    gisState(db),
  )
}
