import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { vn2000, type XY } from '../../../scenarios/frame.ts'
import { Problem } from '../../../scenarios/problem.ts'
import { type HouseOptions, house, houseHeight, ifcHouse } from '../../../test/buildings.ts'
import { figuresOf } from '../building/figures.ts'
import { buildingLimits } from '../building/model.ts'
import { placeBuilding } from '../building/place.ts'
import { readBuilding } from '../building/read.ts'
import { readIfc } from './read.ts'
import { readStep } from './step.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const read = (options: HouseOptions = {}) => readIfc(bytes(ifcHouse(options)), 'nha.ifc')
const area = house.widthMetres * house.depthMetres
const target = { frame: vn2000, bounds: [540_000, 1_070_000, 565_000, 1_090_000] as const }
const near = (ring: readonly XY[], [x, y]: XY, metres: number) =>
  ring.some(([a, b]) => Math.hypot(a - x, b - y) <= metres)

/** What a reader refuses: its code and place. */
async function refusal(text: string, limits = buildingLimits): Promise<{ code: string; place: string; vi: string }> {
  try {
    await readIfc(bytes(text), 'hong.ifc', { limits })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    expect(error.detail.file).toBe('hong.ifc')
    return { code: error.detail.code, place: error.detail.place ?? '', vi: error.detail.message.vi }
  }
  throw new Error('Expected a refusal, got a building')
}

for (const schema of ['IFC2X3', 'IFC4', 'IFC4X3_ADD2'] as const)
  for (const unit of ['mm', 'm'] as const)
    test(`${schema} in ${unit}: footprint, height, storeys and floors are those that it was made with`, async () => {
      const model = await read({ schema, unit, at: [120, -40, 1.5], turnedDegrees: 33, basement: true })
      const figures = figuresOf(model)
      expect(model.schema).toBe(schema)
      expect(model.storeys.map(({ name }) => name)).toEqual(['Tang ham', 'Tầng 1', 'Tầng 2'])
      expect(figures.footprintFrom).toBe('walls')
      expect(figures.footprintSquareMetres).toBeCloseTo(area, 2)
      expect(figures.footprint[0]).toHaveLength(5)
      const turn = (33 * Math.PI) / 180
      for (const [x, y] of [
        [0, 0],
        [5, 0],
        [5, 16],
        [0, 16],
      ] as const)
        expect(
          near(
            figures.footprint[0]!,
            [120 + x * Math.cos(turn) - y * Math.sin(turn), -40 + x * Math.sin(turn) + y * Math.cos(turn)],
            0.001,
          ),
        ).toBe(true)
      expect(figures.groundMetres).toBeCloseTo(1.5, 6)
      expect(figures.heightMetres).toBeCloseTo(houseHeight(), 3)
      expect([figures.storeysAbove, figures.storeysBelow]).toEqual([2, 1])
      expect(figures.storeys.map(({ squareMetres, from }) => [squareMetres, from])).toEqual([
        [area, 'spaces'],
        [area, 'spaces'],
        [area, 'spaces'],
      ])
      const [balcony] = figures.parts[0]!.projections
      expect(figures.parts[0]!.projections).toHaveLength(1)
      expect(balcony).toHaveLength(5)
      expect(model.remarks).toEqual([])
    })

test('a tower on a podium is two parts; floors without stated areas are measured by their outline', async () => {
  const figures = figuresOf(await read({ tower: { storeys: 4, backMetres: 1 }, quantities: false }))
  expect(figures.parts.map(({ kind, storeys, heightMetres }) => [kind, storeys, heightMetres])).toEqual([
    ['podium', 2, 2 * house.storeyMetres],
    ['tower', 6, houseHeight(6)],
  ])
  expect(figures.storeys.at(-1)).toMatchObject({ from: 'outline', above: true, tum: false })
  expect(figures.storeys.at(-1)!.squareMetres).toBeCloseTo(3 * 14, 6)
})

