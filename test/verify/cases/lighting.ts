/**
 * Street lighting against what is known: published fluxes of measured luminaires, the checksums of R3 (CIE 144), the laws of
 * illuminance, a perfectly diffuse road, symmetry, energy by hand, and the city against the section and against its parts.
 */
import { readFileSync } from 'node:fs'
import { readPhotometry } from '../../../data/readers/photometry/photometry.ts'
import type { RTable, SectionGrid } from '../../../scenarios/lighting.ts'
import { createCityLighting } from '../../../workers/lighting/city.ts'
import { fullHours } from '../../../workers/lighting/dimming.ts'
import { layoutOf } from '../../../workers/lighting/layout.ts'
import { libraryLuminaire } from '../../../workers/lighting/library.ts'
import { r3 } from '../../../workers/lighting/r3.ts'
import { averageCoefficient, specularFactor } from '../../../workers/lighting/rtable.ts'
import { computeSection, illuminanceAt } from '../../../workers/lighting/section.ts'
import { cityInput, lambertian, luminaireOf, pointsAt, sectionOf } from '../../arbitraries/lighting.ts'
import { type Case, exponent, isThere, type Row, sharedFile } from '../case.ts'

/** lm, by the zonal rule. */
const fluxes = { 1: 9217.18, 2: 5834.2, 3: 13359.57, 5: 753.8, 7: 531.98 }

const within = (id: string, check: string, error: number, tolerance: number): Row => ({
  id,
  check,
  expected: '0',
  got: exponent(error),
  tolerance: `≤ ${exponent(tolerance)}`,
  pass: error <= tolerance,
})
const near = (id: string, check: string, expected: number, got: number, tolerance: number): Row => ({
  id,
  check,
  expected: `${expected}`,
  got: got.toPrecision(5),
  tolerance: `± ${tolerance}`,
  pass: Math.abs(got - expected) <= tolerance,
})

export const fluxCase: Case = {
  title: 'Lighting: fluxes of measured luminaires',
  ...(isThere('data', 'lighting', '1.ies') ? {} : { needs: 'data/lighting' }),
  run: () =>
    Object.entries(fluxes).map(([name, flux]) => {
      const file = `${name}.ies`
      const { luminaire } = readPhotometry(readFileSync(sharedFile('data', 'lighting', file)), file)
      return within('L1', `flux of ${file}, ${flux} lm, relative`, Math.abs(luminaire.fluxLumens / flux - 1), 1e-3)
    }),
}

export const lightingCase: Case = {
  title: 'Lighting: laws, the road surface, symmetry, the city',
  run: () => [...roadSurface(), ...laws(), ...diffuseRoad(), ...symmetry(), ...energy(), ...city()],
}

function roadSurface(): Row[] {
  const columns = r3.beta.length
  const beta = r3.beta.map((_, b) => 180 - r3.beta[columns - 1 - b]!)
  const r = r3.r.map((_, i) => r3.r[i - (i % columns) + (columns - 1 - (i % columns))]!)
  return [
    near('L2', 'R3, S1 = r(β 0, tan γ 2)/r(0, 0); the standard has 1.11', 1.109, specularFactor(r3), 5e-4),
    near('L2', 'R3, Q0 over −4 H … 12 H × ± 3 H; the standard has 0.07', 0.0713, averageCoefficient(r3), 5e-4),
    near('L2', 'R3 with β the wrong way round, Q0', 0.054, averageCoefficient({ ...r3, beta, r }), 5e-4),
  ]
}

function laws(): Row[] {
  const alone = (heightMetres: number) =>
    layoutOf(
      sectionOf({
        luminaire: lambertian(800),
        heightMetres,
        spacingMetres: 500,
        overhangMetres: 0,
        tiltDegrees: 0,
        maintenanceFactor: 1,
      }),
    )
  const [eight, ten] = [alone(8), alone(10)]
  let worst = 0
  for (let x = 0; x <= 40; x += 0.5) {
    const cosine = 8 / Math.sqrt(x * x + 64)
    worst = Math.max(worst, Math.abs(illuminanceAt(eight, x, 0) / ((800 / 64) * cosine ** 4) - 1))
  }
  const [step, h, reach] = [0.05, 8, 40]
  const row = layoutOf(
    sectionOf({
      luminaire: lambertian(100 * step),
      spacingMetres: step,
      heightMetres: h,
      overhangMetres: 0,
      tiltDegrees: 0,
      maintenanceFactor: 1,
    }),
  )
  const integral = reach / (reach * reach + h * h) + Math.atan(reach / h) / h
  return [
    near('L3', 'a flat source of 800 cd at 8 m, below it, lx', 12.5, illuminanceAt(eight, 0, 0), 1e-9),
    near('L3', 'the same 6 m aside (12.5 · 0.8⁴), lx', 5.12, illuminanceAt(eight, 6, 0), 1e-3),
    within('L3', 'the same to 5 H: (I₀/H²) cos³γ · cos γ, relative', worst, 1e-4),
    within(
      'L3',
      'inverse square of the height, 8 and 10 m',
      Math.abs(illuminanceAt(eight, 0, 0) / illuminanceAt(ten, 0, 0) / 1.5625 - 1),
      1e-12,
    ),
    within(
      'L3',
      'a row of lamps 5 cm apart against its line integral',
      Math.abs(illuminanceAt(row, 0, 0) / (100 * integral) - 1),
      1e-3,
    ),
  ]
}

