import fc from 'fast-check'
import { unzipSync, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { Problem } from '../../../scenarios/problem.ts'
import { readVector, sourceFile } from './read.ts'
import { SAMPLE_NAME, vectorSamples } from './samples.ts'

const samples = await vectorSamples()
const filesOf = (name: string) => unzipSync(samples.find((s) => s.name === name)!.bytes)
const read = (files: Record<string, Uint8Array>) => readVector(sourceFile('a.zip', zipSync(files)))
const text = (s: string) => new TextEncoder().encode(s)

/** A .shp of one record: its shape after the kind, as doubles and integers. */
function shp(kind: number, write: (view: DataView) => number): Uint8Array {
  const view = new DataView(new ArrayBuffer(4096))
  const length = 4 + write(new DataView(view.buffer, 112))
  view.setInt32(0, 9994)
  view.setInt32(104, length / 2)
  view.setInt32(108, kind, true)
  return new Uint8Array(view.buffer, 0, 108 + length)
}
const rings = (kind: number, parts: [number, number][][]) =>
  shp(kind, (view) => {
    const points = parts.flat()
    view.setInt32(32, parts.length, true)
    view.setInt32(36, points.length, true)
    let first = 0
    for (const [i, part] of parts.entries()) {
      view.setInt32(40 + i * 4, first, true)
      first += part.length
    }
    const at = 40 + parts.length * 4
    for (const [i, [x, y]] of points.entries()) {
      view.setFloat64(at + i * 16, x, true)
      view.setFloat64(at + i * 16 + 8, y, true)
    }
    return at + points.length * 16
  })
const square = (x: number, y: number, size: number): [number, number][] => [
  [x, y],
  [x, y + size],
  [x + size, y + size],
  [x + size, y],
  [x, y],
]

describe('readVector on zipped Shapefiles', () => {
  it('reads several layers and says the records', async () => {
    const source = await read(filesOf('a.zip'))
    expect(source.layers.map((l) => [l.name, l.features[0]!.place])).toEqual([
      ['lop1', 'lop1 record 1'],
      ['lop2', 'lop2 record 1'],
      ['lop3', 'lop3 record 1'],
    ])
    expect(source.crs!.name).toContain('EPSG:5897')
  })

  it('keeps layers of one name apart by their folders, and refuses them in two systems', async () => {
    const [one] = Object.keys(filesOf('a.zip')).filter((name) => name.endsWith('.shp'))
    const stem = one!.replace(/\.shp$/, '')
    const parts = Object.entries(filesOf('a.zip')).filter(([name]) => name.startsWith(`${stem}.`))
    const inFolder = (folder: string) =>
      parts.map(([name, bytes]): [string, Uint8Array] => [`${folder}/${name}`, bytes])
    const twice = Object.fromEntries([...inFolder('2024'), ...inFolder('2025')])
    const source = await read(twice)
    expect(source.layers.map((layer) => layer.name)).toEqual([`2024/${stem}`, `2025/${stem}`])
    const other = { ...twice, [`2024/${stem}.prj`]: text('EPSG:3405') }
    await expect(read(other)).rejects.toThrow(/2024.*2025|different reference systems/s)
  })

  it('sorts rings: holes to the smallest ring around them, several outer rings to several polygons', async () => {
    const hole = square(2, 2, 6).toReversed()
    const shape = rings(5, [
      square(0, 0, 10),
      hole,
      square(4, 4, 2),
      square(20, 0, 5),
      square(4.5, 4.5, 1).toReversed(),
    ])
    const source = await read({ 'a.shp': shape })
    const geometry = source.layers[0]!.features[0]!.geometry
    expect(geometry.type).toBe('MultiPolygon')
    expect((geometry.coordinates as unknown[][]).map((polygon) => polygon.length)).toEqual([2, 2, 1])
    const turned = await read({ 'a.shp': rings(5, [square(0, 0, 10).toReversed()]) })
    expect(turned.layers[0]!.features[0]!.geometry.type).toBe('Polygon')
  })

  it('reads heights and measures as plain corners, and leaves out what has none', async () => {
    const withZ = await read({ 'a.shp': rings(15, [square(0, 0, 10)]), 'b.shp': rings(23, [square(0, 0, 1)]) })
    expect(withZ.layers.map((l) => l.features[0]!.geometry.type)).toEqual(['Polygon', 'LineString'])
    const other = await read({ 'a.shp': shp(31, () => 40), 'b.shp': shp(0, () => 0) })
    expect(other.layers.map((l) => l.features.length)).toEqual([0, 0])
    expect(other.remarks.map((r) => [r.code, r.count])).toEqual([
      ['parts-missing', 2],
      ['shape-kind', 1],
      ['no-geometry', 2],
    ])
  })

  it('reads the letters that .cpg names, or those that make Vietnamese', async () => {
    const files = filesOf('tcvn3.zip')
    const seen = await read(files)
    expect(seen.layers[0]!.features[0]!.properties.ten).toBe(SAMPLE_NAME)
    expect(seen.remarks.map((r) => r.code)).toEqual(['encoding'])
    expect(seen.remarks[0]!.places[0]).toContain('tcvn3')
    const named = await read({
      ...files,
      'lop1.CPG': text('TCVN3'),
      'lop2.cpg': text('ABC'),
      'lop3.cpg': text('tcvn3'),
    })
    expect(named.remarks).toEqual([])
    const utf8 = filesOf('a.zip')
    delete utf8['lop1.cpg']
    expect((await read(utf8)).layers[0]!.features[0]!.properties.ten).toBe(SAMPLE_NAME)
  })

  it('says what is missing, deleted or of another number', async () => {
    const files = filesOf('a.zip')
    const dbf = files['lop1.dbf']!.slice()
    dbf[97] = 0x2a
    const source = await read({
      'DIR/lop1.shp': files['lop1.shp']!,
      'dir/LOP1.DBF': dbf,
      '__MACOSX/._x.shp': text('x'),
    })
    expect(source.crs).toBeNull()
    expect(source.remarks.map((r) => [r.code, r.places[0]])).toEqual([
      ['parts-missing', 'lop1: .shx, .prj'],
      ['deleted', 'lop1 record 1'],
    ])
    const other = files['lop2.dbf']!.slice()
    other[4] = 0
    const short = await read({ 'a.shp': files['lop2.shp']!, 'a.dbf': other })
    expect(short.remarks.map((r) => r.code)).toContain('record-count')
  })

  it('refuses layers of different systems, and systems that it does not know', async () => {
    const files = filesOf('a.zip')
    const prj = text(new TextDecoder().decode(files['lop2.prj']).replace('105.0]', '105.5]'))
    await expect(read({ ...files, 'lop2.prj': prj })).rejects.toThrow(/lop1.prj, lop2.prj.*different reference systems/)
    await expect(read({ ...files, 'lop2.prj': text('PROJCS["Krovak"]') })).rejects.toThrow(/lop2.prj.*Krovak/)
  })

  it('its parts changed at random give a value or a Problem', async () => {
    const files = filesOf('a.zip')
    const change = fc.record({ part: fc.constantFrom(...Object.keys(files)), at: fc.nat(1000), byte: fc.nat(255) })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 5 }), async (changes) => {
        const parts = structuredClone(files)
        for (const { part, at, byte } of changes) parts[part]![at % parts[part]!.length] = byte
        const answer = await read(parts).catch((error: unknown) => error)
        if (answer instanceof Error && !(answer instanceof Problem)) throw answer
      }),
      { numRuns: 300 },
    )
  })
})
