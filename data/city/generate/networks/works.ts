/**
 * Works on the water (công trình thủy lợi): a sluice gate (cống ngăn triều, ngăn mặn) where a secondary canal of the dyke
 * belts meets a main one, a pumping station beside every third. Their size follows their canal; the two sluices that are
 * known by name stand at the mouth nearest to where they are told to be (low confidence: assumed).
 */
import type { Feature } from '../../../../scenarios/city/dataset.ts'
import type { XY } from '../../../../scenarios/frame.ts'
import { stableId } from '../../../../scenarios/ids.ts'
import { fork, random } from '../../../../scenarios/random.ts'
import { toLine } from '../near.ts'
import { at, type Channel } from '../place.ts'
import { beside, Course, distance } from './course.ts'
import { made, millimetres, pointAt, waterwayId } from './made.ts'

/** Crest of a closed gate, m above Hòn Dấu: over the highest tide on record (0.95 m, November 2024) by half a metre. */
const CREST_METRES = 1.45
/** From the edge of the main water to the gate in the secondary one, m. */
const BACK_METRES = 14
/** Share of mouths with a pumping station. */
const PUMPED_SHARE = 0.33
/** Litres a second that a pump lifts for each metre of its canal's width: 0.8–2 m³/s. */
const LIFT_PER_WIDTH = 0.1

/** Hậu Giang's own gates of the Nam Xà No belt, by name (memory, medium; places low): mouths in former Hỏa Tiến. */
const namedSluices = [
  { name: 'Cống Kênh Lầu', near: at(105.372, 9.717) },
  { name: 'Cống Hóc Hỏa', near: at(105.395, 9.701) },
] as const

interface Mouth {
  readonly channel: Channel
  readonly main: Channel
  readonly point: XY
  /** Beside the gate, on dry land. */
  readonly bank: XY
  readonly kilometres: number
}

export function makeWorks(seed: number, channels: readonly Channel[]): Feature<'hydraulics'>[] {
  const mouths = mouthsOf(channels)
  const names = new Map<Mouth, string>()
  for (const { name, near } of namedSluices) {
    const open = mouths.filter((mouth) => !names.has(mouth))
    if (open.length > 0)
      names.set(
        open.reduce((a, b) => (distance(b.point, near) < distance(a.point, near) ? b : a)),
        name,
      )
  }
  return mouths.flatMap((mouth) => {
    const { channel, main, point, bank, kilometres } = mouth
    const place = `${Math.floor(kilometres)}+${String(Math.round((kilometres % 1) * 1000)).padStart(3, '0')}`
    const known = names.get(mouth)
    const name = known ?? `Cống ${channel.name ?? `Km ${place}`} – ${main.name}`
    const key = `${waterwayId(channel)} ${waterwayId(main)}`
    const sluice = made<'hydraulics'>(
      stableId('hydraulics', `${key} ${place}`),
      pointAt(point),
      {
        name,
        kind: 'sluice',
        widthMetres: channel.widthMetres,
        sillMetres: channel.bedMetres,
        crestMetres: CREST_METRES,
        capacityCubicMetresPerSecond: null,
        waterwayId: waterwayId(channel),
        state: 'automatic',
      },
      known ? 'assumed' : 'generated',
    )
    if (random(fork(seed, `works/${key}`))() > PUMPED_SHARE) return [sluice]
    const pump = made<'hydraulics'>(stableId('hydraulics', `${key} ${place} pump`), pointAt(bank), {
      name: name.replace('Cống', 'Trạm bơm'),
      kind: 'pump',
      widthMetres: null,
      sillMetres: millimetres(channel.bedMetres + 0.4),
      crestMetres: CREST_METRES,
      capacityCubicMetresPerSecond: Math.round(channel.widthMetres * LIFT_PER_WIDTH * 10) / 10,
      waterwayId: waterwayId(channel),
      state: 'automatic',
    })
    return [sluice, pump]
  })
}

/** Where generated canals end in main waters. */
function mouthsOf(channels: readonly Channel[]): Mouth[] {
  const mains = channels.filter((channel) => channel.name !== null && channel.provenance !== 'generated')
  return channels.flatMap((channel) => {
    if (channel.provenance !== 'generated') return []
    return [channel.line, channel.line.toReversed()].flatMap((line): Mouth[] => {
      const main = mains.find((m) => toLine(line[0]!, m.line).distance < 8)
      const course = new Course(line)
      const along = (main?.widthMetres ?? 0) / 2 + BACK_METRES
      if (!main || course.length < along + 20) return []
      const stand = course.at(along)
      return [
        {
          channel,
          main,
          point: stand.point,
          bank: beside(stand, channel.widthMetres / 2 + 2.2),
          kilometres: toLine(line[0]!, main.line).along / 1000,
        },
      ]
    })
  })
}
