/**
 * Writes water mains as an EPANET 2.2 file (.inp): litres a second, Hazen–Williams. In the layers a pump is a node, suction
 * lines end in it and delivery lines begin at it; EPANET's pumps are links, so it becomes two junctions with a pump between.
 * L. A. Rossman et al., EPANET 2.2 User Manual, EPA/600/R-20/133, 2020.
 */
import type { Feature } from '../../../scenarios/city/dataset.ts'
import type { XY } from '../../../scenarios/frame.ts'
import { linesOf } from '../../../scenarios/geometry.ts'
import { Problem } from '../../../scenarios/problem.ts'
import { checkEnds, fixed, namesOf, section } from './sections.ts'

/** The layers do not hold a tower's size: 12 m across, 0.5 … 5 m of water. */
const TANK = { diameterMetres: 12, leastMetres: 0.5, greatestMetres: 5 }
/** Hours of a day in a town of the delta: little at night, peaks at 6–7 and 17–18 o'clock; mean 1 (assumed). */
export const dailyPattern: readonly number[] = [
  ...[0.35, 0.3, 0.3, 0.35, 0.6, 1.1, 1.6, 1.65, 1.4, 1.2, 1.15, 1.2],
  ...[1.05, 0.85, 0.85, 0.95, 1.25, 1.65, 1.6, 1.4, 1.15, 0.9, 0.7, 0.45],
]

