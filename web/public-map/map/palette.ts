/** The colours of the public map: quiet, so that what a person looks for stands out; by day and by night. */
export interface Palette {
  readonly ground: string
  readonly water: string
  readonly waterLine: string
  readonly landcover: Readonly<Record<string, string>>
  /** Ground of the built-up areas, by the first planning code that fits; others are drawn as countryside. */
  readonly built: string
  readonly green: string
  readonly industry: string
  readonly building: string
  readonly buildingEdge: string
  readonly parcel: string
  readonly grid: string
  readonly subunit: string
  readonly unit: string
  /** Fill and casing by class. */
  readonly roads: Readonly<Record<string, readonly [fill: string, casing: string]>>
  readonly halo: string
  readonly label: {
    readonly street: string
    readonly water: string
    readonly unit: string
    readonly subunit: string
    readonly house: string
    readonly plan: string
  }
  /** Signs and names of landmarks by kind of category. */
  readonly places: Readonly<Record<string, string>>
}

export const light: Palette = {
  ground: '#eaf0d9',
  water: '#a8d2e6',
  waterLine: '#93c4dc',
  landcover: {
    paddy: '#eaf0d9',
    farmland: '#eaf0d9',
    orchard: '#dbe8c7',
    grass: '#e1ecd0',
    park: '#cfe6bd',
    forest: '#c8deb7',
    scrub: '#d5e2c3',
    wetland: '#d2e4da',
    sand: '#f1e9cf',
    paved: '#ebe8e2',
    rock: '#e2dfd9',
  },
  built: '#f4f1ea',
  green: '#cfe6bd',
  industry: '#e9e5ee',
  building: '#e0d9cc',
  buildingEdge: '#cdc3b2',
  parcel: '#b9a9b4',
  grid: '#a99bd0',
  subunit: '#c79c78',
  unit: '#a2547c',
  roads: {
    trunk: ['#f5b971', '#c98a3c'],
    arterial: ['#fad995', '#cfa652'],
    collector: ['#fdf0c8', '#cdb987'],
    local: ['#ffffff', '#cfc9bd'],
    alley: ['#ffffff', '#d9d3c7'],
    path: ['#f7f3ea', '#d9d0be'],
  },
  halo: 'rgba(255,255,255,.92)',
  label: {
    street: '#4a4438',
    water: '#2f6f95',
    unit: '#86345f',
    subunit: '#8a5a34',
    house: '#6b6256',
    plan: '#4a3a20',
  },
  places: {
    government: '#3f5f9e',
    education: '#8a5a16',
    health: '#b3323a',
    market: '#9a4a86',
    worship: '#8a6a10',
    heritage: '#7a5230',
    park: '#2f7a45',
    industry: '#67607a',
    transport: '#35618a',
    place: '#4f5a57',
  },
}

export const dark: Palette = {
  ground: '#16231d',
  water: '#17394c',
  waterLine: '#22536d',
  landcover: {
    paddy: '#16231d',
    farmland: '#16231d',
    orchard: '#192a20',
    grass: '#182820',
    park: '#1b3326',
    forest: '#1a3024',
    scrub: '#182820',
    wetland: '#17302d',
    sand: '#2a2a20',
    paved: '#222826',
    rock: '#262a29',
  },
  built: '#1d2624',
  green: '#1b3326',
  industry: '#24252c',
  building: '#2c3633',
  buildingEdge: '#3a4643',
  parcel: '#4f5a58',
  grid: '#5d5590',
  subunit: '#7d6248',
  unit: '#b06c94',
  roads: {
    trunk: ['#8a6434', '#2b2116'],
    arterial: ['#6f5c35', '#27221a'],
    collector: ['#545041', '#201f1b'],
    local: ['#414b48', '#19211f'],
    alley: ['#38423f', '#19211f'],
    path: ['#333c38', '#19211f'],
  },
  halo: 'rgba(12,20,18,.9)',
  label: {
    street: '#d9dfdb',
    water: '#8cc4e2',
    unit: '#e3a8c8',
    subunit: '#d3ad8a',
    house: '#a8b3ae',
    plan: '#e7d9ba',
  },
  places: {
    government: '#a9c1f2',
    education: '#e6b973',
    health: '#ff9d9d',
    market: '#e3a6d4',
    worship: '#e5cb77',
    heritage: '#d9b08a',
    park: '#8fd3a4',
    industry: '#b9b3cc',
    transport: '#93c2ea',
    place: '#b8c4c0',
  },
}

const families: Readonly<Record<string, string>> = {
  government: 'government',
  office: 'government',
  education: 'education',
  school: 'education',
  health: 'health',
  hospital: 'health',
  market: 'market',
  retail: 'market',
  religious: 'worship',
  heritage: 'heritage',
  tourism: 'heritage',
  park: 'park',
  lake: 'park',
  sport: 'park',
  industry: 'industry',
  transport: 'transport',
}
/** The kind of a landmark that its sign is coloured by. */
export const familyOf = (category: string): string => families[category] ?? 'place'

const greenCodes = new Set(['CX', 'TDTT', 'CXCL', 'CV', 'DKV'])
const industryCodes = new Set(['CN', 'TTCN', 'KT', 'HTKT', 'SKK', 'SKN', 'SKC'])
const openCodes = new Set(['NN', 'MN', 'DT', 'LUC', 'CLN', 'NTS', 'CHN'])
/** The quiet ground of a functional area; null where it is open country. */
export function groundOf(code: string, palette: Palette): string | null {
  if (greenCodes.has(code)) return palette.green
  if (industryCodes.has(code)) return palette.industry
  return openCodes.has(code) ? null : palette.built
}
