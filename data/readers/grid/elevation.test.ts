import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { projectionBetween, vn2000 } from '../../../scenarios/frame.ts'
import { createGrid } from '../../../scenarios/grid.ts'
import { crsOf, isDegrees, wgs84 } from '../epsg.ts'
import { writeGeoTiff } from '../geotiff/write.ts'
import { readElevation } from './elevation.ts'

const text = (s: string) => new TextEncoder().encode(s)
const [lon, lat] = [105.47, 9.784]

/** A plane that rises 1 m a cell to the east and 10 m a cell to the south, around the place. */
const plane = (x: number, y: number, cellSize: number) => {
  const spec = { columns: 21, rows: 31, cellSize, west: x - 10.5 * cellSize, north: y + 15.5 * cellSize }
  return createGrid(
    spec,
    new Float32Array(21 * 31).map((_, i) => (i % 21) + 10 * Math.floor(i / 21)),
  )
}
/** The level in the middle of the plane. */
const middle = 10 + 150

/** The geographic system of a GeoTIFF in place of its projected one. */
function inDegrees(bytes: Uint8Array, epsg: number): Uint8Array {
  const out = bytes.slice()
  const view = new DataView(out.buffer)
  for (let at = 0; at + 8 < out.length; at += 2) {
    const key = [0, 2, 4].map((by) => view.getUint16(at + by, true)).join()
    if (key === '1024,0,1') view.setUint16(at + 6, 2, true)
    if (key === '3072,0,1') {
      view.setUint16(at, 2048, true)
      view.setUint16(at + 6, epsg, true)
    }
  }
  return out
}

describe('readElevation', () => {
  it.each([4326, 32_648, 3405, 5897, 9209, 3857, 4756])('reads a GeoTIFF in EPSG:%i at its place', async (epsg) => {
    const crs = crsOf(epsg)!
    const [x, y] = projectionBetween(wgs84.proj4, crs.proj4)([lon, lat])
    const bytes = writeGeoTiff(plane(x, y, isDegrees(crs) ? 0.0001 : 10), epsg)
    const elevation = await readElevation(isDegrees(crs) ? inDegrees(bytes, epsg) : bytes, 'a/dem.tif')
    expect([elevation.name, elevation.kind, elevation.crs]).toEqual(['dem.tif', 'geotiff', crs])
    expect(elevation.resolutionMetres).toBeCloseTo(isDegrees(crs) ? 11.13 : 10, 2)
    const [px, py] = projectionBetween(wgs84.proj4, elevation.crs!.proj4)([lon, lat])
    expect(elevation.at(px, py)).toBeCloseTo(middle, 3)
    expect(elevation.at(px + 0.5 * (isDegrees(crs) ? 0.0001 : 10), py)).toBeCloseTo(middle + 0.5, 3)
    expect(elevation.at(px + 1e6, py)).toBeNull()
  })

  it('knows VN-2000 as the city has it', () => {
    expect(crsOf(5897)!.proj4.split(' ').sort()).toEqual(vn2000.proj4.split(' ').sort())
    const [x, y] = projectionBetween(wgs84.proj4, crsOf(5897)!.proj4)([lon, lat])
    expect([x, y]).toEqual([expect.closeTo(551_363.741, 2), expect.closeTo(1_082_003.149, 2)])
    expect([crsOf(2056), crsOf(0), crsOf(32_661)]).toEqual([null, null, null])
  })

  it('reads ASCII grids in degrees, in metres of a system untold, and zipped', async () => {
    const rows = '1 2 3\n4 5 -9999\n'
    const head = (corner: string, cell: string) => `ncols 3\nnrows 2\n${corner}\ncellsize ${cell}\nNODATA_value -9999\n`
    const degrees = await readElevation(text(`${head('xllcorner 105\nyllcorner 9', '0.001')}${rows}`), 'dem.asc')
    expect([degrees.crs, degrees.at(105.0005, 9.0015)]).toEqual([wgs84, expect.closeTo(1, 6)])
    const metres = text(`${head('xllcorner 550000\nyllcorner 1080000', '10')}${rows}`)
    const whole = await readElevation(metres, 'dem.asc')
    expect([whole.crs, whole.resolutionMetres, whole.at(550_005, 1_080_010)]).toEqual([null, 10, 2.5])
    expect([whole.at(550_028, 1_080_002), whole.at(550_031, 1_080_002)]).toEqual([Number.NaN, null])
    const zipped = await readElevation(zipSync({ 'readme.txt': text('x'), 'dem.asc': metres }), 'dem.zip')
    expect([zipped.name, zipped.at(550_005, 1_080_010)]).toEqual(['dem.asc', 2.5])
  })
})
