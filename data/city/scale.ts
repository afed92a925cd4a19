/**
 * A city many times over, for load tests: copies of seeds of their own stand one above the other from north to south, joined by
 * a viaduct from the southernmost road of each to the northernmost of the next. Written copy by copy, so that no more than one
 * is ever in memory. Ids begin with the number of their copy; codes of units and address cells are those of the one city.
 */
import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type CityManifest, cityManifestSchema, type Feature } from '../../scenarios/city/dataset.ts'
import type { LayerId } from '../../scenarios/city/layers.ts'
import type { XY } from '../../scenarios/frame.ts'
import { type Geometry, linesOf } from '../../scenarios/geometry.ts'
import { gridBounds } from '../../scenarios/grid.ts'
import { both } from '../../scenarios/text.ts'
import { type DatasetInput, type LayerInput, writeDataset, writeWhole } from './write.ts'

export const MOST_COPIES = 99

/** @param makeCopy the city of the nth copy, from the north; every one on ground of the same size */
export function writeScaled(
  dir: string,
  copies: number,
  makeCopy: (copy: number) => DatasetInput,
): Promise<CityManifest> {
  return writeWhole(dir, async (temporary) => {
    await mkdir(join(temporary, 'layers'), { recursive: true })
    await mkdir(join(temporary, 'grids'))
    const files = new Map<string, JoinedFile>()
    const parts: CityManifest[] = []
    let above: XY | null = null
    try {
      for (let copy = 0; copy < copies; copy++) {
        const moved = movedCopy(makeCopy(copy), copy, copies)
        const roads = moved.layers.roads?.features ?? []
        const ends = endsOf(roads)
        const link = above && ends ? [viaduct(copyId(copy, 'viaduct'), above, ends.north, roads[0]!)] : []
        above = ends?.south ?? above
        const folder = join(temporary, 'part')
        parts.push(await writeDataset(folder, withRoads(moved, link)))
        for (const { file } of [...parts[copy]!.layers, ...parts[copy]!.grids]) {
          const joined = files.get(file) ?? (await JoinedFile.create(join(temporary, file)))
          files.set(file, joined)
          await joined.append(join(folder, file))
        }
        await rm(folder, { recursive: true })
      }
    } finally {
      for (const joined of files.values()) await joined.close()
    }
    const manifest = manifestOf(parts, copies, new Map([...files].map(([file, joined]) => [file, joined.facts()])))
    await writeFile(join(temporary, 'city.json'), `${JSON.stringify(manifest, null, 2)}\n`)
    return manifest
  })
}

const copyId = (copy: number, id: string): string => `${String(copy).padStart(2, '0')}:${id}`

/** The southernmost copy stays where the city is; the others lie north of it. */
function movedCopy(input: DatasetInput, copy: number, copies: number): DatasetInput {
  const { grid } = input.ground
  const by = (copies - 1 - copy) * grid.rows * grid.cellSize
  const layers: Partial<Record<LayerId, LayerInput>> = {}
  for (const [id, layer] of Object.entries(input.layers) as [LayerId, LayerInput][])
    layers[id] = { ...layer, features: layer.features.map((feature) => movedFeature(feature, copy, by)) }
  return {
    ...input,
    layers: layers as DatasetInput['layers'],
    ground: { ...input.ground, grid: { ...grid, north: grid.north + by } },
  }
}

function movedFeature(feature: Feature, copy: number, by: number): Feature {
  const renamed = (value: unknown): unknown =>
    typeof value === 'string' && value.startsWith('vt:')
      ? copyId(copy, value)
      : Array.isArray(value)
        ? value.map(renamed)
        : value
  const properties = Object.fromEntries(Object.entries(feature.properties).map(([key, value]) => [key, renamed(value)]))
  // Sheets are numbered by place: a copy has sheets of its own.
  if (typeof properties.sheet === 'string') properties.sheet = copyId(copy, properties.sheet)
  return {
    ...feature,
    id: copyId(copy, feature.id),
    geometry: { ...feature.geometry, coordinates: north(feature.geometry.coordinates, by) } as Geometry,
    properties: properties as Feature['properties'],
  }
}

