/** Links to this page, as they are handed on. */
import type { Candidate } from '../../../scenarios/address/candidate.ts'
import { linkOf } from '../../../scenarios/address/share-link.ts'

/** Of a place alone: near enough to see its house. */
export const placeLink = ({ lon, lat, label }: Candidate): string =>
  location.origin + linkOf({ path: '/', view: { lon, lat, zoom: 17 }, place: { lon, lat, text: label }, layers: null })
