/**
 * What stands where a file says nothing. `neutral`: no statement at all (null, none). `derived`: measured on the geometry or
 * worked out of other attributes. `assumed`: a common value, an assumption that the report names and that makes the
 * provenance of its object `assumed`. What has none of these must come from the file: levels of dykes and drains, voltages,
 * names by which an object is known.
 *
 * Zoning by land-use code, covers, widths by road class, lamps and poles are common values of Vietnamese practice (low
 * confidence): an office gives its own columns or constants instead.
 */
import type { LayerId, Zoning } from '../../../scenarios/city/layers.ts'
import { type Geometry, lineLength, linesOf, polygonArea } from '../../../scenarios/geometry.ts'
import { STOREY_METRES } from './mapping.ts'
import { plain } from './words.ts'

export type Standing = 'neutral' | 'derived' | 'assumed'

export interface Known {
  /** Attributes by path, those of the file and the defaults before this one. */
  readonly values: ReadonlyMap<string, unknown>
  readonly geometry: Geometry
  /** Date that the data stand for. */
  readonly date: string
  /** Title of the source. */
  readonly title: string
}

export interface Default {
  readonly standing: Standing
  /** Undefined where nothing can be said of this object. */
  value(known: Known): unknown
}

const neutral = (value: unknown): Default => ({ standing: 'neutral', value: () => value })
const assumed = (value: unknown): Default => ({ standing: 'assumed', value: () => value })
const assumedFrom = (value: Default['value']): Default => ({ standing: 'assumed', value })
const derived = (value: Default['value']): Default => ({ standing: 'derived', value })

const rounded = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits
const areaOf = derived(({ geometry }) => rounded(polygonArea(geometry), 2))
const lengthOf = derived(({ geometry }) =>
  rounded(
    linesOf(geometry).reduce((sum, line) => sum + lineLength(line), 0),
    2,
  ),
)
const text = (known: Known, path: string): string => String(known.values.get(path) ?? '')
const number = (known: Known, path: string): number | undefined => {
  const value = known.values.get(path)
  return typeof value === 'number' ? value : undefined
}
/** One value by that of another attribute. */
const by = <T>(path: string, table: Readonly<Record<string, T>>, otherwise: T): Default =>
  assumedFrom((known) => {
    const key = text(known, path)
    return Object.hasOwn(table, key) ? table[key] : otherwise
  })

type Rule = Omit<Zoning, 'code' | 'setbackMetres'>
const rule = (imperviousShare: number, density: number, floorAreaRatio: number, heightMetres: number): Rule => ({
  imperviousShare,
  density,
  floorAreaRatio,
  heightMetres,
})
const publicUse = rule(0.6, 0.4, 1.6, 16)
const trade = rule(0.9, 0.6, 3.6, 24)
const farm = rule(0.02, 0, 0, 0)
/** By land-use or planning code; the longest beginning that is known decides, so that `ODT+CLN` reads as `ODT`. */
const zoningByCode: Readonly<Record<string, Rule>> = {
  ODT: rule(0.8, 0.7, 2.8, 16),
  ONT: rule(0.35, 0.5, 1.5, 13),
  OCT: rule(0.6, 0.6, 2.4, 16),
  OM: rule(0.8, 0.7, 2.8, 16),
  LK: rule(0.85, 0.8, 3.2, 16),
  BT: rule(0.6, 0.5, 1.5, 13),
  CC: rule(0.8, 0.45, 4.5, 45),
  NXH: rule(0.8, 0.45, 4.5, 45),
  CCC: publicUse,
  CCDV: publicUse,
  CQ: publicUse,
  TH: publicUse,
  YT: publicUse,
  HH: rule(0.85, 0.6, 4.2, 30),
  TMD: trade,
  DCH: trade,
  SKC: rule(0.8, 0.6, 1.2, 15),
  SKK: rule(0.8, 0.6, 1.2, 15),
  SKN: rule(0.8, 0.6, 1.2, 15),
  CCN: rule(0.8, 0.6, 1.2, 15),
  CN: rule(0.8, 0.6, 1.2, 15),
  TTCN: rule(0.8, 0.6, 1.2, 15),
  TSC: publicUse,
  DGD: publicUse,
  DYT: publicUse,
  DVH: publicUse,
  DTT: rule(0.5, 0.2, 0.4, 12),
  TON: rule(0.5, 0.25, 0.4, 16),
  TIN: rule(0.5, 0.25, 0.4, 16),
  DDT: rule(0.4, 0.15, 0.2, 12),
  DGT: rule(0.9, 0, 0, 0),
  GT: rule(0.9, 0, 0, 0),
  DNL: publicUse,
  CX: rule(0.1, 0.05, 0.05, 6),
  DKV: rule(0.1, 0.05, 0.05, 6),
  CSD: rule(0.1, 0, 0, 0),
  NTD: rule(0.3, 0.05, 0.05, 6),
  LUA: farm,
  LUC: farm,
  LUK: farm,
  CLN: farm,
  HNK: farm,
  BHK: farm,
  NN: farm,
  NTS: rule(0, 0, 0, 0),
  MN: rule(0, 0, 0, 0),
  SON: rule(0, 0, 0, 0),
}
const unknownUse = rule(0.3, 0.4, 1.2, 13)
const zoningRule = (code: string): Rule => {
  const word = plain(code)
  for (let length = word.length; length > 1; length--) {
    const found = zoningByCode[word.slice(0, length)]
    if (found) return found
  }
  return unknownUse
}
const zoning = (code: Default): Record<string, Default> => ({
  'zoning.code': code,
  ...Object.fromEntries(
    (['imperviousShare', 'density', 'floorAreaRatio', 'heightMetres'] as const).map((part) => [
      `zoning.${part}`,
      assumedFrom((known) => zoningRule(text(known, 'zoning.code'))[part]),
    ]),
  ),
})

