import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DrainageInput } from '../../scenarios/drainage.ts'
import { edgeFaces, plainInput, runHere, runOut } from '../../test/verify/case.ts'
import { boxOfRain } from '../../test/verify/cases/box.ts'
import { humps, lakeRows } from '../../test/verify/cases/lake.ts'
import { slopeDepth } from '../../test/verify/cases/slope.ts'
import { differences, seen, views, wildCity } from '../../test/verify/cases/symmetry.ts'
import { waveDepth, waveError } from '../../test/verify/cases/wave.ts'
import { about } from './about.ts'
import { KERNEL } from './constants.ts'
import { createDrainage } from './kernel.ts'

describe('against exact answers', () => {
  it('F1: a lake at rest stays at rest around an island', () => {
    for (const row of lakeRows('F1', humps(), 2000)) expect(row, row.check).toMatchObject({ pass: true })
  })

  it('F2: every drop that falls into a closed box is there afterwards', () => {
    const { volumes, diagnostics } = boxOfRain(40)
    expect(volumes.rain).toBeCloseTo(0.1 * 400 * 400, 6)
    expect(Math.abs(volumes.stored / volumes.rain - 1)).toBeLessThan(1e-5)
    expect(diagnostics.ledgerError).toBeLessThan(1e-12)
    expect(Math.abs(diagnostics.massError)).toBeLessThan(1e-5)
  })

  it('F3: the non-breaking wave within 2 %', () => {
    expect(waveDepth(0, 3600)).toBeCloseTo(2.3796294821528776, 12)
    expect(waveError(50).rmse).toBeLessThan(0.02 * waveDepth(0, 3600))
  })

  it('uniform flow on a slope has the depth of Manning’s formula', () => {
    const [columns, slope, n, discharge] = [60, 1e-3, 0.03, 0.5]
    const result = runHere(
      plainInput(columns, 1, 10, {
        ground: Float32Array.from({ length: columns }, (_, i) => 10 - i * 10 * slope),
        inflows: [
          { cells: Int32Array.of(0), weights: Float64Array.of(1), series: [[0, discharge * 10]], linear: false },
        ],
        boundaries: [{ kind: 'free', ...edgeFaces(columns, 1, 'E'), series: [], linear: false }],
        durationSeconds: 7200,
        gauges: [{ id: 'middle', cell: 30 }],
      }),
    )
    const normal = ((n * discharge) / Math.sqrt(slope)) ** 0.6
    expect(result.finalDepth[30]).toBeCloseTo(normal, 3)
    expect(result.gauges[0]!.speedX.at(-1)).toBeCloseTo(discharge / normal, 2)
    expect(result.gauges[0]!.speedY.at(-1)).toBe(0)
    expect(result.volumes.outflow).toBeGreaterThan(0.85 * result.volumes.inflow)
    expect(result.volumes.boundaryInflow).toBe(0)
  })

  it('soil takes what Green–Ampt, Horton and a constant rate say', () => {
    const soil = (kind: number): DrainageInput =>
      plainInput(4, 4, 5, {
        initialDepth: new Float32Array(16).fill(0.5),
        infiltration: {
          classOf: new Uint8Array(16).fill(kind),
          classes: [
            { kind: 'constant', rate: 2e-6 },
            { kind: 'horton', initialRate: 2e-5, finalRate: 1e-6, decay: 1e-3 },
            { kind: 'green-ampt', conductivity: 2e-6, suction: 0.2, deficit: 0.3 },
          ],
        },
        durationSeconds: 7200,
      })
    const taken = (kind: number) => runHere(soil(kind)).volumes.infiltration / 400
    expect(taken(1)).toBeCloseTo(2e-6 * 7200, 7)
    expect(taken(2)).toBeCloseTo(1e-6 * 7200 + (1.9e-5 / 1e-3) * (1 - Math.exp(-7.2)), 3)
    // F − ψΔθ ln(1 + F/ψΔθ) = K t
    const f = taken(3)
    expect(f - 0.06 * Math.log(1 + f / 0.06)).toBeCloseTo(2e-6 * 7200, 3)
  })
})

describe('what must not matter', () => {
  const side = 70
  const input = wildCity(side, 3, 60)
  const original = runHere(input)
  for (const [name, { columns, rows, to }] of Object.entries(views(side))) {
    it(`${name}: the same bits`, () => {
      expect(differences(original, runHere(seen(input, columns, rows, to)), to)).toBe(0)
    })
  }

  it('frames change nothing but themselves', () => {
    const framed = runHere({ ...input, frames: true })
    expect(framed.digest).toBe(original.digest)
    expect([...framed.times]).toEqual([0, 30, 60])
    expect(framed.depth).toHaveLength(3)
    expect(framed.depth[0]).toEqual(input.initialDepth)
    expect(framed.depth[2]).toEqual(framed.finalDepth)
  })

  it('the digest knows the answer and the parameters', () => {
    expect(runHere(input).digest).toBe(original.digest)
    expect(runHere({ ...input, rain: [] }).digest).not.toBe(original.digest)
    expect(original.digest).toMatch(/^[0-9a-f]{64}$/)
  })
})

