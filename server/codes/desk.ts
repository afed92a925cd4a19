/**
 * Codes are given and changed here: one transaction a batch, under one lock, with one record (`records.ts`) that names every code it
 * touched, and its entry in the ledger. A row is what the last record that names it left.
 */
import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import type { User } from '../../scenarios/api/api.ts'
import { type CodeStep, HOUSEHOLDS_MOST, type NewCodes } from '../../scenarios/api/codes.ts'
import { canonicalJson } from '../../scenarios/canonical.ts'
import { newCode } from '../../scenarios/codes/code.ts'
import { type CodeEvent, type CodeState, codeTable } from '../../scenarios/codes/process.ts'
import { recordId } from '../../scenarios/ids.ts'
import { both } from '../../scenarios/text.ts'
import type { AddressCodeRow, Db, Trx } from '../database.ts'
import type { House } from '../house.ts'
import { notFound, refuse } from '../http.ts'
import { expectUnit } from '../permits/desk.ts'
import { keepRecord } from '../records.ts'
import { type CityAddress, cityAddresses } from './city.ts'

/** Held while codes are given or changed. */
const CODES_LOCK = 7_105_013

export type CodesDesk = Pick<House, 'db' | 'secrets' | 'tiles'>

/** What a batch is kept as. Why it was done is written by people: here by its salted hash. */
export interface CodesRecord {
  readonly event: 'assign' | CodeEvent
  readonly role: string
  readonly reason: string | null
  readonly codes: readonly {
    readonly code: string
    readonly addressId: string
    readonly household: number
    readonly state: CodeState
    readonly successors: readonly string[]
  }[]
}

const keptColumns = ['code', 'addressId', 'household', 'state', 'successors'] as const
const keptOf = ({
  code,
  addressId,
  household,
  state,
  successors,
}: Pick<AddressCodeRow, (typeof keptColumns)[number]>) => ({
  ...{ code, addressId, household, state, successors },
})

