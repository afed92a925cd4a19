import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RTable, SectionGrid } from '../../scenarios/lighting.ts'
import { lambertian, luminaireOf, sectionOf } from '../../test/arbitraries/lighting.ts'
import { layoutOf } from './layout.ts'
import { libraryLuminaire } from './library.ts'
import { computeSection, illuminanceAt } from './section.ts'

/** A perfectly diffuse road of reflectance ρ: q = ρ/π, r = q cos³γ. */
function diffuse(reflectance: number): RTable {
  const tanGamma = Float64Array.from({ length: 1201 }, (_, k) => k / 100)
  const beta = Float64Array.of(0, 90, 180)
  const r = Float64Array.from(tanGamma).map((tan) => ((1e4 * reflectance) / Math.PI) * (1 + tan * tan) ** -1.5)
  return {
    name: 'diffuse',
    source: 'test',
    certified: true,
    beta,
    tanGamma,
    r: Float64Array.from([...r].flatMap((value) => [value, value, value])),
  }
}

const value = ({ values, columns }: SectionGrid, row: number, column: number) => values[row * columns + column]!

describe('illuminance', () => {
  it('of one flat source is I cos³γ/H² times cos γ: hand-worked points', () => {
    // Lamps so far apart that only one counts. I₀ 800 cd, H 8 m: below it 12.5 lx; 6 m aside cos γ = 0.8, 12.5 · 0.8⁴ = 5.12 lx.
    const layout = layoutOf(
      sectionOf({
        luminaire: lambertian(800),
        spacingMetres: 200,
        tiltDegrees: 0,
        overhangMetres: 0,
        maintenanceFactor: 1,
      }),
    )
    expect(illuminanceAt(layout, 0, 0)).toBeCloseTo(12.5, 9)
    expect(illuminanceAt(layout, 6, 0)).toBeCloseTo(5.12, 3)
    expect(illuminanceAt(layout, 0, 6)).toBeCloseTo(5.12, 3)
    expect(illuminanceAt(layout, 41, 0)).toBe(0)
  })

  it('follows the inverse square of the distance', () => {
    const at = (heightMetres: number) =>
      illuminanceAt(
        layoutOf(
          sectionOf({
            luminaire: lambertian(500),
            heightMetres,
            spacingMetres: 200,
            overhangMetres: 0,
            tiltDegrees: 0,
          }),
        ),
        0,
        0,
      )
    expect(at(5) / at(10)).toBeCloseTo(4, 9)
  })

  it('of a dense row is its line integral', () => {
    // Lamps of I₀ Δx each: E = ∫ I₀ H³ H/(x² + H²)³ … of I₀ cos γ: I₀ ∫ H²/(x² + H²)² dx, |x| ≤ 5 H.
    const [step, h] = [0.05, 8]
    const luminaire = lambertian(100 * step)
    const layout = layoutOf(
      sectionOf({
        luminaire,
        spacingMetres: step,
        heightMetres: h,
        overhangMetres: 0,
        tiltDegrees: 0,
        maintenanceFactor: 1,
      }),
    )
    const at = 5 * h
    const integral = 2 * (at / (2 * (at * at + h * h)) + Math.atan(at / h) / (2 * h))
    expect(illuminanceAt(layout, 0, 0) / (100 * integral)).toBeCloseTo(1, 3)
  })
})

describe('luminance', () => {
  it('of a perfectly diffuse road is E ρ/π wherever it is looked from', () => {
    // Dark beyond 78°, so that the lamps between 5 H and 12 H ahead, which count for luminance alone, give nothing.
    const luminaire = luminaireOf((_, gamma) => (gamma > 78 ? 0 : 3000 * Math.cos((gamma * Math.PI) / 180)))
    const section = sectionOf({ rTable: diffuse(0.3), luminaire, tiltDegrees: 0, spacingMetres: 24 })
    const layout = layoutOf(section)
    const { luminance } = computeSection(section)
    for (const grid of luminance) {
      for (let r = 0; r < grid.rows; r++) {
        for (let c = 0; c < grid.columns; c++) {
          const expected = (illuminanceAt(layout, grid.x[c]!, grid.y[r]!) * 0.3) / Math.PI
          expect(Math.abs(value(grid, r, c) / expected - 1)).toBeLessThan(1e-4)
        }
      }
    }
  })

  it('a brighter lamp brightens all in proportion, and glare by its power 0.2', () => {
    const plain = computeSection(sectionOf())
    const flux = libraryLuminaire('LED', 80).fluxLumens
    const twice = computeSection(sectionOf({ fluxLumens: 2 * flux }))
    expect(twice.averageLuminance / plain.averageLuminance).toBeCloseTo(2, 9)
    expect(twice.averageIlluminance / plain.averageIlluminance).toBeCloseTo(2, 9)
    expect(twice.overallUniformity).toBeCloseTo(plain.overallUniformity, 9)
    expect(twice.thresholdIncrement / plain.thresholdIncrement).toBeCloseTo(2 ** 0.2, 9)
    expect(twice.powerDensity / plain.powerDensity).toBeCloseTo(0.5, 9)
  })
})

