/** What has been approved of the city, and how far it is built, for anyone. */
import { changesAnswerSchema } from '../../scenarios/api/changes.ts'
import { readChanges } from '../city-changes.ts'
import type { House } from '../house.ts'
import type { App } from '../http.ts'

export function changeRoutes(app: App, { db, tiles, renewal }: House): void {
  app.get(
    '/api/changes',
    { config: { access: 'anyone' }, schema: { response: { 200: changesAnswerSchema } } },
    async () => ({
      changes: await readChanges(db),
      city: (await tiles.manifest()).hash,
      renewing: renewal?.busy ?? false,
    }),
  )
}
