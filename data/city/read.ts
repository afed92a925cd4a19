/** Reads a dataset back, checked against its manifest: hashes, schemas and shapes. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type CityManifest, cityManifestSchema, type Feature, featureHeadSchema } from '../../scenarios/city/dataset.ts'
import { type LayerId, propertySchemas } from '../../scenarios/city/layers.ts'
import type { Geometry } from '../../scenarios/geometry.ts'
import { createGrid, type Grid } from '../../scenarios/grid.ts'
import { hashBytes } from '../../scenarios/ids.ts'
import { Problem } from '../../scenarios/problem.ts'
import type { Bilingual } from '../../scenarios/text.ts'

export async function readManifest(dir: string): Promise<CityManifest> {
  const file = join(dir, 'city.json')
  let value: unknown
  try {
    value = JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    const absent = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw problem(
      file,
      absent
        ? { vi: 'ở đây không có bộ dữ liệu đô thị', en: 'there is no city dataset here' }
        : { vi: 'không đọc được tệp này như JSON', en: 'this file cannot be read as JSON' },
      'a city.json written by `vithanh city build` or `vithanh city import`',
    )
  }
  const parsed = cityManifestSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]!
  throw problem(
    file,
    { vi: 'bản kê của bộ dữ liệu không đúng dạng', en: 'the manifest of the dataset is not of the right form' },
    issue.message,
    issue.path.join('.'),
  )
}

/** The features of a layer, in the order of their ids; empty where the city has no such layer. */
export async function readLayer<L extends LayerId>(dir: string, manifest: CityManifest, id: L): Promise<Feature<L>[]> {
  const entry = manifest.layers.find((layer) => layer.id === id)
  if (!entry) return []
  const lines = new TextDecoder().decode(await readChecked(dir, entry)).split('\n')
  // The last line need not end in a line break.
  if (lines.at(-1) === '') lines.pop()
  return lines.map((line, i) => {
    const value = parsed(line, join(dir, entry.file), i + 1)
    const head = featureHeadSchema.safeParse(value)
    const properties = propertySchemas[id].safeParse(value.properties)
    const error = head.error ?? properties.error
    if (!head.success || !properties.success) {
      throw problem(
        join(dir, entry.file),
        { vi: 'đối tượng không đúng dạng', en: 'the feature is not of the right form' },
        error?.issues[0]?.message,
        `line ${i + 1}`,
      )
    }
    return { ...head.data, geometry: value.geometry, properties: properties.data } as Feature<L>
  })
}

function parsed(line: string, file: string, number: number): { geometry: Geometry; properties: unknown } {
  try {
    return JSON.parse(line)
  } catch {
    const message = { vi: 'dòng này không phải JSON', en: 'this line is not JSON' }
    throw problem(file, message, 'one feature a line', `line ${number}`)
  }
}

/** Ground levels, m; NaN where there is none. */
export async function readGround(dir: string, manifest: CityManifest): Promise<Grid> {
  const entry = manifest.grids.find((grid) => grid.id === 'ground')
  if (!entry)
    throw problem(join(dir, 'city.json'), { vi: 'đô thị không có nền đất', en: 'the city has no ground' }, 'ground')
  const bytes = await readChecked(dir, entry)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const data = new Float32Array(entry.spec.columns * entry.spec.rows)
  for (let i = 0; i < data.length; i++) {
    const value = view.getFloat32(i * 4, true)
    data[i] = value === entry.nodata ? Number.NaN : value
  }
  return createGrid(entry.spec, data)
}

async function readChecked(dir: string, entry: { file: string; sha256: string; bytes: number }): Promise<Uint8Array> {
  const file = join(dir, entry.file)
  let bytes: Uint8Array
  try {
    bytes = await readFile(file)
  } catch {
    throw problem(file, { vi: 'thiếu tệp của bộ dữ liệu', en: 'a file of the dataset is missing' }, entry.file)
  }
  if (bytes.length !== entry.bytes || hashBytes(bytes) !== entry.sha256) {
    throw problem(
      file,
      { vi: 'tệp khác với bản kê của bộ dữ liệu', en: 'the file differs from the manifest of the dataset' },
      `${entry.bytes} bytes with SHA-256 ${entry.sha256}`,
    )
  }
  return bytes
}

const problem = (file: string, message: Bilingual, expected?: string, place?: string) =>
  new Problem({ code: 'city/dataset', message, file, ...(expected && { expected }), ...(place && { place }) })
