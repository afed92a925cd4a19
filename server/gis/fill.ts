/**
 * Keeps the schema `gis` where the database has PostGIS: made when it is missing or of another version, the city's layers put in
 * when the tiles are others than those in it, whole or not at all. Without PostGIS there is none, and nothing else changes.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import { sql } from 'kysely'
import type { GisState } from '../../scenarios/api/office.ts'
import type { Feature, LayerManifest } from '../../scenarios/city/dataset.ts'
import { type LayerId, layerAbout, layerIds } from '../../scenarios/city/layers.ts'
import { Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { fileSource } from '../../tiles/read/file.ts'
import { layerParts, openTiles, type Tiles } from '../../tiles/read/index.ts'
import type { Db, Trx } from '../database.ts'
import {
  followStatements,
  GIS_ROLE,
  insertStatement,
  layerColumns,
  layerComment,
  madeBy,
  OWN_SRID,
  type Reference,
  recordTables,
  referenceOf,
  schemaStatements,
} from './schema.ts'

/** Held while the schema is made or filled: two servers do not do it at once. */
const GIS_LOCK = 7_105_009
const LOOK_EVERY_MS = 60_000
const FEATURES_AT_A_TIME = 500

/** Whether this database can have the schema, and what stands in it. */
export async function gisState(db: Db): Promise<GisState> {
  const postgis = await hasPostgis(db)
  const known = postgis !== 'none' && (await ownSchema(db)) === 'ours'
  if (!known) return { postgis, srid: null, cityHash: null, filledAt: null, features: 0, mended: 0, refused: 0 }
  const { rows } = await sql<{
    srid: number
    cityHash: string | null
    filledAt: Date | null
    features: number
    mended: number
    refused: number
  }>`select srid, city_hash, filled_at, (select coalesce(sum(features), 0) from gis.layers)::int as features,
      (select count(*) from gis.faults where mended)::int as mended,
      (select count(*) from gis.faults where not mended)::int as refused
    from gis.about`.execute(db)
  const row = rows[0]!
  return { postgis, ...row, filledAt: row.filledAt?.toISOString() ?? null }
}

/** Brings the schema up to date with the tiles and, where it was made anew or `again`, with all records. */
export async function refreshGis(db: Db, tilesDir: string, again = false): Promise<GisState> {
  const tiles = await openTiles(fileSource(tilesDir))
  const reference = referenceOf(tiles.manifest.city.frame)
  const made = await patiently(() => db.transaction().execute((trx) => makeSchema(trx, reference, again)))
  if (made === 'none') return gisState(db)
  await db.transaction().execute((trx) => fillCity(trx, tiles, reference, again))
  return gisState(db)
}

const LOCK_NOT_AVAILABLE = '55P03'
const LOCK_TRIES = 120

/** Whoever writes a record goes first: it is we who come again. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if ((error as { code?: string }).code !== LOCK_NOT_AVAILABLE || tries === LOCK_TRIES) throw error
      await sleep(500)
    }
  }
}

/** Shorter than PostgreSQL waits before it looks for two that wait for each other. */
async function lockRecords(trx: Trx): Promise<void> {
  await sql`set local lock_timeout = '500ms'`.execute(trx)
  await sql`lock table permits, scenario_revisions, city_changes in share row exclusive mode`.execute(trx)
  await sql`set local lock_timeout = 0`.execute(trx)
}

type Postgis = GisState['postgis']

async function hasPostgis(db: Db): Promise<Postgis> {
  const { rows } = await sql<{ made: boolean; there: boolean }>`select
    exists (select from pg_extension where extname = 'postgis') as made,
    exists (select from pg_available_extensions where name = 'postgis') as there`.execute(db)
  return rows[0]!.made ? 'ready' : rows[0]!.there ? 'not-made' : 'none'
}

async function ownSchema(db: Db): Promise<'none' | 'ours' | 'foreign'> {
  const { rows } = await sql<{ schema: boolean; ours: boolean }>`select to_regnamespace('gis') is not null as schema,
    to_regclass('gis.about') is not null as ours`.execute(db)
  return rows[0]!.ours ? 'ours' : rows[0]!.schema ? 'foreign' : 'none'
}

