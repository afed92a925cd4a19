/**
 * Building models for tests: a two-storey street house as IFC (three schemas, millimetres or metres, turned and georeferenced)
 * and as binary glTF. Its figures are known by construction: 5 × 16 m outside, storeys of 3.6 m, a balcony of 1.2 m over the front.
 */

export interface HouseOptions {
  readonly schema?: 'IFC2X3' | 'IFC4' | 'IFC4X3_ADD2'
  readonly unit?: 'mm' | 'm'
  /** Turn of the building in the file's own axes, degrees. */
  readonly turnedDegrees?: number
  /** Where the building stands in the file's own axes, m. */
  readonly at?: readonly [number, number, number]
  readonly map?: {
    readonly crs: string
    readonly east: number
    readonly north: number
    readonly height: number
    readonly turnedDegrees: number
  }
  readonly site?: {
    readonly lat: number
    readonly lon: number
    readonly elevation: number
    readonly northDegrees?: number
  }
  readonly quantities?: boolean
  /** The lot, as a closed outline of the site, file's own axes, m. */
  readonly lot?: readonly (readonly [number, number])[]
  /** Further storeys that stand back from the sides by this much make a tower. */
  readonly tower?: { readonly storeys: number; readonly backMetres: number }
  readonly basement?: boolean
  /** Lines put into the data section as they are. */
  readonly extra?: readonly string[]
}

export const house = {
  widthMetres: 5,
  depthMetres: 16,
  storeyMetres: 3.6,
  wallMetres: 0.2,
  slabMetres: 0.15,
  parapetMetres: 0.9,
  balconyMetres: 1.2,
}

/** Floor to the top of the parapet. */
export const houseHeight = (storeys = 2) => storeys * house.storeyMetres + house.parapetMetres

