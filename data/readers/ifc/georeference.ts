/**
 * Where an IFC file says that it lies: IfcMapConversion with IfcProjectedCRS (IFC4 on), the property sets that buildingSMART's
 * guide names in their place for IFC2x3, else the latitude and longitude of the site, which are coarse.
 */
import { type Bilingual, both } from '../../../scenarios/text.ts'
import type { Georeference } from '../building/model.ts'
import { numberOf, numbersOf, refOf, refsOf, type StepFile, type StepValue, textOf } from './step.ts'
import { frameOf, type IfcUnits, unitOf } from './structure.ts'

/** Files write directions to nine digits: more of an angle is noise. */
const degrees = (y: number, x: number) => Math.round((Math.atan2(y, x) * 180e7) / Math.PI) / 1e7 + 0
/** Scales that only say that the map's unit is another than the file's. */
const UNIT_SCALES = [1, 1000, 0.001, 100, 0.01, 0.3048, 1 / 0.3048]

export function georeferenceOf(step: StepFile, units: IfcUnits, remarks: Bilingual[]): Georeference | null {
  return byConversion(step, units, remarks) ?? byProperties(step, units) ?? bySite(step, units)
}

function byConversion(step: StepFile, units: IfcUnits, remarks: Bilingual[]): Georeference | null {
  const [conversion] = step.ofType('IFCMAPCONVERSION', 'IFCMAPCONVERSIONSCALED')
  if (!conversion) return null
  const { values } = conversion
  const crs = step.get(refOf(values[1]) ?? -1)
  const east = numberOf(values[2])
  const north = numberOf(values[3])
  if (!crs || east === null || north === null) return null
  const mapUnit = unitOf(step, refOf(crs.values[6])) ?? units.metres
  const stated = numberOf(values[7]) ?? 1
  // Metres of the map a metre of the file: one, but for the scale of the projection.
  const scale = (stated * mapUnit) / units.metres
  const near = Math.abs(scale - 1) < 0.02
  if (!near && !UNIT_SCALES.some((one) => Math.abs(stated / one - 1) < 0.02))
    remarks.push(
      both(
        `Tỷ lệ ${stated} của phép quy chiếu bản đồ bị bỏ qua.`,
        `The map conversion’s scale of ${stated} was left out.`,
      ),
    )
  return {
    kind: 'map',
    crs: crsName(step, crs.id),
    verticalDatum: textOf(crs.values[3]),
    east: east * mapUnit,
    north: north * mapUnit,
    bareEast: east,
    bareNorth: north,
    heightMetres: (numberOf(values[4]) ?? 0) * mapUnit,
    turnedDegrees: degrees(numberOf(values[6]) ?? 0, numberOf(values[5]) ?? 1),
    scale: near ? scale : 1,
    place: step.placeOf(conversion.id),
  }
}

/** Well-known text where the file has it, else the name with what else is said of the system. */
function crsName(step: StepFile, id: number): string {
  const wkt = step.ofType('IFCWELLKNOWNTEXT').find(({ values }) => refOf(values[1]) === id)
  const text = textOf(wkt?.values[0])
  if (text) return text
  const values = step.get(id)?.values ?? []
  return textOf(values[0]) || [1, 2, 4, 5].flatMap((at) => textOf(values[at]) ?? []).join(' ')
}

function byProperties(step: StepFile, units: IfcUnits): Georeference | null {
  const set = (name: string) => {
    const entity = step.ofType('IFCPROPERTYSET').find(({ values }) => textOf(values[2])?.toLowerCase() === name)
    if (!entity) return null
    const read = new Map<string, StepValue>()
    for (const property of refsOf(entity.values[4]).map((id) => step.get(id)))
      if (property?.type === 'IFCPROPERTYSINGLEVALUE')
        read.set((textOf(property.values[0]) ?? '').toLowerCase(), property.values[2] ?? null)
    return { id: entity.id, read }
  }
  const [conversion, crs] = [set('epset_mapconversion'), set('epset_projectedcrs')]
  if (!conversion || !crs) return null
  const value = (name: string) => numberOf(conversion.read.get(name))
  const [east, north] = [value('eastings'), value('northings')]
  if (east === null || north === null) return null
  return {
    kind: 'map',
    crs: textOf(crs.read.get('name')) ?? '',
    verticalDatum: textOf(crs.read.get('verticaldatum')),
    east: east * units.metres,
    north: north * units.metres,
    bareEast: east,
    bareNorth: north,
    heightMetres: (value('orthogonalheight') ?? 0) * units.metres,
    turnedDegrees: degrees(value('xaxisordinate') ?? 0, value('xaxisabscissa') ?? 1),
    scale: 1,
    place: step.placeOf(conversion.id),
  }
}

function bySite(step: StepFile, units: IfcUnits): Georeference | null {
  for (const site of step.ofType('IFCSITE')) {
    const [lat, lon] = [angleOf(site.values[9]), angleOf(site.values[10])]
    if (lat === null || lon === null || (lat === 0 && lon === 0)) continue
    const context = step.ofType('IFCGEOMETRICREPRESENTATIONCONTEXT').find(({ values }) => refOf(values[5]) !== null)
    const [x = 0, y = 1] = numbersOf(step.get(refOf(context?.values[5]) ?? -1)?.values[0])
    const height = numberOf(site.values[11])
    return {
      kind: 'site',
      lat,
      lon,
      heightMetres: height === null ? null : height * units.metres,
      at: frameOf(step, refOf(site.values[5]), units.metres).at,
      northDegrees: degrees(-x, y),
      place: step.placeOf(site.id),
    }
  }
  return null
}

/** Degrees, minutes, seconds, millionths of a second, each with the sign. */
function angleOf(value: StepValue | undefined): number | null {
  const [d, m = 0, s = 0, millionths = 0] = numbersOf(value)
  return d === undefined ? null : d + m / 60 + s / 3600 + millionths / 3.6e9
}
