import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { travelModes, userClasses } from './traffic.ts'
import { floodLimits } from './traffic-facts.ts'
import { pcuAt, signalDelay, speedInWater, speedOn } from './traffic-speed.ts'

describe('speed', () => {
  it('give the PCU of the standard in its bands and values between', () => {
    expect(pcuAt('motorbike', 40 / 3.6)).toBe(0.25)
    expect(pcuAt('motorbike', 15 / 3.6)).toBe(0.15)
    expect(pcuAt('motorbike', 55 / 3.6)).toBeCloseTo(0.375)
    expect(pcuAt('heavy', 70 / 3.6)).toBe(2)
    for (const userClass of userClasses) expect(pcuAt(userClass, 0)).toBeGreaterThan(0)
  })

  it('give Webster’s uniform delay', () => {
    expect(signalDelay()).toBeCloseTo((0.5 * 60 * 0.55 ** 2) / (1 - 0.27))
  })

  it('close an alley to what is too wide for it', () => {
    expect(speedOn('car', { class: 'alley', widthMetres: 2.5 }, 5)).toBe(0)
    expect(speedOn('motorbike', { class: 'alley', widthMetres: 2.5 }, 5)).toBe(5)
    expect(speedOn('car', { class: 'path', widthMetres: 4 }, 5)).toBe(0)
  })

  it('slow a car as Pregnolato has it and stop it from 300 mm', () => {
    expect(speedInWater('car', 0.15, 100) * 3.6).toBeCloseTo(0.0009 * 22_500 - 0.5529 * 150 + 86.9448)
    expect(speedInWater('car', 0.3, 10)).toBe(0)
  })

  it('never speed anyone up by water, nor let deeper water be faster', () => {
    const depth = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(
        fc.constantFrom(...travelModes),
        depth,
        depth,
        fc.double({ min: 1, max: 20, noNaN: true }),
        (mode, a, b, dry) => {
          const [shallow, deep] = [Math.min(a, b), Math.max(a, b)]
          expect(speedInWater(mode, shallow, dry)).toBeLessThanOrEqual(dry)
          expect(speedInWater(mode, deep, dry)).toBeLessThanOrEqual(speedInWater(mode, shallow, dry) + 1e-9)
          if (deep >= floodLimits.values[mode][0]) expect(speedInWater(mode, deep, dry)).toBe(0)
        },
      ),
    )
  })
})
