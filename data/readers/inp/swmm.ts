/**
 * Writes storm drains as the skeleton of an EPA SWMM 5.2 file (.inp): nodes, barrels, outfalls with their flap valves under
 * the city's tide, pumps, dynamic wave. It holds no subcatchments and no inflow: those are the modeller's.
 * L. A. Rossman and M. Simon, SWMM User's Manual Version 5.2, EPA/600/R-22/030, 2022.
 */
import type { Feature } from '../../../scenarios/city/dataset.ts'
import type { XY } from '../../../scenarios/frame.ts'
import { linesOf } from '../../../scenarios/geometry.ts'
import { checkEnds, fixed, namesOf, section } from './sections.ts'

/** The layers do not hold a wet well's size: 20 m², the pump at its rated flow from half a metre of water on. */
const WELL = { squareMetres: 20, fullMetres: 0.5 }

/** @param tide level at the outfalls, [[seconds, m above datum], …]; free outfalls where there is none */
export function swmmText(
  title: string,
  drains: readonly Feature<'drains'>[],
  nodes: readonly Feature<'drainnodes'>[],
  tide: readonly (readonly [number, number])[] = [],
): string {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  checkEnds('drains', drains, byId)
  const name = namesOf(byId.keys(), 'N')
  const link = namesOf(
    drains.map((drain) => drain.id),
    'C',
  )
  const isPumped = ({ properties: p }: Feature<'drains'>) => byId.get(p.fromNode)!.properties.kind === 'pump'
  const conduits = drains.filter((drain) => !isPumped(drain))
  const pumps = drains.filter(isPumped)
  const level = (value: number) => fixed(value, 3)
  const depth = ({ groundMetres, invertMetres }: Feature<'drainnodes'>['properties']) =>
    level(Math.max(0, groundMetres - invertMetres))
  const outfall = ({ id, properties: p }: Feature<'drainnodes'>) => {
    const kind = tide.length > 0 ? ['TIMESERIES', 'TIDE'] : ['FREE', '']
    return [name.get(id)!, level(p.invertMetres), ...kind, p.flapGate ? 'YES' : 'NO']
  }
  const of = (...kinds: Feature<'drainnodes'>['properties']['kind'][]) =>
    nodes.filter((node) => kinds.includes(node.properties.kind))
  return [
    `[TITLE]\n${title.replace(/[\r\n[\]]+/g, ' ')}\n\n`,
    section(
      'OPTIONS',
      [],
      [
        ['FLOW_UNITS', 'CMS'],
        ['FLOW_ROUTING', 'DYNWAVE'],
        ['LINK_OFFSETS', 'ELEVATION'],
        ['START_DATE', '01/01/2025'],
        ['START_TIME', '00:00:00'],
        ['END_DATE', '01/02/2025'],
        ['END_TIME', '00:00:00'],
        ['REPORT_STEP', '00:05:00'],
        ['ROUTING_STEP', 2],
        ['VARIABLE_STEP', 0.75],
        ['INERTIAL_DAMPING', 'PARTIAL'],
      ],
    ),
    section(
      'JUNCTIONS',
      ['Name', 'Elevation', 'MaxDepth', 'InitDepth', 'SurDepth', 'Aponded'],
      of('manhole', 'inlet').map(({ id, properties: p }) => [name.get(id)!, level(p.invertMetres), depth(p), 0, 0, 0]),
    ),
    section('OUTFALLS', ['Name', 'Elevation', 'Type', 'Stage Data', 'Gated'], of('outfall').map(outfall)),
    section(
      'STORAGE',
      ['Name', 'Elev', 'MaxDepth', 'InitDepth', 'Shape', 'Coeff', 'Expon', 'Const'],
      of('pump').map(({ id, properties: p }) => [
        name.get(id)!,
        level(p.invertMetres),
        depth(p),
        0,
        'FUNCTIONAL',
        0,
        0,
        WELL.squareMetres,
      ]),
    ),
    section(
      'CONDUITS',
      ['Name', 'From Node', 'To Node', 'Length', 'Roughness', 'InOffset', 'OutOffset', 'InitFlow', 'MaxFlow'],
      conduits.map(({ id, properties: p }) => [
        link.get(id)!,
        name.get(p.fromNode)!,
        name.get(p.toNode)!,
        level(p.lengthMetres),
        p.roughness,
        level(p.fromInvertMetres),
        level(p.toInvertMetres),
        0,
        0,
      ]),
    ),
    section(
      'PUMPS',
      ['Name', 'From Node', 'To Node', 'Pump Curve', 'Status', 'Startup', 'Shutoff'],
      pumps.map(({ id, properties: p }) => [
        link.get(id)!,
        name.get(p.fromNode)!,
        name.get(p.toNode)!,
        `${name.get(p.fromNode)!}.c`,
        'ON',
        WELL.fullMetres,
        0.1,
      ]),
    ),
    section(
      'XSECTIONS',
      ['Link', 'Shape', 'Geom1', 'Geom2', 'Geom3', 'Geom4', 'Barrels'],
      conduits.map(({ id, properties: p }) => {
        const isRound = p.kind === 'pipe' || p.kind === 'connector'
        const shape = isRound ? 'CIRCULAR' : p.kind === 'channel' ? 'RECT_OPEN' : 'RECT_CLOSED'
        return [link.get(id)!, shape, level(p.heightMetres), isRound ? 0 : level(p.widthMetres), 0, 0, 1]
      }),
    ),
    section(
      'CURVES',
      ['Name', 'Type', 'X-Value', 'Y-Value'],
      of('pump').flatMap(({ id, properties: p }) => [
        [`${name.get(id)!}.c`, 'PUMP4', 0, 0],
        [`${name.get(id)!}.c`, '', WELL.fullMetres, p.capacityCubicMetresPerSecond ?? 0],
      ]),
    ),
    section(
      'TIMESERIES',
      ['Name', 'Hours', 'Value'],
      tide.map(([seconds, value]) => ['TIDE', fixed(seconds / 3600, 4), level(value)]),
    ),
    section(
      'COORDINATES',
      ['Node', 'X-Coord', 'Y-Coord'],
      nodes.map(({ id, geometry }) => [name.get(id)!, ...(geometry.coordinates as XY).map(level)]),
    ),
    section(
      'VERTICES',
      ['Link', 'X-Coord', 'Y-Coord'],
      drains.flatMap(({ id, geometry }) =>
        linesOf(geometry)
          .flatMap((line) => line.slice(1, -1))
          .map(([x, y]) => [link.get(id)!, level(x), level(y)]),
      ),
    ),
  ].join('')
}