export function epanetText(
  title: string,
  mains: readonly Feature<'watermains'>[],
  nodes: readonly Feature<'waternodes'>[],
): string {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  checkEnds('watermains', mains, byId)
  const of = (...kinds: Feature<'waternodes'>['properties']['kind'][]) =>
    nodes.filter((node) => kinds.includes(node.properties.kind))
  const pumps = of('pump')
  checkSources(of('reservoir', 'tank'))
  checkPumps(pumps, mains)
  const name = namesOf(byId.keys(), 'N')
  const pipe = namesOf(
    mains.map((main) => main.id),
    'P',
  )
  const nameOf = (id: string) => name.get(id)!
  const suction = (id: string) => `${nameOf(id)}.in`
  const coordinates = (id: string, { geometry }: Feature) => [
    id,
    ...(geometry.coordinates as XY).map((value) => fixed(value, 3)),
  ]
  return [
    `[TITLE]\n${title.replace(/[\r\n[\]]+/g, ' ')}\n\n`,
    section(
      'JUNCTIONS',
      ['ID', 'Elev', 'Demand', 'Pattern'],
      [
        ...of('junction', 'hydrant').map(({ id, properties: p }) => [
          nameOf(id),
          fixed(p.elevationMetres, 3),
          fixed(p.demandCubicMetresPerSecond * 1000, 4),
          'DAY',
        ]),
        ...pumps.flatMap(({ id, properties: p }) =>
          [nameOf(id), suction(id)].map((own) => [own, fixed(p.elevationMetres, 3), 0]),
        ),
      ],
    ),
    section(
      'RESERVOIRS',
      ['ID', 'Head'],
      of('reservoir').map(({ id, properties: p }) => [nameOf(id), fixed(p.headMetres ?? p.elevationMetres, 3)]),
    ),
    section(
      'TANKS',
      ['ID', 'Elevation', 'InitLevel', 'MinLevel', 'MaxLevel', 'Diameter', 'MinVol', 'VolCurve'],
      of('tank').map(({ id, properties: p }) => {
        const level = Math.max(TANK.leastMetres, (p.headMetres ?? p.elevationMetres + 3) - p.elevationMetres)
        const greatest = Math.max(TANK.greatestMetres, level + 0.5)
        const levels = [level, TANK.leastMetres, greatest, TANK.diameterMetres].map((value) => fixed(value, 3))
        return [nameOf(id), fixed(p.elevationMetres, 3), ...levels, 0]
      }),
    ),
    section(
      'PIPES',
      ['ID', 'Node1', 'Node2', 'Length', 'Diameter', 'Roughness', 'MinorLoss', 'Status'],
      mains.map(({ id, properties: p }) => [
        pipe.get(id)!,
        nameOf(p.fromNode),
        byId.get(p.toNode)!.properties.kind === 'pump' ? suction(p.toNode) : nameOf(p.toNode),
        fixed(p.lengthMetres, 3),
        fixed(p.diameterMetres * 1000, 1),
        fixed(p.roughness, 4),
        0,
        'Open',
      ]),
    ),
    section(
      'PUMPS',
      ['ID', 'Node1', 'Node2', 'Parameters'],
      pumps.map(({ id }) => [`${nameOf(id)}.pump`, suction(id), nameOf(id), `HEAD ${nameOf(id)}.curve`]),
    ),
    section(
      'CURVES',
      ['ID', 'X-Value', 'Y-Value'],
      pumps.map(({ id, properties: p }) => [
        `${nameOf(id)}.curve`,
        fixed(p.capacityCubicMetresPerSecond! * 1000, 3),
        fixed(p.headMetres!, 3),
      ]),
    ),
    section(
      'PATTERNS',
      ['ID', 'Multipliers'],
      [0, 6, 12, 18].map((from) => ['DAY', ...dailyPattern.slice(from, from + 6)]),
    ),
    section(
      'TIMES',
      [],
      [
        ['Duration', '24:00'],
        ['Hydraulic Timestep', '1:00'],
        ['Pattern Timestep', '1:00'],
        ['Report Timestep', '1:00'],
      ],
    ),
    section(
      'OPTIONS',
      [],
      [
        ['Units', 'LPS'],
        ['Headloss', 'H-W'],
        ['Specific Gravity', 1],
        ['Viscosity', 1],
        ['Trials', 60],
        ['Accuracy', 0.001],
        ['Unbalanced', 'Continue 10'],
        ['Pattern', 'DAY'],
        ['Demand Multiplier', 1],
      ],
    ),
    section(
      'COORDINATES',
      ['Node', 'X-Coord', 'Y-Coord'],
      [
        ...nodes.map((node) => coordinates(nameOf(node.id), node)),
        ...pumps.map((node) => coordinates(suction(node.id), node)),
      ],
    ),
    section(
      'VERTICES',
      ['Link', 'X-Coord', 'Y-Coord'],
      mains.flatMap(({ id, geometry }) =>
        linesOf(geometry)
          .flatMap((line) => line.slice(1, -1))
          .map(([x, y]) => [pipe.get(id)!, fixed(x, 3), fixed(y, 3)]),
      ),
    ),
    '[END]\n',
  ].join('')
}

function checkSources(sources: readonly Feature<'waternodes'>[]): void {
  if (sources.length > 0) return
  throw new Problem({
    code: 'inp/no-source',
    message: {
      vi: 'mạng cấp nước không có nguồn hay đài nước',
      en: 'the water network has neither a source nor a tank',
    },
    file: 'waternodes',
    expected: 'at least one node of kind reservoir or tank',
  })
}

function checkPumps(pumps: readonly Feature<'waternodes'>[], mains: readonly Feature<'watermains'>[]): void {
  const [ends, starts] = [
    new Set(mains.map((m) => m.properties.toNode)),
    new Set(mains.map((m) => m.properties.fromNode)),
  ]
  for (const { id, properties: p } of pumps) {
    if (ends.has(id) && starts.has(id) && p.headMetres !== null && p.capacityCubicMetresPerSecond !== null) continue
    throw new Problem({
      code: 'inp/pump',
      message: {
        vi: 'máy bơm phải có ống hút vào, ống đẩy ra, cột áp và lưu lượng định mức',
        en: 'a pump needs a main that ends in it, one that begins at it, a rated lift and a rated flow',
      },
      file: 'waternodes',
      place: id,
      expected: 'mains with toNode and fromNode here; headMetres and capacityCubicMetresPerSecond',
    })
  }
}
