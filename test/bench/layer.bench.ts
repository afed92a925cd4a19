/** A cadastral file of 30 000 parcels onto a city: mapped, made sound, looked over for overlaps; then versions where every tenth is split. */
import { versionsOf } from '../../data/city/parcels.ts'
import { mapFeatures } from '../../data/readers/layer/map.ts'
import { suggestMapping } from '../../data/readers/layer/suggest.ts'
import type { SourceFeature, SourceLayer } from '../../data/readers/vector/contract.ts'
import type { XY } from '../../scenarios/frame.ts'
import type { BenchRow } from './run.ts'

const PARCELS = 30_000
const [WIDTH, DEPTH] = [6, 24]

export async function bench(): Promise<BenchRow[]> {
  const first = measured(() => mapped(cadastre(false)))
  const second = mapped(cadastre(true))
  const options = { file: 'x', date: '2026-11-25', replace: true, assumed: second.assumed, history: [] }
  const versions = measured(() => versionsOf(first.value.features, second.features, options))
  const { unchanged, split } = versions.value.counts
  const row = (name: string, seconds: number, note: string): BenchRow => ({
    name,
    value: seconds,
    unit: 's CPU',
    against: '–',
    ratio: null,
    note,
  })
  return [
    row(`${PARCELS} parcels mapped`, first.seconds, `${Math.round((first.seconds / PARCELS) * 1e6)} µs each`),
    row('their versions', versions.seconds, `${unchanged} unchanged, ${split} split in two`),
  ]
}

function measured<T>(work: () => T): { value: T; seconds: number } {
  const before = process.cpuUsage()
  const value = work()
  const { user, system } = process.cpuUsage(before)
  return { value, seconds: (user + system) / 1e6 }
}

const mapped = (layer: SourceLayer) =>
  mapFeatures(
    layer,
    'parcels',
    suggestMapping(layer, 'parcels').mapping,
    { toLocal: (x, y): XY => [x, y] },
    {
      file: 'x',
      date: '2026-11-25',
      title: 'x',
      extent: null,
    },
  )

/** Lots in rows, turned a little, so that the bounds of neighbours overlap. */
function cadastre(split: boolean): SourceLayer {
  const at = (x: number, y: number): XY => [551_000 + x * 0.96 - y * 0.28, 1_081_000 + x * 0.28 + y * 0.96]
  const features = Array.from({ length: PARCELS }, (_, i): SourceFeature[] => {
    const [x, y] = [(i % 200) * WIDTH, Math.floor(i / 200) * DEPTH]
    const cuts = split && i % 10 === 0 ? [0, 2.5, WIDTH] : [0, WIDTH]
    return cuts.slice(1).map((to, k) => {
      const from = cuts[k]!
      const ring = [at(x + from, y), at(x + to, y), at(x + to, y + DEPTH), at(x + from, y + DEPTH), at(x + from, y)]
      const properties = { SHTO: `${1 + (i % 50)}`, SHTHUA: `${i}${k > 0 ? 'a' : ''}`, LOAIDAT: 'ODT' }
      return { geometry: { type: 'Polygon', coordinates: [ring] }, properties, place: `record ${i}` }
    })
  }).flat()
  const field = (name: string) => ({ name, kind: 'text' as const, filled: features.length, examples: ['1'] })
  return { name: 'thua', features, fields: ['SHTO', 'SHTHUA', 'LOAIDAT'].map(field) }
}
