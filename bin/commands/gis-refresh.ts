/** `vithanh gis refresh`: the schema for QGIS made again of the served city and of all records. */
import { parseArgs } from 'node:util'
import { readManifest } from '../../data/city/read.ts'
import { Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { refreshGis } from '../../server/gis/fill.ts'
import { readSettings } from '../../server/settings.ts'
import { visitDatabase } from '../../server/visit.ts'

export const usage =
  'gis refresh [--json]   làm lại lược đồ gis cho QGIS (PostGIS) / makes the schema gis for QGIS again (PostGIS)'

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean', default: false } } })
  const started = performance.now()
  const settings = readSettings()
  const { name } = await readManifest(settings.city ?? `${settings.dataDir}/city`)
  const state = await visitDatabase(settings, (db) => refreshGis(db, `${settings.dataDir}/tiles/${name}`, true))
  if (state.postgis !== 'ready') {
    throw new Problem({
      code: 'gis/postgis',
      message: both('Cơ sở dữ liệu không có PostGIS', 'The database has no PostGIS'),
      place: 'DATABASE_URL',
      expected: state.postgis === 'none' ? 'postgresql-15-postgis-3' : 'create extension postgis',
    })
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const { srid, features, mended, refused } = state
  process.stdout.write(
    values.json
      ? `${JSON.stringify(state, null, 2)}\n`
      : `gis: EPSG:${srid}, ${features} đối tượng / features, ${mended} sửa / mended, ${refused} bỏ / left out, ${seconds} s\n`,
  )
  return 0
}
