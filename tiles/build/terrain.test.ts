/** Terrain tiles decoded by a reader of our own, written from the specification alone, and held against the ground. */
import { beforeAll, expect, test } from 'vitest'
import { projection, vn2000, type XY } from '../../scenarios/frame.ts'
import { createGrid, type Grid, type GridSpec, gridBounds } from '../../scenarios/grid.ts'
import { fixtureLevel } from './fixture.ts'
import { earthCentred } from './geodesy.ts'
import { createRelief, type Relief } from './relief.ts'
import {
  rectangleOf,
  type TerrainTile,
  terrainLayerJson,
  terrainMaxZoom,
  type terrainRanges,
  terrainTiles,
} from './terrain.ts'

const spec: GridSpec = { columns: 400, rows: 360, cellSize: 5, west: 546_000, north: 1_085_000 }
const place = projection(vn2000)

interface Decoded {
  readonly centre: number[]
  readonly sphere: number[]
  readonly occlusion: number[]
  readonly u: number[]
  readonly v: number[]
  readonly heights: number[]
  readonly triangles: number[]
  readonly edges: number[][]
  readonly normals: number[][]
}

function decode(bytes: Uint8Array): Decoded {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const doubles = (at: number, count: number) =>
    Array.from({ length: count }, (_, i) => view.getFloat64(at + i * 8, true))
  const [low, high] = [view.getFloat32(24, true), view.getFloat32(28, true)]
  let at = 88
  const count = () => {
    at += 4
    return view.getUint32(at - 4, true)
  }
  const short = () => {
    at += 2
    return view.getUint16(at - 2, true)
  }
  const vertices = count()
  const coordinates = () => {
    let value = 0
    return Array.from({ length: vertices }, () => {
      const code = short()
      value += (code >> 1) ^ -(code & 1)
      return value
    })
  }
  const [u, v, h] = [coordinates(), coordinates(), coordinates()]
  let highest = 0
  const triangles = Array.from({ length: count() * 3 }, () => {
    const code = short()
    const index = highest - code
    if (code === 0) highest++
    return index
  })
  const edges = [0, 1, 2, 3].map(() => Array.from({ length: count() }, short))
  expect(view.getUint8(at)).toBe(1)
  expect(view.getUint32(at + 1, true)).toBe(vertices * 2)
  const normals = Array.from({ length: vertices }, (_, i) => octDecode(bytes[at + 5 + i * 2]!, bytes[at + 6 + i * 2]!))
  expect(at + 5 + vertices * 2).toBe(bytes.length)
  return {
    centre: doubles(0, 3),
    sphere: doubles(32, 4),
    occlusion: doubles(64, 3),
    u,
    v,
    heights: h.map((value) => low + ((high - low) * value) / 32767),
    triangles,
    edges,
    normals,
  }
}

function octDecode(a: number, b: number): number[] {
  const [x, y] = [(a / 255) * 2 - 1, (b / 255) * 2 - 1]
  const z = 1 - Math.abs(x) - Math.abs(y)
  const fold = (value: number, other: number) => (1 - Math.abs(other)) * (value < 0 ? -1 : 1)
  const normal = z < 0 ? [fold(x, y), fold(y, x), z] : [x, y, z]
  const length = Math.hypot(...normal)
  return normal.map((value) => value / length)
}

function groundOf(level: (x: number, y: number) => number): Grid {
  const grid = createGrid(spec)
  for (let i = 0; i < grid.data.length; i++) {
    grid.data[i] = level(((i % spec.columns) + 0.5) * 5, (Math.floor(i / spec.columns) + 0.5) * 5)
  }
  return grid
}

let relief: Relief
let tiles: TerrainTile[]
beforeAll(() => {
  relief = createRelief(groundOf(fixtureLevel))
  tiles = [...terrainTiles(relief, spec, vn2000)]
})