test('one small storey on the roof is a tum, not a storey', async () => {
  const figures = figuresOf(await read({ tower: { storeys: 1, backMetres: 2 } }))
  expect(figures.storeysAbove).toBe(2)
  expect(figures.storeys.at(-1)).toMatchObject({ tum: true })
})

test('a map conversion places it to the millimetre, in whichever schema and unit; heights are above the datum', async () => {
  for (const schema of ['IFC2X3', 'IFC4'] as const)
    for (const unit of ['mm', 'm'] as const) {
      const map = { crs: 'EPSG:5897', east: 551_700.25, north: 1_082_300.75, height: 2.1, turnedDegrees: 12.5 }
      const model = await read({ schema, unit, map })
      const { placement, levelKnown, coarse } = placeBuilding(model, figuresOf(model), target)
      expect(placement).toMatchObject({ levelMetres: 2.1, from: 'map', scale: 1 })
      expect(placement!.east).toBeCloseTo(map.east, 3)
      expect(placement!.north).toBeCloseTo(map.north, 3)
      expect(placement!.turnedDegrees).toBeCloseTo(12.5, 5)
      expect([levelKnown, coarse]).toEqual([true, false])
    }
})

test('another VN-2000 zone is taken over by its own projection; swapped axes are seen and said', async () => {
  // 551 700 E of 105°00′ is near 441 900 E of 106°00′.
  const model = await read({ map: { crs: 'EPSG:9211', east: 441_985, north: 1_082_400, height: 0, turnedDegrees: 0 } })
  const other = placeBuilding(model, figuresOf(model), target)
  expect(other.placement?.from).toBe('map')
  expect(Math.abs(other.placement!.turnedDegrees)).toBeGreaterThan(0.1)
  const turned = await read({ map: { crs: 'EPSG:5897', east: 1_082_300, north: 551_700, height: 0, turnedDegrees: 0 } })
  const swapped = placeBuilding(turned, figuresOf(turned), target)
  expect(swapped.placement).toMatchObject({ east: 551_700, north: 1_082_300 })
  expect(swapped.how.vi).toContain('đổi chỗ X và Y')
  const far = await read({ map: { crs: 'EPSG:5897', east: 600_000, north: 2_300_000, height: 0, turnedDegrees: 0 } })
  expect(placeBuilding(far, figuresOf(far), target).placement).toBeNull()
})

test('latitude and longitude of the site are coarse, turned by true north, and said to be so', async () => {
  const model = await read({ schema: 'IFC2X3', site: { lat: 9.784, lon: 105.47, elevation: 1.2, northDegrees: 30 } })
  const { placement, coarse, how } = placeBuilding(model, figuresOf(model), target)
  expect(coarse).toBe(true)
  expect(how.vi).toContain('chỉ gần đúng')
  expect(placement).toMatchObject({ from: 'site', levelMetres: 1.2 })
  expect(placement!.turnedDegrees).toBeCloseTo(-30, 0)
  expect(placement!.east).toBeCloseTo(551_600, -3)
})

test('coordinates that are the city’s own need no conversion; a file without any is placed by hand', async () => {
  const own = await read({
    unit: 'mm',
    at: [551_700.5, 1_082_300.5, 2],
    lot: [
      [551_699, 1_082_299],
      [551_706, 1_082_299],
      [551_706, 1_082_318],
      [551_699, 1_082_318],
    ],
  })
  const figures = figuresOf(own)
  expect(placeBuilding(own, figures, target).placement).toMatchObject({ east: 0, north: 0, scale: 1 })
  expect(near(figures.footprint[0]!, [551_700.5, 1_082_300.5], 0.001)).toBe(true)
  expect(own.lot).toHaveLength(5)
  expect(own.lot![0]).toEqual([551_699, 1_082_299])
  const lost = await read()
  expect(placeBuilding(lost, figuresOf(lost), target).placement).toBeNull()
})

