/**
 * Triangles with shaders of their own, drawn by the engine beside its own things: the one place that speaks to the engine's
 * renderer. It exists because the engine's lines are made anew whenever a colour changes, and know no offset in pixels. Drawn over
 * whatever stands before it, as an analysis should be.
 */
import {
  BlendingState,
  type BoundingSphere,
  Buffer,
  BufferUsage,
  ComponentDatatype,
  DrawCommand,
  IndexDatatype,
  type Matrix4,
  Pass,
  PrimitiveType,
  type RenderContext,
  RenderState,
  type Scene,
  ShaderProgram,
  VertexArray,
} from 'cesium'

/** Numbers per vertex; bytes come to the shader as 0 … 1. */
export interface MeshAttribute {
  readonly values: Float32Array | Uint8Array
  readonly size: 1 | 2 | 3 | 4
}

export interface Mesh {
  /** As many values as it was made with. */
  write(attribute: string, values: Float32Array | Uint8Array): void
  destroy(): void
}

interface Parts<A extends string> {
  readonly attributes: Readonly<Record<A, MeshAttribute>>
  /** Three a triangle. */
  readonly indices: Uint32Array
  /** From the vertices' metres to the engine's. */
  readonly matrix: Matrix4
  readonly sphere: BoundingSphere
  /** GLSL ES 3.00; the engine's `czm_` names are there. Colours come out multiplied by their alpha where `premultiplied`. */
  readonly vertexShader: string
  readonly fragmentShader: string
  readonly premultiplied?: boolean
  /** Over the ground and the city, under all else that is added to the scene, wherever the camera is. */
  readonly under?: boolean
}

export function addMesh<A extends string>(scene: Scene, parts: Parts<A>): Mesh {
  const { context } = scene as unknown as { context: RenderContext }
  const entries = Object.entries(parts.attributes) as [A, MeshAttribute][]
  const buffers = new Map<string, Buffer>()
  const attributes = entries.map(([name, { values, size }], index) => {
    const vertexBuffer = Buffer.createVertexBuffer({ context, typedArray: values, usage: BufferUsage.DYNAMIC_DRAW })
    buffers.set(name, vertexBuffer)
    const bytes = values instanceof Uint8Array
    const componentDatatype = bytes ? ComponentDatatype.UNSIGNED_BYTE : ComponentDatatype.FLOAT
    return { index, vertexBuffer, componentDatatype, componentsPerAttribute: size, normalize: bytes }
  })
  const indexBuffer = Buffer.createIndexBuffer({
    context,
    typedArray: parts.indices,
    usage: BufferUsage.STATIC_DRAW,
    indexDatatype: IndexDatatype.UNSIGNED_INT,
  })
  const vertexArray = new VertexArray({ context, attributes, indexBuffer })
  const shaderProgram = ShaderProgram.fromCache({
    context,
    vertexShaderSource: parts.vertexShader,
    fragmentShaderSource: parts.fragmentShader,
    attributeLocations: Object.fromEntries(entries.map(([name], index) => [name, index])),
  })
  let gone = false
  const primitive = {
    update: (frame: { commandList: DrawCommand[]; passes: { render: boolean } }) => {
      if (frame.passes.render) frame.commandList.push(command)
    },
    isDestroyed: () => gone,
    destroy: () => {
      gone = true
      vertexArray.destroy()
      shaderProgram.destroy()
    },
  }
  const command = new DrawCommand({
    vertexArray,
    shaderProgram,
    renderState: RenderState.fromCache({
      depthTest: { enabled: false },
      depthMask: false,
      blending: parts.premultiplied ? BlendingState.PRE_MULTIPLIED_ALPHA_BLEND : BlendingState.ALPHA_BLEND,
    }),
    uniformMap: {},
    primitiveType: PrimitiveType.TRIANGLES,
    pass: parts.under ? Pass.OPAQUE : Pass.TRANSLUCENT,
    modelMatrix: parts.matrix,
    boundingVolume: parts.sphere,
    owner: primitive,
  })
  if (parts.under) scene.primitives.add(primitive, 0)
  else scene.primitives.add(primitive)
  return {
    write: (attribute, values) => buffers.get(attribute)?.copyFromArrayView(values),
    destroy: () => {
      if (!scene.isDestroyed()) scene.primitives.remove(primitive)
    },
  }
}
