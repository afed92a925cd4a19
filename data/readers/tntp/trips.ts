/** TNTP trips (`*_trips.tntp`): blocks `Origin n` of `destination : trips;`, broken over lines in any way. */
import { both } from '../../../scenarios/text.ts'
import { MAX_TNTP_ZONES, openTntp } from './tntp.ts'

export interface TntpTrips {
  /** zoneCount × zoneCount, by origin; 0 where the file says nothing. */
  readonly demand: Float64Array
  readonly total: number
  /** `<TOTAL OD FLOW>`; null where it is not given. */
  readonly declared: number | null
}

/**
 * Files of the collection round their total; a file that lost or gained a twentieth of its trips is not that file.
 */
const TOTAL_TOLERANCE = 0.05

/**
 * @param zoneCount of the network that the trips run on
 * @throws Problem with line and expectation: another number of zones, a zone that is none, a pair twice, trips below 0, text
 *   that is not of the form, a total far from the declared one
 */
export function readTntpTrips(bytes: Uint8Array, file: string, zoneCount: number): TntpTrips {
  const tntp = openTntp(bytes, file)
  const zones = tntp.count('NUMBER OF ZONES', MAX_TNTP_ZONES, zoneCount)
  if (zones !== zoneCount) {
    const message = both(
      `tệp có ${zones} vùng, mạng có ${zoneCount}`,
      `the file has ${zones} zones, the network ${zoneCount}`,
    )
    throw tntp.wrong('zones', message, tntp.place('NUMBER OF ZONES'), `${zoneCount} zones`)
  }
  const declared = tntp.metadata.has('TOTAL OD FLOW') ? tntp.number('TOTAL OD FLOW') : null

  const demand = new Float64Array(zoneCount ** 2).fill(-1)
  let [origin, destination, total, last] = [-1, -1, 0, 1]
  /** What the next word must be. */
  let next: 'origin' | 'destination' | 'colon' | 'trips' = 'destination'
  for (const { line, text } of tntp.rows) {
    last = line
    for (const [word] of text.matchAll(/[:;]|origin|[^\s:;]+/gi)) {
      const unexpected = (expected: string) => {
        const message = both(`không hiểu “${word.slice(0, 24)}”`, `“${word.slice(0, 24)}” is not understood here`)
        return tntp.wrong('trips', message, `line ${line}`, expected)
      }
      const zone = () => {
        const value = Number(word)
        if (Number.isInteger(value) && value >= 1 && value <= zoneCount) return value - 1
        throw tntp.wrong(
          'zone',
          both(`vùng “${word.slice(0, 24)}” không có`, `there is no zone “${word.slice(0, 24)}”`),
          `line ${line}`,
          `a zone from 1 to ${zoneCount}`,
        )
      }
      if (next === 'origin') {
        origin = zone()
        next = 'destination'
      } else if (next === 'destination') {
        if (word === ';') continue
        if (word.toLowerCase() === 'origin') next = 'origin'
        else if (origin < 0) throw unexpected('“Origin” and a zone')
        else {
          destination = zone()
          next = 'colon'
        }
      } else if (next === 'colon') {
        if (word !== ':') throw unexpected('“:” after the destination')
        next = 'trips'
      } else {
        const trips = Number(word)
        if (!(trips >= 0 && trips < Number.POSITIVE_INFINITY)) throw unexpected('trips: a number of 0 or more')
        const at = origin * zoneCount + destination
        if (demand[at] !== -1) {
          const name = `${origin + 1} → ${destination + 1}`
          const message = both(`cặp vùng ${name} có hai lần`, `the pair ${name} stands twice`)
          throw tntp.wrong('pair-twice', message, `line ${line}`, 'each pair of zones once')
        }
        demand[at] = trips
        total += trips
        next = 'destination'
      }
    }
  }
  if (next !== 'destination') {
    const message = both('tệp kết thúc giữa chừng', 'the file ends inside a block')
    throw tntp.wrong('trips', message, `line ${last}`, 'destination : trips;')
  }
  if (declared !== null && Math.abs(total - declared) > TOTAL_TOLERANCE * Math.max(total, declared)) {
    const message = both(
      `tổng số chuyến là ${total}, đầu tệp nói ${declared}`,
      `the trips add up to ${total}, the top of the file says ${declared}`,
    )
    throw tntp.wrong('total', message, tntp.place('TOTAL OD FLOW'), `within ${TOTAL_TOLERANCE * 100} % of the sum`)
  }
  for (let i = 0; i < demand.length; i++) if (demand[i] === -1) demand[i] = 0
  return { demand, total, declared }
}
