import { expect, test } from 'vitest'
import { Problem } from '../../../scenarios/problem.ts'
import { glbBox, glbOf } from '../../../test/buildings.ts'
import { figuresOf } from '../building/figures.ts'
import { buildingLimits } from '../building/model.ts'
import { packedGltf } from './pack.ts'
import { readGltf } from './read.ts'

function refusal(bytes: Uint8Array, limits = buildingLimits): { code: string; place: string } {
  try {
    readGltf(bytes, 'hong.glb', { limits })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    expect(error.detail.file).toBe('hong.glb')
    return { code: error.detail.code, place: error.detail.place ?? '' }
  }
  throw new Error('Expected a refusal, got a building')
}
const json = (document: unknown) => new TextEncoder().encode(JSON.stringify(document))
const documentOf = (glb: Uint8Array) => {
  const length = new DataView(glb.buffer).getUint32(12, true)
  return JSON.parse(new TextDecoder().decode(glb.subarray(20, 20 + length)))
}
const binaryOf = (glb: Uint8Array) => glb.subarray(20 + new DataView(glb.buffer).getUint32(12, true) + 8)

test('a box stands upright in metres: width and depth on the ground, y is height', () => {
  const figures = figuresOf(readGltf(glbBox({ sizes: [5, 7.2, 16] }), 'nha.glb'))
  expect(figures.sizeMetres).toEqual([5, 16, 7.2])
  expect(figures.footprintSquareMetres).toBeCloseTo(80, 6)
  expect([figures.heightMetres, figures.storeysAbove]).toEqual([7.2, null])
  expect(figures.parts).toHaveLength(1)
})

test('.gltf with its buffer within is the same building; turned and scaled nodes are', () => {
  const glb = glbBox()
  const document = documentOf(glb)
  const uri = `data:application/octet-stream;base64,${Buffer.from(binaryOf(glb)).toString('base64')}`
  const inside = { ...document, buffers: [{ ...document.buffers[0], uri }] }
  expect(readGltf(json(inside), 'nha.gltf').indices).toHaveLength(36)
  expect(readGltf(packedGltf(json(inside)), 'nha.glb').positions).toEqual(readGltf(glb, 'nha.glb').positions)
  const turned = {
    rotation: [0, Math.sin(Math.PI / 8), 0, Math.cos(Math.PI / 8)],
    scale: [2, 2, 2],
    translation: [100, 1, 0],
  }
  const figures = figuresOf(readGltf(json({ ...inside, nodes: [{ mesh: 0, ...turned }] }), 'nha.gltf'))
  expect(figures.footprintSquareMetres).toBeCloseTo(320, 2)
  expect(figures.heightMetres).toBeCloseTo(14.4, 4)
})

test('nothing outside the file is asked for; what cannot be read is named', () => {
  const glb = glbBox()
  const document = documentOf(glb)
  const other = (change: object) => glbOf({ ...document, ...change }, binaryOf(glb))
  for (const uri of ['https://example.org/a.bin', 'a.bin', 'file:///etc/passwd', 'data:text/html,<script>'])
    expect(refusal(json({ ...document, buffers: [{ byteLength: 168, uri }] }))).toMatchObject({
      code: 'file/gltf-external',
      place: 'buffers[0]',
    })
  expect(refusal(other({ extensionsRequired: ['KHR_draco_mesh_compression'] }))).toMatchObject({
    code: 'file/gltf-extension',
  })
  expect(refusal(other({ nodes: [{ mesh: 0, children: [0] }] }))).toMatchObject({ code: 'file/circle' })
  expect(refusal(other({ nodes: [{ mesh: 7 }] }))).toMatchObject({ code: 'file/missing' })
  const deep = Array.from({ length: 500 }, (_, i) => (i < 499 ? { children: [i + 1] } : { mesh: 0 }))
  expect(refusal(other({ nodes: deep }))).toMatchObject({ code: 'file/too-deep' })
  const [points, indices] = document.accessors
  expect(refusal(other({ accessors: [{ ...points, count: 4e9 }, indices] }))).toMatchObject({ code: 'file/truncated' })
  expect(refusal(other({ accessors: [{ ...points, count: 3 }, indices] }))).toMatchObject({ code: 'file/gltf-index' })
  expect(refusal(other({ asset: { version: '1.0' } }))).toMatchObject({ code: 'file/gltf-version' })
  expect(refusal(other({ meshes: [] }))).toMatchObject({ code: 'file/missing' })
  expect(refusal(glb.subarray(0, 100))).toMatchObject({ code: 'file/truncated' })
  expect(refusal(glb, { ...buildingLimits, triangles: 5 })).toMatchObject({ code: 'file/too-many' })
  expect(refusal(new TextEncoder().encode('{"a":'))).toMatchObject({ code: 'file/not-gltf' })
})
