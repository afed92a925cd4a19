/**
 * Writes a glTF 2.0 binary of one mesh whose vertices belong to features (EXT_mesh_features) with a table of properties
 * (EXT_structural_metadata). Normals are bytes (KHR_mesh_quantization). y is up in glTF: x east, y up, z south.
 */

import type { XYZ } from './geodesy.ts'
import { concatenate } from './pmtiles.ts'

/** A property of all features; `noData` stands for null. */
export type Column =
  | { readonly type: 'STRING'; readonly values: readonly (string | null)[]; readonly noData?: string }
  | {
      readonly type: 'FLOAT64' | 'UINT16' | 'INT16'
      readonly values: readonly (number | null)[]
      readonly noData?: number
    }

export interface FeatureMesh {
  /** East, north, up from `origin`, m; three a vertex. */
  readonly positions: readonly number[]
  /** Unit vectors, three a vertex. */
  readonly normals: readonly number[]
  /** Row of the property table, one a vertex. */
  readonly featureIds: readonly number[]
  readonly indices: readonly number[]
  /** East, north, up in the frame of the tileset, m. */
  readonly origin: XYZ
  readonly className: string
  readonly columns: Readonly<Record<string, Column>>
  /** Red, green, blue, alpha, 0 … 1 */
  readonly colour: readonly [number, number, number, number]
  readonly copyright: string
}

const FLOAT = 5126
const BYTE = 5120
const UNSIGNED_SHORT = 5123
const UNSIGNED_INT = 5125
const ARRAY_BUFFER = 34962
const ELEMENT_ARRAY_BUFFER = 34963

interface BufferView {
  buffer: 0
  byteOffset: number
  byteLength: number
  byteStride?: number
  target?: number
}

/** Parts of the binary chunk, each on a multiple of 8 bytes. */
interface Binary {
  readonly views: BufferView[]
  readonly parts: Uint8Array[]
  length: number
}

export function encodeGlb(mesh: FeatureMesh): Uint8Array {
  const vertices = mesh.positions.length / 3
  const features = Object.values(mesh.columns)[0]?.values.length ?? 0
  if (features > 65_535) throw new Error(`Expected at most 65 535 features in a mesh, got ${features}`)
  const positions = Float32Array.from(yUp(mesh.positions))
  const normals = new Int8Array(vertices * 4)
  yUp(mesh.normals).forEach((value, i) => {
    normals[Math.floor(i / 3) * 4 + (i % 3)] = Math.round(value * 127)
  })
  const featureIds = new Uint16Array(vertices * 2)
  mesh.featureIds.forEach((id, i) => {
    featureIds[i * 2] = id
  })
  const wide = vertices > 65_535
  const indices = wide ? Uint32Array.from(mesh.indices) : Uint16Array.from(mesh.indices)

  const binary: Binary = { views: [], parts: [], length: 0 }
  const attribute = (array: Float32Array | Int8Array | Uint16Array, byteStride: number) =>
    addView(binary, bytesOf(array), { byteStride, target: ARRAY_BUFFER })
  const accessors = [
    {
      bufferView: attribute(positions, 12),
      componentType: FLOAT,
      count: vertices,
      type: 'VEC3',
      ...extremes(positions),
    },
    { bufferView: attribute(normals, 4), componentType: BYTE, normalized: true, count: vertices, type: 'VEC3' },
    { bufferView: attribute(featureIds, 4), componentType: UNSIGNED_SHORT, count: vertices, type: 'SCALAR' },
    {
      bufferView: addView(binary, bytesOf(indices), { target: ELEMENT_ARRAY_BUFFER }),
      componentType: wide ? UNSIGNED_INT : UNSIGNED_SHORT,
      count: mesh.indices.length,
      type: 'SCALAR',
    },
  ]
  const metadata = structuralMetadata(mesh, features, binary)
  const json = {
    asset: { version: '2.0', copyright: mesh.copyright },
    extensionsUsed: ['EXT_mesh_features', 'EXT_structural_metadata', 'KHR_mesh_quantization'],
    extensionsRequired: ['KHR_mesh_quantization'],
    extensions: { EXT_structural_metadata: metadata },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0, translation: yUp(mesh.origin) }],
    meshes: [
      {
        primitives: [
          {
            attributes: { POSITION: 0, NORMAL: 1, _FEATURE_ID_0: 2 },
            indices: 3,
            material: 0,
            mode: 4,
            extensions: {
              EXT_mesh_features: { featureIds: [{ featureCount: features, attribute: 0, propertyTable: 0 }] },
            },
          },
        ],
      },
    ],
    materials: [{ pbrMetallicRoughness: { baseColorFactor: mesh.colour, metallicFactor: 0, roughnessFactor: 1 } }],
    accessors,
    bufferViews: binary.views,
    buffers: [{ byteLength: binary.length }],
  }
  return container(JSON.stringify(json), concatenate(binary.parts))
}

