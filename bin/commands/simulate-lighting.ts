/**
 * `vithanh simulate lighting`: a street section, or the streets of a city with edits → points, segments and a summary in a
 * folder, whole or not at all.
 */
import { writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { readManifest } from '../../data/city/read.ts'
import { type CityLightingCase, readLightingCase, type StreetCase } from '../../data/readers/case/lighting-case.ts'
import { CSV_MARK, csvLine } from '../../data/readers/layer/csv-line.ts'
import { digestArrays } from '../../scenarios/canonical.ts'
import { lightingCaseSchema } from '../../scenarios/case/lighting-case.ts'
import type { LightingComparison, SectionResult, StreetSection } from '../../scenarios/lighting.ts'
import { outageCells, pointCells, sectionCells, segmentCells, segmentGeoJson } from '../../scenarios/lighting-tables.ts'
import { fileSource } from '../../tiles/read/file.ts'
import { openTiles } from '../../tiles/read/index.ts'
import { checkSection, libraryLuminaire, lighting, r3 } from '../../workers/node/lighting.ts'
import { cityDir, dataDir } from '../paths.ts'
import { stoppable } from '../progress.ts'
import { commandVersion, refuseFile, writeFolder } from '../result-folder.ts'
import { bytesOf } from '../source-file.ts'

export const usage =
  'simulate lighting case.json --out dir [--quiet] | --schema   tính chiếu sáng đường phố / computes street lighting'

const KERNEL = `${lighting.about.name}@${lighting.about.version}`
const csv = (rows: Iterable<readonly unknown[]>) => CSV_MARK + [...rows].map(csvLine).join('')

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      quiet: { type: 'boolean', default: false },
      schema: { type: 'boolean', default: false },
    },
  })
  if (values.schema) {
    process.stdout.write(`${JSON.stringify(z.toJSONSchema(lightingCaseSchema, { io: 'input' }), null, 2)}\n`)
    return 0
  }
  const { out, quiet } = values
  const [file] = positionals
  if (!out || !file || positionals.length > 1) {
    process.stderr.write(`Cần một tệp case và --out / one case file and --out are needed\nvithanh ${usage}\n`)
    return 2
  }
  return stoppable('simulate lighting', quiet, async (signal, line) => {
    await refuseFile(out)
    const folder = dirname(resolve(file))
    const text = new TextDecoder().decode(await bytesOf(file, file))
    const given = await readLightingCase(text, (path) => bytesOf(resolve(folder, path), path), basename(file))
    if (given.kind === 'section') return simulateSection(given, out, quiet)
    const tilesDir = given.tiles === null ? await defaultTiles() : resolve(folder, given.tiles)
    const { settings, edits, luminaires, rTable } = given
    const asked = { tilesDir, settings, edits, luminaires, ...(rTable && { rTable }) }
    const comparison = await lighting.outcomes(asked, { signal, progress: line })
    await writeCity(comparison, given, tilesDir, out)
    return quiet ? '' : toldOfCity(comparison, out)
  })
}

/** Those that `vithanh tiles build` cuts the city of the data folder into. */
const defaultTiles = async (): Promise<string> => join(dataDir(), 'tiles', (await readManifest(cityDir())).name)