function diffuseRoad(): Row[] {
  const tanGamma = Float64Array.from({ length: 1201 }, (_, k) => k / 100)
  const r = Float64Array.from(tanGamma).map((tan) => ((1e4 * 0.3) / Math.PI) * (1 + tan * tan) ** -1.5)
  const rTable: RTable = {
    name: 'diffuse',
    source: 'ρ 0.3',
    certified: true,
    beta: Float64Array.of(0, 180),
    tanGamma,
    r: Float64Array.from([...r].flatMap((value) => [value, value])),
  }
  const luminaire = luminaireOf((_, gamma) => (gamma > 78 ? 0 : 3000 * Math.cos((gamma * Math.PI) / 180)))
  const section = sectionOf({ rTable, luminaire, tiltDegrees: 0 })
  const layout = layoutOf(section)
  let worst = 0
  for (const grid of computeSection(section).luminance) {
    for (const [i, luminance] of grid.values.entries()) {
      const lux = illuminanceAt(layout, grid.x[i % grid.columns]!, grid.y[Math.floor(i / grid.columns)]!)
      worst = Math.max(worst, Math.abs(luminance / ((lux * 0.3) / Math.PI) - 1))
    }
  }
  return [within('L4', 'luminance of a diffuse road is E ρ/π, every point and observer, relative', worst, 1e-4)]
}

function symmetry(): Row[] {
  const apart = (grid: SectionGrid, twin: (row: number, column: number) => [number, number]) => {
    let worst = 0
    for (let row = 0; row < grid.rows; row++) {
      for (let column = 0; column < grid.columns; column++) {
        const [r, c] = twin(row, column)
        const [a, b] = [grid.values[row * grid.columns + column]!, grid.values[r * grid.columns + c]!]
        worst = Math.max(worst, Math.abs(a / b - 1))
      }
    }
    return worst
  }
  const [facing] = computeSection(sectionOf({ arrangement: 'opposite', carriagewayMetres: 14, lanes: 4 })).illuminance
  const [staggered] = computeSection(sectionOf({ arrangement: 'staggered', spacingMetres: 15 })).illuminance
  const { columns, rows } = facing!
  return [
    within(
      'L5',
      'opposite lamps: the grid is its mirror image along',
      apart(facing!, (r, c) => [r, columns - 1 - c]),
      1e-9,
    ),
    within(
      'L5',
      'opposite lamps: the grid is its mirror image across',
      apart(facing!, (r, c) => [rows - 1 - r, c]),
      1e-9,
    ),
    within(
      'L5',
      'staggered lamps: across, half a field further',
      apart(staggered!, (r, c) => [staggered!.rows - 1 - r, (c + 5) % 10]),
      1e-9,
    ),
  ]
}

function energy(): Row[] {
  const night = [
    { fromHour: 5.5, output: 0 },
    { fromHour: 18, output: 1 },
    { fromHour: 22.5, output: 0.5 },
  ]
  const { illuminance, powerDensity, sidewalk } = computeSection(sectionOf({ sidewalkMetres: 0 }))
  const [grid] = illuminance
  const average = grid!.values.reduce((sum, lux) => sum + lux, 0) / grid!.values.length
  return [
    near('L6', '18:00–22:30 full, to 5:30 half: hours a year at full output', 2920, fullHours(night), 1e-9),
    near(
      'L6',
      'EN 13201-5 D_P of 80 W on 28 m × 7 m, W/(lx·m²), over P/(Ē A)',
      1,
      powerDensity / (80 / (average * 28 * 7)),
      1e-9,
    ),
    near('L6', 'no sidewalk, no figures of one', 0, sidewalk === null ? 0 : 1, 0),
  ]
}

function city(): Row[] {
  const section = sectionOf()
  const [grid] = computeSection(section).illuminance
  const places = Array.from(grid!.values, (_, i): [number, number] => [
    grid!.x[i % grid!.columns]!,
    grid!.y[Math.floor(i / grid!.columns)]!,
  ])
  const row = (count: number) => Array.from({ length: count }, (_, k) => ({ x: (k - 4) * 28, y: 1, tilt: 5 }))
  const led = libraryLuminaire('LED', 80)
  const points = pointsAt(places)
  const input = (count: number, flux = led.fluxLumens) =>
    cityInput(
      led,
      row(count).map((lamp, k) => (k === 4 ? { ...lamp, flux } : lamp)),
      points,
      { maintenanceFactor: 0.8 },
    )
  const run = (asked: ReturnType<typeof input>, from?: ReturnType<typeof createCityLighting>) => {
    const lighting = createCityLighting(asked, from)
    while (!lighting.done) lighting.step()
    return lighting
  }
  const whole = run(input(9))
  const worst = whole
    .result()
    .illuminance.reduce((most, lux, i) => Math.max(most, Math.abs(lux / grid!.values[i]! - 1)), 0)
  const [parts, anew] = [run(input(9, 5000), whole), run(input(9, 5000))].map((own) => own.result().digest)
  return [
    within('L7', 'a straight street point by point against its section, relative', worst, 1e-6),
    {
      id: 'L8',
      check: 'one lamp changed: computed in parts and anew',
      expected: anew!.slice(0, 12),
      got: parts!.slice(0, 12),
      tolerance: 'the same bits',
      pass: parts === anew,
    },
  ]
}
