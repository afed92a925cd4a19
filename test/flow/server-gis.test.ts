/** The schema `gis` as QGIS opens it, on a PostgreSQL with PostGIS; and the same server without it. */
import { execFileSync } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { GisState } from '../../scenarios/api/office.ts'
import type { PermitFiled, PermitStep } from '../../scenarios/api/permits.ts'
import { layerIds } from '../../scenarios/city/layers.ts'
import type { Edit } from '../../scenarios/edit.ts'
import { projection, vn2000 } from '../../scenarios/frame.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { addChanges } from '../../server/city-changes.ts'
import { openStore } from '../../server/database.ts'
import { refreshGis } from '../../server/gis/fill.ts'
import { GIS_ROLE, insertStatement, recordTables, referenceOf } from '../../server/gis/schema.ts'
import { newPermit, owner } from '../permit-application.ts'
import { SOUTH, villageLamps, WEST } from '../village.ts'
import { type Person, startServer, type TestServer, until, villageBody } from './server-harness.ts'

const UNIT = '31318'
let server: TestServer
let reviewer: Person
let approver: Person
let postgis: GisState['postgis']
beforeAll(async () => {
  server = await startServer()
  reviewer = await server.person('reviewer', UNIT)
  approver = await server.person('approver', UNIT)
  ;({ postgis } = await state())
  if (process.env.TEST_POSTGIS) expect(postgis).not.toBe('none')
})
afterAll(() => server.stop())

const state = async (): Promise<GisState> =>
  (await server.inject(await server.person('admin'), 'GET', '/api/gis')).json()