/** East, north, up → x, y, z of glTF. */
function yUp(values: readonly number[]): number[] {
  const out: number[] = []
  for (let i = 0; i < values.length; i += 3) out.push(values[i]!, values[i + 2]!, 0 - values[i + 1]!)
  return out
}

function extremes(positions: Float32Array): { min: number[]; max: number[] } {
  const min = [Infinity, Infinity, Infinity]
  const max = [-Infinity, -Infinity, -Infinity]
  positions.forEach((value, i) => {
    min[i % 3] = Math.min(min[i % 3]!, value)
    max[i % 3] = Math.max(max[i % 3]!, value)
  })
  return { min, max }
}

function structuralMetadata(mesh: FeatureMesh, count: number, binary: Binary): Record<string, unknown> {
  const described: Record<string, unknown> = {}
  const stored: Record<string, unknown> = {}
  for (const [name, column] of Object.entries(mesh.columns)) {
    const noData = column.noData === undefined ? {} : { noData: column.noData }
    if (column.type === 'STRING') {
      described[name] = { type: 'STRING', ...noData }
      const { values, stringOffsets } = strings(column.values.map((value) => value ?? column.noData ?? ''))
      stored[name] = { values: addView(binary, values), stringOffsets: addView(binary, bytesOf(stringOffsets)) }
    } else {
      described[name] = { type: 'SCALAR', componentType: column.type, ...noData }
      const numbers = column.values.map((value) => value ?? column.noData ?? 0)
      stored[name] = { values: addView(binary, bytesOf(arrays[column.type].from(numbers))) }
    }
  }
  return {
    schema: { id: 'vithanh', classes: { [mesh.className]: { properties: described } } },
    propertyTables: [{ class: mesh.className, count, properties: stored }],
  }
}

const arrays = { FLOAT64: Float64Array, UINT16: Uint16Array, INT16: Int16Array }

function strings(texts: readonly string[]): { values: Uint8Array; stringOffsets: Uint32Array } {
  const encoder = new TextEncoder()
  const parts = texts.map((text) => encoder.encode(text))
  const stringOffsets = new Uint32Array(texts.length + 1)
  parts.forEach((part, i) => {
    stringOffsets[i + 1] = stringOffsets[i]! + part.length
  })
  // a buffer view must not be empty
  return { values: stringOffsets.at(-1)! > 0 ? concatenate(parts) : new Uint8Array(1), stringOffsets }
}

function addView(binary: Binary, bytes: Uint8Array, more: { byteStride?: number; target?: number } = {}): number {
  binary.views.push({ buffer: 0, byteOffset: binary.length, byteLength: bytes.length, ...more })
  const padding = (8 - (bytes.length % 8)) % 8
  binary.parts.push(bytes, new Uint8Array(padding))
  binary.length += bytes.length + padding
  return binary.views.length - 1
}

const bytesOf = (array: Float32Array | Float64Array | Int8Array | Uint16Array | Int16Array | Uint32Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength)

function container(json: string, binary: Uint8Array): Uint8Array {
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
    binary,
  ])
}
