/**
 * A desk full of cases for benchmarks: some are filed, received and moved on as people would, the others are copies of them;
 * all on different days. The ledger knows the originals alone.
 */
import { sql } from 'kysely'
import { permitStepSchema } from '../scenarios/api/permits.ts'
import type { People } from '../scenarios/permits/application.ts'
import { clockSettings, resetClocks } from '../server/permits/calendar.ts'
import { type Desk, filePermit, stepPermit } from '../server/permits/desk.ts'
import { cityTiles } from '../server/tiles.ts'
import type { TestServer } from './flow/server-harness.ts'
import { applicationOf, owner } from './permit-application.ts'
import { house } from './permit-cases.ts'

const families = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Huỳnh', 'Võ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ']
const middles = ['Thị', 'Văn', 'Ngọc', 'Hữu', 'Minh', 'Kim']
const given = ['Hồng', 'Lan', 'Dũng', 'Phúc', 'Tâm', 'Oanh', 'Sáu', 'Tư', 'Út', 'Đời', 'Nghĩa', 'Lộc']
const streets = ['Trần Hưng Đạo', 'Nguyễn Huệ', 'Lê Lợi', '30 Tháng 4', 'Hẻm 12 Lý Tự Trọng', 'Kênh Xáng Xà No']
const works = ['Nhà ở riêng lẻ', 'Nhà ở liên kế', 'Nhà trọ', 'Nhà kho', 'Cửa hàng']
const units = ['31318', '31321', '31333']
/** Over how many days they were filed. */
const DAYS = 20
const ORIGINALS = 100

export async function fillDesk(server: TestServer, cases: number, chance: () => number): Promise<void> {
  const desk: Desk = { ...server, tiles: cityTiles(`${server.dir}/tiles`) }
  const { db } = desk
  const reviewer = { user: { ...(await userOf(server)), unitCode: null } }
  const one = <T>(of: readonly T[]): T => of[Math.floor(chance() * of.length)]!
  const plans = Array.from({ length: Math.min(cases, ORIGINALS) }, () => {
    const unit = one(units)
    const base = applicationOf(house, unit)
    const people: People = {
      ...owner,
      ownerName: `${one(families)} ${one(middles)} ${one(given)}`,
      phone: `09${Math.floor(1e7 + 8.9e7 * chance())}`,
    }
    const site = {
      ...base.site,
      parcel: `${1 + Math.floor(900 * chance())}`,
      mapSheet: `${1 + Math.floor(60 * chance())}`,
      street: one(streets),
    }
    return { people, application: { ...base, site, workTitle: one(works) }, fate: chance() }
  })
  const moved = async (id: string, event: 'receive' | 'assign' | 'request-supplement' | 'withdraw', revision: number) =>
    stepPermit(desk, reviewer, id, permitStepSchema.parse({ event, revision, note: 'x', to: reviewer.user.id }))

  for (const { people, application, fate } of plans) {
    const { id } = await filePermit(desk, 'applicant', { people, application })
    if (fate < 0.1) continue
    await moved(id, 'receive', 1)
    if (fate < 0.3) continue
    await moved(id, 'assign', 2)
    if (fate > 0.9) await moved(id, 'request-supplement', 3)
    else if (fate > 0.6) await moved(id, 'withdraw', 3)
  }
  await db.transaction().execute(async (trx) => {
    await sql`set local session_replication_role = replica`.execute(trx)
    await sql`create temp table copies on commit drop as select id as old, gen_random_uuid() as new, n
      from permits, generate_series(2, ${sql.lit(Math.ceil(cases / plans.length))}) n`.execute(trx)
    await sql`insert into permits select (json_populate_record(p,
        json_build_object('id', new, 'code', code || '-' || n, 'follow_hash', new))).*
      from copies join permits p on p.id = old`.execute(trx)
    await sql`insert into permit_people select (json_populate_record(p, json_build_object('permit_id', new))).*
      from copies join permit_people p on permit_id = old`.execute(trx)
    await sql`insert into permit_history select (json_populate_record(h,
        json_build_object('permit_id', new, 'ledger_sequence', 1000000 + row_number() over ()))).*
      from copies join permit_history h on permit_id = old`.execute(trx)
    const days = sql`(abs(hashtext(permit_id::text)) % ${sql.lit(24 * DAYS)}) * interval '1 hour'`
    await sql`update permit_history set at = at - ${days}`.execute(trx)
    await sql`update permits set filed_at = at from permit_history h where permit_id = id and h.revision = 1`.execute(
      trx,
    )
    await resetClocks(trx, await clockSettings(trx))
  })
  await sql`vacuum analyze`.execute(db)
}

async function userOf(server: TestServer) {
  const { id } = await server.person('reviewer')
  const row = await server.db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  return { ...row, createdAt: row.createdAt.toISOString() }
}
