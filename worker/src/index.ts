// The Worker that faces the public: signs what its callers may have signed, and holds no secret but, with HS256, that of
// their tokens.

import { app } from './app.ts'
import type { Env } from './env.ts'

export { Denials } from './denials.ts'

export default { fetch: app.fetch } satisfies ExportedHandler<Env>
