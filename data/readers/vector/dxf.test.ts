import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { XY } from '../../../scenarios/frame.ts'
import { polygonArea } from '../../../scenarios/geometry.ts'
import type { VectorSource } from './contract.ts'
import { ARC_TOLERANCE_METRES } from './dxf.ts'
import { arc, polyline } from './dxf-curves.ts'
import { encodingOfDrawing, saidBy } from './dxf-text.ts'
import { toOld } from './old-vietnamese.ts'
import { readVector, sourceFile } from './read.ts'

/** `POINT 10 1 20 2; LINE …`: entities as words, one a code or a value; `_` is a blank. */
const tags = (words: string) =>
  words
    .split(';')
    .map((entity) => entity.trim())
    .filter((entity) => entity !== '')
    .map(
      (entity) =>
        `0\n${entity
          .split(' ')
          .map((word) => word.replaceAll('_', ' '))
          .join('\n')}\n`,
    )
    .join('')
const section = (name: string, body: string) => `0\nSECTION\n2\n${name}\n${body}0\nENDSEC\n`
const drawing = (entities: string, blocks = '', header = '', tables = '') =>
  section('HEADER', header) +
  section('TABLES', tags(tables)) +
  section('BLOCKS', tags(blocks)) +
  section('ENTITIES', tags(entities)) +
  '0\nEOF\n'
const read = (text: string) =>
  readVector(
    sourceFile(
      'a.dxf',
      Uint8Array.from(text, (c) => c.charCodeAt(0)),
    ),
  )
const shapes = (source: VectorSource) => source.layers.flatMap((l) => l.features.map((f) => f.geometry))
const values = (source: VectorSource) => source.layers.flatMap((l) => l.features.map((f) => f.properties))
const codes = (source: VectorSource) => Object.fromEntries(source.remarks.map((r) => [r.code, r.count]))
const rounded = (points: XY[]) => points.map((p) => p.map((v) => Math.round(v * 1e6) / 1e6))

