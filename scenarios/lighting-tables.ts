/**
 * Tables of a lighting run: segments worst first, points, lamps that are out; as cells of CSV and as GeoJSON that carry
 * provenance and their marks in themselves.
 */
import type { CityManifest } from './city/dataset.ts'
import { projection } from './frame.ts'
import type { LightingOutcome, SectionResult } from './lighting.ts'
import type { LightingCheck, LightingVerdict } from './lighting-check.ts'

/** The quantity farthest from its limit. */
export function worstVerdict({ verdicts }: LightingCheck): LightingVerdict | undefined {
  const share = ({ actual, limit, atMost }: LightingVerdict) => (atMost ? limit / actual : actual / limit)
  return verdicts.reduce<LightingVerdict | undefined>((a, b) => (a && share(a) <= share(b) ? a : b), undefined)
}

/** Lamps of each segment, and how many of them are out. */
export function lampsBySegment({ segments, lampSegment, input }: LightingOutcome['model']) {
  const by = segments.map(() => ({ lamps: 0, out: 0 }))
  for (const [l, s] of lampSegment.entries()) {
    if (s < 0) continue
    by[s]!.lamps++
    if (input.lamps.working[l] === 0) by[s]!.out++
  }
  return by
}

/** Segments that have lamps, in the order of their checks: worst first. */
export function segmentRows({ model, result, checks }: LightingOutcome) {
  const { segments: light } = result
  const lamps = lampsBySegment(model)
  return checks.flatMap((check) => {
    if (check.of !== 'segment') return []
    const segment = model.segments[check.index]!
    const worst = worstVerdict(check)
    return [
      {
        segment: check.index,
        road: segment.road,
        name: segment.name,
        class: segment.roadClass,
        lightingClass: check.lightingClass,
        metres: rounded(segment.lengthMetres),
        averageLux: rounded(light.average[check.index]!),
        minimumLux: rounded(light.minimum[check.index]!),
        uniformity: rounded(light.uniformity[check.index]!),
        sidewalkLux: light.sidewalkAverage[check.index]! < 0 ? null : rounded(light.sidewalkAverage[check.index]!),
        darkMetres: rounded(light.darkMetres[check.index]!),
        lamps: lamps[check.index]!.lamps,
        lampsOut: lamps[check.index]!.out,
        met: check.met,
        verdict: check.verdict,
        worst: worst?.quantity ?? null,
        actual: worst ? rounded(worst.actual) : null,
        limit: worst?.limit ?? null,
        unit: worst?.unit ?? null,
        clause: worst?.clause ?? null,
      },
    ]
  })
}

/** What a file says of itself, in each of its rows or once. */
function aboutOf({ layers }: Pick<CityManifest, 'layers'>, { model, summary, result }: LightingOutcome) {
  const sources = layers.filter(({ id }) => id === 'roads' || id === 'lamps').flatMap((layer) => layer.sources)
  const each = (values: readonly string[]) => [...new Set(values)].join('; ')
  return {
    provenance: model.inputs.some(({ provenance }) => provenance === 'planned') ? 'computed, planned' : 'computed',
    illustrative: summary.illustrative ? 'minh họa / illustrative' : '',
    source: each(sources.map(({ title }) => title)),
    licence: each(sources.map(({ licence }) => licence)),
    digest: result.digest,
  }
}

/** Header first. */
export function segmentCells(manifest: CityManifest, outcome: LightingOutcome): unknown[][] {
  const about = aboutOf(manifest, outcome)
  const rows = segmentRows(outcome).map((row) => ({ ...row, ...about }))
  return [Object.keys(rows[0] ?? about), ...rows.map((row) => Object.values(row))]
}

/** Lamps that are out, those that leave most dark first. */
export function outageCells({ outages, model }: LightingOutcome): unknown[][] {
  const rows = outages
    .toSorted((a, b) => b.darkMetres - a.darkMetres || (a.lamp < b.lamp ? -1 : 1))
    .map(({ lamp, cabinet, circuit, segment, darkMetres }) => [
      lamp,
      cabinet,
      circuit,
      model.segments[segment]?.name,
      rounded(darkMetres),
    ])
  return [['lamp', 'cabinet', 'circuit', 'street', 'darkMetres'], ...rows]
}

/** Points of the segments that have lamps, local metres: header first. */
export function* pointCells({ model, result }: LightingOutcome): Generator<unknown[]> {
  const { x, y, kind, start } = model.input.points
  const kinds = ['carriageway', 'left sidewalk', 'right sidewalk']
  yield ['segment', 'x', 'y', 'where', 'lux']
  for (const [s, { section }] of model.segments.entries()) {
    if (section < 0) continue
    for (let p = start[s]!; p < start[s + 1]!; p++) {
      yield [s, rounded(x[p]!), rounded(y[p]!), kinds[kind[p]!], rounded(result.illuminance[p]!)]
    }
  }
}

/** Segments as GeoJSON in WGS 84 (RFC 7946). */
export function segmentGeoJson(manifest: CityManifest, outcome: LightingOutcome): string {
  const { toWgs84 } = projection(manifest.frame)
  const features = segmentRows(outcome).map((row) => {
    const coordinates = outcome.model.segments[row.segment]!.line.map(([x, y]) => toWgs84(x, y).map(degrees))
    const geometry = { type: 'LineString', coordinates }
    return JSON.stringify({ type: 'Feature', id: row.segment, geometry, properties: row })
  })
  const { inputs } = outcome.model
  const vithanh = JSON.stringify({ ...aboutOf(manifest, outcome), inputs, frame: manifest.frame.crs })
  return `{"type":"FeatureCollection","name":"lighting","vithanh":${vithanh},"features":[\n${features.join(',\n')}\n]}\n`
}

/** Points of a section: of the grids of illuminance (lx), then of luminance (cd/m²) by observer and his way; header first. */
export function sectionCells({ illuminance, luminance }: SectionResult): unknown[][] {
  const cells = (quantity: string, grid: SectionResult['illuminance'][number], ...observer: (number | null)[]) =>
    Array.from(grid.values, (value, i) => [
      quantity,
      ...observer,
      rounded(grid.x[i % grid.columns]!),
      rounded(grid.y[Math.floor(i / grid.columns)]!),
      value,
    ])
  return [
    ['quantity', 'observerY', 'way', 'x', 'y', 'value'],
    ...illuminance.flatMap((grid) => cells('illuminance', grid, null, null)),
    ...luminance.flatMap((grid) => cells('luminance', grid, rounded(grid.observerY), grid.way)),
  ]
}

const degrees = (value: number): number => Math.round(value * 1e7) / 1e7
const rounded = (value: number): number => Math.round(value * 1000) / 1000
