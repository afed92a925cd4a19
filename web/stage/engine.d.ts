/**
 * What of the engine's renderer `mesh.ts` uses: exported by the engine, kept out of its own types. Held to the version in
 * package.json; the browser tests see a mesh on the screen.
 */
declare module 'cesium' {
  /** A WebGL context. */
  export interface RenderContext {
    readonly webgl2: boolean
  }
  export class Buffer {
    static createVertexBuffer(options: { context: RenderContext; typedArray: ArrayBufferView; usage: number }): Buffer
    static createIndexBuffer(options: {
      context: RenderContext
      typedArray: ArrayBufferView
      usage: number
      indexDatatype: number
    }): Buffer
    copyFromArrayView(values: ArrayBufferView): void
  }
  export const BufferUsage: { readonly STATIC_DRAW: number; readonly DYNAMIC_DRAW: number }
  export class VertexArray {
    constructor(options: {
      context: RenderContext
      attributes: readonly {
        index: number
        vertexBuffer: Buffer
        componentDatatype: number
        componentsPerAttribute: number
        normalize: boolean
      }[]
      indexBuffer: Buffer
    })
    destroy(): void
  }
  export class ShaderProgram {
    static fromCache(options: {
      context: RenderContext
      vertexShaderSource: string
      fragmentShaderSource: string
      attributeLocations: Record<string, number>
    }): ShaderProgram
    destroy(): void
  }
  export const RenderState: { fromCache(state: unknown): unknown }
  export const Pass: { readonly OPAQUE: number; readonly TRANSLUCENT: number }
  export class DrawCommand {
    constructor(options: {
      vertexArray: VertexArray
      shaderProgram: ShaderProgram
      renderState: unknown
      uniformMap: Record<string, () => unknown>
      primitiveType: number
      pass: number
      modelMatrix: Matrix4
      boundingVolume: BoundingSphere
      owner: unknown
    })
  }
}
