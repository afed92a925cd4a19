/** The database itself: migrations forward over filled tables, a later version refused, the embedded server adopted or mended. */
import { readFileSync, rmSync } from 'node:fs'
import { sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { afterAll, expect, test } from 'vitest'
import { migrate, migrations, openStore } from '../../server/database.ts'
import { startPostgres } from '../../server/postgres.ts'
import { startDatabase } from './databases.ts'
import { openFolder } from './server-harness.ts'

const dir = openFolder('database')
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** Rows in the tables of each migration, put in as soon as it has run: the ones after it must carry them over. */
const rows: Record<keyof typeof migrations, string[]> = {
  '0001-first': [
    `insert into users values ('00000000-0000-7000-8000-000000000001', 'lan', 'Lan', 'planner', 'x', false, true)`,
    `insert into sessions values ('t', '00000000-0000-7000-8000-000000000001')`,
    `insert into scenarios values ('00000000-0000-7000-8000-000000000002', null, 'a', 0, 1, 'h',
      '00000000-0000-7000-8000-000000000001', now())`,
    `insert into scenario_revisions values ('00000000-0000-7000-8000-000000000002', 1, '{}', 'h',
      '00000000-0000-7000-8000-000000000001', now())`,
    `insert into jobs values ('00000000-0000-7000-8000-000000000003', null, 'a', '{}', null,
      '00000000-0000-7000-8000-000000000001', 'done', 1, null, null, now())`,
    `insert into ledger values (1, 'a', 'planner', 't', 's', 'a', '{}', 'p', 'h', 's')`,
    `insert into runs values ('00000000-0000-7000-8000-000000000004', '00000000-0000-7000-8000-000000000003', null, 'a',
      '{}', '{}', null, 1, now())`,
    `insert into server_keys values ('k')`,
    `insert into events (payload) values ('{}')`,
  ],
  '0002-run-kinds': [
    `insert into jobs values ('00000000-0000-7000-8000-000000000005', null, 'a', '{}', null,
      '00000000-0000-7000-8000-000000000001', 'done', 1, null, null, now(), 'lighting')`,
  ],
  '0003-permits': [
    `insert into users values ('00000000-0000-7000-8000-000000000006', 'minh', 'Minh', 'reviewer', 'x', false, true, now(),
      '31318')`,
    `insert into permits values ('00000000-0000-7000-8000-000000000007', 'H13.31318-261125-0001', '31318', 'new', true, 'submitted',
      1, '{}', 'h', 'a', 's', 'nha o'::tsvector, '00000000-0000-7000-8000-000000000006', 'f', now(), '2026-12-01', 7,
      false, false, now(), now(), null, null, false, null, null, null, 2, 100)`,
    `insert into permit_people values ('00000000-0000-7000-8000-000000000007', '{}', 'an'::tsvector)`,
    `insert into permit_history values ('00000000-0000-7000-8000-000000000007', 1, 'file', 'submitted', now(), null,
      'applicant', '', '[]', null, '{}', null, 1)`,
    `insert into permit_checks values ('00000000-0000-7000-8000-000000000008', '00000000-0000-7000-8000-000000000007', 'h',
      '{}', '{}', 'r', true, null, now(), 1)`,
    `insert into permit_attachments values ('00000000-0000-7000-8000-000000000007', 'x', 'a.pdf', 'pdf', 5, now())`,
    `insert into permit_counters values ('permit/31318/2026', 1)`,
    `insert into work_calendar values (true, '{}')`,
  ],
  '0004-accounts': [
    `insert into sessions values ('u', '00000000-0000-7000-8000-000000000006', now(), now(), true, false, null)`,
    `insert into sign_in_failures values ('name/x', 6, now(), now())`,
    `insert into second_steps values ('00000000-0000-7000-8000-000000000006', 's', true, 1)`,
    `insert into recovery_codes values ('00000000-0000-7000-8000-000000000006', 'h')`,
    `insert into identities values ('00000000-0000-7000-8000-000000000009', 'https://sso.example', '1',
      '00000000-0000-7000-8000-000000000006', 'minh', 'Minh', now(), now())`,
  ],
  '0005-signatures': [
    `insert into permit_numbers values ('00000000-0000-7000-8000-000000000007', 'GPXD', '31318', 2026, '1/GPXD')`,
    `insert into permit_papers values ('00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-000000000007', 7,
      '1/GPXD', '{}', 'x', 5, true, now(), '00000000-0000-7000-8000-000000000006', 1)`,
    `insert into signers values ('00000000-0000-7000-8000-00000000000b', '31318', '00000000-0000-7000-8000-000000000006',
      'certificate', '{}', 'f', true, now())`,
    `insert into permit_signatures values ('00000000-0000-7000-8000-000000000007', '00000000-0000-7000-8000-00000000000a',
      '00000000-0000-7000-8000-00000000000b', 'y', 6, true, '{}', now(), 1)`,
  ],
  '0006-office': [
    `insert into portal_cases values ('H13.31318-261125-0001', '00000000-0000-7000-8000-000000000007', 'h', now())`,
    `insert into portal_files values ('00000000-0000-7000-8000-000000000007', 'x', 'a.pdf', 'https://portal.example/1',
      'pending', 1, now(), null, 'down')`,
    `insert into portal_outbox values ('H13.31318-261125-0001#1', '00000000-0000-7000-8000-000000000007',
      'H13.31318-261125-0001', 1, '{}', 'pending', 0, now(), null, null, now(), null)`,
    `insert into visitor_uploads values ('2026-11-26', 5000000000)`,
  ],
  '0007-records': [
    `insert into ledger values (2, 'a', 'planner', 't', 'plan/1', 'plan.drafted', '{}', 'h', 'h2', 's')`,
    `insert into records values ('plan/1', 1, 'plan.drafted', '{}', now(), 2)`,
    `insert into city_changes values ('00000000-0000-7000-8000-000000000008', 'plan/1', 0, 'pond w', '{}', 'approved',
      '2026-12-01', now(), null)`,
  ],
  '0008-impact': [
    `insert into permit_impacts values ('00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-000000000007', 'h',
      '{}', '{}', '00000000-0000-7000-8000-000000000006', now(), '{}', null, 1, '["vt:blocks/1"]', 12.5)`,
    `insert into jobs values ('00000000-0000-7000-8000-00000000000b', null, 'a', '{}', null,
      '00000000-0000-7000-8000-000000000001', 'done', 1, null, null, now(), 'drainage',
      '00000000-0000-7000-8000-00000000000a', 'with')`,
  ],
  '0009-after': [
    `insert into site_visits values ('00000000-0000-7000-8000-00000000000b', '00000000-0000-7000-8000-000000000007',
      '00000000-0000-7000-8000-000000000006', now())`,
    `insert into site_matters values ('00000000-0000-7000-8000-00000000000c', '00000000-0000-7000-8000-000000000007')`,
    `insert into site_matter_steps values ('00000000-0000-7000-8000-00000000000c', 1,
      '00000000-0000-7000-8000-000000000006')`,
    `insert into site_words values ('visit/00000000-0000-7000-8000-00000000000b', 1,
      '00000000-0000-7000-8000-000000000007', '{}')`,
  ],
  '0010-works': [
    `insert into works values ('00000000-0000-7000-8000-000000000010', 'DD.31333-261125-0001', '31333', 'submitted', 1, '{}',
      '2026-12-07', '2026-12-16', null, null, 'ong'::tsvector, 'f', now(), null, null, true)`,
    `insert into works_people values ('00000000-0000-7000-8000-000000000010', '{}')`,
    `insert into works_notes values ('00000000-0000-7000-8000-000000000010', 1, null, 'a')`,
    `insert into works_photos values ('00000000-0000-7000-8000-000000000010', 'x', 'a.png', 'png', 5, now())`,
    `insert into works_joints values ('00000000-0000-7000-8000-000000000011', '{}', '[]', 'proposed', now())`,
    `insert into pavings values ('00000000-0000-7000-8000-000000000012', 'vt:road/1', 0, 10, '2026-11-01', 'asphalt', 'a')`,
  ],
  '0011-plans': [
    `insert into plans values ('00000000-0000-7000-8000-0000000000b1', null, 'detail', 'a', 'b', 'a'::tsvector, null, 'approved', 1,
      1, 1, '2026-12-01', '{}', '1', '2027-01-01', null, false, now(), now())`,
    `insert into plan_actors values ('00000000-0000-7000-8000-0000000000b1', 1, '00000000-0000-7000-8000-000000000001')`,
    `insert into plan_submissions values ('00000000-0000-7000-8000-0000000000b1', 1, '00000000-0000-7000-8000-000000000002', 1,
      '{}', now(), now(), 30, '2026-12-01', 1)`,
    `insert into plan_runs values ('00000000-0000-7000-8000-0000000000b1', 1, 0, '{}', '00000000-0000-7000-8000-000000000003',
      '00000000-0000-7000-8000-000000000004', '[]')`,
    `insert into plan_settlements values ('00000000-0000-7000-8000-0000000000b1', 'k', '{}', 'replaces', 'r',
      '00000000-0000-7000-8000-000000000001', now())`,
    `insert into plan_replacements values ('00000000-0000-7000-8000-0000000000b1', null, '00000000-0000-7000-8000-000000000008', 'r')`,
    `insert into plan_attachments values ('00000000-0000-7000-8000-0000000000b1', 'x', 'a.pdf', 'pdf', 5, 'drawing', now())`,
    `insert into plan_change_documents values ('00000000-0000-7000-8000-000000000008', '00000000-0000-7000-8000-0000000000b1', 'x')`,
    `insert into plan_comments values ('00000000-0000-7000-8000-0000000000b2', '00000000-0000-7000-8000-0000000000b1', 1, 'public',
      null, null, 'a', now(), null, null, null, 'shown', '', null, null, null, 'f')`,
    `insert into plan_commenters values ('00000000-0000-7000-8000-0000000000b2', 'n', 'c')`,
  ],
  '0012-reports': [
    `insert into reports values ('00000000-0000-7000-8000-0000000000c1', 'PA.31321-261126-0001', '31321', 'new', 1, 'drainage', 'a',
      105.47, 9.78, true, false, true, false, null, 'a'::tsvector, 1, now(), now(), now(), null, now(), null, null, null, 'r', false)`,
    `insert into report_people values ('00000000-0000-7000-8000-0000000000c1', 'n', '09')`,
    `insert into report_notes values ('00000000-0000-7000-8000-0000000000c1', 1, null, 'a')`,
    `insert into report_photos values ('00000000-0000-7000-8000-0000000000c1', 'x', 'citizen', 'a.jpeg', 'jpeg', 5, now(), true,
      null, null, null, null)`,
    `insert into report_supporters values ('00000000-0000-7000-8000-0000000000c1', 'k')`,
  ],
  '0013-codes': [
    `insert into address_codes values ('K7M4P2X', 'vt:addresses/1', 1, 'active', '{}', '{}', '31333', null, 'a', '', now(), now(),
      'codes/1')`,
  ],
  '0014-statements': [
    `insert into statements values ('00000000-0000-7000-8000-0000000000e1', 'QH.31333-261126-0001', '31333', 'received', 1, '{}',
      'a'::tsvector, 'f', now(), false, null, '2026-12-17')`,
    `insert into statement_people values ('00000000-0000-7000-8000-0000000000e1', '{}')`,
    `insert into statement_notes values ('00000000-0000-7000-8000-0000000000e1', 1, null, 'a')`,
    `insert into statement_files values ('00000000-0000-7000-8000-0000000000e1', 'x', 'a.pdf', 'pdf', 5, false, now())`,
    `insert into floods values ('00000000-0000-7000-8000-0000000000e2', null, '{}', '{}', 'c',
      '00000000-0000-7000-8000-000000000003', 'published', '[]', 0.3, 'x', now(), now(), null)`,
  ],
  '0015-warnings': [
    `insert into warnings values ('w2', '{}', now(), now(), now(), null), ('w1', '{}', now(), now(), now(), 'w2')`,
  ],
  '0016-code-assignments': [
    `insert into code_assignments values ('00000000-0000-7000-8000-0000000000f1', '31333', 'one',
      '00000000-0000-7000-8000-000000000001', 'done', 1, 1, 1, now())`,
  ],
}

test('every migration runs forward on a filled database, and only once', async () => {
  const database = await startDatabase(`${dir}/forward`)
  const { db, close } = openStore(database.connection)
  const plain = db.withoutPlugins()
  const count = async () => {
    const tables = [
      ...['users', 'scenarios', 'scenario_revisions', 'jobs', 'ledger', 'runs', 'events', 'permits', 'permit_people'],
      ...['permit_history', 'permit_checks', 'permit_attachments', 'permit_counters', 'work_calendar'],
      ...['permit_numbers', 'permit_papers', 'signers', 'permit_signatures'],
      ...['sessions', 'sign_in_failures', 'second_steps', 'recovery_codes', 'identities'],
      ...['works', 'works_people', 'works_notes', 'works_photos', 'works_joints', 'pavings'],
      ...['permit_impacts'],
      ...['reports', 'report_people', 'report_notes', 'report_photos', 'report_supporters'],
    ]
    const found = await Promise.all(
      tables.map((table) => sql<{ n: string }>`select count(*) as n from ${sql.table(table)}`.execute(plain)),
    )
    return found.map(({ rows: [row] }) => Number(row!.n))
  }
  for (const name of Object.keys(migrations) as (keyof typeof migrations)[]) {
    const { error } = await new Migrator({ db: plain, provider: { getMigrations: async () => migrations } }).migrateTo(
      name,
    )
    expect(error).toBeUndefined()
    for (const statement of rows[name]) await sql.raw(statement).execute(plain)
  }
  const before = await count()
  await migrate(db)
  expect(await count()).toEqual(before)
  expect(before.every((n) => n > 0)).toBe(true)
  const jobs = await db.selectFrom('jobs').select('kind').orderBy('id').execute()
  expect(jobs.map(({ kind }) => kind)).toEqual(['drainage', 'lighting', 'drainage'])
  const units = await db.selectFrom('users').select('unitCode').orderBy('id').execute()
  expect(units.map(({ unitCode }) => unitCode)).toEqual([null, '31318'])
  const sessions = await db.selectFrom('sessions').select(['waitsForCode', 'bySso']).orderBy('tokenHash').execute()
  expect(sessions).toEqual([
    { waitsForCode: false, bySso: false },
    { waitsForCode: true, bySso: false },
  ])
  const { due } = await db.selectFrom('permits').select('due').executeTakeFirstOrThrow()
  expect(due).toBe('2026-12-01')

  await sql`insert into kysely_migration values ('9999-from-the-future', 'now')`.execute(plain)
  await expect(migrate(db)).rejects.toThrow('later version')
  await close()
  await database.stop()
})

test.skipIf(process.env.TEST_DATABASE_URL)(
  'the embedded server is adopted, started again after a kill, and listens on no network',
  async () => {
    const dataDir = `${dir}/embedded`
    const first = await startPostgres(dataDir)
    expect(first.started).toBe(true)
    const second = await startPostgres(dataDir)
    expect([second.started, second.connection]).toEqual([false, first.connection])

    const { db, close } = openStore(first.connection)
    const show = async (name: string) => (await sql<Record<string, string>>`show ${sql.raw(name)}`.execute(db)).rows[0]
    expect(await show('listen_addresses')).toEqual({ listenAddresses: '' })
    expect(await show('fsync')).toEqual({ fsync: 'on' })
    await sql`create table kept (n int)`.execute(db)
    await sql`insert into kept values (1)`.execute(db)
    const pid = Number(readFileSync(`${dataDir}/postgres/data/postmaster.pid`, 'utf8').split('\n')[0])
    process.kill(pid, 'SIGKILL')
    const third = await startPostgres(dataDir)
    expect(third.started).toBe(true)
    expect((await sql`select n from kept`.execute(db)).rows).toEqual([{ n: 1 }])
    await close()
    await third.stop()
    await third.stop()
  },
)
