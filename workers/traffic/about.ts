/** The traffic simulation introduces itself. */
import type { SimulationAbout } from '../../scenarios/about.ts'
import { both } from '../../scenarios/text.ts'

export const about: SimulationAbout = {
  name: 'traffic',
  version: '1.0.0',
  title: both('Giao thông', 'Traffic'),
  method: both('', ''),
  citations: [],
  inputs: [],
  outputs: [],
  limits: [],
}
