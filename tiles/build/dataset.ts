/** Reading a dataset (see `scenarios/city/dataset.ts`), every byte and every line checked: what passes here is trusted after. */
import { createHash } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type CityManifest,
  cityManifestSchema,
  type Feature,
  featureHeadSchema,
  type LayerManifest,
} from '../../scenarios/city/dataset.ts'
import { type LayerId, propertySchemas } from '../../scenarios/city/layers.ts'
import { type Geometry, grow, pointsOf } from '../../scenarios/geometry.ts'
import { type Grid, NODATA } from '../../scenarios/grid.ts'
import { Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'

/** What lies farther from the ground is in another frame or broken. */
const FARTHEST_METRES = 200_000
const NEW_LINE = 10
const PIECE_BYTES = 4e6

export interface Dataset {
  readonly dir: string
  readonly city: CityManifest
}

/** The features of a layer with the lines that they stood on. */
export interface Layer<L extends LayerId = LayerId> {
  readonly features: readonly Feature<L>[]
  /** UTF-8, without its end. */
  line(index: number): Uint8Array
}

/** @throws Problem `dataset/missing`, `dataset/damaged` */
export async function openDataset(dir: string): Promise<Dataset> {
  const file = join(dir, 'city.json')
  let json: unknown
  try {
    json = JSON.parse((await read(file)).toString('utf8'))
  } catch (error) {
    throw error instanceof Problem ? error : damaged(file, 'JSON', String(error))
  }
  const parsed = cityManifestSchema.safeParse(json)
  if (parsed.success) return { dir, city: parsed.data }
  const issue = parsed.error.issues[0]!
  throw damaged(file, issue.path.join('.'), issue.message)
}

/** The ground, NaN where it is not known. @throws Problem `dataset/missing`, `dataset/damaged` */
export async function readGround({ dir, city }: Dataset): Promise<Grid> {
  const about = city.grids.find((grid) => grid.id === 'ground')
  if (!about) throw damaged(join(dir, 'city.json'), 'grids', 'no ground')
  const bytes = await readChecked(dir, about, (size) => new Uint8Array(new SharedArrayBuffer(size)))
  const { columns, rows } = about.spec
  if (bytes.length !== columns * rows * 4) {
    throw damaged(join(dir, about.file), `${bytes.length} bytes`, 'wrong length', `${columns * rows * 4} bytes`)
  }
  const data = new Float32Array(bytes.buffer, bytes.byteOffset, columns * rows)
  for (let i = 0; i < data.length; i++) if (data[i] === NODATA) data[i] = Number.NaN
  return { ...about.spec, data }
}

/** The features of a layer in the order of the file. @throws Problem `dataset/missing`, `dataset/damaged` naming the line */
export async function readLayer<L extends LayerId>(
  { dir, city }: Dataset,
  about: LayerManifest & { readonly id: L },
): Promise<Layer<L>> {
  const file = join(dir, about.file)
  const [minX, minY, maxX, maxY] = grow(city.bounds, FARTHEST_METRES)
  const bytes = await readChecked(dir, about, (size) => Buffer.allocUnsafe(size))
  const schema = featureHeadSchema.extend({ properties: propertySchemas[about.id] })
  const ids = new Set<string>()
  const features: Feature<L>[] = []
  const lines: number[] = []
  for (let start = 0, index = 1; start < bytes.length; index++) {
    const found = bytes.indexOf(NEW_LINE, start)
    const end = found < 0 ? bytes.length : found
    if (end > start) {
      features.push(parse(bytes.toString('utf8', start, end), `line ${index}`))
      lines.push(start, end)
    }
    start = end + 1
  }
  if (features.length !== about.count) {
    throw damaged(file, `${features.length} lines`, 'wrong count', `${about.count} lines`)
  }
  return { features, line: (i) => bytes.subarray(lines[2 * i]!, lines[2 * i + 1]!) }

  function parse(line: string, place: string): Feature<L> {
    let json: unknown
    try {
      json = JSON.parse(line)
    } catch (error) {
      throw damaged(file, place, error instanceof Error ? error.message : String(error))
    }
    const parsed = schema.safeParse(json)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!
      throw damaged(file, `${place}: ${issue.path.join('.')}`, issue.message)
    }
    const { geometry } = json as { geometry: unknown }
    if (!isGeometry(geometry)) throw damaged(file, `${place}: geometry`, 'not a geometry', 'finite coordinates')
    for (const [x, y] of pointsOf(geometry)) {
      if (x >= minX && x <= maxX && y >= minY && y <= maxY) continue
      throw damaged(file, `${place}: geometry`, `${x} ${y}`, `within ${FARTHEST_METRES / 1000} km of the ground`)
    }
    if (ids.has(parsed.data.id)) throw damaged(file, place, `${parsed.data.id} twice`, 'each id once')
    ids.add(parsed.data.id)
    return json as Feature<L>
  }
}

/** How deep the coordinates of each kind of geometry are nested. */
const nesting: Record<Geometry['type'], number> = {
  Point: 0,
  LineString: 1,
  MultiLineString: 2,
  Polygon: 2,
  MultiPolygon: 3,
}

function isGeometry(value: unknown): value is Geometry {
  if (typeof value !== 'object' || value === null || !('type' in value) || !('coordinates' in value)) return false
  const { type, coordinates } = value
  return (
    typeof type === 'string' && Object.hasOwn(nesting, type) && isNested(coordinates, nesting[type as Geometry['type']])
  )
}

function isNested(value: unknown, depth: number): boolean {
  if (!Array.isArray(value)) return false
  if (depth > 0) return value.length > 0 && value.every((part) => isNested(part, depth - 1))
  return value.length === 2 && Number.isFinite(value[0]) && Number.isFinite(value[1])
}

/** @param room for the bytes: shared memory, where threads are to see them */
async function readChecked<T extends Uint8Array>(
  dir: string,
  about: { file: string; sha256: string; bytes: number },
  room: (size: number) => T,
): Promise<T> {
  const file = join(dir, about.file)
  const handle = await open(file).catch(orMissing(file))
  try {
    const { size } = await handle.stat()
    if (size !== about.bytes) throw damaged(file, `${size} bytes`, 'wrong length', `${about.bytes} bytes`)
    const bytes = room(size)
    const hash = createHash('sha256')
    for (let at = 0; at < size; ) {
      const { bytesRead } = await handle.read(bytes, at, Math.min(PIECE_BYTES, size - at), at)
      if (bytesRead === 0) throw damaged(file, `byte ${at}`, 'cut off', `${size} bytes`)
      hash.update(bytes.subarray(at, at + bytesRead))
      at += bytesRead
    }
    const sha256 = hash.digest('hex')
    if (sha256 !== about.sha256) throw damaged(file, `SHA-256 ${sha256}`, 'wrong hash', about.sha256)
    return bytes
  } finally {
    await handle.close()
  }
}

const read = (file: string): Promise<Buffer> => readFile(file).catch(orMissing(file))

function orMissing(file: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    if (error.code !== 'ENOENT') throw error
    throw new Problem({ code: 'dataset/missing', message: both('Không có tệp', 'There is no such file'), file })
  }
}

function damaged(file: string, place: string, what: string, expected?: string): Problem {
  return new Problem({
    code: 'dataset/damaged',
    message: both(`Tệp dữ liệu bị hỏng: ${what}`, `The file is damaged: ${what}`),
    file,
    place,
    ...(expected === undefined ? {} : { expected }),
  })
}
