/**
 * Writes a glTF 2.0 binary of meshes whose vertices, or whose instances, belong to features: EXT_mesh_features or
 * EXT_mesh_gpu_instancing with EXT_instance_features, and one table of properties (EXT_structural_metadata). y is up in
 * glTF: x east, y up, z south.
 */
import type { MeshData } from './mesh.ts'
import { concatenate } from './pmtiles.ts'

/** A property of all features; `noData` stands for null. */
export type Column =
  | { readonly type: 'STRING'; readonly values: readonly (string | null)[]; readonly noData?: string }
  | {
      readonly type: 'FLOAT64' | 'UINT16' | 'INT16'
      readonly values: readonly (number | null)[]
      readonly noData?: number
    }

/** Properties of features as bytes: made once for all tiles that show the same features. */
export interface PropertyTable {
  readonly className: string
  readonly count: number
  readonly described: Readonly<Record<string, unknown>>
  /** Values of each property, and where its texts begin. */
  readonly stored: readonly {
    readonly name: string
    readonly values: Uint8Array
    readonly offsets: Uint8Array | null
  }[]
}

/** Copies of a mesh; all arrays by instance. */
export interface Instances {
  /** x east, y up, z south from the origin, m. */
  readonly translations: Float32Array
  /** Unit quaternions. */
  readonly rotations: Float32Array
  readonly scales: Float32Array
  /** Rows of the property table. */
  readonly featureIds: Float32Array
}

export interface GlbPart {
  readonly mesh: MeshData
  readonly instances?: Instances
}

export interface GlbAbout {
  /** East, north, up in the frame of the tileset, m. */
  readonly origin: readonly [number, number, number]
  readonly table: PropertyTable
  /** Red, green, blue, alpha, 0 … 1, linear; of what has no colours of its own. */
  readonly colour: readonly [number, number, number, number]
  /** Colours as they are, light painted in, and both sides of each face seen. */
  readonly unlit?: boolean
  readonly copyright: string
}

const FLOAT = 5126
const UNSIGNED_BYTE = 5121
const UNSIGNED_SHORT = 5123
const UNSIGNED_INT = 5125
const ARRAY_BUFFER = 34962
const ELEMENT_ARRAY_BUFFER = 34963
const MOST_FEATURES = 65_535

/** Parts of the binary chunk, each on a multiple of 8 bytes. */
interface Binary {
  readonly views: Record<string, number>[]
  readonly accessors: Record<string, unknown>[]
  readonly parts: Uint8Array[]
  length: number
}

export function encodeGlb(
  parts: readonly GlbPart[],
  { origin, table, colour, unlit, copyright }: GlbAbout,
): Uint8Array {
  const binary: Binary = { views: [], accessors: [], parts: [], length: 0 }
  const meshes = parts.map(({ mesh }) => encodeMesh(binary, mesh, table.count))
  const nodes = parts.map(({ instances }, mesh) => encodeNode(binary, instances, mesh, table.count))
  const used = new Set(['EXT_structural_metadata'])
  for (const { mesh, instances } of parts) {
    if (mesh.featureIds) used.add('EXT_mesh_features')
    if (instances) used.add('EXT_mesh_gpu_instancing').add('EXT_instance_features')
  }
  if (unlit) used.add('KHR_materials_unlit')
  const required = used.has('EXT_mesh_gpu_instancing') ? ['EXT_mesh_gpu_instancing'] : []
  const json = {
    asset: { version: '2.0', copyright },
    extensionsUsed: [...used].sort(),
    ...(required.length > 0 ? { extensionsRequired: required } : {}),
    extensions: { EXT_structural_metadata: encodeTable(binary, table) },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ translation: [origin[0], origin[2], 0 - origin[1]], children: nodes.map((_, i) => i + 1) }, ...nodes],
    meshes,
    materials: [
      {
        pbrMetallicRoughness: { baseColorFactor: colour, metallicFactor: 0, roughnessFactor: 1 },
        ...(unlit ? { doubleSided: true, extensions: { KHR_materials_unlit: {} } } : {}),
      },
    ],
    accessors: binary.accessors,
    bufferViews: binary.views,
    buffers: [{ byteLength: binary.length }],
  }
  return container(JSON.stringify(json), binary)
}

function encodeMesh(binary: Binary, mesh: MeshData, featureCount: number): Record<string, unknown> {
  const vertices = mesh.positions.length / 3
  const attribute = (array: Float32Array | Uint8Array | Uint16Array, byteStride: number) =>
    addView(binary, bytesOf(array), { byteStride, target: ARRAY_BUFFER })
  const attributes: Record<string, number> = {
    POSITION: access(binary, attribute(mesh.positions, 12), FLOAT, vertices, 'VEC3', extremes(mesh.positions)),
  }
  if (mesh.colours) {
    const view = attribute(mesh.colours, 4)
    attributes.COLOR_0 = access(binary, view, UNSIGNED_BYTE, vertices, 'VEC4', { normalized: true })
  }
  if (mesh.featureIds) {
    const spaced = new Uint16Array(vertices * 2)
    for (let i = 0; i < vertices; i++) spaced[i * 2] = mesh.featureIds[i]!
    attributes._FEATURE_ID_0 = access(binary, attribute(spaced, 4), UNSIGNED_SHORT, vertices, 'SCALAR')
  }
  const wide = vertices > 65_535
  const indices = wide ? mesh.indices : Uint16Array.from(mesh.indices)
  const view = addView(binary, bytesOf(indices), { target: ELEMENT_ARRAY_BUFFER })
  const featureIds = [{ featureCount, attribute: 0, propertyTable: 0 }]
  return {
    primitives: [
      {
        attributes,
        indices: access(binary, view, wide ? UNSIGNED_INT : UNSIGNED_SHORT, indices.length, 'SCALAR'),
        material: 0,
        mode: mesh.mode === 'lines' ? 1 : 4,
        ...(mesh.featureIds ? { extensions: { EXT_mesh_features: { featureIds } } } : {}),
      },
    ],
  }
}

