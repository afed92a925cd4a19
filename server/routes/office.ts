/** What an administrator sees to besides accounts: units' desks, the portal's procedures, holidays, rules, the schema for QGIS. */
import { z } from 'zod'
import type { User } from '../../scenarios/api/api.ts'
import {
  gisStateSchema,
  holidayPreviewSchema,
  officeAnswerSchema,
  recheckStateSchema,
  ruleSettingsSchema,
  saveProceduresSchema,
  saveRulesSchema,
  saveUnitSchema,
} from '../../scenarios/api/office.ts'
import { workCalendarSchema } from '../../scenarios/api/permits.ts'
import { both } from '../../scenarios/text.ts'
import { gisState } from '../gis/fill.ts'
import type { House } from '../house.ts'
import { type App, refuse } from '../http.ts'
import { readOffice, readRuleSettings, saveProcedures, saveRuleSettings, saveUnit } from '../office.ts'
import { previewCalendar } from '../permits/calendar.ts'
import { expectUnit } from '../permits/desk.ts'
import { openRecheck } from '../permits/recheck.ts'

const desk = ['reviewer', 'approver', 'admin'] as const
const admin = { access: ['admin'] } as const
const unitParams = z.object({ code: z.string().regex(/^[0-9A-Za-z]{1,10}$/) })
const SETTING_BYTES = 256 * 1024

/** What holds for the whole city is not set by an administrator of one unit. @throws Refusal 403 `setting/unit` */
function expectEveryUnit({ unitCode }: User): void {
  if (unitCode === null) return
  const message = both('Thiết lập này dùng chung mọi đơn vị', 'This setting holds for every unit')
  throw refuse(403, 'setting/unit', message, unitCode)
}

export function officeRoutes(app: App, house: House): void {
  const { db, secrets, tiles, signIn, later } = house
  const office = () => readOffice(db, tiles, signIn.publicUrl ?? undefined)

  app.get('/api/gis', { config: admin, schema: { response: { 200: gisStateSchema } } }, async () => gisState(db))

  app.get('/api/office', { config: { access: desk }, schema: { response: { 200: officeAnswerSchema } } }, async () =>
    office(),
  )

  app.put(
    '/api/office/units/:code',
    { config: admin, schema: { params: unitParams, body: saveUnitSchema, response: { 200: officeAnswerSchema } } },
    async ({ user, params: { code }, body: { setting, revision } }) => {
      expectUnit(user!, code)
      const units = await tiles.units()
      if (units.size > 0 && !units.has(code)) {
        const message = both('Không có đơn vị hành chính này', 'There is no such administrative unit')
        throw refuse(404, 'permit/unit-unknown', message, code, [...units.keys()].join(', '))
      }
      await saveUnit(db, secrets, user!, code, { value: setting, revision })
      return office()
    },
  )

  app.put(
    '/api/office/procedures',
    { config: admin, schema: { body: saveProceduresSchema, response: { 200: officeAnswerSchema } } },
    async ({ user, body: { codes, revision } }) => {
      expectEveryUnit(user!)
      await saveProcedures(db, secrets, user!, { value: codes, revision })
      return office()
    },
  )

  app.post(
    '/api/holidays/preview',
    {
      bodyLimit: SETTING_BYTES,
      config: admin,
      schema: { body: workCalendarSchema, response: { 200: holidayPreviewSchema } },
    },
    async ({ user, body }) => previewCalendar(db, body, user!.unitCode),
  )

  app.get('/api/rules', { config: { access: desk }, schema: { response: { 200: ruleSettingsSchema } } }, async () =>
    readRuleSettings(db),
  )

  app.put(
    '/api/rules',
    { config: admin, schema: { body: saveRulesSchema, response: { 200: ruleSettingsSchema } } },
    async ({ user, body: { limits, revision } }) => {
      expectEveryUnit(user!)
      await saveRuleSettings(db, secrets, user!, { value: limits, revision })
      return readRuleSettings(db)
    },
  )

  const recheck = openRecheck(db, later)
  app.get(
    '/api/rules/recheck',
    { config: admin, schema: { response: { 200: recheckStateSchema } } },
    async ({ user }) => recheck.state(user!.unitCode),
  )
  app.post(
    '/api/rules/recheck',
    { config: admin, schema: { response: { 200: recheckStateSchema } } },
    async ({ user }) => recheck.start(user!.unitCode),
  )
}