describe('the layout', () => {
  it('of symmetric streets gives symmetric grids', () => {
    for (const arrangement of ['opposite', 'median'] as const) {
      const medianMetres = arrangement === 'median' ? 2 : 0
      const { illuminance } = computeSection(sectionOf({ arrangement, medianMetres, carriagewayMetres: 14, lanes: 4 }))
      const carriageways = illuminance.slice(0, medianMetres > 0 ? 2 : 1)
      const rows = carriageways.flatMap((grid) => Array.from({ length: grid.rows }, (_, r) => ({ grid, r })))
      for (const [k, { grid, r }] of rows.entries()) {
        const twin = rows[rows.length - 1 - k]!
        for (let c = 0; c < grid.columns; c++) {
          const own = value(grid, r, c)
          expect(value(grid, r, grid.columns - 1 - c) / own).toBeCloseTo(1, 9)
          expect(value(twin.grid, twin.r, c) / own).toBeCloseTo(1, 9)
        }
      }
    }
  })

  it('of staggered lamps repeats over the street half a field further', () => {
    const { illuminance } = computeSection(sectionOf({ arrangement: 'staggered', spacingMetres: 15 }))
    const [grid] = illuminance
    for (let r = 0; r < grid!.rows; r++) {
      for (let c = 0; c < 5; c++) {
        expect(value(grid!, grid!.rows - 1 - r, c + 5) / value(grid!, r, c)).toBeCloseTo(1, 9)
      }
    }
  })

  it('has ten columns up to 30 m, none more than 3 m apart, three rows a lane, rows 1.5 m apart or less', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 60 }),
        fc.integer({ min: 3, max: 20 }),
        (spacingMetres, carriagewayMetres) => {
          const { illuminance, luminance } = computeSection(sectionOf({ spacingMetres, carriagewayMetres }))
          const { columns, rows, x } = illuminance[0]!
          expect(spacingMetres / columns).toBeLessThanOrEqual(3)
          if (spacingMetres <= 30) expect(columns).toBe(10)
          expect(x[0]).toBeCloseTo(spacingMetres / columns / 2, 9)
          expect([rows >= 3, carriagewayMetres / rows <= 1.5]).toEqual([true, true])
          expect([luminance.length, luminance[0]!.rows]).toEqual([2, 6])
        },
      ),
      { numRuns: 15 },
    )
  })

  it('two carriageways are driven on the right: mirrored lamps glare alike', () => {
    const result = computeSection(
      sectionOf({ arrangement: 'median', medianMetres: 2, carriagewayMetres: 14, lanes: 4 }),
    )
    const means = result.luminance.map(({ values }) => values.reduce((a, b) => a + b, 0) / values.length)
    expect(result.luminance).toHaveLength(4)
    expect(means[3]! / means[0]!).toBeCloseTo(1, 9)
    expect(means[2]! / means[1]!).toBeCloseTo(1, 9)
  })
})

describe('observers', () => {
  const waysOf = (given: Parameters<typeof sectionOf>[0]) =>
    computeSection(sectionOf(given)).luminance.map(({ observerY, way }) => [observerY, way])

  it('of each lane look the way it is driven, on the right; both ways in the middle of three', () => {
    expect(waysOf({ carriagewayMetres: 6 })).toEqual([
      [1.5, 1],
      [4.5, -1],
    ])
    expect(waysOf({ carriagewayMetres: 9, lanes: 3 })).toEqual([
      [1.5, 1],
      [4.5, 1],
      [4.5, -1],
      [7.5, -1],
    ])
    expect(waysOf({ carriagewayMetres: 6, oneWay: 'lamps-left' }).map(([, way]) => way)).toEqual([-1, -1])
  })

  it('of a lane driven both ways see what those of either way see, and the worst counts', () => {
    // Dark to one side along the street.
    const lopsided = luminaireOf((plane, gamma) => (gamma > 80 ? 0 : 300 + 3 * plane), {
      planes: [0, 60, 120, 180, 240, 300, 360],
    })
    const of = (given: Parameters<typeof sectionOf>[0]) =>
      computeSection(sectionOf({ luminaire: lopsided, carriagewayMetres: 4, lanes: 1, ...given }))
    const [both, right, left] = [of({}), of({ oneWay: 'lamps-right' }), of({ oneWay: 'lamps-left' })]
    expect(Math.abs(right.averageLuminance / left.averageLuminance - 1)).toBeGreaterThan(0.05)
    for (const quantity of ['averageLuminance', 'overallUniformity', 'longitudinalUniformity'] as const) {
      expect(both[quantity]).toBe(Math.min(right[quantity], left[quantity]))
    }
    expect(both.thresholdIncrement).toBe(Math.max(right.thresholdIncrement, left.thresholdIncrement))
  })
})