function encodeNode(
  binary: Binary,
  instances: Instances | undefined,
  mesh: number,
  featureCount: number,
): Record<string, unknown> {
  if (!instances) return { mesh }
  const count = instances.featureIds.length
  const add = (array: Float32Array, type: string, more: Record<string, unknown> = {}) =>
    access(binary, addView(binary, bytesOf(array)), FLOAT, count, type, more)
  const attributes = {
    TRANSLATION: add(instances.translations, 'VEC3', extremes(instances.translations)),
    ROTATION: add(instances.rotations, 'VEC4'),
    SCALE: add(instances.scales, 'VEC3'),
    _FEATURE_ID_0: add(instances.featureIds, 'SCALAR'),
  }
  const featureIds = [{ featureCount, attribute: 0, propertyTable: 0 }]
  return { mesh, extensions: { EXT_mesh_gpu_instancing: { attributes }, EXT_instance_features: { featureIds } } }
}

function access(
  binary: Binary,
  bufferView: number,
  componentType: number,
  count: number,
  type: string,
  more: Record<string, unknown> = {},
): number {
  binary.accessors.push({ bufferView, componentType, count, type, ...more })
  return binary.accessors.length - 1
}

function extremes(positions: Float32Array): { min: number[]; max: number[] } {
  const min = [Infinity, Infinity, Infinity]
  const max = [-Infinity, -Infinity, -Infinity]
  for (let k = 0; k < 3; k++) {
    for (let i = k; i < positions.length; i += 3) {
      min[k] = Math.min(min[k]!, positions[i]!)
      max[k] = Math.max(max[k]!, positions[i]!)
    }
  }
  return { min, max }
}

const arrays = { FLOAT64: Float64Array, UINT16: Uint16Array, INT16: Int16Array }

export function propertyTable(className: string, columns: Readonly<Record<string, Column>>): PropertyTable {
  const described: Record<string, unknown> = {}
  const stored: { name: string; values: Uint8Array; offsets: Uint8Array | null }[] = []
  const count = Object.values(columns)[0]?.values.length ?? 0
  if (count > MOST_FEATURES) throw new Error(`Expected at most ${MOST_FEATURES} features in a table, got ${count}`)
  for (const [name, column] of Object.entries(columns)) {
    const noData = column.noData === undefined ? {} : { noData: column.noData }
    if (column.type === 'STRING') {
      described[name] = { type: 'STRING', ...noData }
      stored.push({ name, ...strings(column.values, column.noData ?? '') })
    } else {
      described[name] = { type: 'SCALAR', componentType: column.type, ...noData }
      const numbers = arrays[column.type].from(column.values.map((value) => value ?? column.noData ?? 0))
      stored.push({ name, values: bytesOf(numbers), offsets: null })
    }
  }
  return { className, count, described, stored }
}

/** The same rows with fewer properties. */
export function lean({ className, count, described, stored }: PropertyTable, names: readonly string[]): PropertyTable {
  return {
    className,
    count,
    described: Object.fromEntries(names.map((name) => [name, described[name]])),
    stored: stored.filter(({ name }) => names.includes(name)),
  }
}

function strings(texts: readonly (string | null)[], noData: string): { values: Uint8Array; offsets: Uint8Array } {
  const offsets = new Uint32Array(texts.length + 1)
  let whole = ''
  texts.forEach((text, i) => {
    whole += text ?? noData
    offsets[i + 1] = offsets[i]! + Buffer.byteLength(text ?? noData)
  })
  // a buffer view must not be empty
  return { values: whole === '' ? new Uint8Array(1) : new TextEncoder().encode(whole), offsets: bytesOf(offsets) }
}

function encodeTable(binary: Binary, { className, count, described, stored }: PropertyTable): Record<string, unknown> {
  const properties = Object.fromEntries(
    stored.map(({ name, values, offsets }) => [
      name,
      { values: addView(binary, values), ...(offsets ? { stringOffsets: addView(binary, offsets) } : {}) },
    ]),
  )
  return {
    schema: { id: 'vithanh', classes: { [className]: { properties: described } } },
    propertyTables: [{ class: className, count, properties }],
  }
}

function addView(binary: Binary, bytes: Uint8Array, more: { byteStride?: number; target?: number } = {}): number {
  binary.views.push({ buffer: 0, byteOffset: binary.length, byteLength: bytes.length, ...more })
  const padding = (8 - (bytes.length % 8)) % 8
  binary.parts.push(bytes, new Uint8Array(padding))
  binary.length += bytes.length + padding
  return binary.views.length - 1
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength)

function container(json: string, binary: Binary): Uint8Array {
  const text = new TextEncoder().encode(json)
  const padded = new Uint8Array(Math.ceil(text.length / 8) * 8 + 4).fill(0x20)
  // header (12) and chunk head (8) before it: the binary chunk's data begins on a multiple of 8
  padded.set(text)
  const head = (words: number[]) => bytesOf(Uint32Array.from(words))
  const length = 12 + 8 + padded.length + 8 + binary.length
  return concatenate([
    head([0x46546c67, 2, length]),
    head([padded.length, 0x4e4f534a]),
    padded,
    head([binary.length, 0x004e4942]),
    ...binary.parts,
  ])
}

/** `#rrggbb` → linear red, green, blue, as glTF wants them. */
export function linearColour(hex: string): [number, number, number] {
  const linear = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [linear(1), linear(3), linear(5)]
}