/** @returns whether there is a schema now; one of somebody else's is left as it is */
async function makeSchema(trx: Trx, reference: Reference, again: boolean): Promise<'none' | 'there'> {
  await sql`select pg_advisory_xact_lock(${GIS_LOCK})`.execute(trx)
  let postgis = await hasPostgis(trx)
  if (postgis === 'not-made') postgis = await makeExtension(trx)
  if (postgis !== 'ready') return 'none'
  const own = await ownSchema(trx)
  if (own === 'foreign') {
    throw new Problem({
      code: 'gis/foreign',
      message: both(
        'Cơ sở dữ liệu đã có lược đồ "gis" không do máy chủ này tạo; hãy đổi tên lược đồ đó',
        'The database has a schema "gis" that this server did not make; rename it',
      ),
      place: 'gis',
    })
  }
  const wanted = madeBy(reference)
  if (own === 'ours') {
    const { rows } = await sql<{ madeBy: string }>`select made_by from gis.about`.execute(trx)
    if (rows[0]?.madeBy === wanted) {
      if (again) {
        await lockRecords(trx)
        await putRecords(trx)
      }
      return 'there'
    }
    await lockRecords(trx)
    await sql`drop schema gis cascade`.execute(trx)
  } else await lockRecords(trx)
  const run = (statement: string) => sql.raw(statement).execute(trx)
  await defineReference(trx, reference)
  const { rows } = await sql<{ path: string }>`select 'gis, ' || quote_ident(current_schema()) || ', ' ||
    quote_ident(n.nspname) as path from pg_extension e join pg_namespace n on n.oid = extnamespace
    where extname = 'postgis'`.execute(trx)
  const path = rows[0]!.path
  const before = await sql<{ path: string }>`select current_setting('search_path') as path`.execute(trx)
  await run('create schema gis')
  await run("comment on schema gis is 'Vị Thanh Twin: hình học cho QGIS, chỉ đọc / geometries for QGIS, read only'")
  await run(`set local search_path to ${path}`)
  for (const statement of schemaStatements(reference)) await run(statement)
  // Whatever the search path of who writes a record.
  const functions = await sql<{ name: string }>`select oid::regprocedure::text as name from pg_proc
    where pronamespace = 'gis'::regnamespace`.execute(trx)
  for (const { name } of functions.rows) await run(`alter function ${name} set search_path to ${path}`)
  await sql`insert into about (only_one, made_by, srid) values (true, ${wanted}, ${reference.srid})`.execute(trx)
  await run(`set local search_path to ${before.rows[0]!.path}`)
  for (const statement of followStatements) await run(statement)
  await letRead(trx)
  await putRecords(trx)
  return 'there'
}

/** The role that owns the database may not make it: then its administrator does, once. */
async function makeExtension(trx: Trx): Promise<Postgis> {
  return (await attempt(trx, 'create extension postgis')) ? 'ready' : 'not-made'
}

/** A statement that the role may not be allowed to run. */
async function attempt(trx: Trx, statement: string): Promise<boolean> {
  await sql`savepoint attempt`.execute(trx)
  try {
    await sql.raw(statement).execute(trx)
    return true
  } catch {
    await sql`rollback to savepoint attempt`.execute(trx)
    return false
  }
}

async function defineReference(trx: Trx, { srid, proj4 }: Reference): Promise<void> {
  await sql`insert into spatial_ref_sys (srid, proj4text) values (${srid}, ${proj4}) on conflict do nothing`.execute(
    trx,
  )
  await sql`insert into spatial_ref_sys (srid, proj4text) values (${OWN_SRID}, ${proj4})
    on conflict (srid) do update set proj4text = excluded.proj4text`.execute(trx)
}

async function letRead(trx: Trx): Promise<void> {
  const { rows } = await sql`select from pg_roles where rolname = ${GIS_ROLE}`.execute(trx)
  if (rows.length === 0 && !(await attempt(trx, `create role ${GIS_ROLE} nologin`))) {
    // Made by another server of the same PostgreSQL at this moment, or not ours to make.
    const there = await sql`select from pg_roles where rolname = ${GIS_ROLE}`.execute(trx)
    if (there.rows.length === 0) return
  }
  await attempt(trx, `grant usage on schema gis to ${GIS_ROLE}`)
  await attempt(trx, `grant select on all tables in schema gis to ${GIS_ROLE}`)
}