async function lockCodes(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${CODES_LOCK})`.execute(trx)
}

async function keep(
  { secrets }: CodesDesk,
  trx: Trx,
  user: User,
  event: CodesRecord['event'],
  reason: string,
  batch: string,
  rows: readonly AddressCodeRow[],
): Promise<void> {
  const record: CodesRecord = {
    ...{ event, role: user.role, reason: reason === '' ? null : secrets.actor(`note\n${reason}`) },
    codes: rows.map(keptOf),
  }
  await keepRecord(trx, secrets, {
    ...{ userId: user.id, role: user.role, subject: batch, action: `codes.${event}`, record },
    detail: { codes: rows.length },
  })
}

/** A place at an address for a code that is to be. */
interface Wanted {
  readonly address: CityAddress
  readonly household: number
}

/** New rows with codes that nobody ever had. */
async function give(trx: Trx, batch: string, wanted: readonly Wanted[]): Promise<AddressCodeRow[]> {
  const at = new Date()
  const given: AddressCodeRow[] = []
  let open = wanted
  while (open.length > 0) {
    const rows = open.map(({ address, household }) => ({
      ...{ code: newCode((limit) => randomInt(limit)), addressId: address.id, household, state: 'active' as const },
      ...{ successors: [] as string[], place: address.place(), unitCode: address.unitCode, street: address.street },
      ...{ words: address.words, reason: '', assignedAt: at, changedAt: at, batch },
    }))
    const kept = await trx
      .insertInto('addressCodes')
      .values(rows.map((row) => ({ ...row, place: JSON.stringify(row.place) })))
      // One in 887 million is taken already: another is drawn.
      .onConflict((conflict) => conflict.column('code').doNothing())
      .returning('code')
      .execute()
    const there = new Set(kept.map(({ code }) => code))
    const taken = new Set<string>()
    for (const row of rows) {
      if (!there.has(row.code) || taken.has(row.code)) continue
      taken.add(row.code)
      given.push(row)
    }
    const done = new Set(given.map(({ addressId, household }) => `${addressId}\n${household}`))
    open = open.filter(({ address, household }) => !done.has(`${address.id}\n${household}`))
  }
  return given
}

/** Which households of these addresses have no code yet. */
async function missing(
  db: Db,
  addresses: readonly CityAddress[],
  households: (address: CityAddress) => number,
): Promise<Wanted[]> {
  if (addresses.length === 0) return []
  const rows = await db
    .selectFrom('addressCodes')
    .select(['addressId', 'household'])
    .where('state', '=', 'active')
    .where(
      'addressId',
      'in',
      addresses.map(({ id }) => id),
    )
    .execute()
  const has = new Map<string, Set<number>>()
  for (const { addressId, household } of rows) has.set(addressId, (has.get(addressId) ?? new Set()).add(household))
  return addresses.flatMap((address) => {
    const own = has.get(address.id) ?? new Set<number>()
    return freeNumbers(own, households(address) - own.size).map((household) => ({ address, household }))
  })
}

function freeNumbers(taken: ReadonlySet<number>, count: number): number[] {
  const free: number[] = []
  for (let number = 1; free.length < count; number++) if (!taken.has(number)) free.push(number)
  return free
}

/** @param along in the same transaction, told how many were given @returns the codes that are new */
export async function giveCodes(
  desk: CodesDesk,
  user: User,
  addresses: readonly CityAddress[],
  households: (address: CityAddress) => number,
  along: (trx: Trx, given: number) => Promise<void> = async () => {},
): Promise<AddressCodeRow[]> {
  return desk.db.transaction().execute(async (trx) => {
    await lockCodes(trx)
    const wanted = await missing(trx, addresses, households)
    const batch = `codes/${recordId()}`
    const rows = await give(trx, batch, wanted)
    if (rows.length > 0) await keep(desk, trx, user, 'assign', '', batch, rows)
    await along(trx, rows.length)
    return rows
  })
}

async function addressFor(desk: CodesDesk, user: User, id: string, place: string): Promise<CityAddress> {
  const address = (await cityAddresses(desk.tiles)).all.get(id)
  if (!address) {
    throw refuse(422, 'codes/address', both('Không có điểm địa chỉ này', 'There is no such address'), place)
  }
  expectOwn(user, address.unitCode)
  return address
}

/** What lies in no unit is for those who see every unit. */
export function expectOwn(user: User, unitCode: string | null): void {
  expectUnit(user, unitCode ?? '*')
}

export async function assignAt(desk: CodesDesk, user: User, { addressId, households = 1 }: NewCodes) {
  const address = await addressFor(desk, user, addressId, 'body.addressId')
  return giveCodes(desk, user, [address], () => households)
}

/** @returns the code itself and, of a split, those that are new */
export async function stepCode(desk: CodesDesk, user: User, code: string, step: CodeStep): Promise<AddressCodeRow[]> {
  const { event, reason, into, addressIds = [] } = step
  const addresses: CityAddress[] = []
  if (event === 'split' || event === 'move') {
    for (const [i, id] of addressIds.entries()) addresses.push(await addressFor(desk, user, id, `body.addressIds.${i}`))
    const fits = event === 'move' ? addresses.length === 1 : addresses.length >= 2
    if (!fits) {
      const message = both('Số điểm địa chỉ không hợp với việc này', 'Not the number of addresses that this takes')
      throw refuse(
        422,
        'codes/addresses',
        message,
        'body.addressIds',
        event === 'move' ? '1' : `2 … ${HOUSEHOLDS_MOST}`,
      )
    }
  }
  return desk.db.transaction().execute(async (trx) => {
    await lockCodes(trx)
    const row = await rowOf(trx, code)
    expectOwn(user, row.unitCode)
    const state = codeTable[row.state][event]
    if (state === null) {
      throw refuse(409, 'codes/ended', both('Mã này đã hết hiệu lực', 'This code has ended'), row.state)
    }
    const batch = `codes/${recordId()}`
    const at = new Date()
    const changed: AddressCodeRow = { ...row, state, reason, changedAt: at, batch }
    if (event === 'merge') changed.successors = [await heirOf(trx, user, row, into)]
    // Its place at the address is free before another takes it.
    if (event !== 'move') await store(trx, changed)
    const born = event === 'split' ? await give(trx, batch, await placesFor(trx, addresses)) : []
    if (event === 'split') {
      changed.successors = born.map((one) => one.code)
      await store(trx, changed)
    }
    if (event === 'move') {
      const [to] = await placesFor(trx, addresses)
      const { address, household } = to!
      Object.assign(changed, {
        ...{ addressId: address.id, household, place: address.place(), unitCode: address.unitCode },
        ...{ street: address.street, words: address.words },
      })
      await store(trx, changed)
    }
    const rows = [changed, ...born]
    await keep(desk, trx, user, event, reason, batch, rows)
    return rows
  })
}

async function rowOf(trx: Trx, code: string): Promise<AddressCodeRow> {
  const row = await trx.selectFrom('addressCodes').selectAll().where('code', '=', code).executeTakeFirst()
  if (!row) throw notFound(`codes/${code}`)
  return row
}

async function heirOf(trx: Trx, user: User, row: AddressCodeRow, into: string | undefined): Promise<string> {
  const heir = into === undefined || into === row.code ? null : await rowOf(trx, into)
  if (heir?.state !== 'active') {
    const message = both('Mã nhận phải là một mã khác đang dùng', 'It is merged into another code that is in use')
    throw refuse(422, 'codes/into', message, 'body.into')
  }
  expectOwn(user, heir.unitCode)
  return heir.code
}

/** The next free place at each, in order. */
async function placesFor(trx: Trx, addresses: readonly CityAddress[]): Promise<Wanted[]> {
  const wanted: Wanted[] = []
  for (const address of new Set(addresses)) {
    const count = addresses.filter((one) => one === address).length
    const rows = await trx
      .selectFrom('addressCodes')
      .select('household')
      .where('state', '=', 'active')
      .where('addressId', '=', address.id)
      .execute()
    const taken = new Set(rows.map(({ household }) => household))
    wanted.push(...freeNumbers(taken, count).map((household) => ({ address, household })))
  }
  return wanted
}

async function store(trx: Trx, { code, place, ...row }: AddressCodeRow): Promise<void> {
  await trx
    .updateTable('addressCodes')
    .set({ ...row, place: JSON.stringify(place) })
    .where('code', '=', code)
    .execute()
}

/** Codes whose row is not what the last record that names them left, or that no record names. */
export async function strayCodes(db: Db): Promise<string[]> {
  const said = new Map<string, { batch: string; kept: unknown }>()
  const records = await db
    .selectFrom('records')
    .select(['subject', 'record'])
    .where(sql<boolean>`starts_with(subject, 'codes/')`)
    .orderBy('ledgerSequence')
    .execute()
  for (const { subject, record } of records)
    for (const kept of (record as CodesRecord).codes) said.set(kept.code, { batch: subject, kept })
  const stray: string[] = []
  const rows = await db
    .selectFrom('addressCodes')
    .select([...keptColumns, 'batch'])
    .execute()
  for (const row of rows) {
    const own = said.get(row.code)
    said.delete(row.code)
    if (own?.batch !== row.batch || canonicalJson(own.kept) !== canonicalJson(keptOf(row))) stray.push(row.batch)
  }
  return [...new Set([...stray, ...[...said.values()].map(({ batch }) => batch)])]
}
