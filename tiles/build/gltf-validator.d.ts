/** Khronos' validator, as far as the tests use it. */
declare module 'gltf-validator' {
  export function validateBytes(
    bytes: Uint8Array,
    options?: { uri?: string },
  ): Promise<{ issues: { messages: { code: string; message: string; severity: number; pointer?: string }[] } }>
}
