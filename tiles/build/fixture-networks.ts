/** What stands and lies along the streets of the made-up city: lamps, trees, drains, mains, lines, and what plans say of them. */
import type { XY } from '../../scenarios/frame.ts'
import type { Bounds, Geometry } from '../../scenarios/geometry.ts'
import type { AddFeature } from './fixture.ts'

/** @param street distance of the streets, which run west to east from the south, m */
export function addNetworks(add: AddFeature, [minX, minY, maxX, maxY]: Bounds, street: number, houses: number): void {
  const mm = (value: number) => Math.round(value * 1000) / 1000
  const key = (i: number) => String(i).padStart(6, '0')
  const point = (x: number, y: number): Geometry => ({ type: 'Point', coordinates: [mm(x), mm(y)] })
  const line = (...points: XY[]): Geometry => ({
    type: 'LineString',
    coordinates: points.map(([x, y]) => [mm(x), mm(y)]),
  })
  const square = (x: number, y: number, side: number): Geometry => ({
    type: 'Polygon',
    coordinates: [
      [
        [mm(x), mm(y)],
        [mm(x + side), mm(y)],
        [mm(x + side), mm(y + side)],
        [mm(x), mm(y + side)],
        [mm(x), mm(y)],
      ],
    ],
  })
  const streets = Math.max(1, Math.floor((maxY - minY) / street))
  /** Place of the i-th of so many things along all streets. */
  const alongStreets = (i: number, count: number, aside: number): XY => {
    const at = ((i + 0.5) / count) * streets
    return [minX + (at % 1) * (maxX - minX), minY + Math.floor(at) * street + aside]
  }

  const lamps = Math.max(6, Math.round(houses * 0.15))
  for (let i = 0; i < lamps; i++) {
    add('lamps', key(i), point(...alongStreets(i, lamps, 4)), {
      ...{ number: `${i}`, cabinetId: 'vt:cabinets/000000', circuit: i % 4, street: null, roadClass: 'local' },
      ...{ source: i % 3 ? 'LED' : 'HPS', powerWatts: 100, fluxLumens: 12_000, heightMetres: 8, overhangMetres: 1.5 },
      ...{ tiltDegrees: 10, headingDegrees: i % 2 ? 180 : 0, arrangement: 'staggered', state: i % 20 ? 'on' : 'out' },
    })
  }
  const trees = Math.ceil(houses / 10) * 6
  for (let i = 0; i < trees; i++) {
    const species = i % 3 ? 'Sao đen' : 'Dừa'
    const heightMetres = mm(4 + ((i * 37) % 80) / 10)
    const size = { species, heightMetres, crownMetres: mm(heightMetres * 0.6), place: 'street' } as const
    add('trees', key(i), point(...alongStreets(i, trees, -4)), size)
  }
  const drains = Math.max(4, Math.round(houses * 0.25))
  for (let i = 0; i <= drains; i++) {
    const [x, y] = alongStreets(i, drains + 1, 1)
    const invert = mm(-1 - (i % 7) * 0.05)
    add('drainnodes', key(i), point(x, y), {
      ...{ kind: i % 7 === 6 ? 'outfall' : 'manhole', groundMetres: mm(invert + 2), invertMetres: invert },
      ...{ flapGate: i % 7 === 6, waterwayId: null, capacityCubicMetresPerSecond: null },
    })
    if (i === 0) continue
    const [x0, y0] = alongStreets(i - 1, drains + 1, 1)
    add('drains', key(i), line([x0, y0], [mm((x + x0) / 2), mm((y + y0) / 2 + 0.5)], [x, y]), {
      ...{
        kind: (['pipe', 'box', 'channel', 'connector'] as const)[i % 4]!,
        lengthMetres: mm(Math.hypot(x - x0, y - y0)),
      },
      ...{ fromNode: `vt:drainnodes/${key(i - 1)}`, toNode: `vt:drainnodes/${key(i)}`, material: 'BTCT' },
      ...{
        heightMetres: 0.8,
        widthMetres: 1,
        roughness: 0.013,
        fromInvertMetres: invert,
        toInvertMetres: mm(invert - 0.05),
      },
      year: 2010,
    })
  }
  const mains = Math.max(3, Math.round(houses * 0.2))
  for (let i = 0; i <= mains; i++) {
    const [x, y] = alongStreets(i, mains + 1, -2)
    add('waternodes', key(i), point(x, y), {
      ...{ name: null, kind: i % 30 === 0 ? 'hydrant' : 'junction', elevationMetres: 0.2 },
      ...{ demandCubicMetresPerSecond: 0.0001, headMetres: null, capacityCubicMetresPerSecond: null },
    })
    if (i === 0) continue
    const [x0, y0] = alongStreets(i - 1, mains + 1, -2)
    add('watermains', key(i), line([x0, y0], [x, y]), {
      ...{ fromNode: `vt:waternodes/${key(i - 1)}`, toNode: `vt:waternodes/${key(i)}`, year: null },
      ...{ lengthMetres: mm(Math.hypot(x - x0, y - y0)), diameterMetres: 0.11, material: 'HDPE', roughness: 140 },
    })
  }
  const poles = Math.max(5, Math.round(houses * 0.08))
  const kinds = ['pole', 'pole', 'pole', 'transformer', 'tower', 'substation'] as const
  for (let i = 0; i < poles; i++) {
    const [x, y] = alongStreets(i, poles, 6)
    const name = i % 10 === 0 ? `Trụ ${i}` : null
    const rest = { voltageVolts: 22_000, heightMetres: 12, capacityVoltAmperes: null }
    add('powernodes', key(i), point(x, y), { name, kind: kinds[i % 6]!, ...rest })
    if (i === 0) continue
    const [x0, y0] = alongStreets(i - 1, poles, 6)
    const about = {
      voltageVolts: i % 3 ? 22_000 : 400,
      circuits: 1 + (i % 2),
      kind: i % 5 ? 'overhead' : 'cable',
    } as const
    add('powerlines', key(i), line([x0, y0], [x, y]), { name: null, ...about })
  }
  for (let i = 0; i < streets; i++) {
    const y = minY + i * street + 8
    const about = { street: null, roadClass: 'local', widthMetres: 16, setbackMetres: i % 2 ? 3 : 0 } as const
    add('redlines', key(i), line([minX, y], [maxX, y]), { kind: i % 2 ? 'building' : 'red', ...about })
  }
  const [x, y] = [(minX + maxX) / 2, (minY + maxY) / 2]
  const zoning = { code: 'CX', imperviousShare: 0.1, density: 0.05, floorAreaRatio: 0.1, heightMetres: 6 }
  add('zones', '1', square(minX + 20, minY + 20, 200), { name: 'Công viên', zoning, plan: 'QHC 2040', note: null })
  add('cabinets', key(0), point(x + 3, y), { name: 'TĐ-01', circuits: 4, lamps })
  add('waterways', '1', line([minX + 62, minY + 40], [minX + 62, minY + 340]), {
    ...{ name: 'Xà No', kind: 'canal', widthMetres: 25, bedMetres: -3 },
  })
  for (const [i, kind] of (['sluice', 'pump', 'weir'] as const).entries()) {
    add('hydraulics', String(i), point(minX + 62, minY + 60 + i * 40), {
      ...{ name: null, kind, widthMetres: 8, sillMetres: -2.5, crestMetres: 2 },
      ...{ capacityCubicMetresPerSecond: null, waterwayId: 'vt:waterways/1', state: 'automatic' },
    })
  }
  for (const [i, measures] of (['rain', 'level', 'lamp'] as const).entries()) {
    add('sensors', String(i), point(x + 10 * i, y + 5), {
      name: `Trạm ${i}`,
      measures,
      unit: 'mm',
      zeroMetres: null,
      watches: null,
    })
  }
  add('dykes', '1', line([minX + 45, minY + 40], [minX + 45, minY + 340]), {
    ...{ name: null, kind: 'dyke', crestMetres: 1.8, crestWidthMetres: 3 },
  })
  add('subunits', '1', square(minX, minY, 300), {
    ...{ name: 'Khu vực 1', kind: 'khu vực', number: 1, unitCode: '31318', oldUnitCode: null, households: 100 },
  })
  add('gridcells', '1', square(minX, minY, 250), {
    code: '7P2FQFJC+',
    postcode: '95100',
    unitCode: '31318',
    addresses: 10,
  })
}
