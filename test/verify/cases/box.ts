/** F2: rain in a closed box: every drop is there afterwards. */
import type { DrainageResult } from '../../../scenarios/drainage.ts'
import { random } from '../../../scenarios/random.ts'
import { type Case, exponent, plainInput, type Row, runHere } from '../case.ts'

/** 100 mm in an hour on 100 × 100 cells of 10 m of rough ground. */
export function boxOfRain(side = 100): DrainageResult {
  const chance = random(2)
  const ground = Float32Array.from({ length: side * side }, () => chance() * 0.5)
  const rain: [number, number][] = [
    [0, 0.1 / 3600],
    [3600, 0],
  ]
  return runHere(plainInput(side, side, 10, { ground, rain, durationSeconds: 7200, outputEverySeconds: 1800 }))
}

export const box: Case = {
  title: 'box of rain',
  run: (): Row[] => {
    const { volumes, diagnostics } = boxOfRain()
    return [
      {
        id: 'F2',
        check: '100 mm of rain on 1 km² of rough closed ground: volume stored',
        expected: '100 000 m³',
        got: `${volumes.stored.toFixed(3)} m³`,
        tolerance: '1e-5',
        pass: Math.abs(volumes.stored / 1e5 - 1) <= 1e-5,
      },
      {
        id: 'F2',
        check: 'ledger of volumes against itself',
        expected: '0',
        got: exponent(diagnostics.ledgerError),
        tolerance: '1e-12',
        pass: diagnostics.ledgerError <= 1e-12,
      },
      {
        id: 'F2',
        check: 'water in the cells against the ledger',
        expected: '0',
        got: exponent(diagnostics.massError),
        tolerance: '1e-5',
        pass: Math.abs(diagnostics.massError) <= 1e-5,
      },
    ]
  },
}
