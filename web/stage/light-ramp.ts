/** Colours of illuminance, on a logarithmic ramp: one table for the lit ground, its lines and the legend. */
import { type Bilingual, both } from '../../scenarios/text.ts'

type Colour = readonly [red: number, green: number, blue: number]

/** lx, and the colour from there on; between two of them colours are blended. */
const stops: readonly { readonly lux: number; readonly day: Colour; readonly night: Colour }[] = [
  { lux: 0.1, day: [38, 22, 72], night: [10, 11, 18] },
  { lux: 1, day: [94, 38, 128], night: [46, 33, 22] },
  { lux: 3, day: [165, 52, 115], night: [84, 58, 31] },
  { lux: 10, day: [232, 98, 70], night: [136, 94, 46] },
  { lux: 20, day: [251, 167, 62], night: [184, 136, 72] },
  { lux: 50, day: [252, 238, 150], night: [247, 219, 160] },
]

/** Lines of equal illuminance that are drawn, lx. */
export const isoluxLevels = [1, 3, 5, 10, 20, 30] as const

/** Red, green, blue, 0 … 255. @param lux NaN and what is below 0 count as dark */
export function luxColour(lux: number, night: boolean): Colour {
  const of = (k: number) => (night ? stops[k]!.night : stops[k]!.day)
  if (!(lux > stops[0]!.lux)) return of(0)
  const next = stops.findIndex((stop) => lux < stop.lux)
  if (next < 0) return of(stops.length - 1)
  const [from, to] = [stops[next - 1]!.lux, stops[next]!.lux]
  const share = Math.log(lux / from) / Math.log(to / from)
  const mix = (k: 0 | 1 | 2) => Math.round(of(next - 1)[k] + share * (of(next)[k] - of(next - 1)[k]))
  return [mix(0), mix(1), mix(2)]
}

export const lightLegend = (night: boolean): { readonly title: Bilingual; readonly colour: string }[] =>
  stops.map(({ lux, day, night: dark }, k) => {
    const written = String(lux)
    const title =
      k === 0
        ? both(`≤ ${written.replace('.', ',')} lx`, `≤ ${written} lx`)
        : k === stops.length - 1
          ? both(`≥ ${written} lx`, `≥ ${written} lx`)
          : both(`${written} lx`, `${written} lx`)
    return { title, colour: `rgb(${(night ? dark : day).join(' ')})` }
  })

/** A glow of so many lumens is so many metres wide to each side. */
const GLOW = { lumens: 10_000, halfMetres: 4.2 }
const ledLight: Colour = [255, 232, 196]
const sodiumLight: Colour = [255, 172, 84]

/** How a lamp shines by night: half the width of its glow, m, and its colour; as bright and as wide as the eye takes its flux. */
export function glowOf(lumens: number, sodium: boolean): [halfMetres: number, rgba: number[]] {
  // Stevens: brightness goes by the cube root of luminous flux.
  const strength = Math.cbrt(Math.max(0, lumens) / GLOW.lumens)
  const alpha = Math.round(255 * Math.min(1, 0.72 * strength))
  return [GLOW.halfMetres * Math.min(1.6, strength), [...(sodium ? sodiumLight : ledLight), alpha]]
}