/** An IFC file (STEP) of the house. */
export function ifcHouse(options: HouseOptions = {}): string {
  const { schema = 'IFC4', unit = 'mm', turnedDegrees = 0, at = [0, 0, 0], map, site, quantities = true, lot } = options
  const { tower, basement = false, extra = [] } = options
  const four = schema !== 'IFC2X3'
  const lines: string[] = []
  let last = 0
  const put = (entity: string): string => {
    last++
    lines.push(`#${last}=${entity};`)
    return `#${last}`
  }
  const k = unit === 'mm' ? 1000 : 1
  const real = (value: number) => {
    const text = String(Math.round(value * 1e9) / 1e9)
    return /[.e]/.test(text) ? text : `${text}.`
  }
  const length = (metres: number) => real(metres * k)
  let ids = 0
  const guid = () => `'${(ids++).toString(36).padStart(22, '0')}'`
  const root = (name: string) => `${guid()},$,'${name}',$`
  const point = (...values: number[]) => put(`IFCCARTESIANPOINT((${values.map(length).join(',')}))`)
  const direction = (...values: number[]) => put(`IFCDIRECTION((${values.map(real).join(',')}))`)
  const up = direction(0, 0, 1)
  const axes = (x: number, y: number, z: number, degrees = 0) => {
    const turn = (degrees * Math.PI) / 180
    return put(`IFCAXIS2PLACEMENT3D(${point(x, y, z)},${up},${direction(Math.cos(turn), Math.sin(turn), 0)})`)
  }
  const placement = (parent: string, x: number, y: number, z: number, degrees = 0) =>
    put(`IFCLOCALPLACEMENT(${parent},${axes(x, y, z, degrees)})`)

  const units = put(
    `IFCUNITASSIGNMENT((${[
      put(`IFCSIUNIT(*,.LENGTHUNIT.,${unit === 'mm' ? '.MILLI.' : '$'},.METRE.)`),
      put('IFCSIUNIT(*,.AREAUNIT.,$,.SQUARE_METRE.)'),
      put('IFCSIUNIT(*,.VOLUMEUNIT.,$,.CUBIC_METRE.)'),
      put('IFCSIUNIT(*,.PLANEANGLEUNIT.,$,.RADIAN.)'),
    ].join(',')}))`,
  )
  const north = ((site?.northDegrees ?? 0) * Math.PI) / 180
  const trueNorth = site ? direction(-Math.sin(north), Math.cos(north)) : '$'
  const context = put(`IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,1.E-05,${axes(0, 0, 0)},${trueNorth})`)
  const body = put(`IFCGEOMETRICREPRESENTATIONSUBCONTEXT('Body','Model',*,*,*,*,${context},$,.MODEL_VIEW.,$)`)
  if (map && four) {
    const metre = put('IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.)')
    const crs = put(`IFCPROJECTEDCRS('${map.crs}',$,'VN-2000','Hon Dau 1992','TM-3',$,${metre})`)
    const turn = (map.turnedDegrees * Math.PI) / 180
    const place = [map.east, map.north, map.height, Math.cos(turn), Math.sin(turn), 1 / k].map(real).join(',')
    put(`IFCMAPCONVERSION(${context},${crs},${place})`)
  }
  const project = put(`IFCPROJECT(${root('Nh\\X2\\00E0\\X0\\ ph\\X2\\1ED1\\X0\\')},$,$,$,(${context}),${units})`)
  const degrees = (value: number) => {
    const micro = Math.round(Math.abs(value) * 3600e6)
    const parts = [Math.floor(micro / 3600e6), Math.floor(micro / 60e6) % 60, Math.floor(micro / 1e6) % 60, micro % 1e6]
    return `(${parts.map((part) => (value < 0 ? -part : part)).join(',')})`
  }
  const sitePlacement = placement('$', 0, 0, 0)
  const outline = lot
    ? put(
        `IFCPRODUCTDEFINITIONSHAPE($,$,(${put(
          `IFCSHAPEREPRESENTATION(${context},'FootPrint','Curve2D',(${put(
            `IFCPOLYLINE((${[...lot, lot[0]!].map(([x, y]) => point(x, y)).join(',')}))`,
          )}))`,
        )}))`,
      )
    : '$'
  const where = site ? `${degrees(site.lat)},${degrees(site.lon)},${length(site.elevation)}` : '$,$,$'
  const siteId = put(`IFCSITE(${root('Khu dat')},$,${sitePlacement},${outline},$,.ELEMENT.,${where},$,$)`)
  if (map && !four) {
    // IFC2x3 has no map conversion: the property set that buildingSMART's guide names in its place.
    const one = (name: string, value: string) => put(`IFCPROPERTYSINGLEVALUE('${name}',$,${value},$)`)
    const turn = (map.turnedDegrees * Math.PI) / 180
    const conversion = [
      one('Eastings', `IFCLENGTHMEASURE(${length(map.east)})`),
      one('Northings', `IFCLENGTHMEASURE(${length(map.north)})`),
      one('OrthogonalHeight', `IFCLENGTHMEASURE(${length(map.height)})`),
      one('XAxisAbscissa', `IFCREAL(${real(Math.cos(turn))})`),
      one('XAxisOrdinate', `IFCREAL(${real(Math.sin(turn))})`),
    ]
    const crs = [one('Name', `IFCLABEL('${map.crs}')`), one('VerticalDatum', `IFCIDENTIFIER('Hon Dau 1992')`)]
    for (const [name, set] of [
      ['ePSet_MapConversion', conversion],
      ['ePSet_ProjectedCRS', crs],
    ] as const) {
      const properties = put(`IFCPROPERTYSET(${root(name)},(${set.join(',')}))`)
      put(`IFCRELDEFINESBYPROPERTIES(${root('')},(${siteId}),${properties})`)
    }
  }
  const buildingPlacement = placement(sitePlacement, at[0], at[1], at[2], turnedDegrees)
  const building = put(`IFCBUILDING(${root('Nha')},$,${buildingPlacement},$,$,.ELEMENT.,$,$,$)`)
  put(`IFCRELAGGREGATES(${root('')},${project},(${siteId}))`)
  put(`IFCRELAGGREGATES(${root('')},${siteId},(${building}))`)

  /** A box by its corner and sizes, in the storey's axes. */
  const box = (x: number, y: number, z: number, dx: number, dy: number, dz: number) => {
    const middle = put(`IFCAXIS2PLACEMENT2D(${point(dx / 2, dy / 2)},$)`)
    const profile = put(`IFCRECTANGLEPROFILEDEF(.AREA.,$,${middle},${length(dx)},${length(dy)})`)
    const solid = put(`IFCEXTRUDEDAREASOLID(${profile},${axes(x, y, z)},${up},${length(dz)})`)
    const shape = put(`IFCSHAPEREPRESENTATION(${body},'Body','SweptSolid',(${solid}))`)
    return put(`IFCPRODUCTDEFINITIONSHAPE($,$,(${shape}))`)
  }
  const { widthMetres: w, depthMetres: d, storeyMetres: h, wallMetres: t, slabMetres: s } = house
  const wallType = four ? 'IFCWALL' : 'IFCWALLSTANDARDCASE'
  const extraWall = four ? ',$' : ''
  const storeyIds: string[] = []
  const storey = (name: string, level: number, back: number, top: boolean, balcony: boolean) => {
    const place = placement(buildingPlacement, 0, 0, level)
    const id = put(`IFCBUILDINGSTOREY(${root(name)},$,${place},$,$,.ELEMENT.,${length(at[2] + level)})`)
    storeyIds.push(id)
    const elements: string[] = []
    const element = (type: string, shape: string, tail: string) =>
      elements.push(put(`${type}(${root(type)},$,${placement(place, 0, 0, 0)},${shape},$${tail})`))
    const [x0, x1, y0, y1] = [back, w - back, back, d - back]
    element('IFCSLAB', box(x0, y0, -s, x1 - x0, y1 - y0, s), ',.FLOOR.')
    element(wallType, box(x0, y0, 0, x1 - x0, t, h - s), extraWall)
    element(wallType, box(x0, y1 - t, 0, x1 - x0, t, h - s), extraWall)
    element(wallType, box(x0, y0 + t, 0, t, y1 - y0 - 2 * t, h - s), extraWall)
    element(wallType, box(x1 - t, y0 + t, 0, t, y1 - y0 - 2 * t, h - s), extraWall)
    if (balcony) element('IFCSLAB', box(x0, -house.balconyMetres, -s, x1 - x0, house.balconyMetres, s), ',.FLOOR.')
    if (top) {
      element('IFCSLAB', box(x0, y0, h - s, x1 - x0, y1 - y0, s), ',.ROOF.')
      element(wallType, box(x0, y0, h, x1 - x0, 0.1, house.parapetMetres), extraWall)
    }
    put(`IFCRELCONTAINEDINSPATIALSTRUCTURE(${root('')},(${elements.join(',')}),${id})`)
    if (quantities) {
      const area = (x1 - x0) * (y1 - y0)
      const place2 = placement(place, 0, 0, 0)
      const space = put(`IFCSPACE(${root('Phong')},$,${place2},$,$,.ELEMENT.,.INTERNAL.,$)`)
      put(`IFCRELAGGREGATES(${root('')},${id},(${space}))`)
      const quantity = put(`IFCQUANTITYAREA('GrossFloorArea',$,$,${real(area)}${four ? ',$' : ''})`)
      const set = put(`IFCELEMENTQUANTITY(${root('Qto_SpaceBaseQuantities')},$,(${quantity}))`)
      put(`IFCRELDEFINESBYPROPERTIES(${root('')},(${space}),${set})`)
    }
  }
  const above = 2 + (tower?.storeys ?? 0)
  if (basement) storey('Tang ham', -3, 0, false, false)
  for (let i = 0; i < above; i++)
    storey(`T\\X2\\1EA7\\X0\\ng ${i + 1}`, i * h, i < 2 ? 0 : (tower?.backMetres ?? 0), i === above - 1, i === 1)
  put(`IFCRELAGGREGATES(${root('')},${building},(${storeyIds.join(',')}))`)

  return [
    'ISO-10303-21;',
    'HEADER;',
    "FILE_DESCRIPTION(('ViewDefinition [CoordinationView]'),'2;1');",
    "FILE_NAME('nha.ifc','2026-07-01T00:00:00',(''),(''),'','','');",
    `FILE_SCHEMA(('${schema}'));`,
    'ENDSEC;',
    'DATA;',
    ...lines,
    ...extra,
    'ENDSEC;',
    'END-ISO-10303-21;',
    '',
  ].join('\n')
}