test('every zoom is there, the globe at zoom 0, as layer.json says', () => {
  const json = JSON.parse(terrainLayerJson(spec, vn2000, 'Thử'))
  expect(json).toMatchObject({ format: 'quantized-mesh-1.0', scheme: 'tms', projection: 'EPSG:4326', maxzoom: 15 })
  const listed = json.available.flatMap((ranges: ReturnType<typeof terrainRanges>, zoom: number) =>
    ranges.flatMap(({ startX, startY, endX, endY }) => {
      const keys: string[] = []
      for (let y = startY; y <= endY; y++) for (let x = startX; x <= endX; x++) keys.push(`${zoom}/${x}/${y}`)
      return keys
    }),
  )
  expect(tiles.map(({ zoom, column, row }) => `${zoom}/${column}/${row}`).toSorted()).toEqual(listed.toSorted())
  expect(listed.slice(0, 2)).toEqual(['0/0/0', '0/1/0'])
  // each tile's parent is there
  for (const { zoom, column, row } of tiles) {
    if (zoom > 0) expect(listed).toContain(`${zoom - 1}/${column >> 1}/${row >> 1}`)
  }
})

test('the finest tiles are the ground within centimetres', () => {
  const [worst, compared] = worstError(tiles, groundOf(fixtureLevel))
  expect(compared).toBeGreaterThan(140_000)
  expect(worst).toBeLessThan(0.08)
})

test('banks, beds and crests stay within 0.15 m from near; fields and far views stay light', () => {
  // a canal askew 25 m wide with raised banks, a ditch and a dyke one cell wide, fields that are not quite even
  const canal = (x: number, y: number) => Math.abs(0.8 * x + 0.6 * y - 1300)
  const level = (x: number, y: number) => {
    const field = 0.7 + 0.05 * Math.sin(x / 23) * Math.cos(y / 31)
    if (canal(x, y) < 12.5) return -2.5
    if (canal(x, y) < 20) return 1.6
    if (Math.abs(y - 502.5) < 2.5) return 1.9
    return Math.abs(x - y / 3 - 350) < 3 ? -0.4 : field
  }
  const ground = groundOf(level)
  const carved = createRelief(ground)
  const cut = [...terrainTiles(carved, spec, vn2000)]
  const [worst, compared] = worstError(cut, ground)
  expect(compared).toBeGreaterThan(100_000)
  expect(worst).toBeLessThanOrEqual(0.15)
  const vertices = (zoom: number) =>
    cut.filter((tile) => tile.zoom === zoom).map(({ bytes }) => new DataView(bytes.buffer).getUint32(88, true))
  // every cell as a corner would be 15 000 in a tile of the last zoom
  expect(Math.max(...vertices(15))).toBeLessThan(6000)
  for (let zoom = 0; zoom < 14; zoom++) expect(Math.max(...vertices(zoom))).toBe(33 * 33)
  const plain = [...terrainTiles(createRelief(groundOf(() => 1)), spec, vn2000)]
  expect(Math.max(...plain.filter(({ zoom }) => zoom === 15).map(({ bytes }) => bytes.length))).toBeLessThan(1500)
})

