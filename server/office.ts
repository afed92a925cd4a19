/** What an administrator has set for the desks: kept in versions, each in the ledger by its hash. */
import { sql } from 'kysely'
import type { z } from 'zod'
import type { User } from '../scenarios/api/api.ts'
import {
  type OfficeAnswer,
  procedureCodesSchema,
  type RuleSettings,
  ruleSettingsSchema,
  type UnitSetting,
  unitSettingSchema,
} from '../scenarios/api/office.ts'
import { assumedFees } from '../scenarios/permits/papers/fee.ts'
import { usualOffice } from '../scenarios/permits/papers/paper.ts'
import { both } from '../scenarios/text.ts'
import type { Db, Trx } from './database.ts'
import { refuse } from './http.ts'
import { keepRecord, lastRecords } from './records.ts'
import type { Secrets } from './secrets.ts'
import type { CityTiles } from './tiles.ts'

const UNIT = 'setting/unit/'
const PROCEDURES = 'setting/procedures'
const RULES = 'setting/rules'

/** Where nobody has said where people reach the server, papers are told by the browser that prints them. */
const ANYWHERE = 'http://localhost'

const usualUnit = (name: string, publicUrl: string): UnitSetting => ({
  office: usualOffice(name, publicUrl),
  fees: assumedFees,
})

interface Saved<T> {
  readonly value: T
  readonly revision: number
  readonly savedAt: string | null
}

/** The last version, by a schema that may have grown since: what is missing in an old one is as usual. */
async function last<T extends object>(db: Db, subject: string, schema: z.ZodType<T>, usual: T): Promise<Saved<T>> {
  const found = (await lastRecords(db, subject)).find((row) => row.subject === subject)
  if (!found) return { value: usual, revision: 0, savedAt: null }
  const value = schema.parse(found.record)
  return { value, revision: found.revision, savedAt: found.at.toISOString() }
}

export async function officeOf(db: Db, tiles: CityTiles, unitCode: string, publicUrl = ANYWHERE): Promise<UnitSetting> {
  const name = (await tiles.units()).get(unitCode) ?? unitCode
  return (await last(db, `${UNIT}${unitCode}`, unitSettingSchema, usualUnit(name, publicUrl))).value
}

export async function readProcedureCodes(db: Db) {
  const { value, ...saved } = await last(db, PROCEDURES, procedureCodesSchema, {})
  return { codes: value, ...saved }
}

export async function readRuleSettings(db: Db): Promise<RuleSettings> {
  const { value, ...saved } = await last(db, RULES, ruleSettingsSchema.shape.limits, {})
  return { limits: value, ...saved }
}

export async function readOffice(db: Db, tiles: CityTiles, publicUrl = ANYWHERE): Promise<OfficeAnswer> {
  const names = new Map(await tiles.units())
  // Of a city without a layer of units, and of units that are no more, what was saved.
  for (const { subject } of await lastRecords(db, UNIT)) {
    const code = subject.slice(UNIT.length)
    if (!names.has(code)) names.set(code, code)
  }
  const units = await Promise.all(
    [...names].map(async ([code, name]) => {
      const { value, ...saved } = await last(db, `${UNIT}${code}`, unitSettingSchema, usualUnit(name, publicUrl))
      return { code, name, setting: value, ...saved }
    }),
  )
  return { units: units.sort((a, b) => (a.code < b.code ? -1 : 1)), procedures: await readProcedureCodes(db) }
}

/** Held while a setting is saved. */
const SETTINGS_LOCK = 7_105_008

/** @throws Refusal 409 `setting/conflict` where somebody else has saved meanwhile */
async function save(db: Db, secrets: Secrets, user: User, subject: string, record: unknown, revision: number) {
  await db.transaction().execute(async (trx: Trx) => {
    await sql`select pg_advisory_xact_lock(${SETTINGS_LOCK})`.execute(trx)
    const before = (await lastRecords(trx, subject)).find((row) => row.subject === subject)
    if ((before?.revision ?? 0) !== revision) {
      const message = both('Người khác vừa lưu thiết lập này; hãy tải lại', 'Somebody else has saved it; load it again')
      throw refuse(409, 'setting/conflict', message, 'body.revision', String(before?.revision ?? 0))
    }
    const doer = { userId: user.id, role: user.role }
    await keepRecord(trx, secrets, { ...doer, subject, action: 'setting.saved', detail: {}, record })
  })
}

interface To<T> {
  readonly value: T
  readonly revision: number
}
export const saveUnit = (db: Db, secrets: Secrets, user: User, code: string, { value, revision }: To<UnitSetting>) =>
  save(db, secrets, user, `${UNIT}${code}`, value, revision)
export const saveProcedures = (
  db: Db,
  secrets: Secrets,
  user: User,
  { value, revision }: To<z.infer<typeof procedureCodesSchema>>,
) => save(db, secrets, user, PROCEDURES, value, revision)
export const saveRuleSettings = (
  db: Db,
  secrets: Secrets,
  user: User,
  { value, revision }: To<RuleSettings['limits']>,
) => save(db, secrets, user, RULES, value, revision)
