import { expect, test } from 'vitest'
import { z } from 'zod'
import { fieldTitles, propertySchemas } from './layers.ts'
import { titleOf, valueTitles } from './values.ts'

/** Every field and every enumerated value that a layer can hold, nested ones too. */
function* namesOf(schema: z.ZodType): Generator<{ field?: string; value?: string }> {
  const kind = (schema as unknown as { def: { type: string; innerType?: z.ZodType } }).def
  if (kind.innerType) yield* namesOf(kind.innerType)
  if (schema instanceof z.ZodEnum) for (const value of schema.options) yield { value: String(value) }
  if (schema instanceof z.ZodObject) {
    for (const [field, inner] of Object.entries(schema.shape)) {
      yield { field }
      yield* namesOf(inner as z.ZodType)
    }
  }
}

test('people read a word for every field and every value of the layers', () => {
  const names = Object.values(propertySchemas).flatMap((schema) => [...namesOf(schema)])
  expect(names.length).toBeGreaterThan(150)
  const wordless = names.filter(({ field, value }) => (field ? !fieldTitles[field] : !valueTitles[value!]))
  // what is a Vietnamese word or a trade's own sign already
  const asTheyStand = ['khu vực', 'ấp', 'LED', 'HPS']
  expect(wordless.map(({ field, value }) => field ?? value!).filter((name) => !asTheyStand.includes(name))).toEqual([])
})

test('a value without a word stands as it is, whatever it is called', () => {
  expect([titleOf('open').en, titleOf('constructor').vi]).toEqual(['open', 'constructor'])
})