/** Of the finest tiles against the ground, at the centre of every cell that they cover. */
function worstError(cut: readonly TerrainTile[], ground: Grid): [worst: number, compared: number] {
  let [worst, compared] = [0, 0]
  for (const { zoom, column, row, bytes } of cut) {
    if (zoom !== terrainMaxZoom(spec)) continue
    const [west, south, east, north] = rectangleOf(zoom, column, row)
    const { u, v, heights, triangles } = decode(bytes)
    const places = u.map((_, i): [number, number] => {
      const [x, y] = place.toLocal(west + ((east - west) * u[i]!) / 32767, south + ((north - south) * v[i]!) / 32767)
      return [(x - spec.west) / spec.cellSize - 0.5, (spec.north - y) / spec.cellSize - 0.5]
    })
    for (let i = 0; i < triangles.length; i += 3) {
      const corners = triangles.slice(i, i + 3)
      const [[ax, ay], [bx, by], [cx, cy]] = corners.map((k) => places[k]!) as [XY, XY, XY]
      const whole = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
      for (
        let r = Math.max(0, Math.ceil(Math.min(ay, by, cy)));
        r <= Math.min(spec.rows - 1, Math.max(ay, by, cy));
        r++
      ) {
        for (
          let c = Math.max(0, Math.ceil(Math.min(ax, bx, cx)));
          c <= Math.min(spec.columns - 1, Math.max(ax, bx, cx));
          c++
        ) {
          const wb = ((c - ax) * (cy - ay) - (r - ay) * (cx - ax)) / whole
          const wc = ((bx - ax) * (r - ay) - (by - ay) * (c - ax)) / whole
          if (wb < 0 || wc < 0 || wb + wc > 1) continue
          const [a, b, d] = corners.map((k) => heights[k]!) as [number, number, number]
          const drawn = a + wb * (b - a) + wc * (d - a) - vn2000.ellipsoidMinusHeight
          worst = Math.max(worst, Math.abs(drawn - ground.data[r * spec.columns + c]!))
          compared++
        }
      }
    }
  }
  return [worst, compared]
}

test('edges are exact, and neighbours meet on them', () => {
  for (const { bytes } of tiles) {
    const { u, v, edges } = decode(bytes)
    const [west, south, east, north] = edges as [number[], number[], number[], number[]]
    for (const [edge, across, value, along] of [
      [west, u, 0, v],
      [south, v, 0, u],
      [east, u, 32767, v],
      [north, v, 32767, u],
    ] as const) {
      expect(edge.every((i) => across[i] === value)).toBe(true)
      expect(edge).toHaveLength(across.filter((at) => at === value).length)
      const places = edge.map((i) => along[i]!)
      expect(places[0]).toBe(0)
      expect(places.at(-1)).toBe(32767)
      expect(places).toEqual(places.toSorted((a, b) => a - b))
    }
  }
  const find = (zoom: number, column: number, row: number) =>
    tiles.find((tile) => tile.zoom === zoom && tile.column === column && tile.row === row)
  let pairs = 0
  for (const tile of tiles) {
    const next = find(tile.zoom, tile.column + 1, tile.row)
    if (!next) continue
    const [left, right] = [decode(tile.bytes), decode(next.bytes)]
    const along = ({ v, heights, edges }: Decoded, edge: number) =>
      edges[edge]!.map((i) => [v[i]!, heights[i]!] as const)
    along(left, 2).forEach(([at, height], i) => {
      const [otherAt, otherHeight] = along(right, 0)[i]!
      expect(otherAt).toBe(at)
      expect(Math.abs(otherHeight - height)).toBeLessThan(0.001)
    })
    pairs++
  }
  expect(pairs).toBeGreaterThan(5)
})

test('triangles cover the tile once and look up', () => {
  for (const { bytes } of tiles) {
    const { u, v, triangles } = decode(bytes)
    let area = 0
    for (let i = 0; i < triangles.length; i += 3) {
      const [a, b, c] = triangles.slice(i, i + 3) as [number, number, number]
      const twice = (u[b]! - u[a]!) * (v[c]! - v[a]!) - (u[c]! - u[a]!) * (v[b]! - v[a]!)
      expect(twice).toBeGreaterThan(0)
      area += twice / 2
    }
    expect(area / (32767 * 32767)).toBeCloseTo(1, 6)
  }
})