type Nested = readonly (number | Nested)[]
const north = (coordinates: Nested, by: number): Nested =>
  typeof coordinates[0] === 'number'
    ? [coordinates[0], (coordinates[1] as number) + by]
    : coordinates.map((c) => north(c as Nested, by))

function endsOf(roads: readonly Feature<'roads'>[]): { north: XY; south: XY } | null {
  const points = roads
    .filter((road) => road.buildState === 'as-built')
    .flatMap(({ geometry }) => linesOf(geometry).flatMap((line) => [line[0]!, line.at(-1)!]))
  if (points.length === 0) return null
  return {
    north: points.reduce((a, b) => (b[1] > a[1] ? b : a)),
    south: points.reduce((a, b) => (b[1] < a[1] ? b : a)),
  }
}

/** Above everything between: no road of either copy lies there. */
const viaduct = (id: string, from: XY, to: XY, like: Feature<'roads'>): Feature<'roads'> => ({
  ...like,
  id,
  provenance: 'generated',
  buildState: 'as-built',
  geometry: { type: 'LineString', coordinates: [from, to] },
  properties: {
    ...like.properties,
    name: null,
    class: 'collector',
    widthMetres: 9,
    redLineWidthMetres: null,
    lanes: 2,
    bridge: true,
    tunnel: false,
    state: 'open',
    sidewalkMetres: 0,
    medianMetres: 0,
  },
})

function withRoads(input: DatasetInput, more: readonly Feature<'roads'>[]): DatasetInput {
  const { roads } = input.layers
  return roads
    ? { ...input, layers: { ...input.layers, roads: { ...roads, features: [...roads.features, ...more] } } }
    : input
}

function manifestOf(
  parts: readonly CityManifest[],
  copies: number,
  facts: ReadonlyMap<string, { sha256: string; bytes: number }>,
): CityManifest {
  const [first, last] = [parts[0]!, parts.at(-1)!]
  const grid = first.grids[0]!
  const spec = { ...grid.spec, rows: parts.reduce((rows, part) => rows + part.grids[0]!.spec.rows, 0) }
  const count = (id: LayerId) =>
    parts.reduce((sum, part) => sum + (part.layers.find((layer) => layer.id === id)?.count ?? 0), 0)
  return cityManifestSchema.parse({
    ...last,
    name: `${last.name}-x${copies}`,
    title: both(`${last.title.vi} × ${copies}`, `${last.title.en} × ${copies}`),
    bounds: [...gridBounds(spec)],
    grids: [{ ...grid, ...facts.get(grid.file), spec }],
    layers: first.layers.map((layer) => ({ ...layer, ...facts.get(layer.file), count: count(layer.id) })),
    notes: [
      both(
        `Dữ liệu thử tải: ${copies} bản của đô thị, hạt giống khác nhau, xếp từ bắc xuống nam, nối bằng cầu cạn; mã đơn vị và mã ô lưới là của đô thị gốc.`,
        `Load-test data: ${copies} copies of the city of seeds of their own, from north to south, joined by viaducts; codes of units and address cells are those of the one city.`,
      ),
      ...last.notes,
    ],
  })
}

/** A file made of others, one after the other. */
class JoinedFile {
  readonly #handle: FileHandle
  readonly #hash: Hash = createHash('sha256')
  #bytes = 0

  private constructor(handle: FileHandle) {
    this.#handle = handle
  }

  static async create(file: string): Promise<JoinedFile> {
    return new JoinedFile(await open(file, 'wx'))
  }

  async append(file: string): Promise<void> {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      this.#hash.update(chunk)
      this.#bytes += chunk.length
      await this.#handle.writeFile(chunk)
    }
  }

  async close(): Promise<void> {
    await this.#handle.sync()
    await this.#handle.close()
  }

  facts(): { sha256: string; bytes: number } {
    return { sha256: this.#hash.copy().digest('hex'), bytes: this.#bytes }
  }
}