async function simulateSection(given: StreetCase, out: string, quiet: boolean): Promise<string> {
  const asked = given.luminaire
  const luminaire = 'candela' in asked ? asked : libraryLuminaire(asked.source, asked.powerWatts, asked.fluxLumens)
  const { fluxLumens, ...across } = given.section
  const section: StreetSection = {
    ...across,
    ...(fluxLumens === undefined ? {} : { fluxLumens }),
    luminaire,
    rTable: given.rTable ?? r3,
  }
  const result = lighting.computeSection(section)
  const { lightingClass, surroundings } = given
  const { illuminance, luminance, ...figures } = result
  const summary = {
    ...figures,
    check: lightingClass ? checkSection(section, result, lightingClass, surroundings, true) : null,
    notice: [
      ...(luminaire.provenance === 'generated' ? ['bộ đèn dựng theo công thức / luminaire made by formula'] : []),
      ...(section.rTable.certified ? [] : ['độ chói để tham khảo / luminance is indicative']),
    ],
    luminaire: {
      id: luminaire.id,
      title: luminaire.title,
      fluxLumens: luminaire.fluxLumens,
      powerWatts: luminaire.powerWatts,
    },
    rTable: section.rTable.name,
    section: given.section,
    digest: digestOf(given, result),
    kernel: KERNEL,
    version: await commandVersion(),
  }
  await writeFolder(out, [], async (into) => {
    await writeFile(join(into, 'points.csv'), csv(sectionCells(result)))
    await writeFile(join(into, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`)
  })
  return quiet ? '' : toldOfSection(result, summary.digest, out)
}

const digestOf = ({ section }: StreetCase, { illuminance, luminance }: SectionResult): string =>
  digestArrays(
    { kernel: KERNEL, section, arrays: ['illuminance of each strip', 'luminance of each observer'] },
    [...illuminance, ...luminance].map(({ values }) => values),
  )

async function writeCity(
  comparison: LightingComparison,
  given: CityLightingCase,
  tilesDir: string,
  out: string,
): Promise<void> {
  const { baseline, scenario } = comparison
  const { manifest } = await openTiles(fileSource(tilesDir))
  const { indicators, diagnostics, inputs, illustrative, digest } = scenario.summary
  const summary = {
    indicators,
    baseline: baseline.summary.indicators,
    notice: [
      ...(illustrative ? ['minh họa / illustrative'] : []),
      ...(scenario.model.sections.every(({ section }) => section.rTable.certified)
        ? []
        : ['độ chói để tham khảo / luminance is indicative']),
    ],
    illustrative,
    inputs,
    settings: given.settings,
    cabinets: Object.fromEntries(scenario.energy.cabinets),
    streets: Object.fromEntries(scenario.energy.streets),
    ...diagnostics,
    digest,
    baselineDigest: baseline.result.digest,
    city: manifest.hash,
    kernel: KERNEL,
    version: await commandVersion(),
  }
  await writeFolder(out, [], async (into) => {
    await writeFile(join(into, 'points.csv'), csv(pointCells(scenario)))
    await writeFile(join(into, 'segments.csv'), csv(segmentCells(manifest.city, scenario)))
    await writeFile(join(into, 'segments.geojson'), segmentGeoJson(manifest.city, scenario))
    await writeFile(join(into, 'outages.csv'), csv(outageCells(scenario)))
    await writeFile(join(into, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`)
  })
}

function toldOfSection(r: SectionResult, digest: string, out: string): string {
  return [
    `L ${r.averageLuminance.toFixed(2)} cd/m², Uo ${r.overallUniformity.toFixed(2)}, Ud ${r.longitudinalUniformity.toFixed(2)}, ` +
      `TI ${r.thresholdIncrement.toFixed(1)} %, SR ${r.surroundRatio.toFixed(2)}, EIR ${r.edgeIlluminanceRatio.toFixed(2)}`,
    `E ${r.averageIlluminance.toFixed(1)} lx, Emin ${r.minimumIlluminance.toFixed(1)} lx, Uo(E) ${r.illuminanceUniformity.toFixed(2)}, ` +
      `D_P ${(r.powerDensity * 1000).toFixed(1)} mW/(lx·m²)`,
    `digest ${digest}`,
    `${out}\n`,
  ].join('\n')
}

function toldOfCity({ baseline, scenario }: LightingComparison, out: string): string {
  const { indicators: is, digest } = scenario.summary
  const was = baseline.summary.indicators
  const change = (now: number, before: number) =>
    `${now.toFixed(0)} (${now >= before ? '+' : ''}${(now - before).toFixed(0)})`
  return [
    `${is.energy.lamps} đèn / lamps, hỏng / out ${is.energy.lampsOut}, ${change(is.energy.kilowattHours, was.energy.kilowattHours)} kWh/năm / a year`,
    `độ rọi trung bình / mean illuminance ${is.averageIlluminance.toFixed(1)} lx, mét tối / dark metres ${change(is.darkMetres, was.darkMetres)}`,
    `mét đạt theo số tính / metres met by the figures ${change(is.metresMet, was.metresMet)}, không đạt / not ${change(is.metresUnmet, was.metresUnmet)}`,
    `digest ${digest}`,
    `${out}\n`,
  ].join('\n')
}
