/** The ledger of volumes, m³ in f64: what was there, came in, went out, and what should be there now. */
import type { DrainageInput, DrainageVolumes } from '../../scenarios/drainage.ts'
import type { State } from './state.ts'

export interface Book {
  inflow(volume: number): void
  rain(volume: number): void
  infiltration(volume: number): void
  boundaries(passed: { out: number; into: number }): void
  close(): { volumes: DrainageVolumes; ledgerError: number; massError: number }
}

export function createBook(s: State, input: DrainageInput): Book {
  const area = input.grid.cellSize * input.grid.cellSize
  const volumeWhere = (wanted: (i: number) => boolean) => {
    let sum = 0
    for (let i = 0; i < s.depth.length; i++) if (s.depth[i]! > 0 && wanted(i)) sum += s.depth[i]!
    return sum * area
  }
  const initial = volumeWhere(() => true)
  let [rain, inflow, outflow, boundaryInflow, infiltration] = [0, 0, 0, 0, 0]
  let balance = initial
  return {
    inflow(volume) {
      inflow += volume
      balance += volume
    },
    rain(volume) {
      rain += volume
      balance += volume
    },
    infiltration(volume) {
      infiltration += volume
      balance -= volume
    },
    boundaries({ out, into }) {
      outflow += out
      boundaryInflow += into
      balance += into - out
    },
    close() {
      const stored = volumeWhere(() => true)
      const scale = Math.max(rain + Math.max(inflow, 0) + boundaryInflow, initial, Number.MIN_VALUE)
      return {
        volumes: {
          initial,
          rain,
          inflow,
          outflow,
          boundaryInflow,
          infiltration,
          stored,
          flooding: volumeWhere((i) => s.dryAtStart[i] === 1),
        },
        ledgerError: Math.abs(balance - (initial + rain + inflow + boundaryInflow - outflow - infiltration)) / scale,
        massError: (stored - balance) / scale,
      }
    },
  }
}