describe('readVector on DXF', () => {
  it('reads layers, points, lines, polylines of both kinds and faces', async () => {
    const source = await read(
      drawing(`POINT 8 COC 10 1 20 2 30 9; LINE 8 RANH 10 0 20 0 11 3 21 4;
        LWPOLYLINE 8 THUA 90 3 70 1 38 1.5 10 0 20 0 10 4 20 0 10 4 20 4;
        POLYLINE 8 THUA 66 1 70 1; VERTEX 10 0 20 0; VERTEX 10 2 20 0; VERTEX 10 2 20 2; SEQEND 8 THUA;
        LWPOLYLINE 8 THUA 70 0 10 0 20 0 10 4 20 0 10 4 20 4 10 0 20 0; LWPOLYLINE 8 THUA 70 0 10 0 20 0 10 4 20 0;
        SOLID 8 NEN 10 0 20 0 11 2 21 0 12 0 22 2 13 2 23 2; 3DFACE 8 NEN 10 0 20 0 11 2 21 0 12 2 22 2 13 0 23 2;
        HATCH 8 NEN; POINT 8 A 67 1 10 0 20 0; CIRCLE 8 A 10 0 20 0 40 1 210 1 220 0 230 0`),
    )
    expect(source.layers.map((l) => [l.name, l.features.map((f) => f.geometry.type)])).toEqual([
      ['COC', ['Point']],
      ['RANH', ['LineString']],
      ['THUA', ['Polygon', 'Polygon', 'Polygon', 'LineString']],
      ['NEN', ['Polygon', 'Polygon']],
    ])
    expect(shapes(source).slice(6).map(polygonArea)).toEqual([4, 4])
    expect(values(source)[2]).toEqual({ entity: 'LWPOLYLINE', elevation: 1.5 })
    expect(codes(source)).toEqual({ 'dxf-hatch': 1, 'dxf-paper': 1, 'dxf-tilted': 1 })
    expect(source.crs).toBeNull()
  })

  it('turns bulges, circles, arcs and ellipses into corners within the tolerance', async () => {
    // A square with one side bulged by a half circle of radius 5.
    const source = await read(
      drawing(`LWPOLYLINE 8 A 70 1 10 0 20 0 42 1 10 10 20 0 10 10 20 10 10 0 20 10; CIRCLE 8 A 10 0 20 0 40 20;
        ARC 8 A 10 0 20 0 40 10 50 350 51 20; ELLIPSE 8 A 10 0 20 0 11 4 21 0 40 0.5; CIRCLE 8 A 10 100 20 0 40 10 230 -1`),
    )
    const [bulged, circle, part, ellipse, mirrored] = shapes(source)
    expect(Math.abs(polygonArea(bulged!) - (100 + (Math.PI * 25) / 2))).toBeLessThan(0.2)
    expect(Math.abs(polygonArea(circle!) - Math.PI * 400)).toBeLessThan(2 * Math.PI * 20 * ARC_TOLERANCE_METRES)
    expect(Math.abs(polygonArea(ellipse!) - Math.PI * 8)).toBeLessThan(0.3)
    const line = part!.coordinates as XY[]
    expect(rounded([line[0]!, line.at(-1)!])).toEqual(
      rounded([350, 20].map((a) => [10 * Math.cos((a * Math.PI) / 180), 10 * Math.sin((a * Math.PI) / 180)])),
    )
    expect((mirrored!.coordinates as XY[][])[0]!.every(([x]) => x < 0)).toBe(true)
  })

  it('takes blocks apart: moved, turned, stretched, in arrays, within each other, with their attributes', async () => {
    const blocks = `BLOCK 2 DEN 10 1 20 1; LINE 8 0 10 1 20 1 11 2 21 1; POINT 8 BONG 10 1 20 1; ATTDEF 2 SO; ENDBLK 8 0;
      BLOCK 2 CAP 10 0 20 0; INSERT 8 0 2 den 10 5 20 0 50 90; ENDBLK 8 0`
    const source = await read(
      drawing(
        `INSERT 8 CHIEUSANG 2 DEN 66 1 10 100 20 200 41 2 42 3 50 90; ATTRIB 2 SO 1 C-07; SEQEND 8 0;
         INSERT 8 CHIEUSANG 2 CAP 10 10 20 0 70 2 44 50; INSERT 8 X 2 NGOAI 10 7 20 8`,
        blocks,
      ),
    )
    const lamps = source.layers.find((l) => l.name === 'CHIEUSANG')!.features
    const lines = lamps.filter((f) => f.geometry.type === 'LineString')
    expect(lines.map((f) => rounded(f.geometry.coordinates as XY[]))).toEqual([
      [
        [100, 200],
        [100, 202],
      ],
      [
        [15, 0],
        [15, 1],
      ],
      [
        [65, 0],
        [65, 1],
      ],
    ])
    expect(lamps[0]).toMatchObject({
      geometry: { type: 'Point', coordinates: [100, 200] },
      properties: { entity: 'INSERT', block: 'DEN', rotation: 90, SO: 'C-07' },
    })
    expect(lines[0]!.properties).toMatchObject({ entity: 'LINE', block: 'DEN' })
    expect(source.layers.find((l) => l.name === 'BONG')!.features).toHaveLength(3)
    expect(codes(source)).toEqual({ 'dxf-missing-block': 1 })
    expect(source.layers.find((l) => l.name === 'X')!.features[0]!.geometry.coordinates).toEqual([7, 8])
  })

  it('reads texts by the font of their style, their alignment and their signs', async () => {
    const tables = 'STYLE 2 CU 3 .VnTimeH; STYLE 2 VNI 3 x.shx 1000 VNI-Times; STYLE 2 LA 3 txt.shx'
    const said = (text: string) => text.replaceAll(' ', '_').replaceAll(';', '§')
    const source = await read(
      drawing(
        `TEXT 8 CHU 7 CU 10 1 20 2 40 2.5 50 45 1 ${said(toOld('đường trần hưng đạo', 'tcvn3'))};
         TEXT 8 CHU 7 VNI 10 1 20 2 72 1 11 5 21 6 1 ${said(toOld('Rạch Ba Voi', 'vni'))};
         TEXT 8 CHU 7 LA 10 1 20 2 1 ${said(toOld('Thửa đất số', 'tcvn3'))};
         TEXT 8 CHU 7 LA 10 1 20 2 1 K\\U+00EAnh_%%c300_45%%d;
         MTEXT 8 CHU 7 LA 10 1 20 2 3 {\\fArial|b0§S\\U+1ED1 1 _12}\\P\\H2.5x§d\\S1/2§`.replaceAll('§', '\u0001'),
        '',
        '9\n$ACADVER\n1\nAC1015\n9\n$DWGCODEPAGE\n3\nANSI_1252\n',
        tables,
      ).replaceAll('\u0001', ';'),
    )
    expect(values(source).map((v) => v.text)).toEqual([
      'ĐƯỜNG TRẦN HƯNG ĐẠO',
      'Rạch Ba Voi',
      'Thửa đất số',
      'Kênh Ø300 45°',
      'Số 12\nd1/2',
    ])
    expect(values(source)[0]).toMatchObject({ textHeight: 2.5, rotation: 45, style: 'CU' })
    expect(shapes(source)[1]!.coordinates).toEqual([5, 6])
  })

  it('makes metres of millimetres, but believes coordinates of a national grid', async () => {
    const header = '9\n$INSUNITS\n70\n4\n'
    const small = await read(drawing('POINT 8 A 10 5000 20 7000', '', header))
    expect(shapes(small)[0]!.coordinates).toEqual([5, 7])
    expect(small.remarks[0]!.message.en).toContain('turned into metres')
    const national = await read(drawing('POINT 8 A 10 551363.7 20 1082003.1', '', header))
    expect(shapes(national)[0]!.coordinates).toEqual([551363.7, 1082003.1])
    expect(national.remarks[0]!.message.en).toContain('left as they are')
  })
})

