/** A city's traffic from a case file: links, zones and a summary with the difference to the city without the edits. */
import { writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { readManifest } from '../data/city/read.ts'
import { readTrafficCase } from '../data/readers/case/traffic-case.ts'
import { CSV_MARK, csvLine } from '../data/readers/layer/csv-line.ts'
import { applyEdits, editsOfLayers, squash } from '../scenarios/edit.ts'
import type { TrafficComparison, TrafficSettings } from '../scenarios/traffic.ts'
import { linkCells, linkGeoJson, tableCity, unitChanges, zoneCells } from '../scenarios/traffic-tables.ts'
import { fileSource } from '../tiles/read/file.ts'
import { openTiles, readCity } from '../tiles/read/index.ts'
import { cityTraffic } from '../workers/node/city-traffic.ts'
import { trafficLayers } from '../workers/node/traffic.ts'
import { cityDir, dataDir } from './paths.ts'
import { stoppable } from './progress.ts'
import { commandVersion, refuseFile, writeFolder } from './result-folder.ts'
import { bytesOf } from './source-file.ts'

/** @param threads of the command line, which overrules that of the case */
export function simulateCity(file: string, out: string, threads: number | undefined, quiet: boolean): Promise<number> {
  return stoppable('simulate traffic', quiet, async (signal, line) => {
    await refuseFile(out)
    const folder = dirname(resolve(file))
    const text = new TextDecoder().decode(await bytesOf(file, file))
    const given = await readTrafficCase(text, (path) => bytesOf(resolve(folder, path), path), basename(file))
    const { settings, edits, flood, matrix } = given
    const tilesDir = given.tiles === null ? await defaultTiles() : resolve(folder, given.tiles)
    const tiles = await openTiles(fileSource(tilesDir), signal)
    const only = { layers: trafficLayers, ground: false } as const
    const city = await readCity(tiles, tiles.manifest.city.bounds, signal, only)
    const planned = tableCity(applyEdits(city, editsOfLayers(squash(edits), trafficLayers)))

    const asked = { tilesDir, body: { edits, traffic: settings }, flood, matrix, threads: threads ?? given.threads }
    const comparison = await cityTraffic.outcomes(asked, { signal, progress: line })
    const { scenario } = comparison
    const changes = scenario === comparison.baseline ? undefined : unitChanges(comparison)
    const summary = { ...summaryOf(comparison, settings), city: city.tilesHash, version: await commandVersion() }
    const csv = (rows: unknown[][]) => CSV_MARK + rows.map(csvLine).join('')
    await writeFolder(out, [], async (into) => {
      await writeFile(join(into, 'links.csv'), csv(linkCells(planned, scenario, changes)))
      await writeFile(join(into, 'links.geojson'), linkGeoJson(planned, scenario, changes))
      await writeFile(join(into, 'zones.csv'), csv(zoneCells(planned, scenario)))
      await writeFile(join(into, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`)
    })
    return quiet ? '' : told(comparison, out)
  })
}

/** Those that `vithanh tiles build` cuts the city of the data folder into. */
const defaultTiles = async (): Promise<string> => join(dataDir(), 'tiles', (await readManifest(cityDir())).name)

function summaryOf({ baseline, scenario }: TrafficComparison, settings: TrafficSettings) {
  const { indicators, diagnostics, inputs, illustrative } = scenario.summary
  const { result, model } = scenario
  return {
    indicators,
    baseline: baseline.summary.indicators,
    difference: difference(baseline.summary.indicators, indicators),
    notice: [
      ...(illustrative ? ['minh họa / illustrative'] : []),
      ...(indicators.calibrated ? [] : ['chưa hiệu chỉnh / not calibrated']),
    ],
    illustrative,
    inputs,
    fit: model.fit,
    objective: result.objective,
    totalTravelTime: result.totalTravelTime,
    relativeGap: result.relativeGap,
    iterations: diagnostics.iterations,
    converged: diagnostics.converged,
    wallSeconds: diagnostics.wallSeconds,
    cpuSeconds: diagnostics.cpuSeconds,
    digest: result.digest,
    baselineDigest: baseline.result.digest,
    units: 'volumes in motorcycle units/h (xe máy quy đổi/giờ), times in s, lengths in m',
    settings,
    zones: model.zones.length,
    links: model.network.from.length,
    paths: diagnostics.paths,
    kernel: `${cityTraffic.about.name}@${cityTraffic.about.version}`,
  }
}

/** Scenario minus baseline of every number, in the same form; null where one of them has none. */
function difference(before: unknown, after: unknown): unknown {
  if (typeof before === 'number' && typeof after === 'number') return after - before
  if (Array.isArray(before)) return before.map((value, i) => difference(value, (after as unknown[])[i]))
  if (typeof before !== 'object' || before === null || typeof after !== 'object' || after === null) return null
  const entries = Object.entries(before).filter(([, value]) => typeof value !== 'boolean')
  return Object.fromEntries(entries.map(([key, value]) => [key, difference(value, after[key as keyof typeof after])]))
}

function told({ baseline, scenario }: TrafficComparison, out: string): string {
  const { indicators: is, diagnostics: d } = scenario.summary
  const was = baseline.summary.indicators
  const change = (of: (indicators: typeof is) => number) => {
    const [now, before] = [of(is), of(was)]
    return `${now.toFixed(0)} (${now >= before ? '+' : ''}${(now - before).toFixed(1)})`
  }
  const total = (byClass: typeof is.trips) => Object.values(byClass).reduce((sum, value) => sum + value, 0)
  const { digest, relativeGap } = scenario.result
  return [
    `${d.iterations} vòng lặp / iterations, khoảng hở / gap ${relativeGap.toExponential(2)}${d.converged ? '' : ' – chưa hội tụ / not converged'}`,
    `giờ xe / vehicle-hours ${change((i) => total(i.vehicleHours))}, xe·km / vehicle-km ${change((i) => total(i.vehicleKilometres))}, ` +
      `giờ trễ / hours of delay ${change((i) => i.delayHours)}, chuyến không đi được / trips without a way ${change((i) => i.unservedTrips)}`,
    `digest ${digest}`,
    `${out}\n`,
  ].join('\n')
}
