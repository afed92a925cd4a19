import { describe, expect, it } from 'vitest'
import { readVector, sourceFile } from './read.ts'
import { vectorSamples } from './samples.ts'
import { sqlite } from './sqlite.ts'
import { geoPackageShape, wkbShape } from './wkb.ts'

const sample = (await vectorSamples()).find((s) => s.name === 'a.gpkg')!.bytes

/** The good sample after some SQL. */
async function after(sql: string): Promise<Uint8Array> {
  const { Database } = await sqlite()
  const database = new Database(sample)
  database.exec(sql)
  const bytes = database.export()
  database.close()
  return bytes
}
const read = async (sql: string) => readVector(sourceFile('a.gpkg', await after(sql)))

describe('readVector on GeoPackages', () => {
  it('reads the layer with its rows; the key is no attribute', async () => {
    const source = await read('')
    expect(source.layers.map((l) => l.name)).toEqual(['lớp'])
    expect(Object.keys(source.layers[0]!.features[0]!.properties)).toEqual(['ten', 'so'])
    expect(source.layers[0]!.features.map((f) => f.place)).toEqual(['lớp row 1', 'lớp row 2', 'lớp row 3'])
  })

  it('reads several layers of one system and refuses several systems', async () => {
    const second = (srs: number) => `CREATE TABLE b (geom BLOB, a TEXT); INSERT INTO b SELECT geom, 'x' FROM "lớp";
      INSERT INTO gpkg_contents VALUES ('b', 'features', 'b', ${srs});
      INSERT INTO gpkg_contents VALUES ('tiles', 'tiles', 'c', 1);
      INSERT INTO gpkg_geometry_columns VALUES ('b', 'geom', 'GEOMETRY', ${srs});`
    expect((await read(second(1))).layers.map((l) => [l.name, l.features.length])).toEqual([
      ['lớp', 3],
      ['b', 3],
    ])
    await expect(read(second(2))).rejects.toThrow(/lớp: 1, b: 2.*different reference systems/)
  })

  it('reads the system from a code, from its definition, or says that it is not known', async () => {
    const wkt =
      'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],UNIT["degree",0.0174532925199433]]'
    const own = await read(`UPDATE gpkg_spatial_ref_sys SET organization = 'NONE', definition = '${wkt}'`)
    expect(own.crs).toMatchObject({ name: 'WGS 84', proj4: '+proj=longlat +datum=WGS84 +no_defs' })
    expect((await read('UPDATE gpkg_geometry_columns SET srs_id = -1')).crs).toBeNull()
    await expect(
      read(`UPDATE gpkg_spatial_ref_sys SET organization_coordsys_id = 27700, definition = 'EPSG:27700'`),
    ).rejects.toThrow(/gpkg_spatial_ref_sys 1.*27700/)
    await expect(read('DELETE FROM gpkg_spatial_ref_sys')).rejects.toThrow(/gpkg_spatial_ref_sys.*missing/)
  })

  it('does not run views or computed columns of the file', async () => {
    const endless = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS geom FROM n`
    const view = await read(`ALTER TABLE "lớp" RENAME TO kept; CREATE VIEW "lớp" AS ${endless}`)
    expect([view.layers, view.remarks[0]!.code]).toEqual([[], 'gpkg-view'])
    const computed = await read(`ALTER TABLE "lớp" ADD COLUMN z GENERATED ALWAYS AS (hex(zeroblob(100000000)))`)
    expect(computed.remarks[0]!.code).toBe('gpkg-view')
  })

  it('counts broken and empty geometries by row', async () => {
    const source = await read(
      `UPDATE "lớp" SET geom = x'4750' WHERE fid = 1; UPDATE "lớp" SET geom = NULL WHERE fid = 2`,
    )
    expect(source.layers[0]!.features).toHaveLength(1)
    expect(source.remarks.map((r) => [r.code, r.places[0]])).toEqual([
      ['geometry-broken', expect.stringContaining('lớp row 1')],
      ['no-geometry', 'lớp row 2'],
    ])
  })

  it.each([
    ['DROP TABLE gpkg_contents', /gpkg_contents.*no table/],
    ['DROP TABLE gpkg_contents; CREATE VIEW gpkg_contents AS SELECT 1', /gpkg_contents.*no table/],
    ['DELETE FROM gpkg_contents', /no layer of features/],
    [
      `UPDATE gpkg_contents SET table_name = 'x" ; DROP TABLE y'; UPDATE gpkg_geometry_columns SET table_name = 'x" ; DROP TABLE y'`,
      /^$/,
    ],
    [`UPDATE gpkg_geometry_columns SET column_name = 'none'`, /^$/],
  ])('%s', async (sql, said) => {
    const message = await read(sql).then(
      (source) => {
        expect(source.layers.flatMap((l) => l.features)).toEqual([])
        return ''
      },
      (error: Error) => error.message,
    )
    expect(message).toMatch(said)
  })
})

describe('well-known binary', () => {
  const hex = (text: string) =>
    Uint8Array.from(text.replaceAll(' ', '').match(/../g)!, (pair) => Number.parseInt(pair, 16))
  const one = '000000000000f03f'
  const two = '0000000000000040'

  it.each([
    ['little', `01 01000000 ${one} ${two}`, { type: 'Point', coordinates: [1, 2] }],
    ['big', '00 00000001 3ff0000000000000 4000000000000000', { type: 'Point', coordinates: [1, 2] }],
    ['ISO with heights', `01 e9030000 ${one} ${two} ${one}`, { type: 'Point', coordinates: [1, 2, 1] }],
    [
      'PostGIS with a code and measures',
      `01 01000060 e6100000 ${one} ${two} ${one}`,
      { type: 'Point', coordinates: [1, 2] },
    ],
    [
      'multi',
      `01 04000000 02000000 01 01000000 ${one} ${two} 01 01000000 ${two} ${one}`,
      {
        type: 'MultiPoint',
        coordinates: [
          [1, 2],
          [2, 1],
        ],
      },
    ],
    ['empty point', '01 01000000 000000000000f87f 000000000000f87f', { type: 'Point', coordinates: [] }],
    [
      'collection',
      `01 07000000 01000000 01 01000000 ${one} ${two}`,
      { type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: [1, 2] }] },
    ],
  ])('%s', (_, bytes, shape) => {
    expect(wkbShape(hex(bytes))).toEqual(shape)
  })

  it.each(['01', '01 02000000 ffffffff', '01 08000000 00000000', `${'01 07000000 01000000 '.repeat(40)}`])(
    '%s is refused',
    (bytes) => {
      expect(() => wkbShape(hex(bytes))).toThrow(RangeError)
    },
  )

  it('headers of GeoPackage', () => {
    expect(geoPackageShape(hex(`4750 00 01 e6100000 01 01000000 ${one} ${two}`))).toEqual({
      srid: 4326,
      raw: { type: 'Point', coordinates: [1, 2] },
    })
    expect(geoPackageShape(hex('4750 00 11 e6100000 00')).raw).toBeNull()
    for (const bad of ['4751 00 01 e6100000', '4750 00 0b e6100000', '4750 00 21 e6100000'])
      expect(() => geoPackageShape(hex(bad))).toThrow(RangeError)
  })
})
