/**
 * Signs of the map on a field of 16 × 16, as paths that a canvas (`Path2D`) and an SVG draw alike: the legend cannot differ from
 * the map. A body in the colour of its class under a mark in white.
 */
export interface MapSymbol {
  /** Filled. */
  readonly body: string
  /** Drawn over it by a line, 1.5 wide; left out where the body says enough. */
  readonly mark?: string
}

const disc = 'M8 1a7 7 0 1 1 0 14a7 7 0 1 1 0-14Z'
const square = 'M2 2h12v12H2Z'
const drop = 'M8 1C10 5 13 7.5 13 10.5a5 4.5 0 0 1-10 0C3 7.5 6 5 8 1Z'

export const symbols = {
  dot: { body: 'M8 3.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9Z' },
  disc: { body: disc },
  manhole: { body: disc, mark: 'M8 4v8M4 8h8' },
  inlet: { body: square, mark: 'M5 4.5v7M8 4.5v7M11 4.5v7' },
  outfall: { body: 'M1 2h14L8 15Z', mark: 'M8 4.5v4' },
  flap: { body: 'M1 2h14L8 15Z', mark: 'M4.5 4.5h7M8 4.5v5' },
  pump: { body: disc, mark: 'M5.5 4.5 11.5 8 5.5 11.5Z' },
  sluice: { body: 'M1 1h3v14H1ZM12 1h3v14h-3ZM4 4h8v3.5H4ZM4 9.5h8V12H4Z' },
  weir: { body: 'M1 13V9c3-6 11-6 14 0v4Z' },
  hydrant: { body: 'M6 2h4v2h2v3h2v3h-2v5H4v-5H2V7h2V4h2Z' },
  tank: { body: 'M3 1h10v9H3ZM4.5 11h2v4h-2ZM9.5 11h2v4h-2Z', mark: 'M5 5h6' },
  reservoir: { body: 'M1 3h14l-2.5 11h-9Z', mark: 'M4 7c1.5-1.5 2.5 1.5 4 0s2.5 1.5 4 0' },
  substation: { body: square, mark: 'M9 3.5 5.5 8.5h5L7 12.5' },
  transformer: { body: 'M6 3.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 0 0 4-6.6a4.5 4.5 0 0 0-4-2.4ZM10 3.5a4.5 4.5 0 1 1 0 9Z' },
  tower: { body: square, mark: 'M4 4l8 8M12 4l-8 8' },
  lamp: {
    body: 'M8 4a4 4 0 1 1 0 8a4 4 0 1 1 0-8ZM7.3 0h1.4v3H7.3ZM7.3 13h1.4v3H7.3ZM0 7.3h3v1.4H0ZM13 7.3h3v1.4h-3Z',
  },
  cabinet: { body: 'M3 1h10v14H3Z', mark: 'M5.5 4.5h5M10 8.5v2' },
  rain: { body: drop },
  level: { body: 'M5 1h6v14H5Z', mark: 'M5 4h3M5 7h5M5 10h3M5 13h5' },
  salinity: { body: drop, mark: 'M5.5 10.5h5M8 8v5' },
  air: { body: disc, mark: 'M3.5 6h6a1.5 1.5 0 1 0-1.5-1.5M3.5 9h8M3.5 11.5h5' },
  traffic: { body: 'M2 14h12V8l-2-5H4L2 8Z', mark: 'M4 8h8M4.5 11.5h1M10.5 11.5h1' },
  bolt: { body: 'M10 0 2.5 9H7l-1.5 7L13.5 6.5H9Z' },
  star: { body: 'M8 .8 10.2 5.7l5.3.6-4 3.6 1.1 5.3L8 12.5l-4.6 2.7 1.1-5.3-4-3.6 5.3-.6Z' },
  school: { body: 'M8 1 15.5 5 8 9 .5 5ZM3.5 8v4c2.5 2.5 6.5 2.5 9 0V8L8 10.5Z' },
  clinic: { body: 'M6 1h4v5h5v4h-5v5H6v-5H1V6h5Z' },
  market: { body: 'M1 2h14l1 5H0ZM2 8h12v6H2Z', mark: 'M6 14v-4h4v4' },
  office: { body: 'M3 15V4l5-3 5 3v11Z', mark: 'M6 6.5h4M6 9.5h4' },
  worship: { body: 'M8 0l2 4h5l-1.5 3H13v8H3V7h-.5L1 4h5Z', mark: 'M8 15v-4' },
} as const satisfies Record<string, MapSymbol>
export type SymbolName = keyof typeof symbols