test('the sphere holds the tile; the occlusion point is hidden only where the tile is', () => {
  const radii = [6378137, 6378137, 6356752.314245179]
  let seen = 0
  // hills, so that the tiles stand above the ellipsoid
  const hills = createRelief(groundOf((x, y) => 200 + 100 * fixtureLevel(x, y)))
  for (const { zoom, column, row, bytes } of terrainTiles(hills, spec, vn2000)) {
    const [west, south, east, north] = rectangleOf(zoom, column, row)
    const { u, v, heights, sphere, occlusion } = decode(bytes)
    const points = u.map((_, i) =>
      earthCentred(west + ((east - west) * u[i]!) / 32767, south + ((north - south) * v[i]!) / 32767, heights[i]!),
    )
    for (const point of points) {
      expect(Math.hypot(...point.map((value, k) => value - sphere[k]!))).toBeLessThan(sphere[3]! * 1.001 + 0.1)
    }
    expect(Math.hypot(...occlusion)).toBeGreaterThanOrEqual(1)
    if (zoom < 6) continue
    // seen from far around: a camera that sees a corner of the tile sees the point
    for (let angle = 0; angle < 360; angle += 20) {
      const camera = earthCentred((west + east) / 2 + angle, 0, 800_000).map((value, k) => value / radii[k]!)
      const sees = (point: number[]) => {
        const toPoint = point.map((value, k) => value - camera[k]!)
        const behind = -toPoint.reduce((sum, value, k) => sum + value * camera[k]!, 0)
        const horizon = camera.reduce((sum, value) => sum + value * value, 0) - 1
        const length = toPoint.reduce((sum, value) => sum + value * value, 0)
        return !(behind > horizon && (behind * behind) / length > horizon)
      }
      const some = points.filter((_, i) => i % 9 === 0)
      const corners = some.map((point) => point.map((value, k) => value / radii[k]!))
      if (!corners.some((corner) => Math.hypot(...corner) >= 1 && sees(corner))) continue
      expect(sees(occlusion)).toBe(true)
      seen++
    }
  }
  expect(seen).toBeGreaterThan(30)
})

test('normals stand on the slope', () => {
  // 45° up to the east
  const slope = createRelief(groundOf((x) => x))
  const [minX, minY, maxX, maxY] = gridBounds(spec)
  let compared = 0
  for (const { zoom, column, row, bytes } of terrainTiles(slope, spec, vn2000)) {
    if (zoom < 14) continue
    const [west, south, east, north] = rectangleOf(zoom, column, row)
    const { u, v, heights, normals } = decode(bytes)
    u.forEach((_, i) => {
      const [lon, lat] = [west + ((east - west) * u[i]!) / 32767, south + ((north - south) * v[i]!) / 32767]
      const [x, y] = place.toLocal(lon, lat)
      if (x < minX + 100 || x > maxX - 100 || y < minY + 100 || y > maxY - 100) return
      const at = (dx: number, dz: number) => earthCentred(...place.toWgs84(x + dx, y), heights[i]! + dz)
      const [from, to] = [at(0, 0), at(-10, 10)]
      const expected = to.map((value, k) => (value - from[k]!) / Math.hypot(...to.map((p, j) => p - from[j]!)))
      expect(normals[i]!.reduce((sum, value, k) => sum + value * expected[k]!, 0)).toBeGreaterThan(0.999)
      compared++
    })
  }
  expect(compared).toBeGreaterThan(300)
})

test('gaps are filled from around, far outside is one level, and nothing jumps on the way', () => {
  const ground = groundOf(() => 2)
  ground.data.fill(Number.NaN, 0, ground.data.length / 2)
  expect(createRelief(ground).levelAt(spec.west + 100, spec.north - 100, 5)).toBeCloseTo(2, 5)
  expect(createRelief(createGrid(spec, ground.data.slice().fill(Number.NaN))).levelAt(spec.west, spec.north, 5)).toBe(0)
  const y = spec.north - 900
  expect(relief.levelAt(spec.west - 5000, y, 20)).toBe(relief.base)
  let before = relief.levelAt(spec.west + 20, y, 5)
  for (let x = spec.west + 19; x > spec.west - 1500; x--) {
    const level = relief.levelAt(x, y, 5)
    expect(Math.abs(level - before)).toBeLessThan(0.01)
    before = level
  }
})
