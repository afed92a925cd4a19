/**
 * Buildings of CityJSON 1.0–2.0 and CityJSONSeq (cityjson.org/specs): each as its footprint — the surfaces that are named
 * ground, else its lowest level faces — with its height, its ground level, and its attributes as they stand.
 */
import type { XY } from '../../../scenarios/frame.ts'
import type { SourceCrs, SourceValue, VectorReader } from './contract.ts'
import { crsFrom } from './crs.ts'
import { jsonProblem, layerName } from './geojson.ts'
import { JsonFault, JsonScanner } from './json-members.ts'
import { plainValues, Reading } from './reading.ts'
import { addShape } from './shape.ts'
import { textOf } from './text.ts'

const EXPECTED = 'CityJSON 1.0 to 2.0 with CityObjects and vertices, or CityJSONSeq'
/** A face is level where its normal leaves the vertical by less than 18°. */
const LEVEL_COSINE = 0.95
/** Level faces within this of the lowest one make the footprint, m. */
const LOWEST_METRES = 0.5

type Position = readonly [x: number, y: number, z: number]
type Fields = Readonly<Record<string, unknown>>

export const readCityJson: VectorReader = async (file, options) => {
  const reading = new Reading(file, options, EXPECTED)
  const city = new City(reading)
  let members: [string, unknown][] = []
  const scanner = new JsonScanner(new Set(), reading.limits, ({ kind, key, text, line, root }) => {
    if (kind === 'member') members.push([key, parsed(text, line)])
    else {
      city.take(Object.fromEntries(members), root)
      members = []
    }
  })
  try {
    let length = 0
    for await (const text of textOf(reading, 'utf-8')) {
      length += text.length
      if (length > reading.limits.bytes)
        throw reading.wrong('too-large', tooLarge, '', `at most ${reading.limits.bytes} characters`)
      scanner.write(text)
    }
    scanner.finish()
  } catch (error) {
    throw error instanceof JsonFault ? jsonProblem(reading, error) : error
  }
  return reading.finish('cityjson', city.crs)
}

const tooLarge = { vi: 'tệp quá lớn để đọc', en: 'the file is too large to be read' }

function parsed(text: string, line: number): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new JsonFault('syntax', line, error instanceof Error ? error.message.slice(0, 100) : '')
  }
}

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {})
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const three = (value: unknown, otherwise: Position): Position => {
  const [x, y, z] = listOf(value)
  return typeof x === 'number' && typeof y === 'number' && typeof z === 'number' ? [x, y, z] : otherwise
}

class City {
  crs: SourceCrs | null = null
  private readonly reading: Reading
  private readonly layer: string
  private scale: Position = [1, 1, 1]
  private translate: Position = [0, 0, 0]

  constructor(reading: Reading) {
    this.reading = reading
    this.layer = layerName(reading.file).replace(/\.city$/i, '')
    reading.layer(this.layer)
  }

  /** A whole city, or one feature of a sequence whose first line tells the transform. */
  take(root: Fields, number: number): void {
    const version = String(root.version ?? '')
    if (root.type === 'CityJSON') {
      if (!/^[12]\.\d/.test(version)) {
        const message = { vi: `phiên bản “${version.slice(0, 20)}”`, en: `the version “${version.slice(0, 20)}”` }
        throw this.reading.wrong('cityjson-version', message, 'version')
      }
      const transform = fieldsOf(root.transform)
      this.scale = three(transform.scale, [1, 1, 1])
      this.translate = three(transform.translate, [0, 0, 0])
      const said = fieldsOf(root.metadata).referenceSystem
      if (typeof said === 'string' && said !== '')
        this.crs = crsFrom(said, this.reading.file.name, 'metadata.referenceSystem')
    } else if (root.type !== 'CityJSONFeature' || number === 0) {
      const message = {
        vi: `gốc của tệp có "type" là “${String(root.type).slice(0, 40)}”`,
        en: `the root of the file has the type “${String(root.type).slice(0, 40)}”`,
      }
      throw this.reading.wrong('cityjson-type', message, 'type')
    }
    const vertices = this.verticesOf(listOf(root.vertices))
    const objects = fieldsOf(root.CityObjects)
    for (const id of Object.keys(objects)) this.object(id, fieldsOf(objects[id]), objects, vertices)
  }

  private verticesOf(list: readonly unknown[]): Position[] {
    const { corners } = this.reading.limits
    if (list.length > corners) throw this.reading.tooMany('vertices', 'corners', corners)
    return list.map((value) => {
      const [x, y, z] = three(value, [Number.NaN, Number.NaN, Number.NaN])
      const [[sx, sy, sz], [tx, ty, tz]] = [this.scale, this.translate]
      return [x * sx + tx, y * sy + ty, z * sz + tz]
    })
  }