const rows = async <T>(text: string): Promise<T[]> => {
  const client = new pg.Client(server.connection)
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

const ownUrl = (): URL => new URL('connectionString' in server.connection ? server.connection.connectionString : '')

async function issue(): Promise<PermitFiled> {
  const filed: PermitFiled = (await server.inject(reviewer, 'POST', '/api/permits', newPermit(undefined, UNIT))).json()
  const step = async (who: Person, event: PermitStep['event'], more: Partial<PermitStep> = {}) => {
    const url = `/api/permits/${filed.id}`
    const { revision } = (await server.inject(who, 'GET', url)).json()
    const answer = await server.inject(who, 'POST', `${url}/events`, { event, revision, note: 'Đồng ý', ...more })
    expect(answer.statusCode, answer.body).toBe(200)
  }
  await step(reviewer, 'receive')
  await step(reviewer, 'assign', { to: reviewer.id })
  await server.inject(reviewer, 'POST', `/api/permits/${filed.id}/check`)
  await step(reviewer, 'propose')
  await step(approver, 'approve')
  await step(reviewer, 'issue')
  return filed
}

test('without PostGIS there is no schema, and a permit is issued all the same', async () => {
  await issue()
  if (postgis !== 'none') return
  expect(await state()).toEqual({
    ...{ postgis: 'none', srid: null, cityHash: null, filledAt: null, features: 0, mended: 0, refused: 0 },
  })
  expect(await refreshGis(server.db, `${server.dir}/tiles`, true)).toMatchObject({ postgis: 'none' })
})

describe.runIf(process.env.TEST_POSTGIS)('with PostGIS', () => {
  beforeAll(async () => {
    await until(async () => (await state()).cityHash === server.manifest.hash)
  })

  const ring = (x: number, y: number): [number, number][] => [
    [WEST + x, SOUTH + y],
    [WEST + x + 40, SOUTH + y],
    [WEST + x + 40, SOUTH + y + 30],
    [WEST + x, SOUTH + y + 30],
  ]
  const edits: Edit[] = [
    { kind: 'ground.level', target: 'vt:parcel/1', from: null, to: { ring: ring(500, 700), levelMetres: 2 } },
    // A ring that crosses itself.
    {
      kind: 'pond',
      target: 'new:pond/1',
      from: null,
      to: {
        ring: [ring(0, 0)[0]!, ring(0, 0)[2]!, ring(0, 0)[1]!, ring(0, 0)[3]!],
        bedMetres: -1,
        waterMetres: 0,
      },
    },
    {
      kind: 'road.new',
      target: 'new:road/1',
      from: null,
      to: {
        ...{ line: ring(100, 100).slice(0, 3), class: 'local', oneWay: false, bridge: false, name: 'Đường Mới' },
        ...{ widthMetres: 6, lanes: 2 },
      },
    },
    ...villageLamps(2),
    { kind: 'road.state', target: 'vt:road/1', from: 'open', to: 'closed' },
  ]
  const save = async (revision: number | null, some: Edit[], id: string = randomUUID()): Promise<string> => {
    const scenario: Scenario = {
      ...{ schema: 'scenario@1', id, parentId: null, title: 'Nâng nền khu A' },
      body: { ...villageBody(server.manifest), edits: some },
    }
    const planner = await server.person('planner')
    const answer =
      revision === null
        ? await server.inject(planner, 'POST', '/api/scenarios', scenario)
        : await server.inject(planner, 'PUT', `/api/scenarios/${id}`, { scenario, revision })
    expect(answer.statusCode, answer.body).toBeLessThan(300)
    return id
  }

  test('every table has one key, two valid shapes in EPSG:5897 and 4326, an index on each, and says where it comes from', async () => {
    await issue()
    await save(null, edits)
    const names = [...layerIds, ...recordTables.map(({ name }) => name)].sort()
    const columns = await rows<{ name: string; column: string; srid: number; type: string }>(
      `select f_table_name as name, f_geometry_column as column, srid, type from geometry_columns
       where f_table_schema = 'gis' order by 1, 2`,
    )
    expect(columns.map(({ name, column, srid }) => [name, column, srid])).toEqual(
      names.flatMap((name) => [
        [name, 'geom', 5897],
        [name, 'geom_wgs84', 4326],
      ]),
    )
    for (const name of names) {
      const [found] = await rows<Record<string, number>>(`select count(*)::int as features,
        count(*) filter (where not st_isvalid(geom) or not st_isvalid(geom_wgs84) or geom_wgs84 is null)::int as broken,
        (select count(*)::int from pg_index where indrelid = 'gis.${name}'::regclass and indisprimary and indnkeyatts = 1) as keys,
        (select count(*)::int from pg_index i join pg_class c on c.oid = indexrelid join pg_am a on a.oid = relam
          where indrelid = 'gis.${name}'::regclass and amname = 'gist') as indexes
        from gis.${name}`)
      expect({ name, ...found }).toMatchObject({ name, broken: 0, keys: 1, indexes: 2 })
    }
    const counts = await rows<{ name: string; features: number }>('select name, features from gis.layers order by 1')
    expect(counts).toEqual(
      server.manifest.city.layers
        .map(({ id, count }) => ({ name: id as string, features: count }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    )
    const [told] = await rows<{ said: string }>(`select obj_description('gis.parcels'::regclass) as said`)
    expect(told!.said).toMatch(/Parcels and zoning.*sinh tự động \/ generated.*Làng kiểm thử.*Apache-2.0.*2026-11-21/)
    expect(
      await rows(`select zoning_floor_area_ratio as far, sheet from gis.parcels where id = 'vt:parcel/0'`),
    ).toEqual([{ far: 3, sheet: '12' }])
  })

  test('a window of the map is answered by the index', async () => {
    const client = new pg.Client(server.connection)
    await client.connect()
    await client.query('set enable_seqscan = off')
    const explain = async (where: string) =>
      (await client.query(`explain select * from gis.parcels where ${where}`)).rows
        .map((row) => row['QUERY PLAN'])
        .join('\n')
    expect(await explain(`geom && st_makeenvelope(${WEST}, ${SOUTH}, ${WEST + 350}, ${SOUTH + 700}, 5897)`)).toContain(
      'parcels_geom_idx',
    )
    expect(await explain('geom_wgs84 && st_makeenvelope(105.46, 9.77, 105.47, 9.78, 4326)')).toContain(
      'parcels_geom_wgs84_idx',
    )
    await client.end()
  })

  test('WGS 84 is what this project computes, to a millimetre', async () => {
    const { toWgs84 } = projection(vn2000)
    const found = await rows<{ x: number; y: number; lon: number; lat: number }>(`select st_x(p) as x, st_y(p) as y,
      st_x(q) as lon, st_y(q) as lat from gis.parcels, st_pointn(st_exteriorring(st_geometryn(geom, 1)), 1) p,
      st_pointn(st_exteriorring(st_geometryn(geom_wgs84, 1)), 1) q`)
    expect(found.length).toBe(48)
    for (const { x, y, lon, lat } of found) {
      const [east, north] = toWgs84(x, y)
      expect(Math.hypot(lon - east, lat - north)).toBeLessThan(1e-8)
    }
  })

  test('a permit is there from the transaction that issued it, with its state, and nobody’s name', async () => {
    const open: PermitFiled = (await server.inject(null, 'POST', '/api/permits', newPermit(undefined, UNIT))).json()
    const { code, id } = await issue()
    const lots =
      await rows(`select state, build_state, provenance, specimen, round(st_area(geom)) as area from gis.permit_lots
      where case_code = '${code}'`)
    expect(lots).toEqual([
      { state: 'issued', build_state: 'approved', provenance: 'generated', specimen: true, area: 100 },
    ])
    const parts = await rows(`select id, part, storeys from gis.permit_footprints where case_code = '${code}'`)
    expect(parts).toEqual([{ id: `${code}#1`, part: 'main', storeys: 4 }])
    expect(await rows(`select from gis.permit_lots where case_code = '${open.code}'`)).toEqual([])

    const { revision } = (await server.inject(reviewer, 'GET', `/api/permits/${id}`)).json()
    const start = { event: 'start', revision, note: '' }
    const moved = await server.inject(reviewer, 'POST', `/api/permits/${id}/events`, start)
    expect(moved.statusCode, moved.body).toBe(200)
    expect(await rows(`select build_state from gis.permit_lots where case_code = '${code}'`)).toEqual([
      { build_state: 'under-construction' },
    ])

    const tables = await rows<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'gis'`,
    )
    for (const { name } of tables) {
      const text = JSON.stringify(await rows(`select * from gis.${name}`))
      for (const secret of [owner.ownerName, owner.ownerId, owner.phone, owner.ownerName.split(' ').at(-1)!])
        expect([name, text.includes(secret)]).toEqual([name, false])
    }
    const columns = await rows<{ name: string }>(
      `select column_name as name from information_schema.columns where table_schema = 'gis'`,
    )
    expect(
      columns
        .map(({ name }) => name)
        .filter((name) => /owner|people|person|phone|citizen|author|user|assignee/.test(name)),
    ).toEqual([])
  })

  test('edits with a shape follow the last revision of their scenario, changes of the city their build state', async () => {
    const id = await save(null, edits)
    const shapes = () =>
      rows<{
        kind: string
        target: string
        revision: number
      }>(`select kind, target, revision from gis.scenario_areas where scenario_id = '${id}'
        union all select kind, target, revision from gis.scenario_lines where scenario_id = '${id}'
        union all select kind, target, revision from gis.scenario_points where scenario_id = '${id}' order by 1, 2`)
    expect((await shapes()).map(({ kind, revision }) => [kind, revision])).toEqual([
      ['ground.level', 1],
      ['lamp.new', 1],
      ['lamp.new', 1],
      ['pond', 1],
      ['road.new', 1],
    ])
    const faults = () => rows(`select layer, reason, mended from gis.faults where starts_with(id, '${id}')`)
    expect(await faults()).toEqual([
      { layer: 'scenario_areas', reason: expect.stringContaining('Self-intersection'), mended: true },
    ])
    await save(1, [edits[2]!], id)
    expect(await shapes()).toEqual([{ kind: 'road.new', target: 'new:road/1', revision: 2 }])
    expect(await faults()).toEqual([])

    const doer = { userId: null, by: 'clock', role: 'clock' } as const
    const source = `plan/${randomUUID()}`
    await server.db
      .transaction()
      .execute((trx) =>
        addChanges(trx, server.secrets, doer, { source, edits: [edits[0]!], effectiveFrom: '2026-12-01' }),
      )
    const change = `select build_state, effective_from, details::json ->> 'levelMetres' as level from gis.change_areas where source = '${source}'`
    expect(await rows(change)).toEqual([{ build_state: 'approved', effective_from: '2026-12-01', level: '2' }])
    await server.db.updateTable('cityChanges').set({ buildState: 'as-built' }).where('source', '=', source).execute()
    expect(await rows(change)).toMatchObject([{ build_state: 'as-built' }])
  })

  test('a shape that nothing can be made of is named, and its record is kept', async () => {
    const { id, code } = await issue()
    const broken = {
      type: 'json',
      value: [
        [1, 1],
        [1, 1],
        [1, 1],
      ],
    }
    await sql`update permits set application = jsonb_set(application, '{check,site,ring}', ${JSON.stringify(broken.value)}::jsonb)
      where id = ${id}`.execute(server.db)
    expect(await rows(`select layer, mended from gis.faults where id = '${code}'`)).toEqual([
      { layer: 'permit_lots', mended: false },
    ])
    await sql`update permits set application = jsonb_set(application, '{check,building,parts}', '7') where id = ${id}`.execute(
      server.db,
    )
    expect(await rows(`select layer, id, mended from gis.faults where id in ('${code}', '${id}')`)).toContainEqual({
      ...{ layer: 'permits', id, mended: false },
    })

    const feature = (key: string, coordinates: [number, number][][]) => ({
      ...{ id: key, provenance: 'imported', build_state: 'as-built', geometry: { type: 'Polygon', coordinates } },
    })
    const bow = [
      [0, 0],
      [10, 10],
      [10, 0],
      [0, 10],
      [0, 0],
    ] as [number, number][]
    const flat = [
      [0, 0],
      [10, 0],
      [0, 0],
      [0, 0],
    ] as [number, number][]
    await sql
      .raw(
        insertStatement('blocks', referenceOf(vn2000)).replace(
          '$1',
          `'${JSON.stringify([feature('x:bow', [bow]), feature('x:flat', [flat])])}'`,
        ),
      )
      .execute(server.db)
    expect(await rows(`select id from gis.blocks where id like 'x:%'`)).toEqual([{ id: 'x:bow' }])
    expect(await rows(`select id, mended from gis.faults where layer = 'blocks' order by 1`)).toEqual([
      { id: 'x:bow', mended: true },
      { id: 'x:flat', mended: false },
    ])
    const again = await refreshGis(server.db, `${server.dir}/tiles`, true)
    expect(again).toMatchObject({ srid: 5897, cityHash: server.manifest.hash })
    expect(await rows(`select id from gis.blocks`)).toEqual([])
  })

  test('an account of the desk reads the schema and nothing else; a real client opens it', async () => {
    const desk = `gis_desk_${randomBytes(4).toString('hex')}`
    await rows(`create role ${desk} login in role ${GIS_ROLE}`)
    const url = ownUrl()
    url.username = desk
    const client = new pg.Client({ connectionString: url.href })
    await client.connect()
    const may = (text: string) =>
      client.query(text).then(
        () => true,
        () => false,
      )
    expect(await may('select * from gis.parcels')).toBe(true)
    for (const no of ['permits', 'permit_people', 'users', 'scenarios', 'ledger'])
      expect([no, await may(`select * from public.${no}`)]).toEqual([no, false])
    for (const no of [
      `delete from gis.parcels`,
      `insert into gis.faults values ('a', 'b', 'c', true)`,
      `select gis.put_change(c) from city_changes c`,
    ])
      expect([no, await may(no)]).toEqual([no, false])
    await client.end()
    try {
      const source = `PG:host=${url.hostname} port=${url.port} dbname=${url.pathname.slice(1)} user=${desk} active_schema=gis`
      const said = execFileSync('ogrinfo', ['-ro', '-so', source, 'parcels'], { encoding: 'utf8' })
      expect(said).toMatch(/Feature Count: 48/)
      expect(said).toMatch(/VN-2000 \/ TM-3/)
      expect(said).toMatch(/Geometry Column 1 .*= geom\n/)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    } finally {
      await rows(`drop role ${desk}`)
    }
  })

  test('a schema of somebody else is left as it is', async () => {
    const name = `gis_${randomBytes(4).toString('hex')}`
    await rows(`create database ${name}`)
    const url = ownUrl()
    url.pathname = `/${name}`
    const store = openStore({ connectionString: url.href })
    try {
      await sql.raw('create extension postgis; create schema gis; create table gis.mine ()').execute(store.db)
      await expect(refreshGis(store.db, `${server.dir}/tiles`)).rejects.toMatchObject({
        detail: { code: 'gis/foreign' },
      })
      expect((await sql`select to_regclass('gis.mine') as t`.execute(store.db)).rows).toEqual([{ t: 'gis.mine' }])
    } finally {
      await store.close()
      await rows(`drop database ${name}`)
    }
  })
})