it('glare leaves out the lamps above the roof: light near the horizontal alone glares', () => {
  const down = luminaireOf((_, gamma) => (gamma <= 60 ? 4000 : 0))
  const { thresholdIncrement, averageLuminance } = computeSection(sectionOf({ luminaire: down, tiltDegrees: 0 }))
  expect(averageLuminance).toBeGreaterThan(0.5)
  expect(thresholdIncrement).toBe(0)
  expect(computeSection(sectionOf()).thresholdIncrement).toBeGreaterThan(1)
})

it('glare worked by hand: one observer, even light, lamps 100 m apart', () => {
  const luminaire = luminaireOf(() => 1000)
  const section = sectionOf({
    luminaire,
    carriagewayMetres: 4,
    lanes: 1,
    overhangMetres: 0,
    spacingMetres: 100,
    maintenanceFactor: 1,
  })
  const { thresholdIncrement, averageLuminance, luminance } = computeSection(section)
  expect(luminance[0]!.observerY).toBe(2)
  // Nearest lamp just at the 20° roof: 2.75 · 6.5 m ahead, 2 m aside, 6.5 m up; then every 100 m to 500 m.
  const veil = (first: number) => {
    let sum = 0
    for (let ahead = first; ahead <= 500; ahead += 100) {
      const d = Math.hypot(ahead, 2, 6.5)
      const cosine = (ahead * Math.cos(Math.PI / 180) - 6.5 * Math.sin(Math.PI / 180)) / d
      const theta = (Math.acos(cosine) * 180) / Math.PI
      if (theta > 1.5 && theta < 60) sum += (10 * (1000 / d ** 2) * cosine) / theta ** 2
    }
    return sum
  }
  // From the second place on the first lamp is above the roof, and the next comes nearer.
  const places = Array.from({ length: 34 }, (_, k) => (k === 0 ? 17.875 : 117.875 - (100 * k) / 34))
  const most = Math.max(...places.map(veil))
  expect(thresholdIncrement).toBeCloseTo((65 * most) / averageLuminance ** 0.8, 6)
})

it('semi-cylindrical illuminance worked by hand: even light on walks below rows far apart', () => {
  // A lamp a metres along and 6.5 m above the face: d² = 6.5² + a², E = I/(π d²) · a/d · 2 from ahead, 0 from behind.
  const section = sectionOf({
    luminaire: luminaireOf(() => 1000),
    arrangement: 'opposite',
    carriagewayMetres: 100,
    overhangMetres: -1.5,
    spacingMetres: 10,
    maintenanceFactor: 1,
  })
  const seen = (x: number, way: 1 | -1) => {
    let lux = 0
    for (let k = -5; k <= 5; k++) {
      const ahead = way * (10 * k - x)
      const d2 = 6.5 ** 2 + ahead ** 2
      if (ahead > 0 && ahead <= 40) lux += ((1000 / (Math.PI * d2)) * 2 * ahead) / Math.sqrt(d2)
    }
    return lux
  }
  const least = Math.min(...Array.from(layoutOf(section).x, (x) => Math.min(seen(x, 1), seen(x, -1))))
  expect(computeSection(section).sidewalk!.semicylindricalIlluminance).toBeCloseTo(least, 6)
  expect(computeSection({ ...section, sidewalkMetres: 0 }).sidewalk).toBeNull()
})

it('surround ratios of even light are 1; a section without length is refused', () => {
  const even = luminaireOf((_, gamma) =>
    gamma >= 90 ? 0 : 1000 / Math.max(0.2, Math.cos((gamma * Math.PI) / 180)) ** 3,
  )
  const { surroundRatio, edgeIlluminanceRatio } = computeSection(
    sectionOf({
      luminaire: even,
      arrangement: 'opposite',
      overhangMetres: 0,
      tiltDegrees: 0,
      heightMetres: 12,
      spacingMetres: 12,
    }),
  )
  expect(surroundRatio).toBeGreaterThan(0.9)
  expect(edgeIlluminanceRatio).toBeGreaterThan(0.9)
  expect(() => computeSection(sectionOf({ spacingMetres: 0 }))).toThrow('Expected spacingMetres above 0, got 0')
  expect(() => computeSection(sectionOf({ heightMetres: 1 }))).toThrow('heightMetres')
})
