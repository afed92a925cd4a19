import fc from 'fast-check'
import { expect, it } from 'vitest'
import { zonalFlux } from '../../scenarios/photometry.ts'
import { luminaireOf } from '../../test/arbitraries/lighting.ts'
import { library, libraryLuminaire } from './library.ts'
import { aimAt, createOptics, intensityAt, intensityToward } from './photometry.ts'
import { r3 } from './r3.ts'
import { averageCoefficient, reducedCoefficient, specularFactor } from './rtable.ts'

const planes = Array.from({ length: 25 }, (_, k) => 15 * k)
const odd = luminaireOf((plane, gamma) => 1000 + 400 * Math.sin((plane * Math.PI) / 180) - 5 * gamma, { planes })

it('is the table at its own angles and straight between them', () => {
  const o = createOptics(odd)
  for (const [p, plane] of odd.planes.entries()) {
    for (const [g, gamma] of odd.gammas.entries()) {
      expect(intensityAt(o, plane, gamma)).toBeCloseTo(odd.candela[p * odd.gammas.length + g]!, 9)
    }
  }
  const between = (intensityAt(o, 15, 30) + intensityAt(o, 30, 30)) / 2
  expect(intensityAt(o, 22.5, 30)).toBeCloseTo(between, 9)
  expect(intensityAt(o, 40, 90.001)).toBe(0)
})

it('heading turns a luminaire: where it looks is its street plane, its left 90° further', () => {
  const o = createOptics(odd)
  const at = (heading: number, dx: number, dy: number) => intensityToward(o, aimAt(heading, 0), dx, dy, -10)
  expect(at(0, 0, 10)).toBeCloseTo(intensityAt(o, 0, 45), 9)
  expect(at(0, -10, 0)).toBeCloseTo(intensityAt(o, 90, 45), 9)
  expect(at(90, 10, 0)).toBeCloseTo(intensityAt(o, 0, 45), 9)
  expect(at(90, 0, 10)).toBeCloseTo(intensityAt(o, 90, 45), 9)
  const cie = createOptics({ ...odd, streetPlane: 90 })
  expect(intensityToward(cie, aimAt(0, 0), 0, 10, -10)).toBeCloseTo(intensityAt(o, 90, 45), 9)
})

it('tilt lifts the beam toward where it looks', () => {
  const o = createOptics(luminaireOf((_, gamma) => 100 - gamma))
  expect(intensityToward(o, aimAt(0, 30), 0, Math.tan(Math.PI / 6), -1)).toBeCloseTo(100, 6)
  expect(intensityToward(o, aimAt(0, 30), 0, 0, -1)).toBeCloseTo(70, 6)
})

it('turning luminaire and point together changes nothing; a mirrored table shines as its mirror image', () => {
  const o = createOptics(odd)
  const n = odd.gammas.length
  const mirror = createOptics(
    luminaireOf((plane, gamma) => odd.candela[planes.indexOf(360 - plane) * n + Math.round(2 * gamma)]!, { planes }),
  )
  const metres = fc.double({ min: -30, max: 30, noNaN: true })
  const angle = fc.integer({ min: 0, max: 359 })
  fc.assert(
    fc.property(metres, metres, angle, angle, fc.integer({ min: 0, max: 20 }), (dx, dy, heading, turn, tilt) => {
      const here = intensityToward(o, aimAt(heading, tilt), dx, dy, -8)
      const [s, c] = [Math.sin((turn * Math.PI) / 180), Math.cos((turn * Math.PI) / 180)]
      const turned = intensityToward(o, aimAt(heading + turn, tilt), dx * c + dy * s, dy * c - dx * s, -8)
      expect(Math.abs(turned - here)).toBeLessThan(1e-6)
      const mirrored = intensityToward(mirror, aimAt(-heading, tilt), -dx, dy, -8)
      expect(Math.abs(mirrored - here)).toBeLessThan(1e-6)
    }),
  )
})

it('luminaires of the library have the flux that they say, look to the street, and say that they are generated', () => {
  for (const own of library()) {
    expect(zonalFlux(own)).toBe(own.fluxLumens)
    expect(own.provenance).toBe('generated')
    const o = createOptics(own)
    expect(intensityAt(o, 0, 45)).toBeGreaterThan(2 * intensityAt(o, 180, 45))
    expect(intensityAt(o, 90, 60)).toBeCloseTo(intensityAt(o, 270, 60), 6)
  }
  expect(libraryLuminaire('LED', 100).fluxLumens).toBeCloseTo(13_500, 6)
  expect(libraryLuminaire('HPS', 150).fluxLumens).toBeCloseTo(11_250, 6)
})

it('R3 has its checksums; β the wrong way round has not', () => {
  expect(specularFactor(r3)).toBeCloseTo(1.109, 3)
  expect(averageCoefficient(r3, 20)).toBeCloseTo(0.0713, 3)
  const columns = r3.beta.length
  const wrong = r3.r.map((_, i) => r3.r[i - (i % columns) + (columns - 1 - (i % columns))]!)
  const beta = r3.beta.map((_, b) => 180 - r3.beta[columns - 1 - b]!)
  expect(averageCoefficient({ ...r3, r: wrong, beta }, 20)).toBeCloseTo(0.054, 3)
  for (const [t, tan] of r3.tanGamma.entries()) {
    for (const [b, angle] of r3.beta.entries()) {
      expect(reducedCoefficient(r3, tan, angle)).toBeCloseTo(r3.r[t * columns + b]!, 9)
    }
  }
  expect(reducedCoefficient(r3, 12.1, 0)).toBe(0)
})
