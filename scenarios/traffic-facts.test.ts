import { describe, expect, it } from 'vitest'
import { trafficFacts } from './traffic-facts.ts'

describe('facts of travel', () => {
  it('name a source, a confidence and both languages', () => {
    for (const { title, source, confidence, values } of trafficFacts) {
      expect(title.vi && title.en && source && confidence).toBeTruthy()
      expect(Object.keys(values)).not.toHaveLength(0)
    }
  })
})
