/** Colours of the map, as data; those of land use and planning classes stand with their codes. */
export {
  type CodeColour,
  landUseColours,
  planningColours,
  zoneColour,
} from '../../scenarios/city/land-uses.ts'

export const landcoverColours: Record<string, string> = {
  paddy: '#d5e6a3',
  orchard: '#a9cf85',
  grass: '#c3dda0',
  forest: '#8fbf7f',
  sand: '#eee0b5',
  rock: '#cfcac2',
  paved: '#dcd8d2',
  farmland: '#e3e6b0',
  park: '#b5dd9d',
  wetland: '#b5d3c0',
  scrub: '#bcd0a0',
}
export const landcoverColour = (cover: string): string => landcoverColours[cover] ?? '#d9e2c4'

/** Fill and casing of a road by class. */
export const roadColours: Record<string, { readonly fill: string; readonly casing: string }> = {
  trunk: { fill: '#f0a04b', casing: '#a8601a' },
  arterial: { fill: '#f7c36a', casing: '#a97824' },
  collector: { fill: '#fbe39a', casing: '#a8924a' },
  local: { fill: '#ffffff', casing: '#9a9a9a' },
  alley: { fill: '#f4f1ec', casing: '#b0aaa0' },
  path: { fill: '#e6ddcf', casing: '#b9ab93' },
}

/** Walls and roofs by use; the names of OpenStreetMap buildings beside our own. */
export const buildingColours: Record<string, string> = {
  residential: '#efe3d0',
  house: '#efe3d0',
  apartments: '#e3cfb0',
  commercial: '#e9b49a',
  retail: '#e9b49a',
  market: '#e9b49a',
  hotel: '#e3a98c',
  office: '#c4bbdc',
  public: '#b9c9e2',
  education: '#ecb7cf',
  school: '#ecb7cf',
  health: '#f3bcbc',
  hospital: '#f3bcbc',
  industrial: '#bdb5c9',
  warehouse: '#c6b8a4',
  religious: '#f0d58f',
  heritage: '#e8c46a',
  transport: '#c9ccd1',
  sport: '#b9dba8',
}
export const buildingColour = '#d9d2c5'
export const waterColour = '#9cc8e6'
export const selectionColour = '#ff6a00'
