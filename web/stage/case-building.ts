/**
 * A building that is asked for, in the city: bodies or the triangles of its file, its lot and red lines on the ground, under the sun
 * of an hour with shadows. Buildings of the city that make room for it are left out by `buildings.ts`.
 */
import {
  BoundingSphere,
  Cartesian3,
  ClassificationType,
  Color,
  ColorGeometryInstanceAttribute,
  ComponentDatatype,
  DirectionalLight,
  Geometry,
  GeometryAttribute,
  GeometryAttributes,
  GeometryInstance,
  Matrix4,
  PerInstanceColorAppearance,
  PolygonGeometry,
  PolygonHierarchy,
  Primitive,
  PrimitiveType,
  type Scene,
  ShadowMode,
  Transforms,
} from 'cesium'
import type { Place } from './place.ts'
import type { Part } from './scene.ts'
import { createShapes } from './shapes.ts'
import type { StageBuilding, StageSun } from './types.ts'

const COLOUR = Color.fromCssColorString('#1b8aa0')
const LOT = '#e9c46a'
const RED = '#c62828'
/** Beyond this shadows are not drawn: a tower’s at nine in the morning is well within, m. */
const SHADOWS_WITHIN_METRES = 700
const SHADOW_CELLS = 2048

export function createCaseBuilding(scene: Scene, place: Place): Part {
  const outlines = createShapes(scene, place, ClassificationType.TERRAIN)
  let added: Primitive[] = []
  let known: StageBuilding | null = null
  const clear = () => {
    if (!scene.isDestroyed()) for (const primitive of added) scene.primitives.remove(primitive)
    added = []
  }
  const show = (building: StageBuilding) => {
    const geometries = [
      ...building.bodies.map((body) => prismOf(body, place)),
      ...(building.triangles ? [facesOf(building.triangles, place)] : []),
    ].filter((geometry) => geometry !== null)
    for (const geometry of geometries)
      added.push(
        scene.primitives.add(
          new Primitive({
            geometryInstances: new GeometryInstance({
              geometry,
              attributes: { color: ColorGeometryInstanceAttribute.fromColor(COLOUR) },
            }),
            appearance: new PerInstanceColorAppearance({ translucent: false, closed: false }),
            shadows: ShadowMode.ENABLED,
            allowPicking: false,
            asynchronous: false,
          }),
        ),
      )
  }
  return {
    update: ({ building = null }) => {
      if (building === known) return
      known = building
      clear()
      if (building) show(building)
      // The same lot lies there already: made anew, it would be gone for a while.
      outlines.show([JSON.stringify(building && [building.lot, building.redLines])], () =>
        building
          ? [
              { points: building.lot, closed: true, fill: `${LOT}66`, stroke: LOT, width: 3 },
              ...building.redLines.map((points) => ({ points, closed: false, stroke: RED, width: 4 })),
            ]
          : [],
      )
    },
    destroy: () => {
      clear()
      outlines.destroy()
    },
  }
}

/** Upright, from base to top. */
function prismOf({ ring, baseMetres, topMetres }: StageBuilding['bodies'][number], place: Place) {
  const heightOf = (metres: number) => place.ellipsoidHeight(metres)
  return PolygonGeometry.createGeometry(
    new PolygonGeometry({
      polygonHierarchy: new PolygonHierarchy(ring.map(([x, y]) => place.toCartesian(x, y, baseMetres))),
      height: heightOf(topMetres),
      extrudedHeight: heightOf(baseMetres),
      vertexFormat: PerInstanceColorAppearance.VERTEX_FORMAT,
    }),
  ) as Geometry | null
}

/** Each triangle with a normal of its own. */
function facesOf({ origin: [ox, oy], positions, indices }: NonNullable<StageBuilding['triangles']>, place: Place) {
  const corners = Array.from({ length: positions.length / 3 }, (_, i) =>
    place.toCartesian(positions[3 * i]! + ox, positions[3 * i + 1]! + oy, positions[3 * i + 2]!),
  )
  const places = new Float64Array(indices.length * 3)
  const normals = new Float32Array(indices.length * 3)
  const [u, v] = [new Cartesian3(), new Cartesian3()]
  for (let i = 0; i < indices.length; i += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => corners[indices[i + k]!]!) as [Cartesian3, Cartesian3, Cartesian3]
    const normal = Cartesian3.cross(Cartesian3.subtract(b, a, u), Cartesian3.subtract(c, a, v), new Cartesian3())
    const length = Cartesian3.magnitude(normal) || 1
    for (const [k, { x, y, z }] of [a, b, c].entries()) {
      places.set([x, y, z], (i + k) * 3)
      normals.set([normal.x / length, normal.y / length, normal.z / length], (i + k) * 3)
    }
  }
  const attributes = new GeometryAttributes()
  attributes.position = new GeometryAttribute({
    componentDatatype: ComponentDatatype.DOUBLE,
    componentsPerAttribute: 3,
    values: places,
  })
  attributes.normal = new GeometryAttribute({
    componentDatatype: ComponentDatatype.FLOAT,
    componentsPerAttribute: 3,
    values: normals,
  })
  return new Geometry({
    attributes,
    indices: Uint32Array.from(indices, (_, i) => i),
    primitiveType: PrimitiveType.TRIANGLES,
    boundingSphere: BoundingSphere.fromPoints(corners),
  })
}

/** Light and shadows of an hour; even light again where there is none. @param even the light of the map */
export function createSunlight(scene: Scene, place: Place, even: DirectionalLight): Part {
  let known: StageSun | null = null
  return {
    update: ({ sun = null }) => {
      if (sun === known) return
      known = sun
      const { shadowMap } = scene
      if (!sun) {
        scene.light = even
        shadowMap.enabled = false
        return
      }
      const [x, y] = sun.at
      const frame = Transforms.eastNorthUpToFixedFrame(place.toCartesian(x, y, 0))
      const [east, north, up] = sun.direction
      const direction = Matrix4.multiplyByPointAsVector(frame, new Cartesian3(-east, -north, -up), new Cartesian3())
      scene.light = new DirectionalLight({ direction, intensity: up > 0 ? 2 * Math.min(1, 0.3 + up * 3) : 0.3 })
      shadowMap.size = SHADOW_CELLS
      shadowMap.maximumDistance = SHADOWS_WITHIN_METRES
      shadowMap.darkness = 0.45
      shadowMap.softShadows = false
      shadowMap.enabled = up > 0
    },
    destroy: () => {},
  }
}