it('holds for any small world: water is never negative, nothing is lost, closed cells stay dry', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 45 }),
      fc.integer({ min: 0, max: 2 ** 31 }),
      fc.constantFrom('free' as const, 'stage' as const, null),
      (side, seed, edge) => {
        const world = wildCity(side, seed, 120)
        const { cells, sides } = edgeFaces(side, side, 'W')
        const keep = [...cells.keys()].filter((k) => world.open[cells[k]!])
        const boundary = {
          cells: Int32Array.from(keep, (k) => cells[k]!),
          sides: Uint8Array.from(keep, (k) => sides[k]!),
          series: [
            [0, 0.5],
            [60, 2.5],
            [120, 0],
          ] as [number, number][],
          linear: true,
        }
        const result = runHere({ ...world, boundaries: edge ? [{ kind: edge, ...boundary }] : [] })
        expect(result.finalDepth.every((h) => h >= 0 && Number.isFinite(h))).toBe(true)
        expect(result.maxSpeed.every((v) => v >= 0 && Number.isFinite(v))).toBe(true)
        expect(result.maxDepth.every((h, i) => h >= result.finalDepth[i]! && (world.open[i] || h === 0))).toBe(true)
        expect(result.diagnostics.ledgerError).toBeLessThanOrEqual(1e-12)
        expect(Math.abs(result.diagnostics.massError)).toBeLessThanOrEqual(1e-5)
      },
    ),
    { numRuns: 60 },
  )
})

describe('an open face at missing ground inside the model', () => {
  // 3 × 3 cells, nothing in the middle; the four cells beside it open towards it.
  const around = { cells: Int32Array.of(1, 3, 5, 7), sides: Uint8Array.of(2, 1, 3, 0), linear: false }
  const open = Uint8Array.of(1, 1, 1, 1, 0, 1, 1, 1, 1)

  it('water that leaves there has left', () => {
    const result = runHere(
      plainInput(3, 3, 10, {
        open,
        initialDepth: Float32Array.from(open, (is) => is),
        boundaries: [{ kind: 'free', ...around, series: [] }],
        durationSeconds: 600,
      }),
    )
    expect(Math.abs(result.diagnostics.massError)).toBeLessThan(1e-6)
    expect(result.volumes.stored).toBeLessThan(100)
    expect([result.finalDepth[4], result.maxDepth[4]]).toEqual([0, 0])
  })

  it('a level that stands there fills the model', () => {
    const result = runHere(
      plainInput(3, 3, 10, {
        open,
        boundaries: [{ kind: 'stage', ...around, series: [[0, 1]] }],
        durationSeconds: 7200,
      }),
    )
    expect(Math.abs(result.diagnostics.massError)).toBeLessThan(1e-6)
    for (const [i, h] of result.finalDepth.entries()) expect(h).toBeCloseTo(open[i]!, 2)
  })
})

describe('output', () => {
  it('notes arrival and duration on ground that was dry', () => {
    const ground = Float32Array.from({ length: 200 }, () => 0)
    const initialDepth = Float32Array.from({ length: 200 }, (_, i) => (i < 20 ? 1 : 0))
    const result = runHere(
      plainInput(200, 1, 5, { ground, initialDepth, durationSeconds: 600, outputEverySeconds: 60 }),
    )
    expect(result.arrival[5]).toBe(-1)
    const reached = [...result.arrival.slice(20)].filter((time) => time >= 0)
    expect(reached.length).toBeGreaterThan(20)
    expect(reached.toSorted((a, b) => a - b)).toEqual(reached)
    expect(result.arrival[199]).toBe(-1)
    expect(result.duration[0]).toBeGreaterThan(result.duration[40]!)
    expect(result.volumes.flooding).toBeGreaterThan(0)
    expect(result.initialDepth).toEqual(initialDepth)
  })

  it('bears the name that it introduces itself by', () => {
    expect(`${about.name}@${about.version}`).toBe(KERNEL)
  })

  it('ends exactly at the duration, also where it is no multiple of the interval', () => {
    const result = runHere(plainInput(3, 3, 10, { durationSeconds: 100, outputEverySeconds: 30 }))
    expect([...result.times]).toEqual([0, 30, 60, 90, 100])
  })
})

describe('refuses input that contradicts itself', () => {
  const refused = (given: Partial<DrainageInput>) => () =>
    createDrainage(plainInput(2, 2, 10, { durationSeconds: 10, ...given }))
  it('says what was expected and what came', () => {
    expect(refused({ ground: new Float32Array(3) })).toThrow('Expected ground of length 4 (2 × 2), got 3')
    expect(refused({ ground: new Float32Array(4).fill(Number.NaN) })).toThrow(
      'Expected ground where cell 0 is open, got NaN',
    )
    expect(refused({ initialDepth: new Float32Array(4).fill(-1) })).toThrow('Expected a depth ≥ 0 in cell 0, got -1')
    expect(refused({ threads: 0 })).toThrow('Expected 1 to 16 threads, got 0')
    const inward = { cells: Int32Array.of(0), sides: Uint8Array.of(1), series: [], linear: false }
    expect(refused({ boundaries: [{ kind: 'free', ...inward }] })).toThrow(
      'Expected nothing outside of side 1 of cell 0',
    )
    const outward = { ...inward, kind: 'free' as const, sides: Uint8Array.of(0) }
    expect(refused({ boundaries: [outward, outward] })).toThrow('Expected each face once, got side 0 of cell 0 again')
    const inflow = { cells: Int32Array.of(0), weights: Float64Array.of(1), series: [], linear: false }
    expect(refused({ open: new Uint8Array(4), inflows: [inflow] })).toThrow(
      'Expected inflows into open cells, got cell 0',
    )
    const simulation = createDrainage(plainInput(2, 2, 10, { durationSeconds: 10 }))
    expect(() => simulation.result()).toThrow('Expected a run of 10 s, got 0 s so far')
    expect(runOut(simulation).times.at(-1)).toBe(10)
  })
})

it('steady rain on a slope settles at the depth of Manning, without swinging about it', () => {
  expect(slopeDepth(10, 0.01)).toBeCloseTo(1, 1)
  expect(Math.abs(slopeDepth(50, 0.01) - 1)).toBeLessThan(0.05)
})