export interface GlbOptions {
  readonly sizes?: readonly [number, number, number]
  readonly scale?: number
  /** Members of the JSON put over ours. */
  readonly json?: Record<string, unknown>
}

/** A box as binary glTF, y up as the format has it: x width, z depth towards the viewer. */
export function glbBox({ sizes = [5, 7.2, 16], scale = 1, json = {} }: GlbOptions = {}): Uint8Array<ArrayBuffer> {
  const [dx, dy, dz] = sizes
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((i) => [i & 1 ? dx : 0, i & 2 ? dy : 0, i & 4 ? -dz : 0])
  const faces = [
    0, 2, 1, 1, 2, 3, 4, 5, 6, 5, 7, 6, 0, 1, 4, 1, 5, 4, 2, 6, 3, 3, 6, 7, 0, 4, 2, 2, 4, 6, 1, 3, 5, 3, 7, 5,
  ]
  const positions = new Float32Array(corners)
  const indices = new Uint16Array(faces)
  const binary = new Uint8Array(positions.byteLength + indices.byteLength)
  binary.set(new Uint8Array(positions.buffer), 0)
  binary.set(new Uint8Array(indices.buffer), positions.byteLength)
  const document = {
    asset: { version: '2.0' },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0, scale: [scale, scale, scale] }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0 }, indices: 1 }] }],
    accessors: [
      { bufferView: 0, componentType: 5126, count: 8, type: 'VEC3', min: [0, 0, -dz], max: [dx, dy, 0] },
      { bufferView: 1, componentType: 5123, count: 36, type: 'SCALAR' },
    ],
    bufferViews: [
      { buffer: 0, byteOffset: 0, byteLength: positions.byteLength },
      { buffer: 0, byteOffset: positions.byteLength, byteLength: indices.byteLength },
    ],
    buffers: [{ byteLength: binary.length }],
    ...json,
  }
  return glbOf(document, binary)
}

/** A glTF document and its bytes as one file. */
export function glbOf(document: unknown, binary: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(document))
  const padded = (size: number) => Math.ceil(size / 4) * 4
  const whole = new Uint8Array(12 + 8 + padded(text.length) + 8 + padded(binary.length))
  const view = new DataView(whole.buffer)
  const words = [0x46546c67, 2, whole.length, padded(text.length), 0x4e4f534a]
  for (const [i, word] of words.entries()) view.setUint32(i * 4, word, true)
  whole.fill(0x20, 20, 20 + padded(text.length))
  whole.set(text, 20)
  const start = 20 + padded(text.length)
  view.setUint32(start, padded(binary.length), true)
  view.setUint32(start + 4, 0x004e4942, true)
  whole.set(binary, start + 8)
  return whole
}
