/** What people call a feature or an edit of one: by sheet and number, by its name, last by its id. */
import type { City } from './city/city.ts'
import { type LayerId, layerAbout } from './city/layers.ts'
import { describeEdit, type Edit } from './edit.ts'
import type { Words } from './language.ts'
import { both } from './text.ts'

export const nameText = {
  parcelName: both('Tờ {sheet}, thửa {number}', 'Sheet {sheet}, parcel {number}'),
} as const

export function nameOf(layer: LayerId, properties: Record<string, unknown>, { t }: Words): string {
  if (layer === 'parcels') {
    return t(nameText.parcelName, { sheet: String(properties.sheet), number: String(properties.number) })
  }
  const name = properties.name ?? properties.label
  return typeof name === 'string' && name ? name : t(layerAbout[layer].title)
}

/** The edit in a sentence, with the object's name where the city at hand knows it. */
export function sayEdit(edit: Edit, city: City | null, words: Words): string {
  const written = describeEdit(edit)[words.language]
  // The language of the scenario writes 1.50; the screen writes numbers as its reader does.
  const sentence =
    words.language === 'vi'
      ? written.replace(/(-?)(\d+)\.(\d+)/g, (_, sign, a, b) => `${sign && '−'}${a},${b}`)
      : written
  if (edit.kind === 'turn.ban') {
    const name = (id: string) => {
      const road = city?.layers.roads.get(id)
      return road ? nameOf('roads', road.properties, words) : shortened(id)
    }
    return sentence.replace(edit.target, () => edit.target.split(' > ').map(name).join(' → '))
  }
  const [parcel, road] = [city?.layers.parcels.get(edit.target), city?.layers.roads.get(edit.target)]
  if (parcel) {
    const name = nameOf('parcels', parcel.properties, words)
    // Where the sentence says "parcel" itself, the name says it again.
    return sentence.replace(/^(Thửa|Parcel) /, '').replace(edit.target, () => name)
  }
  if (road) return sentence.replace(edit.target, () => nameOf('roads', road.properties, words))
  const lamp = city?.layers.lamps.get(edit.target)?.properties.number
  const cabinet = city?.layers.cabinets.get(edit.target)?.properties.name
  if (lamp ?? cabinet) return sentence.replace(edit.target, () => lamp ?? cabinet ?? '')
  return shortened(sentence)
}

/** Ids of what the scenario itself has drawn, by their first letters. */
const shortened = (sentence: string): string =>
  sentence.replace(/(?:vt:(?:pond|fill)|new:(?:road|lamp))\/(\w{4})\w*/, '$1')
