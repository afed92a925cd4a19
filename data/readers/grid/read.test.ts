import { existsSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createGrid } from '../../../scenarios/grid.ts'
import { writeGeoTiff } from '../geotiff/write.ts'
import { readGrid } from './read.ts'

const text = (s: string) => new TextEncoder().encode(s)
const ascii = (head: string, body: string) => text(`${head}\n${body}\n`)
const head = 'ncols 3\nnrows 2\nxllcorner 10\nyllcorner 20\ncellsize 5\nNODATA_value -9999'
const values = [1, 2.5, Number.NaN, -0.125, 1e-3, 7]
const spec = { columns: 3, rows: 2, cellSize: 5, west: 10, north: 30 }
const grid = createGrid(spec, new Float32Array(values))
const shared = '../shared/data/flood'

describe('readGrid', () => {
  it.each([
    ['spaces', ascii(head, '1 2.5 -9999\n-0.125 1e-3 7')],
    ['tabs and CRLF', ascii(head.replaceAll('\n', '\r\n'), '1\t2.5\t-9999\r\n-0.125\t1e-3\t7\r')],
    [
      'upper case, another order',
      ascii('NROWS 2\nCELLSIZE 5.0\nNCOLS 3\nYLLCORNER 20\nXLLCORNER 10', '1 2.5 -9999\n-.125 0.001 +7.'),
    ],
    [
      'centre registration',
      ascii(
        head.replace('xllcorner 10', 'xllcenter 12.5').replace('yllcorner 20', 'yllcenter 22.5'),
        '1 2.5 -9999 -0.125 1e-3 7',
      ),
    ],
    ['a byte order mark and blank lines', ascii(`\uFEFF\n${head}\n`, ' 1 2.5 -9999\n\n -0.125 1e-3 7 \n\n')],
    ['nodata nan', ascii(head.replace('-9999', 'nan'), '1 2.5 nan\n-0.125 1e-3 7')],
    ['gzip', new Uint8Array(gzipSync(ascii(head, '1 2.5 -9999\n-0.125 1e-3 7')))],
    ['GeoTIFF', writeGeoTiff(grid, 32648)],
    ['GeoTIFF without a reference system, gzipped', new Uint8Array(gzipSync(writeGeoTiff(grid)))],
  ])('reads %s', async (_, bytes) => {
    expect(await readGrid(bytes, 'f', 100)).toEqual(grid)
  })

  it('reads raw float32 with its shape', async () => {
    const bytes = new Uint8Array(new Float32Array(values.map((v) => (Number.isNaN(v) ? -1 : v))).buffer)
    const shape = { columns: 3, rows: 2, cellSize: 5, xll: 10, yll: 20, nodata: -1 }
    expect(await readGrid(bytes, 'f', 100, shape)).toEqual(grid)
    expect(await readGrid(new Uint8Array(gzipSync(bytes)), 'f', 100, shape)).toEqual(grid)
  })

  it('reads decimals as Number does', async () => {
    const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), fc.integer())
    await fc.assert(
      fc.asyncProperty(fc.array(number, { minLength: 1, maxLength: 50 }), fc.nat(20), async (list, decimals) => {
        const words = list.map((v, i) => (i % 2 ? v.toFixed(decimals) : String(v)))
        const bytes = ascii(
          `ncols ${list.length}\nnrows 1\nxllcorner 0\nyllcorner 0\ncellsize 1\nnodata_value 12345.5`,
          words.join(' '),
        )
        expect((await readGrid(bytes, 'f', 100)).data).toEqual(new Float32Array(words.map(Number)))
      }),
    )
  })

  it('reads back any GeoTIFF it writes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 200 }),
        fc.float({ noNaN: true, noDefaultInfinity: true }),
        async (columns, rows, value) => {
          const data = new Float32Array(columns * rows).map((_, i) => (i % 7 === 0 ? Number.NaN : value + i))
          const grid = createGrid({ columns, rows, cellSize: 0.5, west: -3, north: 1e6 }, data)
          expect(await readGrid(writeGeoTiff(grid), 'f', 10_000)).toEqual(grid)
        },
      ),
      { numRuns: 30 },
    )
  })

  it.skipIf(!existsSync(shared))('reads the published grids', async () => {
    const read = (file: string) => readGrid(new Uint8Array(readFileSync(`${shared}/${file}`)), file, 4_200_000)
    const valley = await read('ea-test5/ea5-10m.dem.raw.gz')
    expect([valley.columns, valley.rows, valley.cellSize, valley.west]).toEqual([1378, 1224, 10, 231335])
    expect(valley.data.filter((v) => !Number.isNaN(v)).length).toBe(306_757)
    const [ground, stage] = [await read('three-humps/humps.dem'), await read('three-humps/humps_cp.wd')]
    expect([...ground.data].every((z, i) => Math.abs(stage.data[i]! + z - 0.875) < 1e-6 || stage.data[i] === 0)).toBe(
      true,
    )
  })
})
