/** Why something could not be read, in brackets after the sentence that says so; nothing where the engine gives no words. */
export function reason(error: unknown): string {
  const words = error instanceof Error || hasMessage(error) ? error.message.split('\n')[0] : ''
  return words ? ` (${words})` : ''
}

const hasMessage = (error: unknown): error is { message: string } =>
  typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string'