test('footprint and height are the same however the house is turned and wherever it stands', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.double({ min: -180, max: 180, noNaN: true }),
      fc.double({ min: -5000, max: 5000, noNaN: true }),
      fc.double({ min: -5000, max: 5000, noNaN: true }),
      async (turnedDegrees, x, y) => {
        const figures = figuresOf(await read({ turnedDegrees, at: [x, y, 0] }))
        expect(figures.footprintSquareMetres).toBeCloseTo(area, 1)
        expect(figures.footprint[0]).toHaveLength(5)
        expect(figures.heightMetres).toBeCloseTo(houseHeight(), 3)
      },
    ),
    { numRuns: 12 },
  )
}, 60_000)

test('what is cut short is refused by line and entity, wherever it is cut', async () => {
  const whole = ifcHouse()
  expect(await refusal(whole.slice(0, 40))).toMatchObject({ code: 'file/truncated' })
  const cut = await refusal(whole.slice(0, whole.indexOf('IFCWALL(') + 30))
  expect(cut.code).toBe('file/truncated')
  expect(cut.place).toMatch(/^line \d+, #\d+ IFC/)
  expect((await refusal(whole.replace(/ENDSEC;\s*END-ISO.*$/s, ''))).code).toBe('file/truncated')
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 30 }), async (at) => {
      expect((await refusal(whole.slice(0, at))).code).toMatch(/^file\/(truncated|not-ifc|not-step)$/)
    }),
    { numRuns: 25 },
  )
})

