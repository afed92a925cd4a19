/** Painters of administration, addresses, named places and trees. */
import { looks } from '../../looks.ts'
import { number, word } from '../pen.ts'
import { inClasses, outlines, type Painter, signs } from './classes.ts'

export const units: Painter = (pen, features, labels) => {
  const { metresPerPixel } = pen.view
  outlines(looks.units!, metresPerPixel < 10 ? 1.2 : 0.8, true)(pen, features, labels)
  const now = features.filter((f) => !f.properties.validTo)
  if (metresPerPixel < 2) return
  labels.areas(pen.view, now, (f) => word(f, 'name'), { colour: '#7d2826', size: 20, weight: 700 }, 9)
}

export const subunits: Painter = (pen, features, labels) => {
  const { metresPerPixel } = pen.view
  outlines(looks.subunits!, metresPerPixel < 5 ? 1.1 : 0.8, true)(pen, features, labels)
  if (metresPerPixel < 10)
    labels.areas(pen.view, features, (f) => word(f, 'name'), { colour: '#8f4f2e', size: 16, italic: true }, 4.4)
}

export const gridcells: Painter = (pen, features, labels) => {
  const { metresPerPixel } = pen.view
  outlines(looks.gridcells!, metresPerPixel < 5 ? 1 : 0.6)(pen, features, labels)
  if (metresPerPixel > 2.6) return
  const says = (f: (typeof features)[number]) => [word(f, 'code'), word(f, 'postcode')].filter(Boolean).join('\n')
  labels.areas(pen.view, features, says, { colour: '#5a4a86', size: metresPerPixel < 0.7 ? 17 : 14, weight: 600 }, 2.8)
}

export const addresses: Painter = (pen, features, labels) => {
  const near = pen.view.metresPerPixel < 0.32
  for (const [look, some] of inClasses(looks.addresses!, features)) pen.sign(some, 'dot', look.colour, near ? 9 : 6)
  if (near)
    labels.points(pen.view, features, (f) => word(f, 'number'), { colour: '#4a2a86', size: 13, weight: 600 }, 1.2, 6)
}

export const landmarks: Painter = (pen, features, labels) => {
  signs(looks.landmarks!, 20, 6)(pen, features, labels)
  if (pen.view.metresPerPixel < 6) {
    labels.points(pen.view, features, (f) => word(f, 'name'), { colour: '#4b1d37', size: 15, weight: 600 }, 4.6, 12)
  }
}

/** Crowns as wide as they are, with the trunk in the middle from very near. */
export const trees: Painter = (pen, features) => {
  const { metresPerPixel } = pen.view
  const radius = (f: (typeof features)[number]) => Math.max(1.5, number(f, 'crownMetres', 4) / 2 / metresPerPixel)
  for (const [look, some] of inClasses(looks.trees!, features)) {
    if (metresPerPixel < 1.3) pen.discs(some, 'rgba(30,70,25,.55)', (f) => radius(f) + 1)
    pen.discs(some, `${look.colour}c0`, radius)
    if (metresPerPixel < 0.32) pen.discs(some, '#5b4326', () => 2)
  }
}