/** All records anew, behind their lock. */
async function putRecords(trx: Trx): Promise<void> {
  for (const { name } of recordTables) await sql`delete from ${sql.table(`gis.${name}`)}`.execute(trx)
  await sql`delete from gis.faults where layer ~ '^(permit|scenario|change)'`.execute(trx)
  await sql`select gis.try_permit(p) from permits p where issued_at is not null`.execute(trx)
  await sql`select gis.try_scenario(r) from scenario_revisions r join scenarios s
    on s.id = r.scenario_id and s.revision = r.revision`.execute(trx)
  await sql`select gis.try_change(c) from city_changes c`.execute(trx)
}

async function fillCity(trx: Trx, tiles: Tiles, reference: Reference, again: boolean): Promise<void> {
  await sql`select pg_advisory_xact_lock(${GIS_LOCK})`.execute(trx)
  const { manifest } = tiles
  const { rows } = await sql<{ cityHash: string | null }>`select city_hash from gis.about`.execute(trx)
  if (rows[0]?.cityHash === manifest.hash && !again) return
  await sql`delete from gis.layers`.execute(trx)
  await sql`delete from gis.faults where layer = any(${[...layerIds]})`.execute(trx)
  for (const layer of layerIds) {
    await sql`delete from ${sql.table(`gis.${layer}`)}`.execute(trx)
    const about = manifest.city.layers.find(({ id }) => id === layer)
    if (about) await fillLayer(trx, tiles, about, reference)
  }
  await sql`update gis.about set city = ${manifest.city.name}, city_hash = ${manifest.hash}, filled_at = now()`.execute(
    trx,
  )
}

async function fillLayer(trx: Trx, tiles: Tiles, about: LayerManifest, reference: Reference): Promise<void> {
  const layer: LayerId = about.id
  const columns = layerColumns(layer)
  const record = ({ id, provenance, buildState, geometry, properties }: Feature) => ({
    id,
    provenance,
    build_state: buildState,
    geometry,
    ...Object.fromEntries(columns.map(({ name, path }) => [name, valueAt(properties, path)])),
  })
  const insert = insertStatement(layer, reference).split('$1')
  let waiting: unknown[] = []
  const flush = async () => {
    if (waiting.length > 0)
      await sql`${sql.raw(insert[0]!)}${JSON.stringify(waiting)}${sql.raw(insert[1]!)}`.execute(trx)
    waiting = []
  }
  for await (const { features } of layerParts(tiles, layer, null)) {
    for (const feature of features) {
      waiting.push(record(feature))
      if (waiting.length === FEATURES_AT_A_TIME) await flush()
    }
  }
  await flush()
  const { vi, en } = layerAbout[layer].title
  const sources = about.sources.map(({ title }) => title).join('; ')
  const licence = about.sources.map((one) => one.licence).join('; ')
  await sql`insert into gis.layers select ${layer}, ${vi}, ${en}, ${about.provenance}, ${sources}, ${licence}, ${about.date},
    (select count(*) from ${sql.table(`gis.${layer}`)})`.execute(trx)
  await sql.raw(layerComment(about)).execute(trx)
  await sql.raw(`analyze gis.${layer}`).execute(trx)
}

const valueAt = (properties: object, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], properties) ??
  null

/** At the start, and when the tiles have changed since; the server answers meanwhile. */
export function startGis(db: Db, tilesDir: string, log: FastifyBaseLogger): () => Promise<void> {
  const stop = new AbortController()
  const look = async () => {
    while (!stop.signal.aborted) {
      const started = Date.now()
      try {
        const { postgis, cityHash: before } = await gisState(db)
        if (postgis === 'none') return
        const { cityHash, features, refused } = await refreshGis(db, tilesDir)
        if (cityHash !== before) log.info({ features, refused, ms: Date.now() - started }, 'gis')
      } catch (error) {
        log.error(error)
      }
      await sleep(LOOK_EVERY_MS, undefined, { signal: stop.signal }).catch(() => {})
    }
  }
  const looking = look()
  return async () => {
    stop.abort()
    await looking
  }
}
