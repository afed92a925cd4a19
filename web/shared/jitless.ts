/** Imported before anything that makes a schema: zod's probe for `new Function` would trip the content security policy. */
import { z } from 'zod'

z.config({ jitless: true })