  private object(id: string, object: Fields, objects: Fields, vertices: readonly Position[]): void {
    const place = `CityObjects.${id}`
    this.reading.check()
    if (object.type !== 'Building' && object.type !== 'BuildingPart') {
      const message = { vi: 'bỏ qua đối tượng không phải nhà', en: 'objects other than buildings were left out' }
      this.reading.remark('skipped', 'no-building', message, `${place}: ${String(object.type).slice(0, 40)}`)
      return
    }
    const best = bestGeometry(listOf(object.geometry).map(fieldsOf), vertices)
    if (!best) {
      // A building of parts has its geometry in them.
      if (listOf(object.children).length > 0) return
      const message = { vi: 'bỏ qua nhà không có chân tường', en: 'buildings without a footprint were left out' }
      this.reading.remark('skipped', 'no-footprint', message, place)
      return
    }
    const building = listOf(object.parents).slice(0, 1).map(String)
    const own = [...building.map((parent) => fieldsOf(objects[parent])), object].map(({ attributes }) =>
      plainValues(fieldsOf(attributes)),
    )
    const values: Record<string, SourceValue> = Object.assign({ id }, ...own, {
      ...(building.length > 0 && { building: building[0] }),
      lod: best.lod,
      groundMetres: rounded(best.ground),
      ...(best.top > best.ground && { heightMetres: rounded(best.top - best.ground) }),
    })
    const coordinates = best.footprint.map((rings) =>
      rings.map((ring) => [...ring, ring[0]!].map(([x, y]): XY => [x, y])),
    )
    addShape(this.reading, this.layer, { type: 'MultiPolygon', coordinates }, values, place)
  }
}

/** Millimetres are what survey files say; the rest is noise of the transform. */
const rounded = (metres: number) => Math.round(metres * 1000) / 1000

interface Face {
  readonly rings: readonly Position[][]
  readonly semantic: string
}

interface Solid {
  readonly footprint: readonly (readonly Position[][])[]
  readonly lod: string
  readonly ground: number
  readonly top: number
}

/** The most detailed geometry that has a footprint. */
function bestGeometry(geometries: readonly Fields[], vertices: readonly Position[]): Solid | null {
  const byDetail = geometries
    .map((geometry) => ({ geometry, lod: String(geometry.lod ?? '') }))
    .toSorted((a, b) => Number.parseFloat(b.lod) - Number.parseFloat(a.lod))
  for (const { geometry, lod } of byDetail) {
    const faces = facesOf(geometry, vertices)
    const footprint = footprintOf(faces)
    if (footprint.length === 0) continue
    let [ground, top] = [Infinity, -Infinity]
    for (const { rings } of faces)
      for (const ring of rings)
        for (const [, , z] of ring) {
          ground = Math.min(ground, z)
          top = Math.max(top, z)
        }
    return { footprint: footprint.map(({ rings }) => rings), lod, ground, top }
  }
  return null
}

/** How deep the surfaces lie in the boundaries of each kind of geometry. */
const DEPTHS: Record<string, number> = {
  MultiSurface: 1,
  CompositeSurface: 1,
  Solid: 2,
  MultiSolid: 3,
  CompositeSolid: 3,
}

function facesOf(geometry: Fields, vertices: readonly Position[]): Face[] {
  const depth = DEPTHS[String(geometry.type)]
  if (depth === undefined) return []
  const semantics = fieldsOf(geometry.semantics)
  const surfaces = listOf(semantics.surfaces).map((surface) => String(fieldsOf(surface).type))
  const faces: Face[] = []
  const walk = (boundaries: unknown, values: unknown, left: number) => {
    for (const [i, item] of listOf(boundaries).entries()) {
      const value = listOf(values)[i]
      if (left > 1) walk(item, value, left - 1)
      else {
        const rings = listOf(item).map((ring) => listOf(ring).map((index) => vertices[Number(index)]))
        const whole = rings.filter((ring): ring is Position[] => ring.length > 2 && ring.every((p) => p !== undefined))
        if (whole.length > 0 && whole.length === rings.length)
          faces.push({ rings: whole, semantic: typeof value === 'number' ? (surfaces[value] ?? '') : '' })
      }
    }
  }
  walk(geometry.boundaries, semantics.values, depth)
  return faces
}

function footprintOf(faces: readonly Face[]): Face[] {
  const ground = faces.filter(({ semantic }) => semantic === 'GroundSurface')
  if (ground.length > 0) return ground
  const level = faces
    .filter(({ rings }) => isLevel(rings[0]!))
    .map((face) => ({ face, z: face.rings[0]!.reduce((sum, [, , z]) => sum + z, 0) / face.rings[0]!.length }))
  const lowest = level.reduce((least, { z }) => Math.min(least, z), Infinity)
  return level.filter(({ z }) => z <= lowest + LOWEST_METRES).map(({ face }) => face)
}

/** By Newell's normal. */
function isLevel(ring: readonly Position[]): boolean {
  let [nx, ny, nz] = [0, 0, 0]
  const [ox, oy, oz] = ring[0]!
  for (const [i, [x0, y0, z0]] of ring.entries()) {
    const [x1, y1, z1] = ring[(i + 1) % ring.length]!
    nx += (y0 - y1) * (z0 + z1 - 2 * oz)
    ny += (z0 - z1) * (x0 + x1 - 2 * ox)
    nz += (x0 - x1) * (y0 + y1 - 2 * oy)
  }
  const length = Math.hypot(nx, ny, nz)
  return length > 0 && Math.abs(nz) / length >= LEVEL_COSINE
}