it('polyline: every corner of an arc lies on its circle, no chord strays beyond the tolerance', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -5, max: 5, noNaN: true }),
      fc.double({ min: 1, max: 500, noNaN: true }),
      fc.double({ min: 0, max: 6.28, noNaN: true }),
      (bulge, chord, angle) => {
        fc.pre(Math.abs(bulge) > 0.01)
        const end: XY = [chord * Math.cos(angle), chord * Math.sin(angle)]
        const line = polyline(
          [
            { at: [0, 0], bulge },
            { at: end, bulge: 0 },
          ],
          false,
          0.01,
        )
        // The sagitta of the whole is bulge · chord / 2, to the right of the chord where it is positive.
        const radius = (chord * (1 + bulge * bulge)) / (4 * Math.abs(bulge))
        const side = (-bulge * chord) / 2
        const top: XY = [end[0] / 2 - Math.sin(angle) * side, end[1] / 2 + Math.cos(angle) * side]
        const centre: XY = [
          top[0] + Math.sin(angle) * Math.sign(side) * radius,
          top[1] - Math.cos(angle) * Math.sign(side) * radius,
        ]
        for (const [i, p] of line.entries()) {
          expect(Math.hypot(p[0] - centre[0], p[1] - centre[1])).toBeCloseTo(radius, 4)
          const q = line[i + 1]
          if (!q) continue
          const middle = Math.hypot((p[0] + q[0]) / 2 - centre[0], (p[1] + q[1]) / 2 - centre[1])
          expect(radius - middle).toBeLessThan(radius > 400 ? 0.05 : 0.0101)
        }
      },
    ),
  )
  expect(arc([0, 0], [1, 0], 1, 0, 2 * Math.PI, 5).length).toBe(5)
})

it('encodings by version and code page; MTEXT without its codes', () => {
  expect([encodingOfDrawing('AC1032', 'ANSI_1252'), encodingOfDrawing('AC1015', 'ANSI_1258')]).toEqual([
    'utf-8',
    'windows-1258',
  ])
  expect(encodingOfDrawing('', 'dos850')).toBe('windows-1252')
  expect(saidBy('\\A1;{\\C1;a\\~b}\\\\c\\{d\\} \\pxqc;e', true, '')).toBe('a b\\c{d} e')
  expect(saidBy(`{\\f.VnTime|b0;${toOld('kênh', 'tcvn3')}} xáng ữ`, true, 'Arial')).toBe('kênh xáng ữ')
  expect(saidBy('Phường ẫ ợ ữ', false, '.VnTime')).toBe('Phường ẫ ợ ữ')
})

it('a font code without an end is read in no time', () => {
  const long = 'A'.repeat(200_000)
  expect(saidBy(`\\f${long}`, true, '')).toHaveLength(long.length + 2)
  expect(saidBy(`{\\fArial|b0|i0;x}`, true, '')).toBe('x')
})