test('placements in a circle, shapes that are not there and shapes within themselves are named, not followed', async () => {
  const loop = ifcHouse().replace(/(#(\d+)=IFCLOCALPLACEMENT\()\$/, '$1#$2')
  expect(await refusal(loop)).toMatchObject({ code: 'file/circle' })
  expect((await refusal(loop)).vi).toMatch(/dẫn vòng lại nhau: #\d+ → #\d+/)
  const missing = ifcHouse().replace(/(IFCEXTRUDEDAREASOLID\()#\d+/, '$1#99999999')
  expect(await refusal(missing)).toMatchObject({ code: 'file/missing' })
  expect((await refusal(missing)).place).toMatch(/IFCEXTRUDEDAREASOLID$/)
})

/** The house with its first wall's shape replaced by what these lines end in. */
function withShape(lines: (next: (entity: string) => string, solid: string) => string): string {
  const text = ifcHouse()
  const solid = /(#\d+)=IFCEXTRUDEDAREASOLID/.exec(text)![1]!
  let id = 500_000
  const extra: string[] = []
  const last = lines((entity) => {
    extra.push(`#${++id}=${entity};`)
    return `#${id}`
  }, solid)
  return text
    .replace(new RegExp(`('SweptSolid',\\()${solid}\\)`), `$1${last})`)
    .replace(/ENDSEC;\s*END-ISO/, `${extra.join('\n')}\nENDSEC;\nEND-ISO`)
}

test('bombs: a thousand cuts one in another, a million walls in twenty lines, lists within lists, too many entities', async () => {
  const deep = withShape((next, solid) => {
    let one = solid
    for (let i = 0; i < 1000; i++) one = next(`IFCBOOLEANRESULT(.UNION.,${one},${solid})`)
    return one
  })
  expect(await refusal(deep)).toMatchObject({ code: 'file/too-deep' })
  const doubled = withShape((next, solid) => {
    let one = solid
    for (let i = 0; i < 40; i++) {
      const shape = next(`IFCSHAPEREPRESENTATION($,'Body','MappedRepresentation',(${one}))`)
      const map = next(`IFCREPRESENTATIONMAP($,${shape})`)
      const left = next(`IFCMAPPEDITEM(${map},$)`)
      const right = next(`IFCMAPPEDITEM(${map},$)`)
      one = `${left},${right}`
    }
    return one
  })
  expect(await refusal(doubled)).toMatchObject({ code: 'file/too-many' })
  const nested = ifcHouse().replace('IFCCARTESIANPOINT((', `IFCCARTESIANPOINT(${'('.repeat(5000)}`)
  expect(await refusal(nested)).toMatchObject({ code: 'file/not-step' })
  const many = ifcHouse({
    extra: Array.from({ length: 5000 }, (_, i) => `#${700_000 + i}=IFCDIRECTION((0.,0.,1.))`).map((line) => `${line};`),
  })
  expect(await refusal(many, { ...buildingLimits, entities: 3000 })).toMatchObject({ code: 'file/too-many' })
  expect(await refusal(ifcHouse(), { ...buildingLimits, triangles: 100 })).toMatchObject({ code: 'file/too-many' })
  expect(await refusal(ifcHouse(), { ...buildingLimits, bytes: 1000 })).toMatchObject({ code: 'file/too-large' })
  expect(await refusal(ifcHouse(), { ...buildingLimits, seconds: -1 })).toMatchObject({ code: 'file/too-slow' })
})

test('the engine’s memory is held: beyond it the file is refused, and the next file is read all the same', async () => {
  const count = 300_000
  const points = Array.from({ length: count }, (_, i) => `(${i % 1000}.,${Math.floor(i / 1000)}.,${i % 7}.)`).join(',')
  const faces = Array.from({ length: count - 2 }, (_, i) => `(${i + 1},${i + 2},${i + 3})`).join(',')
  const heavy = withShape((next) => {
    const list = next(`IFCCARTESIANPOINTLIST3D((${points}))`)
    return next(`IFCTRIANGULATEDFACESET(${list},$,.F.,(${faces}),$)`)
  })
  const limits = { ...buildingLimits, engineBytes: 64 * 2 ** 20 }
  expect(await refusal(heavy, limits)).toMatchObject({ code: 'file/geometry' })
  expect(figuresOf(await read()).footprintSquareMetres).toBeCloseTo(area, 6)
}, 60_000)

test('no metres, no project, no building, another format: each says what it is', async () => {
  const noUnit = ifcHouse().replace('.LENGTHUNIT.', '.MASSUNIT.')
  expect(await refusal(noUnit)).toMatchObject({ code: 'file/no-unit' })
  const bare = `ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC4'));\nENDSEC;\nDATA;\nENDSEC;\nEND-ISO-10303-21;\n`
  expect(await refusal(bare)).toMatchObject({ code: 'file/no-project' })
  expect(await refusal(ifcHouse().replace("'IFC4'", "'AP214'"))).toMatchObject({ code: 'file/ifc-schema' })
  await expect(readBuilding(bytes('PK\u0003\u0004'), 'nha.ifczip')).rejects.toThrow(/unpack it first/)
  await expect(readBuilding(bytes('BLENDER'), 'nha.blend')).rejects.toThrow(/no building model/)
})

/** IFC_SAMPLES: a folder of real files, for whoever has some. */
const samples = process.env.IFC_SAMPLES
test.skipIf(!samples)(
  'real files are read or refused with a reason',
  async () => {
    for (const name of readdirSync(samples!).filter((one) => /\.ifc$/i.test(one))) {
      try {
        const model = await readIfc(readFileSync(join(samples!, name)), name)
        expect(figuresOf(model).heightMetres).toBeGreaterThan(0)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
      }
    }
  },
  600_000,
)

test('a stop is heard', async () => {
  await expect(readIfc(bytes(ifcHouse()), 'nha.ifc', { signal: { aborted: true } })).rejects.toThrow('Cancelled')
})

test('STEP strings, comments and numbers as writers write them', () => {
  const text = `ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC4'));\nENDSEC;\nDATA;\n/* #9=IFCX(;'); */ #1= IFCX ( 'T\\X2\\1EA7\\X0\\ng; it''s' , -1.5E-3, $,*, .T. , (#1,#2), IFCLABEL('a') ) ;\n#2=IFCY();\nENDSEC;\nEND-ISO-10303-21;`
  const step = readStep(bytes(text), 'a.ifc', buildingLimits)
  expect(step.get(1)!.values).toEqual([
    "Tầng; it's",
    -0.0015,
    null,
    null,
    { enum: 'T' },
    [{ ref: 1 }, { ref: 2 }],
    { type: 'IFCLABEL', value: 'a' },
  ])
  expect(step.get(2)!.values).toEqual([])
  expect(step.placeOf(2)).toBe('line 7, #2 IFCY')
})