const imperviousByCover = {
  paddy: 0.02,
  orchard: 0.05,
  grass: 0.1,
  forest: 0.05,
  farmland: 0.05,
  sand: 0,
  rock: 0.9,
  paved: 0.95,
  residential: 0.6,
  industrial: 0.8,
  wetland: 0,
}
const widthByClass = { trunk: 15, arterial: 14, collector: 9, local: 6, alley: 3.5, path: 2 }
const widthByWaterway = { river: 60, canal: 15, stream: 8, ditch: 3, drain: 2 }
const heightOfNode = { substation: 8, transformer: 8, tower: 30, pole: 10 }
const unitByMeasure = {
  rain: 'mm',
  level: 'm',
  salinity: 'g/L',
  air: 'µg/m³',
  traffic: 'PCU/h',
  power: 'kW',
  pump: '0/1',
  gate: '0/1',
  lamp: '0/1',
}

/** In this order: later ones may look at earlier ones. */
export const defaults: { readonly [L in LayerId]: Readonly<Record<string, Default>> } = {
  units: {
    validFrom: derived(({ date }) => date),
    areaSquareKilometres: derived(({ geometry }) => rounded(polygonArea(geometry) / 1e6, 4)),
  },
  subunits: {
    kind: derived((known) => (plain(text(known, 'name')).startsWith('AP') ? 'ấp' : 'khu vực')),
  },
  gridcells: { addresses: assumed(0) },
  landcover: { imperviousShare: by('cover', imperviousByCover, 0.1) },
  water: { kind: assumed('canal'), tidal: assumed(false) },
  waterways: { kind: assumed('canal'), widthMetres: by('kind', widthByWaterway, 15) },
  dykes: { kind: assumed('dyke'), crestWidthMetres: assumed(3) },
  zones: { ...zoning(assumed('?')), plan: derived(({ title }) => title) },
  roads: {
    class: assumed('local'),
    widthMetres: by('class', widthByClass, 6),
    lanes: assumedFrom((known) => Math.max(1, Math.round((number(known, 'widthMetres') ?? 6) / 3.5))),
    oneWay: neutral(false),
    bridge: neutral(false),
    tunnel: neutral(false),
    state: neutral('open'),
  },
  redlines: { kind: assumed('red'), roadClass: assumed('local'), setbackMetres: neutral(0) },
  blocks: { areaSquareMetres: areaOf },
  parcels: {
    areaSquareMetres: areaOf,
    landUse: assumed('?'),
    ...zoning(assumedFrom((known) => (/^[^+,;/ ]{1,12}/.exec(text(known, 'landUse')) ?? ['?'])[0])),
  },
  parcelhistory: {},
  buildings: {
    use: assumed('other'),
    storeys: assumedFrom((known) => {
      const height = number(known, 'heightMetres')
      return height === undefined ? 1 : Math.max(1, Math.round(height / STOREY_METRES))
    }),
    heightMetres: assumedFrom((known) => Math.max(1, number(known, 'storeys') ?? 1) * STOREY_METRES),
    households: neutral(0),
  },
  addresses: {
    label: derived(
      (known) => [text(known, 'number'), text(known, 'street')].filter((part) => part !== '').join(' ') || undefined,
    ),
  },
  landmarks: { category: neutral('other') },
  trees: { heightMetres: assumed(6), crownMetres: assumed(4), place: assumed('street') },
  drains: {
    kind: assumed('pipe'),
    lengthMetres: lengthOf,
    widthMetres: derived((known) => number(known, 'heightMetres')),
    roughness: assumed(0.013),
  },
  drainnodes: { kind: assumed('manhole'), flapGate: neutral(false) },
  hydraulics: { state: assumed('open') },
  watermains: { lengthMetres: lengthOf, roughness: assumed(130) },
  waternodes: { kind: assumed('junction'), demandCubicMetresPerSecond: neutral(0) },
  powerlines: { circuits: assumed(1), kind: assumed('overhead') },
  powernodes: { kind: assumed('pole'), heightMetres: by('kind', heightOfNode, 10) },
  lamps: {
    source: assumed('LED'),
    powerWatts: assumed(100),
    fluxLumens: assumedFrom(
      (known) => (number(known, 'powerWatts') ?? 100) * (text(known, 'source') === 'HPS' ? 100 : 130),
    ),
    heightMetres: assumed(8),
    overhangMetres: assumed(1.5),
    tiltDegrees: assumed(5),
    headingDegrees: assumed(0),
    arrangement: assumed('one-side'),
    state: neutral('on'),
  },
  cabinets: { circuits: assumed(1), lamps: neutral(0) },
  sensors: { unit: by('measures', unitByMeasure, '') },
}
