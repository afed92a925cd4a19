/** Seeded maker of permit cases of every kind, most of them odd: shapes that overlap, figures that cannot be, much unknown. */
import fc from 'fast-check'
import { provenances } from '../../scenarios/provenance.ts'
import {
  authorities,
  bufferKinds,
  corridorKinds,
  exemptions,
  type PermitCheck,
  permitCheckSchema,
  workKinds,
} from '../../scenarios/rules/case.ts'
import { at } from '../permit-cases.ts'

const half = fc.integer({ min: -40, max: 80 }).map((n) => n / 2)
const point = fc.tuple(half, half).map(([x, y]) => at(x, y))
/** Sound whatever its spokes: each corner in a direction of its own about the middle. */
const ring = fc
  .tuple(point, fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 3, maxLength: 9 }))
  .map(([[cx, cy], spokes]) => {
    const corners = spokes.map((length, i): [number, number] => {
      const angle = (2 * Math.PI * i) / spokes.length
      return [cx + (length / 2) * Math.cos(angle), cy + (length / 2) * Math.sin(angle)]
    })
    return [...corners, corners[0]!]
  })
const line = fc
  .array(point, { minLength: 2, maxLength: 5 })
  .filter((points) => points.some(([x, y]) => x !== points[0]![0] || y !== points[0]![1]))
const upTo = (max: number) => fc.double({ min: 0, max, noNaN: true })
const unknown = <T>(value: fc.Arbitrary<T>) => fc.option(value)
const known = unknown(fc.boolean())
const provenance = fc.constantFrom(...provenances)

const plan = fc.record({
  document: fc.constant('QĐ 1'),
  landUses: unknown(fc.array(fc.constantFrom('ODT', 'TMD', 'ZZ', 'CX'), { maxLength: 3 })),
  densityPercent: unknown(upTo(100)),
  far: unknown(upTo(20)),
  storeys: unknown(fc.nat(30)),
  heightMetres: unknown(upTo(100)),
  setbackMetres: unknown(upTo(20)),
  greenPercent: unknown(upTo(100)),
  groundLevelMetres: unknown(upTo(5)),
})

export const permitCases: fc.Arbitrary<PermitCheck> = fc
  .record({
    schema: fc.constant('permit-case@1'),
    date: fc.constantFrom('2026-11-20', '2026-07-01', '2026-06-30', '2020-01-01', '2010-01-01'),
    procedure: fc.constantFrom('new', 'temporary', 'relocate', 'repair', 'adjust', 'extend', 'reissue'),
    filedWith: unknown(fc.constantFrom(...authorities)),
    work: fc.record({
      kind: fc.constantFrom(...workKinds),
      class: fc.constantFrom('special', 'I', 'II', 'III', 'IV'),
      exemption: unknown(fc.constantFrom(...exemptions)),
    }),
    place: fc.record({
      unitCode: fc.constant('31321'),
      townClass: unknown(fc.constantFrom('special', 'I', 'II', 'III', 'IV', 'V')),
      rural: known,
      area: unknown(fc.constantFrom('new', 'existing')),
      industrialZone: known,
      functionalArea: known,
      ruralResidential: known,
      communeConstruction: known,
      architectureRegulated: known,
    }),
    site: fc.record({
      ring,
      registered: unknown(ring),
      registeredSquareMetres: unknown(upTo(5000)),
      landUse: unknown(fc.constantFrom('ODT', 'CLN', 'ODT+CLN', '', 'SKN')),
      zoning: unknown(fc.constantFrom('residential', 'somewhere')),
      rowBlockMetres: unknown(upTo(100)),
      provenance,
    }),
    building: fc.record({
      parts: fc.array(
        fc.record({
          name: fc.constant('A'),
          kind: fc.constantFrom('main', 'podium', 'tower'),
          footprint: ring,
          projections: fc.array(ring, { maxLength: 2 }),
          heightMetres: upTo(100),
          storeys: fc.integer({ min: 1, max: 40 }),
        }),
        { minLength: 1, maxLength: 4 },
      ),
      floors: fc.record({ above: upTo(9000), basement: upTo(900), mezzanine: upTo(90), tum: upTo(50) }),
      groundLevelMetres: unknown(upTo(5)),
      productionFloors: unknown(fc.nat(9)),
      greenSquareMetres: unknown(upTo(900)),
      parking: unknown(fc.record({ cars: fc.nat(90), motorcycles: fc.nat(9), squareMetres: upTo(900) })),
      hotelRooms: unknown(fc.nat(90)),
      hotelStars: unknown(fc.nat(5)),
      premiumSquareMetres: unknown(upTo(900)),
      serviceSquareMetres: unknown(upTo(900)),
      dwellings: unknown(fc.nat(9)),
      dwellingSquareMetres: unknown(upTo(5000)),
      fireAccessMetres: unknown(upTo(9)),
      livesWithFloods: fc.boolean(),
    }),
    roads: fc.array(
      fc.record({
        name: fc.constant('R'),
        class: unknown(fc.constantFrom('urban', 'area', 'internal', 'alley')),
        widthMetres: unknown(upTo(40)),
        plannedWidthMetres: unknown(upTo(40)),
        redLine: unknown(line),
        buildingLine: unknown(line),
        provenance: unknown(provenance),
      }),
      { maxLength: 3 },
    ),
    neighbours: unknown(
      fc.array(
        fc.record({
          name: fc.constant('N'),
          footprint: ring,
          heightMetres: unknown(upTo(60)),
          facing: unknown(fc.constantFrom('long-long', 'gable')),
          backToBack: fc.boolean(),
          attached: fc.boolean(),
          provenance,
        }),
        { maxLength: 3 },
      ),
    ),
    corridors: unknown(
      fc.array(
        fc.record({
          kind: fc.constantFrom(...corridorKinds),
          name: fc.constant('C'),
          line,
          clearanceMetres: unknown(upTo(30)),
          source: fc.constantFrom('', 'NĐ 1'),
          provenance: unknown(provenance),
        }),
        { maxLength: 2 },
      ),
    ),
    buffers: unknown(
      fc.array(
        fc.record({
          kind: fc.constantFrom(...bufferKinds),
          name: fc.constant('B'),
          ring,
          cubicMetresPerDay: unknown(upTo(60_000)),
          provenance: unknown(provenance),
        }),
        { maxLength: 2 },
      ),
    ),
    plans: fc.record({ approved: unknown(plan), urbanDesign: unknown(plan), architecture: unknown(plan) }),
    flood: fc.record({
      designLevelMetres: unknown(upTo(3)),
      designLevelProvenance: unknown(provenance),
      annualMaximumMetres: unknown(upTo(3)),
    }),
    workingDaysPassed: unknown(fc.nat(30)),
  })
  .map((raw) => permitCheckSchema.parse(raw))
