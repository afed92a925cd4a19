/** Warnings in force, for everyone. */
import { warningsAnswerSchema } from '../../scenarios/api/warnings.ts'
import type { House } from '../house.ts'
import type { App } from '../http.ts'
import { readWarnings } from '../warnings.ts'

export function warningRoutes(app: App, { db }: House): void {
  app.get(
    '/api/warnings',
    {
      config: { access: 'anyone', rateLimit: { max: 600, timeWindow: '1 minute' } },
      schema: { response: { 200: warningsAnswerSchema } },
    },
    async () => readWarnings(db),
  )
}
