/** What is told of codes: to everyone a code's place and what became of it; to staff the register of their unit. */
import { type Expression, type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import type { User } from '../../scenarios/api/api.ts'
import {
  type AddressPage,
  type addressesQuerySchema,
  CODES_A_PAGE,
  type CodeAnswer,
  type CodePage,
  type CodePast,
  type CodeRow,
  type CodeStatistics,
  type codesQuerySchema,
} from '../../scenarios/api/codes.ts'
import { parseAddressCode, printedCode } from '../../scenarios/codes/code.ts'
import { both, fold } from '../../scenarios/text.ts'
import type { AddressCodeRow, Db } from '../database.ts'
import type { House } from '../house.ts'
import { notFound, refuse } from '../http.ts'
import { type CityAddresses, cityAddresses } from './city.ts'
import { type CodesRecord, expectOwn } from './desk.ts'

type Register = Pick<House, 'db' | 'tiles'>

/** Steps from an ended code to those in use that are followed. */
const FOLLOWED_MOST = 50

export async function resolveCode({ db, tiles }: Register, code: string): Promise<CodeAnswer> {
  const [row] = await rowsOf(db, [code])
  if (!row) {
    const message = both('Chưa có mã địa chỉ này', 'There is no such address code')
    throw refuse(404, 'codes/unknown', message, printedCode(code))
  }
  const addresses = await cityAddresses(tiles)
  const heirs = new Map<string, AddressCodeRow>()
  let next = row.state === 'active' ? [] : row.successors
  while (next.length > 0 && heirs.size < FOLLOWED_MOST) {
    const found = await rowsOf(db, next.slice(0, FOLLOWED_MOST))
    for (const heir of found) heirs.set(heir.code, heir)
    next = found
      .filter(({ state }) => state !== 'active')
      .flatMap(({ successors }) => successors)
      .filter((one) => !heirs.has(one))
  }
  return {
    ...tellingOf(row, addresses),
    changedAt: row.changedAt.toISOString(),
    now: [...heirs.values()].filter(({ state }) => state === 'active').map((heir) => tellingOf(heir, addresses)),
    illustrative: addresses.illustrative,
  }
}

const rowsOf = async (db: Db, codes: readonly string[]): Promise<AddressCodeRow[]> =>
  codes.length === 0
    ? []
    : db
        .selectFrom('addressCodes')
        .selectAll()
        .where('code', 'in', [...codes])
        .execute()

/** As the city's data say it now; else as it was told when the code was given. */
function tellingOf({ code, state, addressId, place }: AddressCodeRow, { all }: CityAddresses) {
  const there = all.get(addressId)
  return { code, printed: printedCode(code), state, place: there?.place() ?? place, onMap: there !== undefined }
}

export const codeRowOf = (row: AddressCodeRow, { all }: CityAddresses): CodeRow => {
  const { code, state, addressId, household, place, unitCode, street, successors, reason } = row
  return {
    ...{ code, printed: printedCode(code), state, addressId, household, unitCode, street, successors, reason },
    label: all.get(addressId)?.label ?? place.label,
    assignedAt: row.assignedAt.toISOString(),
    changedAt: row.changedAt.toISOString(),
    onMap: all.has(addressId),
  }
}

export async function readCodes(
  { db, tiles }: Register,
  user: User,
  query: z.output<typeof codesQuerySchema>,
): Promise<CodePage> {
  const { q = '', state, lost, page } = query
  const unit = unitOf(user, query.unitCode)
  const addresses = await cityAddresses(tiles)
  const code = parseAddressCode(q)
  const found = db.selectFrom('addressCodes').where((eb) => {
    const wanted: Expression<SqlBool>[] = []
    if (code) wanted.push(eb('code', '=', code))
    else for (const word of wordsIn(q)) wanted.push(sql<SqlBool>`strpos(words, ${word}) > 0`)
    if (unit !== undefined) wanted.push(eb('unitCode', '=', unit))
    if (state !== undefined) wanted.push(eb('state', '=', state))
    // Whether an address is there is for the city's data to say.
    if (lost) {
      wanted.push(eb('state', '=', 'active'))
      wanted.push(sql<SqlBool>`address_id <> all(${[...addresses.all.keys()]}::text[])`)
    }
    return eb.and(wanted)
  })
  const [rows, { total }] = await Promise.all([
    found
      .selectAll()
      .orderBy('changedAt', 'desc')
      .orderBy('code')
      .limit(CODES_A_PAGE)
      .offset((page - 1) * CODES_A_PAGE)
      .execute(),
    found.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow(),
  ])
  return { codes: rows.map((row) => codeRowOf(row, addresses)), total }
}

const wordsIn = (text: string): string[] =>
  fold(text)
    .split(/[\s,]+/)
    .filter(Boolean)
    .slice(0, 12)

/** Whose unit is named sees that unit, whatever is asked for. @throws Refusal 403 `permit/unit` */
export function unitOf(user: User, asked: string | undefined): string | undefined {
  if (user.unitCode === null) return asked
  if (asked !== undefined) expectOwn(user, asked)
  return user.unitCode
}

export async function readAddressList(
  { db, tiles }: Register,
  user: User,
  query: z.output<typeof addressesQuerySchema>,
): Promise<AddressPage> {
  const { q = '', without, page } = query
  const unit = unitOf(user, query.unitCode)
  const { all } = await cityAddresses(tiles)
  const rows = await db
    .selectFrom('addressCodes')
    .select(['code', 'addressId', 'household'])
    .where('state', '=', 'active')
    .$if(unit !== undefined, (some) => some.where('unitCode', '=', unit!))
    .orderBy('household')
    .execute()
  const codes = new Map<string, { code: string; household: number }[]>()
  for (const { code, addressId, household } of rows)
    codes.set(addressId, [...(codes.get(addressId) ?? []), { code, household }])
  const words = wordsIn(q)
  const found = [...all.values()].filter(
    (one) =>
      (unit === undefined || one.unitCode === unit) &&
      (!without || !codes.has(one.id)) &&
      words.every((word) => one.words.includes(word)),
  )
  const shown = found.slice((page - 1) * CODES_A_PAGE, page * CODES_A_PAGE)
  return {
    addresses: shown.map(({ id, label, oldLabel, unitCode, street }) => ({
      ...{ addressId: id, label, oldLabel, unitCode, street, codes: codes.get(id) ?? [] },
    })),
    total: found.length,
  }
}

export async function readStatistics({ db, tiles }: Register, user: User): Promise<CodeStatistics> {
  const { all, illustrative } = await cityAddresses(tiles)
  const names = await tiles.units()
  const rows = await db.selectFrom('addressCodes').select(['addressId', 'unitCode', 'state']).execute()
  const units = new Map<string | null, CodeStatistics['units'][number]>()
  const of = (unitCode: string | null) => {
    const own = units.get(unitCode) ?? {
      ...{ unitCode, name: unitCode === null ? '–' : (names.get(unitCode) ?? unitCode) },
      ...{ addresses: 0, withCode: 0, codes: 0, ended: 0, lost: 0 },
    }
    units.set(unitCode, own)
    return own
  }
  for (const { unitCode } of all.values()) of(unitCode).addresses++
  const seen = new Set<string>()
  for (const { addressId, unitCode, state } of rows) {
    const there = all.get(addressId)
    const own = of(there ? there.unitCode : unitCode)
    if (state !== 'active') {
      own.ended++
      continue
    }
    own.codes++
    if (!there) own.lost++
    else if (!seen.has(addressId)) own.withCode++
    seen.add(addressId)
  }
  const shown = [...units.values()].filter(({ unitCode }) => user.unitCode === null || user.unitCode === unitCode)
  return { units: shown.sort((a, b) => (a.unitCode ?? '').localeCompare(b.unitCode ?? '')), illustrative }
}

export async function readHistory({ db }: Register, user: User, code: string): Promise<CodePast[]> {
  const [row] = await rowsOf(db, [code])
  if (!row) throw notFound(`codes/${code}`)
  expectOwn(user, row.unitCode)
  const records = await db
    .selectFrom('records')
    .selectAll()
    .where(sql<boolean>`starts_with(subject, 'codes/')`)
    .where(sql<boolean>`record -> 'codes' @> ${JSON.stringify([{ code }])}::jsonb`)
    .orderBy('ledgerSequence')
    .execute()
  return records.map(({ record, at, ledgerSequence }) => {
    const { event, role, codes } = record as CodesRecord
    const { state, successors } = codes.find((one) => one.code === code)!
    // What a split brings forth is given by it.
    const born = event === 'split' && state === 'active'
    return {
      event: born ? 'assign' : event,
      state,
      at: at.toISOString(),
      role,
      successors: [...successors],
      ledgerSequence,
    }
  })
}

/** Of a unit, a street, or some by name: in use, in the order of streets and houses. */
export async function rowsForPlates(
  { db, tiles }: Register,
  user: User,
  {
    codes,
    unitCode,
    street,
  }: { codes?: readonly string[] | undefined; unitCode?: string | undefined; street?: string | undefined },
  most: number,
): Promise<CodeRow[]> {
  const addresses = await cityAddresses(tiles)
  const unit = unitOf(user, unitCode)
  const rows = await db
    .selectFrom('addressCodes')
    .selectAll()
    .where('state', '=', 'active')
    .$if(unit !== undefined, (some) => some.where('unitCode', '=', unit!))
    .$if(street !== undefined, (some) => some.where('street', '=', street!))
    .$if(codes !== undefined, (some) => some.where('code', 'in', [...codes!]))
    .execute()
  const order = new Intl.Collator('vi', { numeric: true })
  const sorted = rows
    .map((row) => codeRowOf(row, addresses))
    .sort(
      (a, b) =>
        order.compare(a.street ?? '', b.street ?? '') || order.compare(a.label, b.label) || a.household - b.household,
    )
  if (sorted.length > most) {
    const message = both(
      'Quá nhiều biển cho một tệp; hãy chọn từng đường',
      'Too many plates for one file; choose a street',
    )
    throw refuse(422, 'codes/plates-many', message, String(sorted.length), `≤ ${most}`)
  }
  if (sorted.length === 0) throw refuse(404, 'codes/none', both('Chưa có mã nào ở đây', 'There are no codes here'))
  return sorted
}
